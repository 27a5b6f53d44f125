package bills_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"statehouse/internal/bills"
	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

var ctx = context.Background()

// room is a campaign in Arizona with a committee, and who keeps its bill.
type room struct {
	*desk.Desk
	t         *testing.T
	acts      *bills.Bills
	campaign  models.Campaign
	committee models.Committee
	organizer models.Actor
	faraway   models.Actor
}

func open(t *testing.T, db *models.DB) *room {
	t.Helper()
	r := &room{Desk: desk.Open(t, db), t: t, campaign: testkit.MakeCampaign(t, db)}
	r.acts = bills.New(db, r.Clock.Now)
	staff := func(email, state string) models.Actor {
		u := models.User{Email: email, Name: email, Role: models.RoleOrganizer, State: state, CreatedAt: testkit.Now}
		r.Write(func(ctx context.Context, tx *models.Tx) error { u.ID = 0; return models.AddUser(ctx, tx, &u) })
		return models.Actor{User: &u}
	}
	r.organizer, r.faraway = staff("az@example.org", "az"), staff("hi@example.org", "hi")
	r.committee = models.Committee{OCD: "ocd-organization/justice", State: "az", Chamber: "upper", Name: "Justice", UpdatedAt: testkit.Now}
	r.Write(func(ctx context.Context, tx *models.Tx) error { return models.SaveCommittee(ctx, tx, &r.committee) })
	return r
}

// kept is open with a bill that is named.
func kept(t *testing.T, db *models.DB) *room {
	t.Helper()
	r := open(t, db)
	if err := r.acts.Save(ctx, r.organizer, r.campaign.Slug, bills.Form{Number: " SB  1 (2027) ", Chamber: "upper", URL: "https://legislature.example.org/sb1"}); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *room) add(f bills.EventForm) error {
	return r.acts.Add(ctx, r.organizer, r.campaign.Slug, f)
}

func (r *room) events() []models.BillEvent {
	r.t.Helper()
	list, err := models.BillEvents(ctx, r.DB.Read(), r.campaign.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return list
}

func hearing(day, at string) bills.EventForm {
	return bills.EventForm{Kind: "hearing", Day: day, Time: at, Where: "chamber upper", Place: "Room 1", Source: "The agenda"}
}

func TestABillIsNamedInItsCampaign(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		r := open(t, db)
		if err := r.add(hearing("2026-12-01", "09:00")); !fault.Is(err, fault.Conflict) {
			t.Errorf("an event of no bill: %v", err)
		}
		if err := r.acts.Save(ctx, r.faraway, r.campaign.Slug, bills.Form{Number: "SB 1"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("another state's organizer: %v", err)
		}
		err := r.acts.Save(ctx, r.organizer, r.campaign.Slug, bills.Form{Chamber: "legislature", URL: "javascript:alert(1)", Title: strings.Repeat("x", bills.MaxTitle+1)})
		for _, field := range []string{"number", "url", "title"} {
			if fault.Of(err).Fields[field] == "" {
				t.Errorf("%s is taken: %v", field, err)
			}
		}
		if err := r.acts.Save(ctx, r.organizer, r.campaign.Slug, bills.Form{Number: "SB 1", Chamber: "legislature"}); fault.Of(err).Fields["chamber"] == "" {
			t.Errorf("a chamber that Arizona lacks: %v", err)
		}
		if err := r.acts.Save(ctx, r.organizer, r.campaign.Slug, bills.Form{Number: " SB  1 ", Chamber: "upper"}); err != nil {
			t.Fatal(err)
		}
		if err := r.acts.Save(ctx, r.organizer, r.campaign.Slug, bills.Form{Number: "SB 1 (2027)", Title: "An act"}); err != nil {
			t.Fatal(err)
		}
		c, err := models.CampaignBySlug(ctx, db.Read(), r.campaign.Slug)
		if err != nil || c.Bill != "SB 1 (2027)" {
			t.Errorf("the campaign names %q, %v", c.Bill, err)
		}
		if bill, err := models.BillOf(ctx, db.Read(), c.ID); err != nil || bill.Title != "An act" || bill.Chamber != "" {
			t.Errorf("%+v, %v", bill, err)
		}
	})
}

