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

func TestAPauseGivesShiftsBackAndKeepsThePlaceInTheRole(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d, func(r *models.VolunteerRole) { r.Places = 2 })
		here, there := makeUser(d, "az@example.org", models.RoleOrganizer, "az"), makeUser(d, "hi@example.org", models.RoleOrganizer, "hi")
		shift := makeShift(d, role, testkit.Now.Add(240*time.Hour), 1)
		ada, ben := apply(t, d, role, address(0)), apply(t, d, role, address(1))
		for _, tok := range []string{ada, ben} {
			if err := d.Volunteers.Claim(ctx, tok, shift.Ref); err != nil {
				t.Fatal(err)
			}
		}
		ref := look(t, d, ada).Application.Ref
		if err := d.Volunteers.Pause(ctx, there, role.Slug, ref); !fault.Is(err, fault.NotFound) {
			t.Errorf("staff of another state: %v", err)
		}
		if err := d.Volunteers.Resume(ctx, here, role.Slug, ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("a pause that has not begun: %v", err)
		}
		if err := d.Volunteers.Pause(ctx, here, role.Slug, ref); err != nil {
			t.Fatal(err)
		}
		if err := d.Volunteers.Pause(ctx, here, role.Slug, ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		if look(t, d, ada).Application.State != models.ApplicationPaused || stateOf(t, d, shift, ada) != models.PlaceDropped || stateOf(t, d, shift, ben) != models.PlaceOffered {
			t.Errorf("%s, %s, the next %s", look(t, d, ada).Application.State, stateOf(t, d, shift, ada), stateOf(t, d, shift, ben))
		}
		if err := d.Volunteers.Claim(ctx, ada, shift.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("a shift in a pause: %v", err)
		}
		carl := apply(t, d, role, address(2))
		if got := look(t, d, carl).Application.State; got != models.ApplicationWaitlisted {
			t.Errorf("the place of who pauses went to another, who is %s", got)
		}
		if err := d.Volunteers.Resume(ctx, here, role.Slug, look(t, d, carl).Application.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("passing the waitlist by: %v", err)
		}
		if err := d.Volunteers.Resume(ctx, here, role.Slug, ref); err != nil {
			t.Fatal(err)
		}
		_, mails := d.Mails(mailroom.KindVolunteering)
		told := ""
		for _, m := range mails {
			if m.To.Email == address(0) {
				told += m.Text
			}
		}
		if strings.Count(told, "You have a pause") != 1 || strings.Count(told, "Your pause is over") != 1 {
			t.Errorf("they are told %q", told)
		}
		before := len(mails)
		for _, act := range []func() error{
			func() error { return d.Volunteers.TakePause(ctx, ada) },
			func() error { return d.Volunteers.EndPause(ctx, ada) },
		} {
			if err := act(); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Volunteers.EndPause(ctx, carl); !fault.Is(err, fault.Conflict) {
			t.Errorf("passing the waitlist by by link: %v", err)
		}
		if _, mails := d.Mails(mailroom.KindVolunteering); len(mails) != before || look(t, d, ada).Application.State != models.ApplicationActive {
			t.Errorf("%d mails about what they did themselves, %s", len(mails)-before, look(t, d, ada).Application.State)
		}
	})
}
