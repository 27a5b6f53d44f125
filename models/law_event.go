package models

import "context"

// Dated says what the date of a law event is the date of.
type Dated string

// What dates there are.
const (
	DatedInForce Dated = "in_force"
	DatedSigned  Dated = "signed"
	DatedEnacted Dated = "enacted" // by the legislature; the day in force is not known to us
	DatedFailed  Dated = "failed"  // a bill that changed nothing
)

// DatedKinds lists them all.
var DatedKinds = []Dated{DatedInForce, DatedSigned, DatedEnacted, DatedFailed}

// LawStatuses lists all that a card or an event may say, the strongest
// protection of each topic first.
var LawStatuses = []string{"immunity", "conditional_immunity", "diversion_or_defense", "vacatur", "expungement", "sealing", "reported", "none", "unknown"}

// Confidences lists how sure we may be of a fact.
var Confidences = []string{"high", "medium", "low"}

// LawEvent is a dated change of one state's law on one topic.
type LawEvent struct {
	State      string `gorm:"primaryKey"`
	Topic      string `gorm:"primaryKey"`
	Number     int    `gorm:"primaryKey;autoIncrement:false"` // from 1, the oldest first
	Date       string // 2015, 2015-07 or 2015-07-24
	Dated      Dated
	Status     string // after it
	WhatEN     string `gorm:"column:what_en"`
	WhatES     string `gorm:"column:what_es"`
	Citation   string
	Source     string
	Confidence string
}

// What is what changed, in a language.
func (e LawEvent) What(lang string) string {
	if lang == "es" {
		return e.WhatES
	}
	return e.WhatEN
}

// IsUnverified says whether the event must be shown as not verified.
func (e LawEvent) IsUnverified() bool { return e.Confidence == "low" || e.Status == "unknown" }

// HasHappened says whether the event is certain to be past by a day.
func (e LawEvent) HasHappened(day string) bool { return lastDay(e.Date) <= day }

// LawEvents lists the events of a state, of all states if it is empty, the
// oldest of each topic first.
func LawEvents(ctx context.Context, tx *Tx, state string) ([]LawEvent, error) {
	return rowsOf[LawEvent](ctx, tx, "SELECT * FROM law_events WHERE (? = '' OR state = ?) ORDER BY state, topic, number", state, state)
}

// SaveLawEvents replaces the events of a state and topic and numbers them.
func SaveLawEvents(ctx context.Context, tx *Tx, state, topic string, events []LawEvent) error {
	if _, err := tx.exec(ctx, "DELETE FROM law_events WHERE state = ? AND topic = ?", state, topic); err != nil {
		return err
	}
	return add(ctx, tx, events)
}
