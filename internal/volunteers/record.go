package volunteers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/paper"
	"statehouse/models"
)

// Record is what a volunteer did in a role: the shifts that they came to.
type Record struct {
	Name   string
	Role   models.VolunteerRole
	Title  string
	Shifts []models.AttendedShift
	Made   time.Time
}

// Record reads what the owner of a link did. Faults: NotFound, Gone, Conflict if
// there is nothing to tell.
func (v *Volunteers) Record(ctx context.Context, tok, lang string) (r Record, err error) {
	defer fault.Wrap(&err, "volunteers.Record")
	tx := v.db.Read()
	a, role, err := v.open(ctx, tx, tok)
	if err != nil {
		return r, err
	}
	text, err := models.RoleTextOf(ctx, tx, role.ID, lang)
	if err != nil {
		return r, err
	}
	if r, err = v.RecordOf(ctx, role, a); err == nil && len(r.Shifts) == 0 {
		err = fault.New(fault.Conflict, "error.hours.none")
	}
	r.Title = text.Title
	return r, err
}

// RecordOf reads what a volunteer did, without the role's title.
func (v *Volunteers) RecordOf(ctx context.Context, role models.VolunteerRole, a models.Application) (r Record, err error) {
	defer fault.Wrap(&err, "volunteers.RecordOf(%d)", a.ID)
	who, err := a.OpenApplicant(v.keys)
	if err != nil {
		return r, err
	}
	r = Record{Name: who.Name, Role: role, Made: v.moment()}
	r.Shifts, err = models.AttendedBy(ctx, v.db.Read(), a.ID)
	return r, err
}

// Minutes is the time of all its shifts.
func (r Record) Minutes() (sum int) {
	for _, s := range r.Shifts {
		sum += s.Minutes
	}
	return sum
}

// Sum is the SHA-256 of what the record says: the name, the role's slug, and a
// line for each shift. The same record has the same sum, whenever it is made and
// in whichever language.
func (r Record) Sum() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", r.Name, r.Role.Slug)
	for _, s := range r.Shifts {
		fmt.Fprintf(&b, "%s %s %s %d\n", s.Ref, s.StartsAt.UTC().Format(time.RFC3339), s.EndsAt.UTC().Format(time.RFC3339), s.Minutes)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// Write prints the record in the language of ctx.
func (v *Volunteers) Write(ctx context.Context, w io.Writer, r Record) error {
	d := paper.New(ctx, r.Role.Slug)
	first, last := r.Shifts[0], r.Shifts[len(r.Shifts)-1]
	d.Begin(d.T("hours.title"), r.Made)
	d.Small(d.Day(r.Made))
	d.Heading(18, d.T("hours.title"))
	d.Text(d.T("hours.lead", "Name", r.Name, "Role", r.Title, "Site", v.room.Site))
	d.Text(i18n.N(ctx, "hours.sum", len(r.Shifts), "Time", spell(ctx, r.Minutes()), "From", i18n.Date(ctx, localOf(first)), "Until", i18n.Date(ctx, localOf(last))))
	d.PDF.SetLineWidth(0.1)
	for _, s := range r.Shifts {
		d.PDF.SetFont(paper.Family, "", 10)
		d.PDF.CellFormat(paper.Width-40, 6, d.Drawable(i18n.Moment(ctx, localOf(s))), "B", 0, "L", false, 0, "")
		d.PDF.CellFormat(40, 6, spell(ctx, s.Minutes), "B", 1, "R", false, 0, "")
	}
	d.PDF.Ln(4)
	d.Small(d.T("hours.noted"))
	d.Small(d.T("hours.check"))
	d.Small("SHA-256  " + r.Sum())
	return d.Write(w)
}

func spell(ctx context.Context, minutes int) string {
	return i18n.T(ctx, "hours.time", "Hours", i18n.Number(ctx, minutes/60), "Minutes", minutes%60)
}

func localOf(s models.AttendedShift) time.Time {
	return s.StartsAt.In(models.Shift{TimeZone: s.TimeZone}.Zone())
}
