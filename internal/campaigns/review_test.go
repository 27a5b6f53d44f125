package campaigns_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"statehouse/internal/campaigns"
	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func (s *team) moderator() models.Actor {
	return models.Actor{User: s.user("m@example.org", models.RoleModerator, "")}
}

func (s *team) user(email string, role models.Role, state string) *models.User {
	s.t.Helper()
	u := models.User{Email: email, Name: email, Role: role, State: state, CreatedAt: testkit.Now}
	s.Write(func(ctx context.Context, tx *models.Tx) error { u.ID = 0; return models.AddUser(ctx, tx, &u) })
	return &u
}

// start begins a campaign of Hawaii, which has no law card and no other campaign here.
func (s *team) start(f campaigns.StartForm) string {
	s.t.Helper()
	f.State, f.Topic = "hi", "safe_harbor"
	slug, err := s.acts.Start(context.Background(), s.faraway, f)
	if err != nil {
		s.t.Fatal(err)
	}
	return slug
}

func (s *team) at(slug string) models.Campaign {
	s.t.Helper()
	c, err := models.CampaignBySlug(context.Background(), s.DB.Read(), slug)
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// ready starts a campaign from a template and gives it what it lacks.
func (s *team) ready() string {
	s.t.Helper()
	slug := s.start(campaigns.StartForm{Template: "safe-harbor", Title: "Safe harbor in Hawaii"})
	if err := s.acts.SavePlan(context.Background(), s.faraway, slug, campaigns.PlanForm{Goal: "1,000", Bill: " HB  12 "}); err != nil {
		s.t.Fatal(err)
	}
	return slug
}

func (s *team) draft(slug string) models.PetitionDraft {
	s.t.Helper()
	d, err := models.DraftOf(context.Background(), s.DB.Read(), s.at(slug).ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return d
}

func (s *team) decide(who models.Actor, slug string, d campaigns.Decision) error {
	d.Revision = s.draft(slug).Revision
	return s.acts.Decide(context.Background(), who, slug, d)
}

func TestACampaignGoesFromItsStartToItsSigners(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db, models.CampaignLive), context.Background()
		slug := s.ready()
		if slug != "hi-safe-harbor-in-hawaii" {
			t.Errorf("slug %q", slug)
		}
		if err := s.acts.Submit(ctx, s.organizer, slug, "es"); !fault.Is(err, fault.NotFound) {
			t.Errorf("another state's organizer: %v", err)
		}
		if err := s.acts.Submit(ctx, s.faraway, slug, "es"); err != nil {
			t.Fatal(err)
		}
		if c := s.at(slug); c.Status != models.CampaignInReview || c.PetitionID != nil || c.Bill != "HB 12" || c.Goal != 1000 {
			t.Fatalf("%+v", c)
		}
		typed := campaigns.TextForm{Revision: 1, Texts: map[string]campaigns.Text{"en": {"title": "Another"}}}
		if err := s.acts.SaveText(ctx, s.faraway, slug, typed); !fault.Is(err, fault.Conflict) {
			t.Errorf("a text in review was changed: %v", err)
		}
		m := s.moderator()
		if err := s.decide(m, slug, campaigns.Decision{Decision: "maybe"}); fault.Of(err).Fields["decision"] == "" {
			t.Errorf("%v", err)
		}
		if err := s.decide(m, slug, campaigns.Decision{Decision: "rejected"}); fault.Of(err).Fields["reason"] == "" {
			t.Errorf("%v", err)
		}
		if err := s.decide(s.faraway, slug, campaigns.Decision{Decision: "published"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("an organizer reviewed: %v", err)
		}
		if err := s.decide(m, slug, campaigns.Decision{Decision: "published"}); err != nil {
			t.Fatal(err)
		}
		c := s.at(slug)
		if c.Status != models.CampaignLive || c.PetitionID == nil || c.OpenedAt == nil || c.CanBeSigned() != nil {
			t.Fatalf("%+v", c)
		}
		texts, err := models.TextsOf(ctx, db.Read(), *c.PetitionID)
		if err != nil || len(texts) != 2 || !strings.HasPrefix(texts[0].Ask, "Change the law of Hawaii") || strings.Contains(texts[0].Story, "{{") || strings.Contains(texts[0].Story, "still open") {
			t.Errorf("%+v, %v", texts, err)
		}
		if err := s.decide(m, slug, campaigns.Decision{Decision: "published"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("published twice: %v", err)
		}
	})
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db, models.CampaignLive), context.Background()
		slug := s.start(campaigns.StartForm{Title: "Ein Titel: Ā über  alles!"})
		if slug != "hi-ein-titel-a-uber-alles" {
			t.Errorf("slug %q", slug)
		}
		err := s.acts.Submit(ctx, s.faraway, slug, "es")
		for _, page := range []string{"text", "plan", "letters"} {
			if fault.Of(err).Fields[page] == "" {
				t.Errorf("%s is missing and not said: %v", page, err)
			}
		}
		if again := s.start(campaigns.StartForm{Title: "Ein Titel: Ā über  alles!"}); again != slug+"-2" {
			t.Errorf("slug %q", again)
		}
	})
}

