// Package screening reads what somebody typed and says who should look at it
// before anybody else may: it finds named private people, contact details,
// threats, distress, children, spam and questions. It only points; a person
// decides.
package screening

import (
	"cmp"
	"slices"
)

// Class is what a passage may be.
type Class string

// The classes.
const (
	NamedPerson Class = "named_person" // a private person is named
	Contact     Class = "contact"      // a telephone number, address, handle or plate
	Violence    Class = "violence"     // a threat, or a call to kill or maim
	SelfHarm    Class = "self_harm"    // the writer may be in danger from themselves
	Minor       Class = "minor"        // the writer may be a child
	Disclosure  Class = "disclosure"   // the writer may be a survivor
	InProgress  Class = "in_progress"  // trafficking that may be happening now
	CourtCase   Class = "court_case"   // a case that has a number or is open
	Slur        Class = "slur"         // words that demean people
	Spam        Class = "spam"
	Question    Class = "question" // somebody waits for an answer
)

// Classes lists them all, the gravest first.
var Classes = []Class{InProgress, SelfHarm, Violence, Minor, Disclosure, NamedPerson, Contact, CourtCase, Slur, Spam, Question}

// MustHold says whether a passage of this class may never be public before a
// person has decided.
func (c Class) MustHold() bool { return c != Question }

// Urgency is how soon a person should look.
type Urgency int

// The urgencies, by their clocks.
const (
	Routine Urgency = iota // within a day
	Soon                   // within four hours
	Urgent                 // within an hour
)

// Reader is who may read a text before it is decided on.
type Reader string

// The readers.
const (
	Moderators  Reader = "moderators"
	TrainedLead Reader = "trained_lead" // trained for reports about children and for people in distress
)

// Finding is one passage, in bytes of the text.
type Finding struct {
	Class      Class
	Start, End int
}

// Report is everything found in a text, in the order of the text.
type Report struct {
	Findings []Finding
	States   []string // postal codes of the states that it speaks of, lower case, in the order of the text
}

// Screen reads a text. The names of people in public office may be given: they
// are no private people.
func Screen(text string, public ...string) Report {
	f, named := fold(text), people(text, public)
	found := slices.Concat(phrases(f), contacts(f), named, called(text, named), questions(f), shouting(text))
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(slices.Index(Classes, a.Class), slices.Index(Classes, b.Class)))
	})
	return Report{Findings: slices.Compact(found), States: states(text)}
}

// Has says whether anything of a class was found.
func (r Report) Has(c Class) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Class == c })
}

// Found lists the classes, the gravest first.
func (r Report) Found() []Class {
	return slices.DeleteFunc(slices.Clone(Classes), func(c Class) bool { return !r.Has(c) })
}

// MustHold says whether the text may not be public before a person decides.
func (r Report) MustHold() bool { return slices.ContainsFunc(r.Found(), Class.MustHold) }

// Urgency is how soon a person should look.
func (r Report) Urgency() Urgency {
	switch {
	case r.Has(InProgress), r.Has(SelfHarm), r.Has(Violence):
		return Urgent
	case r.Has(Minor), r.Has(Disclosure), r.Has(NamedPerson), r.Has(Contact):
		return Soon
	}
	return Routine
}

// Reader is who may read it first.
func (r Report) Reader() Reader {
	if r.Has(InProgress) || r.Has(SelfHarm) || r.Has(Minor) || r.Has(Disclosure) {
		return TrainedLead
	}
	return Moderators
}

// ShowsHotline says whether its writer should see where help is.
func (r Report) ShowsHotline() bool {
	return r.Has(InProgress) || r.Has(SelfHarm) || r.Has(Disclosure) || r.Has(Minor)
}