func TestAnEventIsTakenWithItsDayAndItsSource(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		r := kept(t, db)
		vote := bills.EventForm{Kind: "vote", Day: "2026-11-20", Where: "committee 1", Yes: "5", No: "2", Absent: "0", Passed: "yes", Source: "The journal"}
		change := func(of bills.EventForm, how func(*bills.EventForm)) bills.EventForm { how(&of); return of }
		for name, bad := range map[string]struct {
			form   bills.EventForm
			fields []string
		}{
			"nothing":            {bills.EventForm{Kind: "stage"}, []string{"stage", "day", "source"}},
			"tomorrow's step":    {bills.EventForm{Kind: "stage", Stage: "floor", Day: "2026-11-26", Source: "The journal"}, []string{"day"}},
			"tomorrow's vote":    {change(vote, func(f *bills.EventForm) { f.Day = "2026-11-26" }), []string{"day"}},
			"half an address":    {change(vote, func(f *bills.EventForm) { f.Source = "https://" }), []string{"source"}},
			"no place, no time":  {bills.EventForm{Kind: "hearing", Day: "2026-12-01", Where: "chamber upper", Source: "The agenda"}, []string{"place", "time"}},
			"nobody's vote":      {change(vote, func(f *bills.EventForm) { f.Where = "" }), []string{"where"}},
			"the governor's":     {change(vote, func(f *bills.EventForm) { f.Where = "chamber governor" }), []string{"where"}},
			"no such committee":  {change(vote, func(f *bills.EventForm) { f.Where = "committee 999" }), []string{"where"}},
			"numbers of no vote": {change(vote, func(f *bills.EventForm) { f.Yes, f.No, f.Absent, f.Passed = "-1", "many", "", "" }), []string{"yes", "no", "absent", "passed"}},
		} {
			err := r.add(bad.form)
			for _, field := range bad.fields {
				if fault.Of(err).Fields[field] == "" {
					t.Errorf("%s: %s is taken: %v", name, field, err)
				}
			}
			if n := len(fault.Of(err).Fields); n != len(bad.fields) {
				t.Errorf("%s: %d fields, %v", name, n, fault.Of(err).Fields)
			}
		}
		for _, kind := range []string{"struck", "", "other"} {
			if err := r.add(bills.EventForm{Kind: kind, Day: "2026-11-20", Source: "x"}); !fault.Is(err, fault.NotFound) {
				t.Errorf("of kind %q: %v", kind, err)
			}
		}
		if len(r.events()) != 0 {
			t.Fatalf("kept: %+v", r.events())
		}
		vote.Where = ""
		vote.Body = "Joint committee on justice"
		for _, good := range []bills.EventForm{vote, hearing("2026-12-01", "09:00"), {Kind: "stage", Stage: "committee", Day: "2026-11-24", Source: "https://legislature.example.org/sb1"}} {
			if err := r.add(good); err != nil {
				t.Fatal(err)
			}
		}
		list := r.events()
		if list[0].Yes != 5 || !list[0].Passed || list[0].Body == "" || list[0].Bill != "SB 1 (2027)" {
			t.Errorf("the vote: %+v", list[0])
		}
		if want := time.Date(2026, 12, 1, 16, 0, 0, 0, time.UTC); !list[1].StartsAt.Equal(want) {
			t.Errorf("nine o'clock in Phoenix is %v", list[1].StartsAt)
		}
		if s := models.StandingOf(list); s.Stage != models.BillCommittee || s.Since != "2026-11-24" {
			t.Errorf("it stands at %+v", s)
		}
		r.Verify()
	})
}

