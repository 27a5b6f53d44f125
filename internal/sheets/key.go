package sheets

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/token"
	"statehouse/models"
)

// Line is a row as it was keyed.
type Line struct{ Code, Name, ZIP, Day string }

// IsEmpty says whether nothing was keyed.
func (l Line) IsEmpty() bool { return strings.TrimSpace(l.Code+l.Name+l.ZIP+l.Day) == "" }

// MaxLines may be keyed at once.
const MaxLines = 500

// Key keeps rows as one person reads them. The first to key a batch is its first
// keyer, the next its second, and neither sees what the other keyed. Faults:
// NotFound, Conflict if two others key it or this one is done, Invalid with
// fields named after part and number of the line from 1 ("zip_3"): then nothing
// is kept.
func (s *Sheets) Key(ctx context.Context, actor models.Actor, slug, ref string, lines []Line) (err error) {
	defer fault.Wrap(&err, "sheets.Key")
	return s.in(ctx, actor, slug, ref, func(tx *models.Tx, c models.Campaign, b models.PaperBatch) error {
		k, err := keyingOf(ctx, tx, b, actor)
		if err != nil {
			return err
		}
		before, err := models.PaperEntries(ctx, tx, b.ID, k.Pass)
		if err != nil {
			return err
		}
		erased, err := models.PaperRows(ctx, tx, b.ID) // of a batch that begins again, others are gone
		if err != nil {
			return err
		}
		taken := map[string]bool{}
		for _, e := range before {
			taken[models.RowCode(e.Sheet, e.Line)] = true
		}
		for _, r := range erased {
			taken[r.Code()] = true
		}
		entries, err := s.read(c, b, k, taken, lines)
		if err != nil {
			return err
		}
		for i := range entries {
			if err := models.AddPaperEntry(ctx, tx, &entries[i]); err != nil {
				return err
			}
		}
		return nil
	}, models.PaperIssued)
}

// keyingOf is the actor's keying of a batch; their first rows begin it.
func keyingOf(ctx context.Context, tx *models.Tx, b models.PaperBatch, actor models.Actor) (models.PaperKeying, error) {
	keyings, err := models.PaperKeyings(ctx, tx, b.ID)
	if err != nil {
		return models.PaperKeying{}, err
	}
	for _, k := range keyings {
		if k.UserID == actor.User.ID {
			if k.DoneAt != nil {
				return k, fault.New(fault.Conflict, "error.paper.done")
			}
			return k, nil
		}
	}
	if len(keyings) == 2 {
		return models.PaperKeying{}, fault.New(fault.Conflict, "error.paper.two")
	}
	k := models.PaperKeying{BatchID: b.ID, Pass: len(keyings) + 1, UserID: actor.User.ID}
	return k, models.AddPaperKeying(ctx, tx, &k)
}

func (s *Sheets) read(c models.Campaign, b models.PaperBatch, k models.PaperKeying, taken map[string]bool, lines []Line) (entries []models.PaperEntry, err error) {
	fields := map[string]string{}
	for i, l := range lines {
		if l.IsEmpty() {
			continue
		}
		e, person := s.line(l, strconv.Itoa(i+1), fields)
		code := models.RowCode(e.Sheet, e.Line)
		switch field := "code_" + strconv.Itoa(i+1); {
		case fields[field] != "":
		case !b.Has(e.Sheet):
			fields[field] = "error.paper.unknown"
		case taken[code]:
			fields[field] = "error.paper.twice"
		}
		taken[code] = true
		e.Ref, e.CampaignID, e.BatchID, e.Pass = token.Ref(), c.ID, b.ID, k.Pass
		e.Seal(s.keys, c.Code, person)
		entries = append(entries, e)
	}
	if len(entries) == 0 && len(fields) == 0 {
		fields["code_1"] = "error.paper.code"
	}
	return entries, fault.Fields(fields)
}

