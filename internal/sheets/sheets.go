// Package sheets brings signatures on paper in: sheets are printed, keyed by two
// people, settled, held against the paper by a sample, and counted apart.
package sheets

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// Sheets does the acts.
type Sheets struct {
	db   *models.DB
	keys *privacy.Keys
	now  func() time.Time
}

// New makes the acts.
func New(db *models.DB, keys *privacy.Keys, now func() time.Time) *Sheets {
	return &Sheets{db: db, keys: keys, now: now}
}

func (s *Sheets) moment() time.Time { return models.Moment(s.now()) }

// MaxLabel is the longest label of a batch, in characters.
const MaxLabel = 120

// IssueForm asks for sheets, as it was typed.
type IssueForm struct {
	Sheets int
	Label  string // who collects, or where
}

// Issue numbers sheets of the version that people sign now. Faults: NotFound,
// Conflict for a campaign that cannot be signed, Invalid with fields.
func (s *Sheets) Issue(ctx context.Context, actor models.Actor, slug string, f IssueForm) (b models.PaperBatch, err error) {
	defer fault.Wrap(&err, "sheets.Issue")
	fields := map[string]string{}
	label, err := models.ParseText(f.Label, MaxLabel)
	if err != nil {
		fields["label"] = fault.Of(err).Message
	} else if label == "" {
		fields["label"] = "error.paper.label"
	}
	if f.Sheets < 1 || f.Sheets > models.MaxSheets {
		fields["sheets"] = "error.paper.sheets"
	}
	err = s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := models.OrganizedCampaign(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		if c.CanBeSigned() != nil {
			return fault.New(fault.Conflict, "error.paper.closed")
		}
		if err := fault.Fields(fields); err != nil {
			return err
		}
		b = models.PaperBatch{Ref: token.Ref(), CampaignID: c.ID, PetitionID: *c.PetitionID, Sheets: f.Sheets, State: models.PaperIssued,
			IssuedBy: actor.User.ID, IssuedAt: s.moment(), MovedAt: s.moment()}
		b.SealPeople(s.keys, models.PaperPeople{Label: label})
		return models.AddPaperBatch(ctx, tx, &b)
	})
	return b, err
}

// Batch finds a batch of a campaign that the actor works on; NotFound for others.
func (s *Sheets) Batch(ctx context.Context, actor models.Actor, slug, ref string) (c models.Campaign, b models.PaperBatch, err error) {
	defer fault.Wrap(&err, "sheets.Batch")
	return batch(ctx, s.db.Read(), actor, slug, ref)
}

func batch(ctx context.Context, tx *models.Tx, actor models.Actor, slug, ref string) (c models.Campaign, b models.PaperBatch, err error) {
	if c, err = models.OrganizedCampaign(ctx, tx, actor, slug); err == nil {
		b, err = models.PaperBatchByRef(ctx, tx, c.ID, ref)
	}
	return c, b, err
}

// in runs an act on a batch that stands in one of some states, in one
// transaction; in another state it is a Conflict.
func (s *Sheets) in(ctx context.Context, actor models.Actor, slug, ref string, act func(tx *models.Tx, c models.Campaign, b models.PaperBatch) error, states ...models.PaperState) error {
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, b, err := batch(ctx, tx, actor, slug, ref)
		if err != nil {
			return err
		}
		for _, state := range states {
			if b.State != state {
				continue
			}
			if err := models.HoldPaper(ctx, tx, b); err != nil {
				return err
			}
			return act(tx, c, b)
		}
		return fault.New(fault.Conflict, "error.paper.meanwhile")
	})
}

// WitnessForm names who saw people sign, as it was typed.
type WitnessForm struct{ Name, Day string }

// Witness names who saw people sign a batch. Faults: NotFound, Conflict, Invalid
// with the fields witness and witnessed_on.
func (s *Sheets) Witness(ctx context.Context, actor models.Actor, slug, ref string, f WitnessForm) (err error) {
	defer fault.Wrap(&err, "sheets.Witness")
	fields := map[string]string{}
	name, err := models.ParseName(f.Name)
	if err != nil {
		fields["witness"] = fault.Of(err).Message
	}
	if !s.isDay(f.Day) {
		fields["witnessed_on"] = "error.paper.day"
	}
	if err := fault.Fields(fields); err != nil {
		return err
	}
	return s.in(ctx, actor, slug, ref, func(tx *models.Tx, _ models.Campaign, b models.PaperBatch) error {
		people, err := b.OpenPeople(s.keys)
		if err != nil {
			return err
		}
		people.Witness, b.WitnessedOn = name, f.Day
		b.SealPeople(s.keys, people)
		return models.SaveWitness(ctx, tx, b)
	}, models.PaperIssued, models.PaperKeyed)
}

// isDay says whether a day is one, and not in the future anywhere.
func (s *Sheets) isDay(typed string) bool {
	day, err := time.Parse(time.DateOnly, typed)
	return err == nil && !day.After(s.now().Add(14*time.Hour))
}

// Erase empties a row at its signer's wish; it counts no more. Faults: NotFound,
// Invalid with the field erase, Conflict.
func (s *Sheets) Erase(ctx context.Context, actor models.Actor, slug, ref, code string) (err error) {
	defer fault.Wrap(&err, "sheets.Erase")
	sheet, line, err := models.ParseRowCode(code)
	if err != nil {
		return fault.Fields(map[string]string{"erase": fault.Of(err).Message})
	}
	return s.in(ctx, actor, slug, ref, func(tx *models.Tx, _ models.Campaign, b models.PaperBatch) error {
		row, err := models.PaperRowAt(ctx, tx, b.ID, sheet, line)
		if fault.Is(err, fault.NotFound) {
			return fault.Fields(map[string]string{"erase": "error.paper.unknown"})
		}
		if err != nil || row.State == models.PaperRowErased {
			return err
		}
		return models.ErasePaperRow(ctx, tx, b, row)
	}, models.PaperCounted, models.PaperRefused)
}