func TestLimitsAreSaidBesideTheFieldAndLocksHold(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db, models.CampaignLive), context.Background()
		slug := s.ready()
		save := func(en campaigns.Text) map[string]string {
			err := s.acts.SaveText(ctx, s.faraway, slug, campaigns.TextForm{Revision: s.draft(slug).Revision, Texts: map[string]campaigns.Text{"en": en}})
			if err != nil && !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return fault.Of(err).Fields
		}
		for field, text := range map[string]campaigns.Text{
			"title_en": {"title": strings.Repeat("ä", campaigns.MaxTitle+1)}, "ask_en": {"ask": "=HYPERLINK(1)"}, "summary_en": {"summary": strings.Repeat("x", campaigns.MaxSummary+1)},
			"story_en": {"story": strings.Repeat("x", campaigns.MaxStory+1)},
		} {
			if got := save(text); got[field] == "" || len(got) != 1 {
				t.Errorf("%s: %v", field, got)
			}
		}
		if got := save(campaigns.Text{"title": "See www.example.org now"}); got["title_en"] != "error.text.address" {
			t.Errorf("%v", got)
		}
		if got := save(campaigns.Text{"title": strings.Repeat("ä", campaigns.MaxTitle), "ask": "My own ask."}); len(got) != 0 {
			t.Errorf("%v", got)
		}
		texts, err := models.DraftTexts(ctx, db.Read(), s.at(slug).ID)
		if err != nil || len(texts) != 1 || !strings.HasPrefix(texts[0].Ask, "Change the law of Hawaii") || len([]rune(texts[0].Title)) != campaigns.MaxTitle {
			t.Errorf("%+v, %v", texts, err)
		}
	})
}

func TestNobodySavesOverAnothersWords(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db, models.CampaignLive)
		slug := s.start(campaigns.StartForm{Title: "Care first"})
		var saved atomic.Int32
		var all sync.WaitGroup
		for i := range 10 {
			all.Go(func() {
				err := s.acts.SaveText(context.Background(), s.faraway, slug, campaigns.TextForm{Revision: 1, Texts: map[string]campaigns.Text{"en": {"title": fmt.Sprint("Title ", i)}}})
				if err == nil {
					saved.Add(1)
				} else if fault.Of(err).Message != "error.draft.meanwhile" {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if saved.Load() != 1 {
			t.Errorf("%d saved over one another", saved.Load())
		}
	})
}

func TestARejectionIsFollowedByAnotherTry(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db, models.CampaignLive), context.Background()
		m := s.moderator()
		reasons, err := models.RejectionReasons(ctx, db.Read())
		if err != nil {
			t.Fatal(err)
		}
		of := func(final bool) int64 {
			return reasons[slices.IndexFunc(reasons, func(r models.RejectionReason) bool { return r.Final == final })].ID
		}
		slug := s.ready()
		for i, final := range []bool{false, true} {
			if err := s.acts.Submit(ctx, s.faraway, slug, "es"); err != nil {
				t.Fatal(err)
			}
			if err := s.decide(m, slug, campaigns.Decision{Decision: "rejected", Reason: of(final), Note: "See line 3."}); err != nil {
				t.Fatal(err)
			}
			err := s.acts.Move(ctx, s.faraway, slug, campaigns.Form{To: "draft", Reason: "mended"})
			if (err != nil) != final {
				t.Errorf("try %d: %v", i+1, err)
			}
		}
		if err := s.acts.Move(ctx, s.admin, slug, campaigns.Form{To: "draft", Reason: "they asked"}); err != nil {
			t.Error(err)
		}
		reviews, err := models.ReviewsOf(ctx, db.Read(), s.at(slug).ID)
		if err != nil || len(reviews) != 2 || reviews[0].Note != "See line 3." {
			t.Errorf("%+v, %v", reviews, err)
		}
	})
}

