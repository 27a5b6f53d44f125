package mailroom

import (
	"context"
	"time"

	"statehouse/internal/mail"
	"statehouse/internal/token"
	"statehouse/models"
	"statehouse/views/emails"
)

// ForApplication ties the draft to the application it is sent because of.
func (d *Draft) ForApplication(a models.Application) *Draft {
	d.mail.ApplicationID = &a.ID
	for i := range d.links {
		d.links[i].ApplicationID = &a.ID
	}
	return d
}

// Application asks the owner of an address whether they applied. Like the
// confirmation of a signature it holds nothing that anybody typed.
func (r Room) Application(ctx context.Context, lang, to string, now time.Time) (*Draft, error) {
	link, url := r.volunteering(now)
	until := now.Add(models.ConfirmLife)
	page := emails.Application{Site: r.Site, Link: url, Until: until}
	d, err := r.freeze(ctx, lang, page, mail.Message{Kind: KindApplication, To: mail.Address{Email: to}}, models.PriorityPerson, now)
	if err != nil {
		return nil, err
	}
	d.mail.ExpiresAt = &until
	d.links = append(d.links, link)
	return d, nil
}

// Volunteering tells what became of an application; what is a state, "again" or
// "resumed", reason a key of a decline.
func (r Room) Volunteering(ctx context.Context, lang, to, role, what, reason string, now time.Time) (*Draft, error) {
	link, url := r.volunteering(now)
	page := emails.Volunteering{Site: r.Site, Role: role, What: what, Reason: reason, Link: url}
	d, err := r.withStop(ctx, lang, page, mail.Message{Kind: KindVolunteering, To: mail.Address{Email: to}}, models.PriorityPerson, now)
	if err != nil {
		return nil, err
	}
	d.links = append(d.links, link)
	return d, nil
}

// Shift is what a volunteer is told of a shift.
type Shift struct {
	Kind         models.NoticeKind
	Message      string // what staff wrote; empty unless the kind says so
	Role, Place  string
	Notes        string    // for who has a place; empty for none
	Starts, Ends time.Time // in the zone of the place
	OfferedUntil time.Time // in the same zone; zero for none
	Calendar     []byte    // an iCalendar file; nil for none
	Method       string    // of the file: PUBLISH or CANCEL
}

// Shift goes to a volunteer, with the shift as a file for their calendar.
func (r Room) Shift(ctx context.Context, lang, to string, s Shift, now time.Time) (*Draft, error) {
	link, url := r.volunteering(now)
	page := emails.Shift{Site: r.Site, Kind: string(s.Kind), Role: s.Role, Place: s.Place, Notes: s.Notes, Message: s.Message, Starts: s.Starts, Ends: s.Ends, OfferedUntil: s.OfferedUntil, Link: url}
	m := mail.Message{Kind: KindShift, To: mail.Address{Email: to}}
	if s.Calendar != nil {
		m.Attachments = []mail.Attachment{{Name: "shift.ics", ContentType: "text/calendar; charset=utf-8; method=" + s.Method, Content: s.Calendar}}
	}
	d, err := r.withStop(ctx, lang, page, m, models.PriorityPerson, now)
	if err != nil {
		return nil, err
	}
	switch s.Kind { // what comes too late is worse than nothing
	case models.NoticeOffered:
		d.mail.ExpiresAt = &s.OfferedUntil
	case models.NoticeDayBefore, models.NoticeDayOf:
		d.mail.ExpiresAt = &s.Starts
	}
	d.links = append(d.links, link)
	return d, nil
}

// volunteering makes a link to the page of an application.
func (r Room) volunteering(now time.Time) (models.Link, string) {
	tok := token.New()
	return models.Link{Hash: token.Hash(tok), Kind: models.LinkVolunteering, CreatedAt: now, ExpiresAt: now.Add(models.VolunteeringLife)}, r.url("/volunteering/" + tok)
}
