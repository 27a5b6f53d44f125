package models

import "context"

// Grade says how far the law goes on one point.
type Grade string

// The grades.
const (
	GradeMet     Grade = "met"
	GradePartly  Grade = "partly"
	GradeNot     Grade = "not"
	GradeUnknown Grade = "unknown"
)

// Grades lists them all.
var Grades = []Grade{GradeMet, GradePartly, GradeNot, GradeUnknown}

// LawCriterion is one graded point of a law card.
type LawCriterion struct {
	State  string `gorm:"primaryKey"`
	Topic  string `gorm:"primaryKey"`
	Number int    `gorm:"primaryKey;autoIncrement:false"` // from 1, in the order of the card
	Key    string
	Value  string
	Grade  Grade
	NoteEN string `gorm:"column:note_en"`
	NoteES string `gorm:"column:note_es"`
	OpenEN string `gorm:"column:open_en"` // what a campaign could still ask for; may be empty
	OpenES string `gorm:"column:open_es"`
	Source string // empty: the card's own
}

// TableName is GORM's word for the table.
func (LawCriterion) TableName() string { return "law_criteria" }

// Note says the point, in a language.
func (c LawCriterion) Note(lang string) string {
	if lang == "es" {
		return c.NoteES
	}
	return c.NoteEN
}

// Open says what is still open, in a language; empty if nothing is.
func (c LawCriterion) Open(lang string) string {
	if lang == "es" {
		return c.OpenES
	}
	return c.OpenEN
}

// LawCriteria lists the points of a state's cards, of all states if it is empty.
func LawCriteria(ctx context.Context, tx *Tx, state string) ([]LawCriterion, error) {
	return rowsOf[LawCriterion](ctx, tx, "SELECT * FROM law_criteria WHERE (? = '' OR state = ?) ORDER BY state, topic, number", state, state)
}

// SaveLawCriteria replaces the points of a card.
func SaveLawCriteria(ctx context.Context, tx *Tx, state, topic string, criteria []LawCriterion) error {
	if _, err := tx.exec(ctx, "DELETE FROM law_criteria WHERE state = ? AND topic = ?", state, topic); err != nil {
		return err
	}
	return add(ctx, tx, criteria)
}
