package updates_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/mydata"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/internal/updates"
	"statehouse/models"
)

// newsroom is a campaign with two organizers, at ten in the morning there.
type newsroom struct {
	*desk.Desk
	t             *testing.T
	campaign      models.Campaign
	author, other models.User
}

func open(t *testing.T, db *models.DB) *newsroom {
	t.Helper()
	n := &newsroom{Desk: desk.Open(t, db), t: t, campaign: testkit.MakeCampaign(t, db),
		author: models.User{Email: "olga@example.org", Name: "Olga Writer", Role: models.RoleOrganizer, CreatedAt: testkit.Now},
		other:  models.User{Email: "otto@example.org", Name: "Otto Reader", Role: models.RoleOrganizer, CreatedAt: testkit.Now}}
	n.Clock.Advance(5 * time.Hour) // Phoenix is seven hours behind UTC
	n.Write(func(ctx context.Context, tx *models.Tx) error {
		n.author.ID, n.other.ID = 0, 0
		if err := models.AddUser(ctx, tx, &n.author); err != nil {
			return err
		}
		return models.AddUser(ctx, tx, &n.other)
	})
	return n
}

// supporter signed and asked for updates.
func (n *newsroom) supporter(address string, options ...func(*testkit.Signer)) models.Signature {
	n.t.Helper()
	return testkit.MakeSignature(n.t, n.DB, n.Keys, n.campaign, append([]func(*testkit.Signer){func(s *testkit.Signer) { s.Email, s.Updates = address, true }}, options...)...)
}

func form(audience models.Audience) updates.Form {
	return updates.Form{Audience: string(audience), Texts: map[string]models.UpdateText{
		"en": {Headline: "The bill is heard", Body: "Dear {{name}}, we are {{count}} of {{goal}}."},
		"es": {Headline: "El proyecto se debate", Body: "Hola, {{name}}."}}}
}

func (n *newsroom) draft(f updates.Form) models.Update {
	n.t.Helper()
	update, err := n.Updates.Write(context.Background(), n.author, n.campaign, f)
	if err != nil {
		n.t.Fatal(err)
	}
	return update
}

// send sends an update to the end.
func (n *newsroom) send(update models.Update) {
	n.t.Helper()
	waits, err := n.Updates.Send(context.Background(), n.campaign, update.Ref)
	if err != nil || waits {
		n.t.Fatalf("waits %v, %v", waits, err)
	}
	n.work(update)
}

func (n *newsroom) work(update models.Update) {
	n.t.Helper()
	for range 100 {
		wait, done, err := n.Updates.SendSome(context.Background(), update.ID)
		if err != nil || wait > 0 {
			n.t.Fatalf("waits %s, %v", wait, err)
		}
		if done {
			return
		}
	}
	n.t.Fatal("it does not end")
}

// readers are who got a copy, in order of their addresses.
func (n *newsroom) readers() (to []string) {
	n.t.Helper()
	_, messages := n.Mails(mailroom.KindUpdate)
	for _, m := range messages {
		to = append(to, m.To.Email)
	}
	slices.Sort(to)
	return to
}

func (n *newsroom) now(update models.Update) models.Update {
	n.t.Helper()
	update, err := models.UpdateByRef(context.Background(), n.DB.Read(), n.campaign.ID, update.Ref)
	if err != nil {
		n.t.Fatal(err)
	}
	return update
}

func TestWhoAskedForItGetsItOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		n := open(t, db)
		n.supporter("ada@example.org", func(s *testkit.Signer) { s.Name = "Ada Lovelace" })
		n.supporter("bea@example.org", func(s *testkit.Signer) { s.Lang = "es" })
		n.supporter("home@example.org")
		n.supporter("home@example.org", func(s *testkit.Signer) { s.Household = 2 })
		n.supporter("silent@example.org", func(s *testkit.Signer) { s.Updates = false })
		for _, state := range []models.SignatureState{models.SignaturePending, models.SignatureHeld, models.SignatureWithdrawn} {
			n.supporter(string(state)+"@example.org", testkit.As(state))
		}
		for _, reason := range []string{"bounced", "complained", "unsubscribed"} {
			n.supporter(reason + "@example.org")
			email, _ := models.ParseEmail(reason + "@example.org")
			n.Write(func(ctx context.Context, tx *models.Tx) error {
				return models.Suppress(ctx, tx, models.ContactIndex(n.Keys, email), reason, n.Clock.Now())
			})
		}
		elsewhere := testkit.MakeCampaign(t, db)
		testkit.MakeSignature(t, db, n.Keys, elsewhere, func(s *testkit.Signer) { s.Email, s.Updates = "elsewhere@example.org", true })

		update := n.draft(form(models.AudienceAll))
		n.send(update)
		if got, want := n.readers(), []string{"ada@example.org", "bea@example.org", "home@example.org"}; !slices.Equal(got, want) {
			t.Errorf("went to %v, want %v", got, want)
		}
		if after := n.now(update); after.State != models.UpdateSent || after.Suppressed != 3 || after.Capped != 0 || after.EndedAt == nil {
			t.Errorf("%+v", after)
		}
		_, messages := n.Mails(mailroom.KindUpdate)
		counted := n.Counts(n.campaign.ID).Counted()
		for _, m := range messages {
			switch m.To.Email {
			case "ada@example.org":
				if !strings.Contains(m.Text, fmt.Sprintf("Dear Ada, we are %d of 100.", counted)) || !strings.Contains(m.Text, "The bill is heard") || strings.Contains(m.Subject, "bill") {
					t.Errorf("%q: %q", m.Subject, m.Text)
				}
			case "bea@example.org":
				if !strings.Contains(m.Text, "El proyecto se debate") {
					t.Errorf("in Spanish: %q", m.Subject)
				}
			}
			if m.Headers["List-Unsubscribe"] == "" || m.Headers["List-Unsubscribe-Post"] == "" {
				t.Errorf("%s cannot unsubscribe with one click", m.To.Email)
			}
		}
		if _, err := n.Updates.Send(context.Background(), n.campaign, update.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("sent again: %v", err)
		}
	})
}

func TestNobodyGetsMoreThanThreeAWeek(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		n := open(t, db)
		n.supporter("ada@example.org")
		first := n.campaign
		for range 3 {
			n.campaign = testkit.MakeCampaign(t, db)
			n.supporter("Ada+news@example.org")
			n.send(n.draft(form(models.AudienceAll)))
		}
		n.campaign = first
		late := n.draft(form(models.AudienceAll))
		n.send(late)
		if got := n.now(late); len(n.readers()) != models.UpdatesAWeek || got.Capped != 1 || got.State != models.UpdateSent {
			t.Errorf("%d copies, %d left out", len(n.readers()), got.Capped)
		}
		n.Clock.Advance(7 * 24 * time.Hour)
		n.send(n.draft(form(models.AudienceAll)))
		if len(n.readers()) != models.UpdatesAWeek+1 {
			t.Errorf("a week later: %d copies", len(n.readers()))
		}
	})
}

func TestAudiences(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		n := open(t, db)
		seat := testkit.MakeSeat(t, db, "az", "upper", "1")
		district, err := models.DistrictByID(context.Background(), db.Read(), seat.DistrictID)
		if err != nil {
			t.Fatal(err)
		}
		n.supporter("near@example.org", func(s *testkit.Signer) { s.Districts = []models.District{district} })
		writer := n.supporter("writer@example.org")
		testkit.MakeLetter(t, db, n.Keys, writer, seat)
		for audience, want := range map[models.Audience][]string{
			models.AudienceDistrict: {"near@example.org"}, models.AudienceWrote: {"writer@example.org"}, models.AudienceNotWrote: {"near@example.org"},
		} {
			f := form(audience)
			if audience == models.AudienceDistrict {
				f.DistrictID = district.ID
			}
			before := n.readers()
			n.send(n.draft(f))
			after := n.readers()
			for _, one := range before {
				i := slices.Index(after, one)
				after = slices.Delete(after, i, i+1)
			}
			if !slices.Equal(after, want) {
				t.Errorf("%s: %v, want %v", audience, after, want)
			}
		}
	})
}

// crowd makes many supporters.
func (n *newsroom) crowd(people int) {
	n.t.Helper()
	for i := range people {
		n.supporter(fmt.Sprintf("s%d@example.org", i))
	}
}