// line reads one row and notes what is wrong with it under its number.
func (s *Sheets) line(l Line, number string, fields map[string]string) (e models.PaperEntry, p models.PaperPerson) {
	var err error
	if e.Sheet, e.Line, err = models.ParseRowCode(l.Code); err != nil {
		fields["code_"+number] = fault.Of(err).Message
		e.Sheet, e.Line = 0, 1
	}
	if p.Name, err = models.ParseName(l.Name); err != nil {
		fields["name_"+number] = fault.Of(err).Message
	}
	if p.ZIP, err = models.ParseZIP(l.ZIP); err != nil {
		fields["zip_"+number] = fault.Of(err).Message
	}
	if e.SignedOn = strings.TrimSpace(l.Day); !s.isDay(e.SignedOn) {
		fields["day_"+number] = "error.paper.day"
	}
	return e, p
}

// Drop takes back a row that the actor keyed. Faults: NotFound, Conflict, Invalid.
func (s *Sheets) Drop(ctx context.Context, actor models.Actor, slug, ref, code string) (err error) {
	defer fault.Wrap(&err, "sheets.Drop")
	sheet, line, err := models.ParseRowCode(code)
	if err != nil {
		return err
	}
	return s.in(ctx, actor, slug, ref, func(tx *models.Tx, _ models.Campaign, b models.PaperBatch) error {
		k, err := keyingOf(ctx, tx, b, actor)
		if err != nil {
			return err
		}
		return models.DropPaperEntry(ctx, tx, k, sheet, line)
	}, models.PaperIssued)
}

// Done says that the actor has keyed all there is. When both keyers have, the
// batch is keyed: rows that read the same are settled, the others are open.
// Faults: NotFound, Conflict.
func (s *Sheets) Done(ctx context.Context, actor models.Actor, slug, ref string) (err error) {
	defer fault.Wrap(&err, "sheets.Done")
	return s.in(ctx, actor, slug, ref, func(tx *models.Tx, c models.Campaign, b models.PaperBatch) error {
		k, err := keyingOf(ctx, tx, b, actor)
		if err != nil {
			return err
		}
		if err := models.EndPaperKeying(ctx, tx, k, s.moment()); err != nil {
			return err
		}
		keyings, err := models.PaperKeyings(ctx, tx, b.ID)
		if err != nil || len(keyings) < 2 || keyings[0].DoneAt == nil || keyings[1].DoneAt == nil {
			return err
		}
		return s.compare(ctx, tx, c, b)
	}, models.PaperIssued)
}

// compare makes the rows of a batch out of what was keyed.
func (s *Sheets) compare(ctx context.Context, tx *models.Tx, c models.Campaign, b models.PaperBatch) error {
	entries, err := models.PaperEntries(ctx, tx, b.ID, 0)
	if err != nil {
		return err
	}
	var rows []models.PaperRow
	for i := 0; i < len(entries); i++ {
		first := entries[i]
		row := models.PaperRow{Ref: token.Ref(), CampaignID: c.ID, BatchID: b.ID, Sheet: first.Sheet, Line: first.Line, State: models.PaperRowOpen}
		if i+1 < len(entries) && entries[i+1].Sheet == first.Sheet && entries[i+1].Line == first.Line {
			i++
			person, same, err := s.same(first, entries[i])
			if err != nil {
				return err
			}
			if same {
				row.State, row.SignedOn = models.PaperRowSettled, first.SignedOn
				row.Seal(s.keys, c.Code, person)
			}
		}
		rows = append(rows, row)
	}
	if len(rows) > 0 {
		if err := models.AddPaperRows(ctx, tx, rows); err != nil {
			return err
		}
	}
	return models.MovePaper(ctx, tx, &b, models.PaperKeyed, s.moment())
}

// same says whether two people read a row alike, but for capitals in the name.
func (s *Sheets) same(a, b models.PaperEntry) (p models.PaperPerson, same bool, err error) {
	if p, err = a.Open(s.keys); err != nil || a.SignedOn != b.SignedOn || !bytes.Equal(a.Person, b.Person) {
		return p, false, err
	}
	other, err := b.Open(s.keys)
	return p, strings.EqualFold(p.Name, other.Name) && p.ZIP == other.ZIP, err
}