func TestOneReviewerReadsAtATime(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db, models.CampaignLive), context.Background()
		slug, m := s.ready(), s.moderator()
		if err := s.acts.Submit(ctx, s.faraway, slug, "es"); err != nil {
			t.Fatal(err)
		}
		if err := s.acts.Claim(ctx, m, slug); err != nil {
			t.Fatal(err)
		}
		for what, err := range map[string]error{"claimed": s.acts.Claim(ctx, s.admin, slug), "released": s.acts.Release(ctx, s.admin, slug),
			"decided": s.decide(s.admin, slug, campaigns.Decision{Decision: "published"})} {
			if !fault.Is(err, fault.Conflict) {
				t.Errorf("another %s it: %v", what, err)
			}
		}
		s.Clock.Advance(models.ClaimLife + time.Second)
		if err := s.acts.Claim(ctx, s.admin, slug); err != nil {
			t.Error(err)
		}
		if err := s.acts.TakeBack(ctx, s.faraway, slug); err != nil {
			t.Error(err)
		}
		if c := s.at(slug); c.Status != models.CampaignDraft || s.draft(slug).SubmittedAt != nil {
			t.Errorf("%+v", c)
		}
	})
}

func TestATrustedOrganizerPublishesAtOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db, models.CampaignLive), context.Background()
		slug := s.ready()
		s.faraway.User.TrustedAt = &testkit.Now
		if err := s.acts.Submit(ctx, s.faraway, slug, "es"); err != nil {
			t.Fatal(err)
		}
		if c := s.at(slug); c.Status != models.CampaignLive {
			t.Errorf("%+v", c)
		}
	})
}

// Signers sign whatever stands there while the text is edited again and again:
// each stays on the very words that were there.
func TestAnEditStormLeavesEverySignerTheirText(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db, models.CampaignLive), context.Background()
		rng := rand.New(rand.NewPCG(7, 11))
		slug := s.campaign.Slug
		signed := map[int64][]byte{} // signature → hash of the words that stood there
		versions := 1
		for range 60 {
			if rng.IntN(3) > 0 {
				c := s.at(slug)
				texts, err := models.TextsOf(ctx, db.Read(), *c.PetitionID)
				if err != nil {
					t.Fatal(err)
				}
				signed[testkit.MakeSignature(t, db, s.Keys, c).ID] = models.HashTexts(texts)
				continue
			}
			revision := 1
			if d, err := models.DraftOf(ctx, db.Read(), s.campaign.ID); err == nil {
				revision = d.Revision
			}
			text := campaigns.Text{"title": fmt.Sprint("Title ", rng.IntN(4)), "ask": "An ask.", "summary": "A summary.", "story": strings.Repeat("Why it matters. ", 20)}
			if err := s.acts.SaveText(ctx, s.organizer, slug, campaigns.TextForm{Revision: revision, Texts: map[string]campaigns.Text{"en": text}}); err != nil {
				t.Fatal(err)
			}
			if versions == 1 {
				s.giveLetter()
			}
			err := s.acts.Submit(ctx, s.admin, slug, "es")
			switch {
			case err == nil:
				versions++
			case fault.Of(err).Message != "error.draft.same":
				t.Fatal(err)
			}
		}
		rows, err := models.VersionsOf(ctx, db.Read(), s.campaign.ID)
		if err != nil || len(rows) != versions || versions < 3 {
			t.Fatalf("%d versions, want %d: %v", len(rows), versions, err)
		}
		total := 0
		for _, v := range rows {
			total += v.Counted
		}
		if total != len(signed) {
			t.Errorf("%d on all versions, %d signed", total, len(signed))
		}
		for id, hash := range signed {
			sig, err := models.SignatureByID(ctx, db.Read(), id)
			if err != nil {
				t.Fatal(err)
			}
			texts, err := models.TextsOf(ctx, db.Read(), sig.PetitionID)
			if err != nil || !bytes.Equal(models.HashTexts(texts), hash) {
				t.Errorf("signature %d rests on other words: %v", id, err)
			}
		}
	})
}

func (s *team) giveLetter() {
	s.Write(func(ctx context.Context, tx *models.Tx) error {
		return models.AddVariants(ctx, tx, []models.LetterVariant{{CampaignID: s.campaign.ID, Number: 1, Place: 1, Lang: "en", Title: "T", Subject: "S", Body: "Dear {{legislator}}"}})
	})
}

func TestLikeCampaignsAreShownFirst(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db, models.CampaignLive), context.Background()
		change := func(query string) {
			if _, err := db.SQL().ExecContext(ctx, query); err != nil {
				t.Fatal(err)
			}
		}
		change("UPDATE petition_texts SET summary = summary || ' Arizona'")
		f := campaigns.StartForm{State: "az", Topic: "vacatur", Title: "Protecting arrested children"}
		if _, err := s.acts.Start(ctx, s.organizer, f); fault.Of(err).Fields["similar"] == "" {
			t.Errorf("%v", err)
		}
		rows, err := s.acts.Similar(ctx, "az", f.Title, "es")
		if err != nil || len(rows) != 1 || rows[0].Slug != s.campaign.Slug || rows[0].Title != "Un puerto seguro para cada menor" {
			t.Errorf("%+v, %v", rows, err)
		}
		for state, text := range map[string]string{"hi": f.Title, "az": "Bicycle lanes' \"OR\" of) Arizona &|!"} {
			if rows, err := s.acts.Similar(ctx, state, text, "en"); err != nil || len(rows) != 0 {
				t.Errorf("%s: %+v, %v", text, rows, err)
			}
		}
		change("UPDATE petition_texts SET summary = replace(summary, ' Arizona', '')")
		f.Different = true
		if _, err := s.acts.Start(ctx, s.organizer, f); err != nil {
			t.Error(err)
		}
	})
}