func TestManyPeopleNeedASecondPerson(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, n := context.Background(), open(t, db)
		n.crowd(models.MostWithoutSecond + 1)
		n.supporter("s0@example.org", func(s *testkit.Signer) { s.Household = 2 }) // far behind the first of its address
		update := n.draft(form(models.AudienceAll))
		if err := n.Updates.Approve(ctx, n.other, n.campaign, update.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("approved unasked: %v", err)
		}
		if waits, err := n.Updates.Send(ctx, n.campaign, update.Ref); err != nil || !waits {
			t.Fatalf("waits %v, %v", waits, err)
		}
		if err := n.Updates.Approve(ctx, n.author, n.campaign, update.Ref); !fault.Is(err, fault.Forbidden) {
			t.Errorf("approved by its author: %v", err)
		}
		if err := n.Updates.Change(ctx, n.campaign, update.Ref, form(models.AudienceAll)); err != nil || n.now(update).State != models.UpdateDraft {
			t.Errorf("changed while it waits: %s, %v", n.now(update).State, err)
		}
		if err := n.Updates.Approve(ctx, n.other, n.campaign, update.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("what was changed is approved: %v", err)
		}
		if _, err := n.Updates.Send(ctx, n.campaign, update.Ref); err != nil {
			t.Fatal(err)
		}
		if err := n.Updates.Approve(ctx, n.other, n.campaign, update.Ref); err != nil {
			t.Fatal(err)
		}
		if err := n.Updates.Change(ctx, n.campaign, update.Ref, form(models.AudienceAll)); !fault.Is(err, fault.Conflict) {
			t.Errorf("changed while it is sent: %v", err)
		}
		var senders sync.WaitGroup // two processes at once
		for range 2 {
			senders.Go(func() { n.work(update) })
		}
		senders.Wait()
		if got := n.readers(); len(got) != models.MostWithoutSecond+1 || len(slices.Compact(got)) != models.MostWithoutSecond+1 {
			t.Errorf("%d copies for %d addresses", len(got), len(slices.Compact(got)))
		}
	})
}

func TestABreakAtAnyMomentLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		n := open(t, db)
		n.crowd(450)
		update := n.draft(form(models.AudienceAll))
		if _, err := n.Updates.Send(context.Background(), n.campaign, update.Ref); err != nil {
			t.Fatal(err)
		}
		broken := 0
		for after := time.Duration(0); after < 400*time.Millisecond; after += 10 * time.Millisecond {
			ctx, cancel := context.WithTimeout(context.Background(), after)
			_, done, err := n.Updates.SendSome(ctx, update.ID)
			cancel()
			if err != nil {
				broken++
			}
			if done {
				break
			}
		}
		if broken == 0 {
			t.Error("nothing was broken off")
		}
		n.work(update)
		if got := n.readers(); len(got) != 450 || len(slices.Compact(got)) != 450 {
			t.Errorf("%d copies for %d addresses", len(got), len(slices.Compact(got)))
		}
	})
}

func TestAStopLeavesTheRestUnsent(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, n := context.Background(), open(t, db)
		n.crowd(300)
		update := n.draft(form(models.AudienceAll))
		if _, err := n.Updates.Send(ctx, n.campaign, update.Ref); err != nil {
			t.Fatal(err)
		}
		if _, done, err := n.Updates.SendSome(ctx, update.ID); err != nil || done {
			t.Fatalf("done %v, %v", done, err)
		}
		if err := n.Updates.Stop(ctx, n.campaign, update.Ref); err != nil {
			t.Fatal(err)
		}
		if _, done, err := n.Updates.SendSome(ctx, update.ID); err != nil || !done {
			t.Errorf("it goes on: done %v, %v", done, err)
		}
		figures, err := models.FiguresOf(ctx, db.Read(), update.ID)
		if err != nil || figures.Mails[models.MailDropped] != 200 || figures.Written() != 200 {
			t.Errorf("%+v, %v", figures, err)
		}
		if err := n.Updates.Stop(ctx, n.campaign, update.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("stopped twice: %v", err)
		}
	})
}

func TestNothingLeavesAtNight(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, n := context.Background(), open(t, db)
		n.supporter("ada@example.org")
		update := n.draft(form(models.AudienceAll))
		n.Clock.Advance(10 * time.Hour) // 20:00 in Phoenix
		if _, err := n.Updates.Send(ctx, n.campaign, update.Ref); err != nil {
			t.Fatal(err)
		}
		for _, wait := range []time.Duration{13 * time.Hour, 1 * time.Hour} {
			if got, done, err := n.Updates.SendSome(ctx, update.ID); got != wait || done || err != nil || len(n.readers()) > 0 {
				t.Errorf("waits %s, want %s; done %v, %v", got, wait, done, err)
			}
			n.Clock.Advance(12 * time.Hour)
		}
		n.Clock.Advance(-11 * time.Hour) // 9:00
		n.work(update)
		if len(n.readers()) != 1 {
			t.Errorf("in the morning: %v", n.readers())
		}
	})
}

