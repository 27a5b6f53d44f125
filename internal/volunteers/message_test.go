package volunteers_test

import (
	"strings"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

func TestAMessageReachesEverybodyWithAPlaceOnceThoughItsFormComesTwice(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d)
		here, there := makeUser(d, "az@example.org", models.RoleOrganizer, "az"), makeUser(d, "hi@example.org", models.RoleOrganizer, "hi")
		shift := makeShift(d, role, testkit.Now.Add(240*time.Hour), 2)
		write := func(actor models.Actor, key, text string) error {
			return d.Volunteers.Message(ctx, actor, role.Slug, shift.Ref, key, text)
		}
		if err := write(here, "k0", "Bring a hat."); fault.Of(err).Fields["message"] != "error.message.nobody" {
			t.Errorf("to nobody: %v", err)
		}
		for i := range 3 {
			if err := d.Volunteers.Claim(ctx, apply(t, d, role, address(i)), shift.Ref); err != nil {
				t.Fatal(err)
			}
		}
		_, before := d.Mails(mailroom.KindShift)
		if err := write(there, "k1", "Bring a hat."); !fault.Is(err, fault.NotFound) {
			t.Errorf("staff of another state: %v", err)
		}
		for key, text := range map[string]string{"k1": " hm ", "": "Bring a hat.", "k2": strings.Repeat("a", 2001)} {
			if err := write(here, key, text); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q, %q: %v", key, text, err)
			}
		}
		for range 2 {
			if err := write(here, "k3", "Bring a hat."); err != nil {
				t.Fatal(err)
			}
		}
		_, after := d.Mails(mailroom.KindShift)
		to := map[string]int{}
		for _, m := range after[len(before):] {
			if !strings.Contains(m.Text, "Bring a hat.") || strings.Contains(m.Subject, "hat") {
				t.Errorf("%q: %s", m.Subject, m.Text)
			}
			to[m.To.Email]++
		}
		if len(to) != 2 || to[address(0)] != 1 || to[address(1)] != 1 {
			t.Errorf("it went to %v", to)
		}
		if err := write(here, "k4", "And water."); err != nil {
			t.Fatal(err)
		}
		sent, err := models.MessagesOf(ctx, db.Read(), shift.ID)
		if err != nil || len(sent) != 2 || sent[0].Number != 2 || sent[1].Told != 2 || sent[0].Author != "Sam Sample" {
			t.Errorf("%+v, %v", sent, err)
		}
		d.Clock.Advance(260 * time.Hour)
		if err := write(here, "k5", "Thank you all."); err != nil {
			t.Errorf("after the shift: %v", err)
		}
		d.Clock.Advance(8 * 24 * time.Hour)
		if err := write(here, "k6", "Thank you all."); !fault.Is(err, fault.Gone) {
			t.Errorf("long after the shift: %v", err)
		}
	})
}

func TestPeopleAreCheckedInFromAnHourBeforeAndOnlyWhoCameHasHours(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d)
		here := makeUser(d, "az@example.org", models.RoleOrganizer, "az")
		shift := makeShift(d, role, testkit.Now.Add(24*time.Hour), 4)
		later := makeShift(d, role, testkit.Now.Add(72*time.Hour), 4)
		links, refs := make([]string, 4), make([]string, 4)
		for i := range links {
			links[i] = apply(t, d, role, address(i))
			refs[i] = look(t, d, links[i]).Application.Ref
			for _, s := range []models.Shift{shift, later} {
				if err := d.Volunteers.Claim(ctx, links[i], s.Ref); err != nil {
					t.Fatal(err)
				}
			}
		}
		note := func(i int, came models.Attendance) error {
			return d.Volunteers.Note(ctx, here, role.Slug, shift.Ref, refs[i], came)
		}
		d.Clock.Advance(22 * time.Hour)
		if err := note(0, models.Attended); !fault.Is(err, fault.Conflict) {
			t.Errorf("two hours before: %v", err)
		}
		d.Clock.Advance(time.Hour)
		for i := range 2 {
			if err := note(i, models.Attended); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Volunteers.Drop(ctx, links[1], shift.Ref); err != nil { // came early and went again
			t.Fatal(err)
		}
		if err := note(2, models.Missed); err != nil {
			t.Fatal(err)
		}
		if err := d.Volunteers.NoteMissing(ctx, here, role.Slug, shift.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("ending the list before the shift: %v", err)
		}
		d.Clock.Advance(5 * time.Hour)
		if err := d.Volunteers.NoteMissing(ctx, here, role.Slug, shift.Ref); err != nil {
			t.Fatal(err)
		}
		if err := d.Volunteers.Attend(ctx, links[3], shift.Ref, true); !fault.Is(err, fault.Conflict) {
			t.Errorf("what staff noted is overwritten: %v", err)
		}
		hours, err := models.HoursOf(ctx, db.Read(), role.ID)
		if err != nil || len(hours) != 3 || hours[0].Ref != refs[0] || hours[0].Minutes != 180 || hours[0].Shifts != 1 || hours[1].Missed != 1 || hours[1].Minutes != 0 || hours[2].Missed != 1 {
			t.Errorf("%+v, %v", hours, err)
		}
		if err := note(2, models.Excused); err != nil {
			t.Fatal(err)
		}
		missed, err := models.MissedBefore(ctx, db.Read(), later)
		if err != nil || len(missed) != 1 {
			t.Errorf("missed before: %v, %v", missed, err)
		}
		attended, err := models.AttendedBy(ctx, db.Read(), hours[0].ID)
		if err != nil || len(attended) != 1 || attended[0].Ref != shift.Ref || attended[0].Minutes != 180 {
			t.Errorf("%+v, %v", attended, err)
		}
	})
}
