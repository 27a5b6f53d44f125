package laws

import (
	"context"
	"encoding/json"
	"reflect"
	"time"

	"statehouse/internal/imports"
	"statehouse/models"
)

// Import saves cards as Parse gives them, with their points and their history:
// all of them or, after an error, none. Cards that are the same already stay
// untouched, and so do those of states that the file leaves out and facts that
// staff corrected since the file was reviewed. An imports.Refusal says what is
// wrong with a card.
func Import(ctx context.Context, db *models.DB, cards []Card, o imports.Options) (imports.Report, error) {
	for _, c := range cards {
		if state, ok := models.StateByCode(c.State); !ok || state.Code != c.State {
			return imports.Report{}, imports.Refuse(0, "law cards: %q is not a state", c.State)
		}
	}
	data, err := json.Marshal(cards)
	if err != nil {
		return imports.Report{}, err
	}
	source := imports.Source{Name: "laws", Data: data}
	return imports.Run(ctx, db, source, "laws", "", o, func(tx *models.Tx) (imports.Report, error) {
		return save(ctx, tx, cards, o)
	})
}

func save(ctx context.Context, tx *models.Tx, cards []Card, o imports.Options) (imports.Report, error) {
	report := imports.Report{Rows: len(cards)}
	known, err := stored(ctx, tx)
	if err != nil {
		return report, err
	}
	for i, card := range cards {
		law := card.law()
		old, ok := known[subject{card.State, card.Topic}]
		if edited := old.edited.Format(time.DateOnly); ok && !old.edited.IsZero() && edited >= card.ReviewedOn {
			law.card = old.card
			report.Note(0, "%s %s: the facts that staff corrected or reviewed on %s are kept; the file was reviewed on %s", card.State, card.Topic, edited, card.ReviewedOn)
		}
		switch {
		case !ok:
			report.Added++
			report.Show(0, "added: %s %s", law.card.State, law.card.Topic)
		case !old.isSame(law):
			report.Changed++
			report.Show(0, "changed: %s %s", law.card.State, law.card.Topic)
		default:
			continue
		}
		if err := law.save(ctx, tx); err != nil {
			return report, err
		}
		o.Step(i+1, len(cards))
	}
	o.Step(len(cards), len(cards))
	return report, nil
}

// subject is what one card is about.
type subject struct{ state, topic string }

// law is a card as the database keeps it.
type law struct {
	card     models.LawCard
	criteria []models.LawCriterion
	events   []models.LawEvent
	edited   time.Time // when staff last corrected it; zero: never
}

func (l law) isSame(other law) bool {
	l.edited, other.edited = time.Time{}, time.Time{}
	return reflect.DeepEqual(l, other)
}

func (l law) save(ctx context.Context, tx *models.Tx) error {
	if err := models.SaveLawCard(ctx, tx, l.card); err != nil {
		return err
	}
	if err := models.SaveLawCriteria(ctx, tx, l.card.State, l.card.Topic, l.criteria); err != nil {
		return err
	}
	return models.SaveLawEvents(ctx, tx, l.card.State, l.card.Topic, l.events)
}

// stored reads all cards with what belongs to them.
func stored(ctx context.Context, tx *models.Tx) (map[subject]law, error) {
	cards, err := models.LawCards(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	criteria, err := models.LawCriteria(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	events, err := models.LawEvents(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	edits, err := models.LawEdits(ctx, tx, "", "")
	if err != nil {
		return nil, err
	}
	known := make(map[subject]law, len(cards))
	change := func(state, topic string, with func(*law)) {
		l := known[subject{state, topic}]
		with(&l)
		known[subject{state, topic}] = l
	}
	for _, card := range cards {
		change(card.State, card.Topic, func(l *law) { l.card = card })
	}
	for _, c := range criteria {
		change(c.State, c.Topic, func(l *law) { l.criteria = append(l.criteria, c) })
	}
	for _, e := range events {
		change(e.State, e.Topic, func(l *law) { l.events = append(l.events, e) })
	}
	for _, e := range edits {
		change(e.State, e.Topic, func(l *law) {
			if e.At.After(l.edited) {
				l.edited = e.At
			}
		})
	}
	return known, nil
}
