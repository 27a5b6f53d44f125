package models

import "context"

// LawCard is what one state's law says on one topic.
type LawCard struct {
	State      string `gorm:"primaryKey"`
	Topic      string `gorm:"primaryKey"`
	Status     string // of the topic's vocabulary: immunity, vacatur, none, unknown, …
	Citation   string // empty: not found, which is not "no law"
	Year       *int   // of the first such law, where found
	SummaryEN  string `gorm:"column:summary_en"`
	SummaryES  string `gorm:"column:summary_es"`
	Source     string
	AsOf       string // as the source states it: 2025, 2026-02, c.2023
	Confidence string // high, medium, low
	ReviewedOn string // 2006-01-02
	ReviewDue  string
}

// IsUnverified says whether the card must be shown as not verified.
func (c LawCard) IsUnverified() bool { return c.Confidence == "low" || c.Status == "unknown" }

// Summary is the card's summary in a language.
func (c LawCard) Summary(lang string) string {
	if lang == "es" {
		return c.SummaryES
	}
	return c.SummaryEN
}

// IsDue says whether the card should be reviewed by a day (2006-01-02).
func (c LawCard) IsDue(day string) bool { return c.ReviewDue <= day }

// LawCardOf finds a card; none is a NotFound fault.
func LawCardOf(ctx context.Context, tx *Tx, state, topic string) (LawCard, error) {
	return take[LawCard](ctx, tx, "state = ? AND topic = ?", state, topic)
}

// SaveLawCard stores or replaces a card.
func SaveLawCard(ctx context.Context, tx *Tx, c LawCard) error {
	if _, err := tx.exec(ctx, "DELETE FROM law_cards WHERE state = ? AND topic = ?", c.State, c.Topic); err != nil {
		return err
	}
	return addOne(ctx, tx, &c)
}

// LawCards lists the cards of a state, of all states if it is empty.
func LawCards(ctx context.Context, tx *Tx, state string) ([]LawCard, error) {
	return rowsOf[LawCard](ctx, tx, "SELECT * FROM law_cards WHERE (? = '' OR state = ?) ORDER BY state, topic", state, state)
}
