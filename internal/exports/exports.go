// Package exports takes rows out as CSV: streamed, noted with what for, and with
// names only where that is asked.
package exports

import (
	"context"
	"encoding/csv"
	"io"
	"strings"
	"time"

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
	Kind    models.ExportKind
	Slug    string // of the campaign; of volunteers none
	RoleID  int64  // of hours and rosters
	ShiftID int64  // of rosters
	Purpose string
	Named   bool // with names, addresses, ZIP codes and words
	UserID  *int64
}

// Write streams the rows to w and returns how many. It notes the export before
// the first row leaves. Faults: Invalid with the field purpose, NotFound.
func (x *Exports) Write(ctx context.Context, w io.Writer, r Request) (rows int, err error) {
	defer fault.Wrap(&err, "exports.Write(%s)", r.Kind)
	note := models.Export{Kind: r.Kind, UserID: r.UserID, Named: r.Named, BegunAt: models.Moment(x.now())}
	if note.Purpose, err = models.ParseText(r.Purpose, MaxPurpose); err != nil || len([]rune(note.Purpose)) < MinPurpose {
		return 0, fault.Fields(map[string]string{"purpose": "error.export.purpose"})
	}
	switch r.Kind {
	case models.ExportSignatures, models.ExportDeliveries:
		campaign, err := models.CampaignBySlug(ctx, x.db.Read(), r.Slug)
		if err != nil {
			return 0, err
		}
		note.CampaignID = &campaign.ID
	case models.ExportRoster, models.ExportHours:
		note.RoleID = &r.RoleID
	}
	if err := x.db.Write(ctx, func(tx *models.Tx) error { note.ID = 0; return models.AddExport(ctx, tx, &note) }); err != nil {
		return 0, err
	}
	out := &sheet{w: csv.NewWriter(w)}
	switch r.Kind {
	case models.ExportSignatures:
		err = x.signatures(ctx, out, *note.CampaignID, r.Named)
	case models.ExportDeliveries:
		err = x.deliveries(ctx, out, *note.CampaignID)
	case models.ExportVolunteers:
		err = x.volunteers(ctx, out, r.Named)
	case models.ExportRoster:
		err = x.roster(ctx, out, r.ShiftID, r.Named)
	case models.ExportHours:
		err = x.hours(ctx, out, r.RoleID, r.Named)
	default:
		err = fault.New(fault.NotFound, "error.not_found")
	}
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

// sheet is a table of cells that no spreadsheet takes for a formula.
type sheet struct {
	w    *csv.Writer
	rows int
}

func (s *sheet) head(cells ...string) error { return s.w.Write(cells) }

func (s *sheet) row(cells ...string) error {
	for i := range cells {
		cells[i] = Harmless(cells[i])
	}
	s.rows++
	return s.w.Write(cells)
}

// Harmless is a cell that spreadsheets show as it is written: one that begins
// like a formula gets an apostrophe in front (OWASP, "CSV Injection").
func Harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n|%", rune(cell[0])) {
		return "'" + cell
	}
	return cell
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
