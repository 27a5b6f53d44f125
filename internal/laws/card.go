package laws

import "slices"

// Text is a sentence or two in both languages of the site.
type Text struct {
	En string `json:"en"`
	Es string `json:"es"`
}

// In is the text in lang ("en" or "es"), English for any other.
func (t Text) In(lang string) string {
	if lang == "es" {
		return t.Es
	}
	return t.En
}

func (t Text) complete() bool { return t.En != "" && t.Es != "" }

// Card says what one state's law says on one topic. An empty Citation and a nil
// Year mean "not found here", not "no law".
type Card struct {
	State      string      `json:"state"` // lower-case postal code
	Topic      string      `json:"topic"` // safe_harbor or vacatur
	Status     string      `json:"status"`
	Citation   string      `json:"citation"`
	Year       *int        `json:"year"` // the first such law was enacted
	Summary    Text        `json:"summary"`
	Source     string      `json:"source"`
	AsOf       string      `json:"as_of"`       // 2026-02, 2023, 2014-2018, 2019+ (then or later), c. 2023 (about then), n.d. (undated)
	Confidence string      `json:"confidence"`  // high, medium or low
	ReviewedOn string      `json:"reviewed_on"` // YYYY-MM-DD
	ReviewDue  string      `json:"review_due"`  // YYYY-MM-DD
	Criteria   []Criterion `json:"criteria"`
	History    []Event     `json:"history"`
}

// Criterion is one graded point of a card, such as whether minors are immune.
type Criterion struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Grade  string `json:"grade"` // met, partly or not; empty: unknown
	Note   Text   `json:"note"`
	Open   Text   `json:"open"`   // what a campaign could still ask for; may be empty
	Source string `json:"source"` // empty: the card's own
}

// Event is a dated change of the law, oldest first on a card.
type Event struct {
	Date       string `json:"date"`   // YYYY, YYYY-MM or YYYY-MM-DD
	Dated      string `json:"dated"`  // in_force, signed, enacted or failed; empty: enacted
	Status     string `json:"status"` // after it; empty: as before it
	Citation   string `json:"citation"`
	What       Text   `json:"what"`
	Source     string `json:"source"`
	Confidence string `json:"confidence"` // empty: the card's own
}

// Unverified says whether pages must put "we have not verified this state" in
// front of the card's facts.
func (c Card) Unverified() bool {
	return c.Confidence == "low" || c.Status == "unknown"
}

// Criterion finds a graded point by its key.
func (c Card) Criterion(key string) (Criterion, bool) {
	i := slices.IndexFunc(c.Criteria, func(x Criterion) bool { return x.Key == key })
	if i < 0 {
		return Criterion{}, false
	}
	return c.Criteria[i], true
}

// statuses lists what a card of each topic may say, best protection first.
var statuses = map[string][]string{
	"safe_harbor": {"immunity", "conditional_immunity", "diversion_or_defense", "none", "unknown"},
	"vacatur":     {"vacatur", "expungement", "sealing", "reported", "none", "unknown"},
}

// Statuses lists what a card on a topic may say, best protection first; nil for
// a topic that we have no cards on.
func Statuses(topic string) []string { return slices.Clone(statuses[topic]) }
