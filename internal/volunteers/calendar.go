package volunteers

import (
	"context"
	"strings"

	ics "github.com/arran4/golang-ical"

	"statehouse/internal/fault"
	"statehouse/models"
)

// The methods of a calendar file.
const (
	methodPublish = string(ics.MethodPublish)
	methodCancel  = string(ics.MethodCancel)
)

// event is a shift with the title of its role.
type event struct {
	shift models.Shift
	title string
	page  string // absolute address; empty for none
}

// calendar writes shifts as an iCalendar file (RFC 5545). A shift keeps its UID
// through all changes, each of which counts its SEQUENCE up.
func (v *Volunteers) calendar(method string, events ...event) []byte {
	file := ics.NewCalendarFor(v.room.Site)
	file.SetMethod(ics.Method(method))
	for _, e := range events {
		entry := file.AddEvent(e.shift.Ref + "@" + domainOf(v.room.From.Email))
		entry.SetDtStampTime(v.moment())
		entry.SetStartAt(e.shift.StartsAt)
		entry.SetEndAt(e.shift.EndsAt)
		entry.SetSequence(e.shift.Changes)
		entry.SetSummary(e.title)
		entry.SetLocation(e.shift.Place)
		if e.page != "" {
			entry.SetURL(e.page)
		}
		entry.SetStatus(ics.ObjectStatusConfirmed)
		if e.shift.CancelledAt != nil {
			entry.SetStatus(ics.ObjectStatusCancelled)
		}
	}
	return []byte(file.Serialize(ics.WithNewLineWindows))
}

// Calendar is the feed of a volunteer's shifts. Faults: NotFound, Gone.
func (v *Volunteers) Calendar(ctx context.Context, tok, lang string) (file []byte, err error) {
	defer fault.Wrap(&err, "volunteers.Calendar")
	tx := v.db.Read()
	a, role, err := v.open(ctx, tx, tok)
	if err != nil {
		return nil, err
	}
	text, err := models.RoleTextOf(ctx, tx, role.ID, lang)
	if err != nil {
		return nil, err
	}
	places, err := models.PlacesOfApplication(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	var events []event
	for _, p := range places {
		if p.State != models.PlaceHeld {
			continue
		}
		shift, err := models.ShiftByID(ctx, tx, p.ShiftID)
		if err != nil {
			return nil, err
		}
		events = append(events, event{shift: shift, title: text.Title})
	}
	return v.calendar(methodPublish, events...), nil
}

// CampaignCalendar is the feed of the shifts to come of a campaign's open roles:
// what their pages show, and nobody on it. One that was cancelled says so, since
// whoever subscribed has it. Being with survivors is in no feed. Faults: NotFound.
func (v *Volunteers) CampaignCalendar(ctx context.Context, slug, lang string) (file []byte, err error) {
	defer fault.Wrap(&err, "volunteers.CampaignCalendar")
	tx := v.db.Read()
	campaign, err := models.CampaignRowBySlug(ctx, tx, slug, lang)
	if err != nil {
		return nil, err
	}
	shifts, err := models.ShiftsOfCampaign(ctx, tx, campaign.ID, lang, v.moment())
	if err != nil {
		return nil, err
	}
	var events []event
	for _, s := range shifts {
		events = append(events, event{shift: s.Shift, title: s.Title, page: v.room.BaseURL + "/volunteer/" + s.Slug})
	}
	return v.calendar(methodPublish, events...), nil
}

// domainOf is what names our events apart from others'.
func domainOf(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }
