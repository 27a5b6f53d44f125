package laws

import (
	"context"
	"encoding/json"

	"statehouse/internal/imports"
	"statehouse/models"
)

// Import saves cards as Parse gives them: all of them or, after an error, none.
// Cards that are the same already stay untouched, and so do those of states that
// the file leaves out. An imports.Refusal says what is wrong with a card.
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
	rows, err := models.LawCards(ctx, tx, "")
	if err != nil {
		return report, err
	}
	known := make(map[subject]models.LawCard, len(rows))
	for _, row := range rows {
		known[subject{row.State, row.Topic}] = row
	}
	for i, card := range cards {
		row := card.row()
		old, ok := known[subject{row.State, row.Topic}]
		switch {
		case !ok:
			report.Added++
		case !isSame(old, row):
			report.Changed++
		default:
			continue
		}
		if err := models.SaveLawCard(ctx, tx, row); err != nil {
			return report, err
		}
		o.Step(i+1, len(cards))
	}
	o.Step(len(cards), len(cards))
	return report, nil
}

func (c Card) row() models.LawCard {
	return models.LawCard{
		State: c.State, Topic: c.Topic, Status: c.Status, Citation: c.Citation, Year: c.Year, SummaryEN: c.Summary.En, SummaryES: c.Summary.Es,
		Source: c.Source, AsOf: c.AsOf, Confidence: c.Confidence, ReviewedOn: c.ReviewedOn, ReviewDue: c.ReviewDue,
	}
}

func isSame(a, b models.LawCard) bool {
	sameYear := a.Year == b.Year || a.Year != nil && b.Year != nil && *a.Year == *b.Year
	a.Year, b.Year = nil, nil
	return sameYear && a == b
}
