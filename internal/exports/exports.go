// Package exports takes rows out as CSV: streamed, noted with what for, and with
// names only where that is asked.
package exports

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"statehouse/internal/csvcell"
	"statehouse/internal/fault"
	"statehouse/internal/privacy"
	"statehouse/models"
)

// Limits of what somebody says they need the rows for, in characters.
const (
	MinPurpose = 10
	MaxPurpose = 300
)

const pageSize = 500

// Exports does the acts.
type Exports struct {
	db   *models.DB
	keys *privacy.Keys
	now  func() time.Time
}

// New makes the acts.
func New(db *models.DB, keys *privacy.Keys, now func() time.Time) *Exports {
	return &Exports{db: db, keys: keys, now: now}
}

// Request is what somebody wants, and what for.
type Request struct {
	Kind      models.ExportKind
	Slug      string // of the campaign; of volunteers, those of its state
	RoleID    int64  // of hours and rosters
	ShiftID   int64  // of rosters
	PartnerID int64  // of what a partner gets
	Purpose   string
	Named     bool // with names and addresses, by command with ZIP codes and words
	UserID    *int64
	By        string // who takes it from a page: each row says so, and no ZIP code leaves
}

// Write streams the rows to w and returns how many. It notes the export before
// the first row leaves. Faults: Invalid with the field purpose, NotFound.
func (x *Exports) Write(ctx context.Context, w io.Writer, r Request) (rows int, err error) {
	defer fault.Wrap(&err, "exports.Write(%s)", r.Kind)
	note := models.Export{Kind: r.Kind, UserID: r.UserID, Named: r.Named, BegunAt: models.Moment(x.now())}
	if note.Purpose, err = models.ParseText(r.Purpose, MaxPurpose); err != nil || len([]rune(note.Purpose)) < MinPurpose {
		return 0, fault.Fields(map[string]string{"purpose": "error.export.purpose"})
	}
	campaign, err := x.campaign(ctx, r)
	if err != nil {
		return 0, err
	}
	if campaign.ID != 0 {
		note.CampaignID = &campaign.ID
	}
	if r.RoleID != 0 {
		note.RoleID = &r.RoleID
	}
	if r.PartnerID != 0 {
		note.PartnerID = &r.PartnerID
	}
	if err := x.db.Write(ctx, func(tx *models.Tx) error { note.ID = 0; return models.AddExport(ctx, tx, &note) }); err != nil {
		return 0, err
	}
	out := &sheet{w: csv.NewWriter(w)}
	if r.By != "" {
		out.stamp = strconv.FormatInt(note.ID, 10) + " " + r.By
	}
	err = x.rows(ctx, out, r, campaign)
	if out.w.Flush(); err == nil {
		err = out.w.Error()
	}
	if err != nil {
		return out.rows, err
	}
	return out.rows, x.db.Write(ctx, func(tx *models.Tx) error {
		return models.EndExport(ctx, tx, note.ID, out.rows, models.Moment(x.now()))
	})
}

// campaign is the one that rows are of; volunteers, rosters, hours, partners and
// the audit log need none.
func (x *Exports) campaign(ctx context.Context, r Request) (c models.Campaign, err error) {
	switch r.Kind {
	case models.ExportVolunteers, models.ExportRoster, models.ExportHours, models.ExportAudit, models.ExportPartner, models.ExportPartnerWithdrawn:
		if r.Slug == "" {
			return c, nil
		}
	}
	return models.CampaignBySlug(ctx, x.db.Read(), r.Slug)
}

func (x *Exports) rows(ctx context.Context, out *sheet, r Request, c models.Campaign) error {
	switch r.Kind {
	case models.ExportSignatures:
		return x.signatures(ctx, out, c.ID, r)
	case models.ExportDeliveries:
		return x.deliveries(ctx, out, c.ID)
	case models.ExportLetters:
		return x.letters(ctx, out, c.ID)
	case models.ExportUpdates:
		return x.updates(ctx, out, c.ID)
	case models.ExportVolunteers:
		return x.volunteers(ctx, out, c.State, r)
	case models.ExportRoster:
		return x.roster(ctx, out, r.ShiftID, r.Named)
	case models.ExportHours:
		return x.hours(ctx, out, r.RoleID, r.Named)
	case models.ExportAudit:
		return x.audit(ctx, out)
	case models.ExportPartner:
		return x.partner(ctx, out, r.PartnerID)
	case models.ExportPartnerWithdrawn:
		return x.partnerWithdrawn(ctx, out, r.PartnerID)
	case models.ExportEndorsements:
		return x.endorsements(ctx, out, c.ID, r)
	}
	return fault.New(fault.NotFound, "error.not_found")
}

// sheet is a table of cells that no spreadsheet takes for a formula.
type sheet struct {
	w     *csv.Writer
	rows  int
	stamp string // stands in each row, so that a file leads to who took it
}

func (s *sheet) head(cells ...string) error {
	if s.stamp != "" {
		cells = append(cells, "export")
	}
	return s.w.Write(cells)
}

func (s *sheet) row(cells ...string) error {
	if s.stamp != "" {
		cells = append(cells, s.stamp)
	}
	for i := range cells {
		cells[i] = csvcell.Harmless(cells[i])
	}
	s.rows++
	return s.w.Write(cells)
}

func day(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
