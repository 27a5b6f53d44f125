package requests_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"statehouse/internal/campaigns"
	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/requests"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

type queue struct {
	*desk.Desk
	t    *testing.T
	acts *requests.Requests
}

func open(t *testing.T, db *models.DB) *queue {
	d := desk.Open(t, db)
	return &queue{Desk: d, t: t, acts: requests.New(db, d.Keys, d.Room, d.Clock.Now)}
}

func (q *queue) staff(name string, role models.Role, state string) models.Actor {
	q.t.Helper()
	u := models.User{Name: name, Email: strings.ToLower(name) + "@example.org", Role: role, State: state, CreatedAt: testkit.Now}
	q.Write(func(ctx context.Context, tx *models.Tx) error { u.ID = 0; return models.AddUser(ctx, tx, &u) })
	return models.Actor{User: &u}
}

// ask asks for safe harbor in Florida, and confirms it.
func (q *queue) ask(email, words string) (tok string) {
	q.t.Helper()
	if err := q.acts.Ask(q.t.Context(), requests.Form{State: "FL", Topic: "safe_harbor", Words: words, Email: email, Lang: "en"}); err != nil {
		q.t.Fatal(err)
	}
	tok = q.Link(mailroom.KindRequest, email)
	if err := q.acts.Confirm(q.t.Context(), tok); err != nil {
		q.t.Fatal(err)
	}
	return tok
}

func (q *queue) look(tok string) (models.CampaignRequest, models.CampaignRequestWords) {
	q.t.Helper()
	r, words, err := q.acts.Look(q.t.Context(), tok)
	if err != nil {
		q.t.Fatal(err)
	}
	return r, words
}

func (q *queue) asked() int {
	q.t.Helper()
	counts, err := models.RequestsOf(q.t.Context(), q.DB.Read(), "fl")
	if err != nil {
		q.t.Fatal(err)
	}
	return counts["safe_harbor"]
}

func TestEveryRequestEndsInAnAnswerByName(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		q, ctx := open(t, db), t.Context()
		one, two, elsewhere := q.staff("One", models.RoleOrganizer, "fl"), q.staff("Two", models.RoleOrganizer, "fl"), q.staff("Far", models.RoleOrganizer, "hi")
		tok := q.ask("canary@example.org", "Canaryword: care, not arrest.")
		r, words := q.look(tok)
		if r.State != models.CampaignRequestWaiting || !r.DueAt.Equal(testkit.Now.Add(models.AnswerRequestIn)) || words.Words != "Canaryword: care, not arrest." {
			t.Fatalf("%+v, %+v", r, words)
		}
		if strings.Contains(strings.ToLower(string(r.Words)+string(r.Email)), "canary") {
			t.Error("words are not sealed")
		}
		if err := q.acts.Claim(ctx, elsewhere, r.Ref); !fault.Is(err, fault.NotFound) {
			t.Errorf("another state's organizer: %v", err)
		}
		if _, _, err := q.acts.Open(ctx, one, r.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("read without taking it: %v", err)
		}
		if err := q.acts.Claim(ctx, one, r.Ref); err != nil {
			t.Fatal(err)
		}
		for what, err := range map[string]error{"taken": q.acts.Claim(ctx, two, r.Ref), "answered": q.acts.Answer(ctx, two, r.Ref, requests.Answer{Text: "No."})} {
			if !fault.Is(err, fault.Conflict) {
				t.Errorf("%s by another: %v", what, err)
			}
		}
		for field, a := range map[string]requests.Answer{"answer": {}, "card": {Text: "Yes.", Card: "draft"}, "campaign": {Text: "Yes.", Card: "petition", Campaign: "none"}, "role": {Text: "Yes.", Card: "role"}} {
			if err := q.acts.Answer(ctx, one, r.Ref, a); fault.Of(err).Fields[field] == "" {
				t.Errorf("nothing is said of %s: %v", field, err)
			}
		}
		if err := q.acts.Answer(ctx, one, r.Ref, requests.Answer{Text: "There is a law already.", Card: "law"}); err != nil {
			t.Fatal(err)
		}
		if err := q.acts.Answer(ctx, one, r.Ref, requests.Answer{Text: "Again."}); !fault.Is(err, fault.Conflict) {
			t.Errorf("answered twice: %v", err)
		}
		_, mails := q.Mails(mailroom.KindRequest)
		last := mails[len(mails)-1]
		if len(mails) != 2 || !strings.Contains(last.Text, "There is a law already.") || !strings.Contains(last.Text, "One, who works here") || strings.Contains(mails[0].Text, "Canaryword") {
			t.Errorf("%d mails, the last is %q", len(mails), last.Text)
		}
		if r, words := q.look(q.Link(mailroom.KindRequest, "canary@example.org")); r.State != models.CampaignRequestAnswered || r.Card != models.CardLaw || words.Answer != "There is a law already." {
			t.Errorf("%+v, %+v", r, words)
		}
	})
}

