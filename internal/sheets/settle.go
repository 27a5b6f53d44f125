package sheets

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Choices of who settles a difference.
const (
	ChooseFirst  = "first"
	ChooseSecond = "second"
	ChooseOther  = "other" // both misread it
	ChooseNone   = "none"  // it is no signature
)

// Settle decides how an open row reads. Faults: NotFound, Conflict, Invalid with
// the fields choice, name_1, zip_1 and day_1.
func (s *Sheets) Settle(ctx context.Context, actor models.Actor, slug, ref, choice string, l Line) (err error) {
	defer fault.Wrap(&err, "sheets.Settle")
	sheet, line, err := models.ParseRowCode(l.Code)
	if err != nil {
		return err
	}
	return s.in(ctx, actor, slug, ref, func(tx *models.Tx, c models.Campaign, b models.PaperBatch) error {
		row, err := models.PaperRowAt(ctx, tx, b.ID, sheet, line)
		if err != nil {
			return err
		}
		person, err := s.choose(ctx, tx, &row, choice, l)
		if err != nil {
			return err
		}
		row.SettledBy = &actor.User.ID
		if row.State == models.PaperRowSettled {
			row.Seal(s.keys, c.Code, person)
		}
		return models.SettlePaperRow(ctx, tx, row)
	}, models.PaperKeyed)
}

// choose is how a row reads, by a choice.
func (s *Sheets) choose(ctx context.Context, tx *models.Tx, row *models.PaperRow, choice string, l Line) (p models.PaperPerson, err error) {
	row.State = models.PaperRowSettled
	pass := map[string]int{ChooseFirst: 1, ChooseSecond: 2}[choice]
	switch choice {
	case ChooseNone:
		row.State = models.PaperRowLeftOut
		return p, nil
	case ChooseOther:
		fields := map[string]string{}
		e, p := s.line(l, "1", fields)
		row.SignedOn = e.SignedOn
		return p, fault.Fields(fields)
	case ChooseFirst, ChooseSecond:
		entries, err := models.PaperEntries(ctx, tx, row.BatchID, pass)
		if err != nil {
			return p, err
		}
		for _, e := range entries {
			if e.Sheet == row.Sheet && e.Line == row.Line {
				row.SignedOn = e.SignedOn
				return e.Open(s.keys)
			}
		}
	}
	return p, fault.Fields(map[string]string{"choice": "error.paper.choice"})
}

// Difference is an open row as its two keyers have it; an empty line is none.
type Difference struct {
	Code          string
	First, Second Line
}

// Differences lists the open rows of a batch.
func (s *Sheets) Differences(ctx context.Context, b models.PaperBatch) (list []Difference, err error) {
	defer fault.Wrap(&err, "sheets.Differences(%d)", b.ID)
	rows, err := models.PaperRows(ctx, s.db.Read(), b.ID)
	if err != nil {
		return nil, err
	}
	entries, err := models.PaperEntries(ctx, s.db.Read(), b.ID, 0)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for _, r := range rows {
		if r.State == models.PaperRowOpen {
			at[r.Code()] = len(list)
			list = append(list, Difference{Code: r.Code()})
		}
	}
	for _, e := range entries {
		i, open := at[models.RowCode(e.Sheet, e.Line)]
		if !open {
			continue
		}
		line, err := s.Open(e)
		if err != nil {
			return nil, err
		}
		if e.Pass == 1 {
			list[i].First = line
		} else {
			list[i].Second = line
		}
	}
	return list, nil
}

// Open is a keyed row as it was read.
func (s *Sheets) Open(e models.PaperEntry) (Line, error) {
	p, err := e.Open(s.keys)
	return Line{Code: models.RowCode(e.Sheet, e.Line), Name: p.Name, ZIP: p.ZIP, Day: e.SignedOn}, err
}

// OpenRow is a row as it reads.
func (s *Sheets) OpenRow(r models.PaperRow) (Line, error) {
	p, err := r.Open(s.keys)
	return Line{Code: r.Code(), Name: p.Name, ZIP: p.ZIP, Day: r.SignedOn}, err
}
