package volunteers_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

var utcTime = regexp.MustCompile(`^\d{8}T\d{6}Z$`)

// parse reads a file of one event as strictly as RFC 5545 writes it: lines end
// in CRLF and have at most 75 octets, nothing that must be there is missing, and
// times are in UTC.
func parse(t *testing.T, file []byte) map[string]string {
	t.Helper()
	if _, err := ics.ParseCalendar(bytes.NewReader(file)); err != nil {
		t.Error(err)
	}
	text := string(file)
	if !strings.HasSuffix(text, "\r\n") || strings.Count(text, "\n") != strings.Count(text, "\r\n") || strings.Count(text, "\r") != strings.Count(text, "\r\n") {
		t.Errorf("a line does not end in CRLF: %q", text)
	}
	for _, line := range strings.Split(text, "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line has %d octets: %q", len(line), line)
		}
	}
	fields := map[string]string{}
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		name, _, _ = strings.Cut(name, ";")
		fields[name] = value
	}
	for _, name := range []string{"VERSION", "PRODID", "METHOD", "UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "LOCATION", "STATUS"} {
		if fields[name] == "" {
			t.Errorf("the file has no %s", name)
		}
	}
	for _, name := range []string{"DTSTAMP", "DTSTART", "DTEND"} {
		if !utcTime.MatchString(fields[name]) {
			t.Errorf("%s is %q", name, fields[name])
		}
	}
	return fields
}

// TestACampaignsFeedHasItsPublicShiftsAndNobodyOnThem: those to come, of open
// roles, cancelled ones as such.
func TestACampaignsFeedHasItsPublicShiftsAndNobodyOnThem(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		c := testkit.MakeCampaign(t, db)
		of := func(change func(*models.VolunteerRole)) models.VolunteerRole {
			return makeRole(d, func(r *models.VolunteerRole) { r.CampaignID = &c.ID; change(r) })
		}
		role := of(func(*models.VolunteerRole) {})
		shift := makeShift(d, role, testkit.Now.Add(240*time.Hour), 3)
		for _, other := range []models.VolunteerRole{makeRole(d), of(func(r *models.VolunteerRole) { r.Status = models.RoleClosed }),
			of(func(r *models.VolunteerRole) { r.Kind, r.Adults = models.RoleSurvivorContact, true })} {
			makeShift(d, other, testkit.Now.Add(240*time.Hour), 3)
		}
		makeShift(d, role, testkit.Now.Add(-time.Hour), 3)
		if err := d.Volunteers.Claim(ctx, apply(t, d, role, "ada@example.org"), shift.Ref); err != nil {
			t.Fatal(err)
		}
		feed, err := d.Volunteers.CampaignCalendar(ctx, c.Slug, "en")
		if err != nil {
			t.Fatal(err)
		}
		fields := parse(t, feed)
		if strings.Count(string(feed), "BEGIN:VEVENT") != 1 || !strings.HasPrefix(fields["UID"], shift.Ref+"@") || fields["SUMMARY"] != "Weekend outreach" || fields["STATUS"] != "CONFIRMED" ||
			fields["URL"] != "https://statehouse.example.org/volunteer/"+role.Slug {
			t.Errorf("the feed is\n%s", feed)
		}
		for _, word := range []string{"ada@", "Ada", "ATTENDEE", "ORGANIZER", "water"} {
			if strings.Contains(string(feed), word) {
				t.Errorf("the feed says %q:\n%s", word, feed)
			}
		}
		admin := makeUser(d, "admin@example.org", models.RoleAdmin, "")
		if err := d.Volunteers.CancelShift(ctx, admin, role.Slug, shift.Ref); err != nil {
			t.Fatal(err)
		}
		feed, err = d.Volunteers.CampaignCalendar(ctx, c.Slug, "en")
		if fields := parse(t, feed); err != nil || fields["STATUS"] != "CANCELLED" || fields["SEQUENCE"] != "1" {
			t.Errorf("cancelled: %v, %v", fields, err)
		}
		hidden := testkit.MakeCampaign(t, db, func(c *models.Campaign) { c.Status = models.CampaignDraft })
		if _, err := d.Volunteers.CampaignCalendar(ctx, hidden.Slug, "en"); !fault.Is(err, fault.NotFound) {
			t.Errorf("of a draft: %v", err)
		}
	})
}

func TestACalendarFileKeepsToTheStandardWhateverThePlaceIsCalled(t *testing.T) {
	t.Parallel()
	d := desk.Open(t, testkit.OpenDB(t, testkit.SQLiteURL(t)))
	role := makeRole(d)
	tok := apply(t, d, role, "ada@example.org")
	long := strings.Repeat("Pabellón de la Peña, ", 9)
	for _, place := range []string{"Park", `A\B; C, D`, "Two\nlines", long} {
		shift := makeShift(d, role, testkit.Now.Add(240*time.Hour), 1)
		admin := makeUser(d, shift.Ref+"@example.org", models.RoleAdmin, "")
		if err := d.Volunteers.ChangeShift(ctx, admin, role.Slug, shift.Ref, changeOf("2026-12-05T09:00", "2026-12-05T11:00", place)); err != nil {
			t.Fatal(err)
		}
		if err := d.Volunteers.Claim(ctx, tok, shift.Ref); err != nil {
			t.Fatal(err)
		}
		_, mails := d.Mails(mailroom.KindShift)
		fields := parse(t, mails[len(mails)-1].Attachments[0].Content)
		want := strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(strings.TrimSpace(place))
		if fields["LOCATION"] != want {
			t.Errorf("%q is written %q", place, fields["LOCATION"])
		}
	}
	feed, err := d.Volunteers.Calendar(ctx, tok, "en")
	if err != nil || strings.Count(string(feed), "BEGIN:VEVENT") != 4 {
		t.Errorf("the feed has %d events, %v", strings.Count(string(feed), "BEGIN:VEVENT"), err)
	}
}
