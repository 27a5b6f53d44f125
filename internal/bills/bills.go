// Package bills is the way of a bill through the legislature, as the organizers of a
// campaign note it: nothing noted is changed, what is wrong is corrected beside it.
package bills

import (
	"context"
	"slices"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// The longest texts, in characters.
const (
	MaxNumber   = 80
	MaxSession  = 120
	MaxTitle    = 300
	MaxSponsors = 300
	MaxURL      = 500
	MaxBody     = 120
	MaxPlace    = 200
	MaxSource   = 300
	MaxNote     = 300
)

// Bills does the acts.
type Bills struct {
	db  *models.DB
	now func() time.Time
}

// New makes the acts.
func New(db *models.DB, now func() time.Time) *Bills { return &Bills{db: db, now: now} }

// Form is a bill as it was typed.
type Form struct{ Number, Chamber, Session, Title, Sponsors, URL string }

// Save keeps what a campaign's bill is. Its events stay. Faults: NotFound for who may
// not work on the campaign, Invalid with fields.
func (b *Bills) Save(ctx context.Context, actor models.Actor, slug string, f Form) (err error) {
	defer fault.Wrap(&err, "bills.Save")
	bill, number, err := f.read()
	if err != nil {
		return err
	}
	return b.db.Write(ctx, func(tx *models.Tx) error {
		c, err := models.OrganizedCampaign(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		state, _ := models.StateByCode(c.State)
		if bill.Chamber != "" && state.ChamberNamed(bill.Chamber).Chamber == "" {
			return fault.Fields(map[string]string{"chamber": "error.bill.chamber"})
		}
		bill.CampaignID, bill.SavedBy, bill.SavedAt = c.ID, actor.User.ID, models.Moment(b.now())
		return models.SaveBill(ctx, tx, bill, number)
	})
}

func (f Form) read() (bill models.Bill, number string, err error) {
	fields := map[string]string{}
	number = line(fields, "number", f.Number, MaxNumber)
	if number == "" && fields["number"] == "" {
		fields["number"] = "error.bill.number"
	}
	bill = models.Bill{Chamber: f.Chamber, Session: line(fields, "session", f.Session, MaxSession), Title: line(fields, "title", f.Title, MaxTitle),
		Sponsors: line(fields, "sponsors", f.Sponsors, MaxSponsors), URL: line(fields, "url", f.URL, MaxURL)}
	if !slices.Contains(models.BillChambers, f.Chamber) {
		fields["chamber"] = "error.bill.chamber"
	}
	if bill.URL != "" && !models.IsWebAddress(bill.URL) {
		fields["url"] = "error.bill.url"
	}
	return bill, number, fault.Fields(fields)
}

// line reads a text of one line, and notes what is wrong with it.
func line(fields map[string]string, name, typed string, most int) string {
	text, err := models.ParseLine(typed, most)
	if err != nil {
		fields[name] = fault.Of(err).Message
	}
	return text
}
