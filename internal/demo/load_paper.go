package demo

import (
	"context"
	"time"

	"statehouse/internal/privacy"
	"statehouse/internal/sheets"
	"statehouse/models"
)

// The demo's sheets: so many rows were signed at a market, and so many wait to be
// keyed a second time.
const (
	paperCounted = 23
	paperWaiting = 8
)

// collectPaper has two people key a batch of sheets that counts, and one of them
// another.
func collectPaper(ctx context.Context, db *models.DB, keys *privacy.Keys, people Pools, now time.Time) error {
	organizer, err := models.UserByEmail(ctx, db.Read(), "organizer@example.org")
	if err != nil {
		return err
	}
	admin, err := models.UserByEmail(ctx, db.Read(), "admin@example.org")
	if err != nil {
		return err
	}
	p := paperwork{sheets.New(db, keys, func() time.Time { return now.AddDate(0, 0, -6) }), models.Actor{User: &organizer}, models.Actor{User: &admin}, people, models.Day(now.AddDate(0, 0, -9))}
	if err := p.collect(ctx, db); err != nil {
		return err
	}
	b, err := p.acts.Issue(ctx, p.first, handedOver, sheets.IssueForm{Sheets: 2, Label: "Encanto Park, Phoenix"})
	if err != nil {
		return err
	}
	if err := p.acts.Key(ctx, p.first, handedOver, b.Ref, p.rows(b, paperCounted, paperWaiting)); err != nil {
		return err
	}
	return p.acts.Done(ctx, p.first, handedOver, b.Ref)
}

// paperwork is two members of staff with sheets of one day.
type paperwork struct {
	acts          *sheets.Sheets
	first, second models.Actor
	people        Pools
	day           string
}

// rows are n rows of a batch, signed by people from one on.
func (p paperwork) rows(b models.PaperBatch, from, n int) (lines []sheets.Line) {
	for i := range n {
		given, family := p.people.First, p.people.Last
		who := given[(from+i)*7%len(given)] + " " + family[(from+i)*11%len(family)]
		lines = append(lines, sheets.Line{Code: models.RowCode(b.FirstSheet+i/models.SheetRows, i%models.SheetRows+1), Name: who, ZIP: "85003", Day: p.day})
	}
	return lines
}

// collect brings a batch from its issue to its count.
func (p paperwork) collect(ctx context.Context, db *models.DB) error {
	b, err := p.acts.Issue(ctx, p.first, handedOver, sheets.IssueForm{Sheets: 3, Label: "Sunday market, Phoenix"})
	if err != nil {
		return err
	}
	for _, who := range []models.Actor{p.first, p.second} {
		if err := p.acts.Key(ctx, who, handedOver, b.Ref, p.rows(b, 0, paperCounted)); err != nil {
			return err
		}
		if err := p.acts.Done(ctx, who, handedOver, b.Ref); err != nil {
			return err
		}
	}
	if err := p.acts.Witness(ctx, p.first, handedOver, b.Ref, sheets.WitnessForm{Name: "Wanda Sample", Day: p.day}); err != nil {
		return err
	}
	if err := p.acts.Draw(ctx, p.first, handedOver, b.Ref); err != nil {
		return err
	}
	rows, err := models.PaperRows(ctx, db.Read(), b.ID)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.Sample == "" {
			continue
		}
		if err := p.acts.Check(ctx, p.second, handedOver, b.Ref, r.Code(), true); err != nil {
			return err
		}
	}
	return p.acts.Finish(ctx, p.second, handedOver, b.Ref)
}