var stopLink = regexp.MustCompile(`/unsubscribe/([\w-]{43})`)

func TestItsLinkUnsubscribesAndIsCounted(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, n := context.Background(), open(t, db)
		sig := n.supporter("ada@example.org")
		update := n.draft(form(models.AudienceAll))
		n.send(update)
		_, messages := n.Mails(mailroom.KindUpdate)
		tok := stopLink.FindStringSubmatch(messages[0].Headers["List-Unsubscribe"])[1]
		for range 2 {
			if err := n.MyData.Unsubscribe(ctx, tok, mydata.ScopePetition); err != nil {
				t.Fatal(err)
			}
		}
		if figures, err := models.FiguresOf(ctx, db.Read(), update.ID); err != nil || figures.Unsubscribed != 1 || n.Signature(sig.ID).Updates {
			t.Errorf("%+v, %v", figures, err)
		}
		if _, err := n.Updates.Send(ctx, n.campaign, n.draft(form(models.AudienceAll)).Ref); fault.Of(err).Message != "error.update.nobody" {
			t.Errorf("to nobody: %v", err)
		}
	})
}

func TestATestGoesToItsAuthorAlone(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		n := open(t, db)
		n.supporter("ada@example.org")
		update := n.draft(form(models.AudienceAll))
		if err := n.Updates.Try(context.Background(), n.author, n.campaign, update.Ref, "en"); err != nil {
			t.Fatal(err)
		}
		_, messages := n.Mails(mailroom.KindUpdateTest)
		if len(messages) != 1 || messages[0].To.Email != n.author.Email || !strings.HasPrefix(messages[0].Subject, "[Test]") || !strings.Contains(messages[0].Text, "Dear Olga") {
			t.Errorf("%+v", messages)
		}
		if got := n.now(update); got.State != models.UpdateDraft || len(n.readers()) > 0 {
			t.Errorf("%+v went to %v", got, n.readers())
		}
	})
}

func TestWhatIsWrongIsSaidBesideItsField(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		n := open(t, db)
		far := testkit.MakeSeat(t, db, "fl", "upper", "1")
		long := func(n int) string { return strings.Repeat("ñ", n) }
		texts := func(headline, body string) map[string]models.UpdateText {
			return map[string]models.UpdateText{"en": {Headline: headline, Body: body}}
		}
		for name, c := range map[string]struct {
			form  updates.Form
			field string
			id    string
		}{
			"no headline":                 {updates.Form{Audience: "all", Texts: texts(" ", "b")}, "headline_en", "error.update.headline.empty"},
			"a long headline":             {updates.Form{Audience: "all", Texts: texts(long(updates.MaxHeadline+1), "b")}, "headline_en", "error.update.headline.long"},
			"a header in the headline":    {updates.Form{Audience: "all", Texts: texts("a\r\nBcc: x@example.org", "b")}, "headline_en", "error.update.headline.line"},
			"no text":                     {updates.Form{Audience: "all", Texts: texts("a", "")}, "body_en", "error.update.body.empty"},
			"a long text":                 {updates.Form{Audience: "all", Texts: texts("a", long(updates.MaxBody+1))}, "body_en", "error.update.body.long"},
			"no audience":                 {updates.Form{Texts: texts("a", "b")}, "audience", "error.update.audience"},
			"a district that is none":     {updates.Form{Audience: "district", Texts: texts("a", "b")}, "district", "error.update.district"},
			"a district of another state": {updates.Form{Audience: "district", DistrictID: far.DistrictID, Texts: texts("a", "b")}, "district", "error.update.district"},
		} {
			_, err := n.Updates.Write(context.Background(), n.author, n.campaign, c.form)
			if !fault.Is(err, fault.Invalid) || fault.Of(err).Fields[c.field] != c.id {
				t.Errorf("%s: %v %v", name, err, fault.Of(err).Fields)
			}
		}
		if _, err := n.Updates.Write(context.Background(), n.author, n.campaign, updates.Form{Audience: "all", Texts: texts(long(updates.MaxHeadline), long(updates.MaxBody))}); err != nil {
			t.Errorf("at the limit: %v", err)
		}
	})
}