func TestWhatMayBeByASurvivorIsReadByAdminsAndSoon(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		q, ctx := open(t, db), t.Context()
		organizer, admin := q.staff("One", models.RoleOrganizer, "fl"), q.staff("Ada", models.RoleAdmin, "")
		r, _ := q.look(q.ask("ada@example.org", "I was trafficked when I was fifteen and they arrested me."))
		if !r.Hotline || r.Reader != models.ReaderTrainedLead || !r.DueAt.Before(testkit.Now.Add(25*time.Hour)) {
			t.Errorf("%+v", r)
		}
		if err := q.acts.Claim(ctx, organizer, r.Ref); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%v", err)
		}
		if err := q.acts.Claim(ctx, admin, r.Ref); err != nil {
			t.Error(err)
		}
	})
}

func TestWhoeverAsksTwiceIsOnePersonAndHearsNothingElseOnThePage(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		q, ctx := open(t, db), t.Context()
		form := requests.Form{State: "fl", Topic: "safe_harbor", Words: "First.", Email: "ada@example.org", Lang: "en"}
		if err := q.acts.Ask(ctx, form); err != nil {
			t.Fatal(err)
		}
		if n := q.asked(); n != 0 {
			t.Errorf("%d are counted before they confirmed", n)
		}
		tok := q.ask("a.da+x@example.org", "Another mailbox.")
		if err := q.acts.Confirm(ctx, tok); !fault.Is(err, fault.Conflict) {
			t.Errorf("confirmed twice: %v", err)
		}
		form.Words, form.Email = "Second.", "ada+x@example.org"
		if err := q.acts.Ask(ctx, form); err != nil {
			t.Fatal(err)
		}
		if _, words := q.look(q.Link(mailroom.KindRequest, "ada+x@example.org")); words.Words != "Second." {
			t.Errorf("%+v", words)
		}
		form.Email = "ada@example.org" // the third in a day is not written to
		if err := q.acts.Ask(ctx, form); err != nil {
			t.Fatal(err)
		}
		if rows, _ := q.Mails(mailroom.KindRequest); len(rows) != 3 || q.asked() != 1 {
			t.Errorf("%d mails, %d people", len(rows), q.asked())
		}
		err := q.acts.Ask(ctx, requests.Form{State: "xx", Topic: "none", Words: strings.Repeat("x", 1001), Email: "no", Trap: "filled"})
		for _, field := range []string{"state", "topic", "words", "email", "website"} {
			if fault.Of(err).Fields[field] == "" {
				t.Errorf("nothing is said of %s: %v", field, err)
			}
		}
	})
}

