// Package demo holds the invented people, offices and campaigns that the demo shows; only laws, districts and ZIP codes are real.
package demo

import (
	"embed"
	"encoding/json"
	"fmt"
	"time"
)

//go:embed data
var data embed.FS

// States lists the states that the demo has legislators, districts and
// campaigns for.
var States = []string{"az", "fl", "hi"}

// Campaign is an invented campaign on a real ask.
type Campaign struct {
	Slug              string            `json:"slug"`
	Code              string            `json:"code"` // of its short link, 6 characters
	State             string            `json:"state"`
	Topic             string            `json:"topic"`
	Criterion         string            `json:"criterion"` // key of the law card's criterion
	Bill              string            `json:"bill"`      // empty: none
	Status            string            `json:"status"`
	Outcome           string            `json:"outcome"` // empty: not known
	Goal              int               `json:"goal"`
	OpenedAt          When              `json:"opened"`
	ClosedAt          *When             `json:"closed"`
	PausedAt          *When             `json:"paused"`
	Successor         string            `json:"successor"`  // slug; empty: none
	Signatures        int               `json:"signatures"` // counted ones
	OutOfStatePercent int               `json:"out_of_state_percent"`
	Shape             []int             `json:"shape"`     // of growth, see PerDay
	Petitions         []Petition        `json:"petitions"` // versions, oldest first
	Letter            map[string]Letter `json:"letter"`    // by language
}

// Petition is one version of a campaign's text.
type Petition struct {
	Since When            `json:"since"`
	Texts map[string]Text `json:"texts"` // by language
}

// Text is a petition in one language; Story is Markdown.
type Text struct {
	Title   string `json:"title"`
	Ask     string `json:"ask"`
	Summary string `json:"summary"`
	Story   string `json:"story"`
}

// Letter is the text that constituents start from, with the placeholders
// {{legislator}}, {{name}} and {{zip}} in its body.
type Letter struct {
	Subject string `json:"subject"`
	Body    string `json:"body"`
}

// When is a moment: so many days before now, or the fixed day of a real event.
type When struct {
	DaysAgo int    `json:"days_ago"`
	On      string `json:"on"` // YYYY-MM-DD; empty: DaysAgo holds
}

// At is the moment as seen from now.
func (w When) At(now time.Time) (time.Time, error) {
	if w.On != "" {
		return time.Parse(time.DateOnly, w.On)
	}
	return now.AddDate(0, 0, -w.DaysAgo), nil
}

// Pools are what to draw invented signers from: any first name goes with any
// last name.
type Pools struct {
	First    []string            `json:"first"`
	Last     []string            `json:"last"`
	Comments map[string][]string `json:"comments"` // by language
	ZIPs     map[string][]string `json:"zips"`     // outside the demo's districts: by state, or "elsewhere"
}

// Campaigns reads the demo's campaigns.
func Campaigns() ([]Campaign, error) { return read[[]Campaign]("campaigns.json") }

// People reads the pools that the demo's signers are drawn from.
func People() (Pools, error) { return read[Pools]("people.json") }

// LegislatorsCSV is a state's invented legislators as Open States publishes
// its people.
func LegislatorsCSV(state string) ([]byte, error) {
	return data.ReadFile("data/legislators-" + state + ".csv")
}

// DistrictsCSV joins the demo's districts to their Census codes.
func DistrictsCSV() ([]byte, error) { return data.ReadFile("data/districts.csv") }

// ZIPsCSV lists the ZIP codes that lie wholly in the demo's districts, with
// every district that each one touches.
func ZIPsCSV() ([]byte, error) { return data.ReadFile("data/zips.csv") }

func read[T any](name string) (v T, err error) {
	text, err := data.ReadFile("data/" + name)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(text, &v); err != nil {
		return v, fmt.Errorf("demo: %s: %w", name, err)
	}
	return v, nil
}