func TestATitleIsKeptInItsLanguage(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db, models.CampaignLive), context.Background()
		for template, english := range map[string]string{"": "", "vacatur-range": "Let survivors in Arizona clear records that trafficking caused"} {
			slug, err := s.acts.Start(ctx, s.organizer, campaigns.StartForm{State: "az", Topic: "vacatur", Template: template, Title: "Borrar lo que les hicieron", Lang: "es", Different: true})
			if err != nil {
				t.Fatal(err)
			}
			c, err := models.CampaignBySlug(ctx, db.Read(), slug)
			if err != nil {
				t.Fatal(err)
			}
			titles := map[string]string{}
			texts, err := models.DraftTexts(ctx, db.Read(), c.ID)
			for _, text := range texts {
				titles[text.Lang] = text.Title
			}
			if err != nil || titles["es"] != "Borrar lo que les hicieron" || titles["en"] != english {
				t.Errorf("%q: %q, %v", template, titles, err)
			}
		}
	})
}

func TestEveryTemplateFitsEveryState(t *testing.T) {
	t.Parallel()
	for _, tm := range campaigns.Templates {
		for _, lang := range []string{"en", "es"} {
			for part, most := range map[string]int{tm.Title[lang]: campaigns.MaxTitle, tm.Ask[lang]: campaigns.MaxAsk, tm.Summary[lang]: campaigns.MaxSummary} {
				if n := len([]rune(strings.ReplaceAll(part, "{{state}}", "Distrito de Columbia"))); part == "" || n > most {
					t.Errorf("%s, %s: %d characters of %d in %q", tm.Key, lang, n, most, part)
				}
			}
		}
	}
}

func TestWhoSentATextInIsToldWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db, models.CampaignLive), context.Background()
		m, slug := s.moderator(), s.ready()
		reasons, err := models.RejectionReasons(ctx, db.Read())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.acts.Submit(ctx, s.faraway, slug, "es"); err != nil {
			t.Fatal(err)
		}
		if err := s.decide(m, slug, campaigns.Decision{Decision: "rejected", Reason: reasons[0].ID, Note: "See line 3."}); err != nil {
			t.Fatal(err)
		}
		if err := s.decide(m, slug, campaigns.Decision{Decision: "published"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("decided twice: %v", err)
		}
		_, mails := s.Mails(mailroom.KindReview)
		if len(mails) != 1 || mails[0].To.Email != "h@example.org" {
			t.Fatalf("%+v", mails)
		}
		for _, part := range []string{reasons[0].TitleES, reasons[0].TextES, "See line 3.", "/organize/campaigns/" + slug} {
			if !strings.Contains(mails[0].Text, part) {
				t.Errorf("the mail lacks %q:\n%s", part, mails[0].Text)
			}
		}
		if err := s.acts.Move(ctx, s.faraway, slug, campaigns.Form{To: "draft", Reason: "mended"}); err != nil {
			t.Fatal(err)
		}
		if err := s.acts.Submit(ctx, s.faraway, slug, "en"); err != nil {
			t.Fatal(err)
		}
		if err := s.decide(m, slug, campaigns.Decision{Decision: "published"}); err != nil {
			t.Fatal(err)
		}
		if _, mails = s.Mails(mailroom.KindReview); len(mails) != 2 || strings.Contains(mails[1].Text, reasons[0].TextEN) {
			t.Errorf("%+v", mails)
		}
	})
}

func TestWhoWasSuspendedIsToldNothing(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db, models.CampaignLive), context.Background()
		slug := s.ready()
		if err := s.acts.Submit(ctx, s.faraway, slug, "en"); err != nil {
			t.Fatal(err)
		}
		s.faraway.User.SuspendedAt = &testkit.Now
		s.Write(func(ctx context.Context, tx *models.Tx) error { return models.SaveStanding(ctx, tx, *s.faraway.User) })
		if err := s.decide(s.moderator(), slug, campaigns.Decision{Decision: "published"}); err != nil {
			t.Fatal(err)
		}
		if _, mails := s.Mails(mailroom.KindReview); len(mails) != 0 {
			t.Errorf("%+v", mails)
		}
	})
}