func TestWhoAskedForTheSameHearsOnceOfItsPetition(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		q, ctx := open(t, db), t.Context()
		admin := q.staff("Ada", models.RoleAdmin, "")
		first, _ := q.look(q.ask("one@example.org", ""))
		gone := q.ask("gone@example.org", "")
		q.ask("two@example.org", "")
		if err := q.acts.Withdraw(ctx, gone); err != nil {
			t.Fatal(err)
		}
		drafts := campaigns.New(db, q.Room, q.Clock.Now)
		begin := func(state, topic, ref string) (string, error) {
			return drafts.Start(ctx, admin, campaigns.StartForm{State: state, Topic: topic, Template: "", Title: "Care first " + topic, Request: ref})
		}
		if _, err := begin("fl", "vacatur", first.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("a draft of another topic: %v", err)
		}
		slug, err := begin("fl", "safe_harbor", first.Ref)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := begin("fl", "safe_harbor", first.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second draft: %v", err)
		}
		if err := q.acts.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if rows, _ := q.Mails(mailroom.KindRequest); len(rows) != 2 {
			t.Errorf("%d mails before it is published", len(rows))
		}
		q.Write(func(ctx context.Context, tx *models.Tx) error {
			c, err := models.CampaignBySlug(ctx, tx, slug)
			if err != nil {
				return err
			}
			p := models.Petition{CampaignID: c.ID, CreatedAt: q.Clock.Now()}
			if err := models.AddPetition(ctx, tx, &p, []models.PetitionText{{Lang: "en", Title: "T", Ask: "A", Summary: "S", Story: "Y"}}); err != nil {
				return err
			}
			if err := models.UsePetition(ctx, tx, &c, p.ID, q.Clock.Now()); err != nil {
				return err
			}
			for _, to := range []models.CampaignStatus{models.CampaignInReview, models.CampaignLive} {
				if err := models.StepCampaign(ctx, tx, &c, models.CampaignMove{After: to, UserID: admin.User.ID, Reason: "ready", At: q.Clock.Now()}); err != nil {
					return err
				}
			}
			return nil
		})
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if err := q.acts.Sweep(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		told := map[string]int{}
		_, mails := q.Mails(mailroom.KindRequest)
		for _, m := range mails[2:] {
			told[m.To.Email]++
		}
		if len(told) != 2 || told["one@example.org"] != 1 || told["two@example.org"] != 1 {
			t.Errorf("%v were told", told)
		}
		q.Clock.Advance(time.Second)
		late := q.ask("late@example.org", "") // it was there already
		if err := q.acts.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if r, _ := q.look(late); r.ToldAt != nil {
			t.Error("who asked afterwards was told")
		}
	})
}

func TestARequestGoesWithItsPersonOrItsTime(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		q, ctx := open(t, db), t.Context()
		erased, old := q.ask("erased@example.org", "Words."), q.ask("old@example.org", "Words.")
		if err := q.acts.Ask(ctx, requests.Form{State: "fl", Topic: "vacatur", Email: "never@example.org", Lang: "en"}); err != nil {
			t.Fatal(err)
		}
		never := q.Link(mailroom.KindRequest, "never@example.org")
		if err := q.MyData.Ask(ctx, "erased@example.org", "en"); err != nil {
			t.Fatal(err)
		}
		mine := q.Link(mailroom.KindMyData, "erased@example.org")
		if entries, err := q.MyData.Requests(ctx, mine); err != nil || len(entries) != 1 || entries[0].Words.Words != "Words." {
			t.Errorf("%+v, %v", entries, err)
		}
		if err := q.MyData.Erase(ctx, mine); err != nil {
			t.Fatal(err)
		}
		if _, _, err := q.acts.Look(ctx, erased); !fault.Is(err, fault.NotFound) || q.asked() != 1 {
			t.Errorf("%v, %d are counted", err, q.asked())
		}
		if rows, _ := q.Mails(mailroom.KindMyData); len(rows) != 0 {
			t.Error("the mail to who erased everything still holds them")
		}
		q.Clock.Advance(models.KeepUnconfirmed)
		if err := q.acts.Confirm(ctx, never); !fault.Is(err, fault.Gone) {
			t.Errorf("%v", err)
		}
		q.Clock.Advance(time.Second)
		if err := q.acts.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if _, _, err := q.acts.Look(ctx, never); !fault.Is(err, fault.NotFound) {
			t.Errorf("what nobody confirmed is still there: %v", err)
		}
		q.Clock.Advance(models.KeepRequest)
		if err := q.acts.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if r, words := q.look(old); r.EmptiedAt == nil || words != (models.CampaignRequestWords{}) || q.asked() != 1 {
			t.Errorf("%+v, %+v, %d are counted", r, words, q.asked())
		}
	})
}
