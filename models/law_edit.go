package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"
)

// LawEditKind says what an editor did to a card.
type LawEditKind string

// The kinds of edits.
const (
	LawCorrected LawEditKind = "corrected"
	LawReviewed  LawEditKind = "reviewed" // the facts still hold
)

// LawEditKinds lists them all.
var LawEditKinds = []LawEditKind{LawCorrected, LawReviewed}

// LawEdit is what a member of staff did to a law card, and what it said before.
type LawEdit struct {
	ID           int64
	State, Topic string
	UserID       int64
	Kind         LawEditKind
	Before       string // the whole card as JSON
	After        string
	At           time.Time
}

// LawChange is one fact of a card that an edit changed.
type LawChange struct{ Field, Before, After string }

// Changes lists what the edit changed.
func (e LawEdit) Changes() ([]LawChange, error) {
	var before, after LawCard
	if err := json.Unmarshal([]byte(e.Before), &before); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(e.After), &after); err != nil {
		return nil, err
	}
	var changes []LawChange
	was, is := before.facts(), after.facts()
	for i := range was {
		if was[i][1] != is[i][1] {
			changes = append(changes, LawChange{was[i][0], was[i][1], is[i][1]})
		}
	}
	return changes, nil
}

// facts are the card's fields by the name that forms give them.
func (c LawCard) facts() [][2]string {
	year := ""
	if c.Year != nil {
		year = strconv.Itoa(*c.Year)
	}
	return [][2]string{
		{"status", c.Status}, {"citation", c.Citation}, {"year", year}, {"summary_en", c.SummaryEN}, {"summary_es", c.SummaryES},
		{"source", c.Source}, {"as_of", c.AsOf}, {"confidence", c.Confidence}, {"reviewed_on", c.ReviewedOn}, {"review_due", c.ReviewDue},
	}
}

// Mark changes with the card: a form carries it, to be told of other editors.
func (c LawCard) Mark() string {
	data, err := json.Marshal(c)
	if err != nil {
		panic(err) // strings and a number
	}
	hash := sha256.Sum256(data)
	return hex.EncodeToString(hash[:8])
}

// LockLawCard finds a card and keeps other editors from it until the
// transaction ends; none is a NotFound fault.
func LockLawCard(ctx context.Context, tx *Tx, state, topic string) (LawCard, error) {
	if _, err := tx.exec(ctx, "UPDATE law_cards SET topic = topic WHERE state = ? AND topic = ?", state, topic); err != nil {
		return LawCard{}, err
	}
	return LawCardOf(ctx, tx, state, topic)
}

// EditLawCard replaces a card that was locked, and notes who did it, when, and
// what it said before.
func EditLawCard(ctx context.Context, tx *Tx, kind LawEditKind, before, after LawCard, user int64, at time.Time) error {
	was, err := json.Marshal(before)
	if err != nil {
		return err
	}
	is, err := json.Marshal(after)
	if err != nil {
		return err
	}
	if err := SaveLawCard(ctx, tx, after); err != nil {
		return err
	}
	edit := LawEdit{State: before.State, Topic: before.Topic, UserID: user, Kind: kind, Before: string(was), After: string(is), At: at}
	return addOne(ctx, tx, &edit)
}

// LawEdits lists the edits of a card, of all cards if state is empty, the
// newest first.
func LawEdits(ctx context.Context, tx *Tx, state, topic string) ([]LawEdit, error) {
	return rowsOf[LawEdit](ctx, tx, "SELECT * FROM law_edits WHERE (? = '' OR (state = ? AND topic = ?)) ORDER BY id DESC", state, state, topic)
}
