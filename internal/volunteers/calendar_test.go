package volunteers_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

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