func TestWhatWasNotedIsCorrectedByAnotherEntryOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		r := kept(t, db)
		if err := r.add(hearing("2026-12-01", "09:00")); err != nil {
			t.Fatal(err)
		}
		moved := hearing("2026-12-02", "10:00")
		moved.Corrects = 1
		var late, done atomic.Int32
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				switch err := r.add(moved); {
				case err == nil:
					done.Add(1)
				case fault.Is(err, fault.Conflict):
					late.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if done.Load() != 1 || late.Load() != 3 {
			t.Fatalf("corrected %d times, refused %d", done.Load(), late.Load())
		}
		if stand := models.StandingEvents(r.events()); len(stand) != 1 || stand[0].Day != "2026-12-02" {
			t.Fatalf("%+v stand", stand)
		}
		if err := r.acts.Strike(ctx, r.organizer, r.campaign.Slug, 1, "Wrong."); !fault.Is(err, fault.Conflict) {
			t.Errorf("what stands no longer is struck: %v", err)
		}
		if err := r.acts.Strike(ctx, r.organizer, r.campaign.Slug, 2, " "); fault.Of(err).Fields["reason"] == "" {
			t.Errorf("struck without a reason: %v", err)
		}
		if err := r.acts.Strike(ctx, r.faraway, r.campaign.Slug, 2, "Wrong."); !fault.Is(err, fault.NotFound) {
			t.Errorf("another state's organizer strikes: %v", err)
		}
		if err := r.acts.Strike(ctx, r.organizer, r.campaign.Slug, 2, "Called off."); err != nil {
			t.Fatal(err)
		}
		list := r.events()
		if len(list) != 3 || len(models.StandingEvents(list)) != 0 {
			t.Errorf("%d events, %d stand", len(list), len(models.StandingEvents(list)))
		}
		bill, err := models.BillOf(ctx, db.Read(), r.campaign.ID)
		if err != nil || !models.BillEventsAreChained(bill, list) {
			t.Errorf("they are not chained: %v", err)
		}
		r.Verify()
	})
}

func TestAHearingIsNearForThreeDays(t *testing.T) {
	t.Parallel()
	at := testkit.Now.Add(100 * time.Hour)
	list := []models.BillEvent{{Number: 1, Kind: models.BillHearing, StartsAt: &at}}
	for wait, near := range map[time.Duration]bool{0: false, 27 * time.Hour: false, 28 * time.Hour: true, 99 * time.Hour: true, 100 * time.Hour: false, 200 * time.Hour: false} {
		if got := len(models.HearingsSoon(list, testkit.Now.Add(wait))) == 1; got != near {
			t.Errorf("after %v it is near: %v", wait, got)
		}
	}
	struck := append(list, models.BillEvent{Number: 2, Kind: models.BillStruck, Corrects: 1})
	if soon := models.HearingsSoon(struck, at.Add(-time.Hour)); len(soon) != 0 {
		t.Errorf("a hearing that was called off is near: %+v", soon)
	}
}

func TestABillStandsAtItsLastStepByDay(t *testing.T) {
	t.Parallel()
	step := func(n int, stage models.BillStage, day string) models.BillEvent {
		return models.BillEvent{Number: n, Kind: models.BillStep, Stage: stage, Day: day}
	}
	list := []models.BillEvent{step(1, models.BillFloor, "2026-03-01"), step(2, models.BillCommittee, "2026-02-01"), step(3, models.BillDied, "2026-05-01")}
	if s := models.StandingOf(list); s != (models.BillStanding{Stage: models.BillDied, Reached: models.BillFloor, Since: "2026-05-01"}) {
		t.Errorf("it stands at %+v", s)
	}
	if s := models.StandingOf(nil); s.Stage != "" {
		t.Errorf("an empty one stands at %+v", s)
	}
	nebraska, _ := models.StateByCode("ne")
	if slices.Contains(nebraska.Path(), models.BillOtherChamber) {
		t.Error("a legislature with one house has another")
	}
}
