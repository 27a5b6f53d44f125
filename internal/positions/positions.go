// Package positions is where legislators stand: staff note what an office has
// said, with its evidence, and nothing noted is ever overwritten.
package positions

import (
	"context"
	"slices"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// The longest texts, in characters.
const (
	MaxSource  = 300
	MaxSummary = 300
)

// Positions does the acts.
type Positions struct {
	db  *models.DB
	now func() time.Time
}

// New makes the acts.
func New(db *models.DB, now func() time.Time) *Positions { return &Positions{db: db, now: now} }

// Form is a position as it was typed.
type Form struct {
	SeatID          int64
	Stance          string
	Evidence        string
	Source, Summary string
	SaidOn          string
}

// Note stores a position of the holder of a seat of the campaign's state. It
// takes an actor who may run the campaign for granted. Faults: Invalid with
// fields.
func (p *Positions) Note(ctx context.Context, user models.User, campaign models.Campaign, f Form) (err error) {
	defer fault.Wrap(&err, "positions.Note(%d)", campaign.ID)
	position, err := p.read(f)
	if err != nil {
		return err
	}
	position.CampaignID, position.UserID, position.CreatedAt = campaign.ID, &user.ID, models.Moment(p.now())
	return p.db.Write(ctx, func(tx *models.Tx) error {
		holders, err := models.HoldersOfState(ctx, tx, campaign.State)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(holders, func(h models.Holder) bool { return h.SeatID == f.SeatID && !h.IsVacant() })
		if i < 0 {
			return fault.Fields(map[string]string{"seat": "error.position.seat"})
		}
		position.SeatID, position.LegislatorID = holders[i].SeatID, holders[i].LegislatorID
		return models.AddPosition(ctx, tx, &position)
	})
}

func (p *Positions) read(f Form) (models.Position, error) {
	fields := map[string]string{}
	note := func(field, message string, bad bool) {
		if bad && fields[field] == "" {
			fields[field] = message
		}
	}
	position := models.Position{Stance: models.Stance(f.Stance), Evidence: models.Evidence(f.Evidence), SaidOn: strings.TrimSpace(f.SaidOn)}
	note("stance", "error.position.stance", !slices.Contains(models.Stances, position.Stance))
	note("evidence", "error.position.evidence", !slices.Contains(models.Evidences, position.Evidence))
	day, err := time.Parse(time.DateOnly, position.SaidOn)
	note("said_on", "error.position.date", err != nil)
	note("said_on", "error.position.future", err == nil && day.After(p.now().Add(24*time.Hour)))
	for field, text := range map[string]struct {
		typed string
		to    *string
		max   int
	}{"source": {f.Source, &position.Source, MaxSource}, "summary": {f.Summary, &position.Summary, MaxSummary}} {
		parsed, err := models.ParseText(text.typed, text.max)
		if err != nil {
			fields[field] = fault.Of(err).Message
		}
		*text.to = parsed
	}
	note("source", "error.position.source", position.Source == "")
	return position, fault.Fields(fields)
}
