// Package ui holds the building blocks of pages: fields, buttons, bars and panels.
// They carry no words of their own; every label comes in as an argument.
package ui

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"statehouse/internal/i18n"
)

// Input is a labelled text field. Its id is its name.
type Input struct {
	Name, Label  string
	Hint         string // below the label; may be empty
	Error        string // translated; empty means fine
	Value        string
	Type         string // "text" if empty; "textarea" for several lines
	Autocomplete string
	InputMode    string
	Required     bool
	Optional     string // the word "optional" after the label; empty shows none
	MaxLength    int    // 0 means none
	Rows         int    // of a textarea; 0 means 4
	Narrow       bool   // for short values such as a ZIP code
	ReadOnly     bool
	Counter      string // says, with "{n}", how many characters are left while somebody types; empty shows none
}

// Option is one possible answer of a Choice or a Select.
type Option struct {
	Value, Text string
	Hint        string
}

// Options is a question with a list of answers: radio buttons, or check boxes if
// Multiple, or a drop-down list if drawn by Select.
type Options struct {
	Name, Legend string
	Hint, Error  string
	List         []Option
	Value        string   // the chosen answer
	Values       []string // the chosen answers if Multiple
	Multiple     bool
}

func (o Options) chosen(value string) bool {
	if o.Multiple {
		return slices.Contains(o.Values, value)
	}
	return o.Value == value
}

func (o Options) kind() string {
	if o.Multiple {
		return "checkbox"
	}
	return "radio"
}

// id names one answer; the first has the field's own name, so that the error
// summary can link to it.
func (o Options) id(i int) string {
	if i == 0 {
		return o.Name
	}
	return o.Name + "-" + strconv.Itoa(i)
}

// Check is a single yes-or-no box.
type Check struct {
	Name, Value string // Value "1" if empty
	Label, Hint string
	Error       string
	Checked     bool
	Required    bool
}

// Problem is one line of the error summary: it links to the field.
type Problem struct{ Field, Text string }

// Problems translates the message ids in errs, in the order of fields; fields
// without an error are left out.
func Problems(ctx context.Context, errs map[string]string, fields ...string) []Problem {
	var list []Problem
	for _, field := range fields {
		if errs[field] != "" {
			list = append(list, Problem{field, i18n.T(ctx, errs[field])})
		}
	}
	return list
}

// ProblemOf translates the error of one field; it is empty when the field is fine.
func ProblemOf(ctx context.Context, errs map[string]string, field string) string {
	if errs[field] == "" {
		return ""
	}
	return i18n.T(ctx, errs[field])
}

// describedBy lists the ids of the hint and the error of a field.
func describedBy(name, hint, problem string) string {
	switch {
	case hint != "" && problem != "":
		return name + "-hint " + name + "-error"
	case hint != "":
		return name + "-hint"
	case problem != "":
		return name + "-error"
	}
	return ""
}

func orText(kind string) string {
	if kind == "" {
		return "text"
	}
	return kind
}

func orOne(value string) string {
	if value == "" {
		return "1"
	}
	return value
}

func rows(n int) string {
	if n == 0 {
		n = 4
	}
	return strconv.Itoa(n)
}

// Goal is a bar that fills towards a goal, in parts that add up to the count.
type Goal struct {
	Parts []int  // e.g. in-state, out-of-state, paper
	Goal  int    // 0 draws an empty bar
	Label string // said to screen readers
}

// Widths returns each part's share of the bar as x and width out of 1000; parts
// past the goal are cut off at the end of the bar.
func (g Goal) Widths() [][2]int {
	var bars [][2]int
	x := 0
	for _, part := range g.Parts {
		w := 0
		if g.Goal > 0 && part > 0 {
			w = min(int(int64(part)*1000/int64(g.Goal)), 1000-x)
		}
		bars = append(bars, [2]int{x, w})
		x += w
	}
	return bars
}

func (g Goal) part(i int) string { return fmt.Sprintf("goal-part goal-part-%d", i+1) }

// TextTable is a table of words.
type TextTable struct {
	Label string
	Head  []string
	Rows  [][]string
}

// Step is one numbered step of an explanation.
type Step struct{ Title, Text string }

// Hotline is a panel of telephone numbers.
type Hotline struct {
	Title, Lead string
	Lines       []HotlineLine
	Note        string
}

// HotlineLine is one way to reach it; URL may be empty.
type HotlineLine struct{ Label, Text, URL string }

// Pager links the pages of a list; empty URLs draw no link.
type Pager struct {
	Label          string // of the navigation
	Position       string // e.g. "Page 2 of 5"
	PreviousText   string
	NextText       string
	Previous, Next string // URLs
}
