package scrutiny_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/scrutiny"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

// lens is a campaign with three people who may look through its signatures, and
// one who may not.
type lens struct {
	*desk.Desk
	t                              *testing.T
	scrutiny                       *scrutiny.Scrutiny
	campaign                       models.Campaign
	admin, moderator, other, there models.Actor
}

func open(t *testing.T, db *models.DB) *lens {
	t.Helper()
	l := &lens{Desk: desk.Open(t, db), t: t, campaign: testkit.MakeCampaign(t, db)}
	l.scrutiny = scrutiny.New(db, l.Keys, l.Jobs, l.Clock.Now)
	l.admin, l.moderator = l.staff("Ana Admin", models.RoleAdmin, ""), l.staff("Mo One", models.RoleModerator, l.campaign.State)
	l.other, l.there = l.staff("Mo Two", models.RoleModerator, ""), l.staff("Mo Elsewhere", models.RoleModerator, "hi")
	return l
}

func (l *lens) staff(name string, role models.Role, state string) models.Actor {
	u := models.User{Email: fmt.Sprintf("%x@example.org", name), Name: name, Role: role, State: state, CreatedAt: testkit.Now}
	l.Write(func(ctx context.Context, tx *models.Tx) error {
		u.ID = 0
		return models.AddUser(ctx, tx, &u)
	})
	return models.Actor{User: &u}
}

func (l *lens) signs(email string, options ...func(*testkit.Signer)) models.Signature {
	l.t.Helper()
	return testkit.MakeSignature(l.t, l.DB, l.Keys, l.campaign, append([]func(*testkit.Signer){func(s *testkit.Signer) { s.Email = email }}, options...)...)
}

func (l *lens) search(actor models.Actor, c models.Criteria) string {
	l.t.Helper()
	ref, err := l.scrutiny.Search(context.Background(), actor, scrutiny.Form{Criteria: c})
	if err != nil {
		l.t.Fatal(err)
	}
	return ref
}

// finds are the addresses that a search finds, sorted.
func (l *lens) finds(actor models.Actor, c models.Criteria) (list []string) {
	l.t.Helper()
	page, err := l.scrutiny.Find(context.Background(), actor, l.search(actor, c), 0)
	if err != nil {
		l.t.Fatal(err)
	}
	for _, row := range page.Rows {
		list = append(list, row.Person.Email)
	}
	slices.Sort(list)
	return list
}

func (l *lens) propose(actor models.Actor, c models.Criteria) string {
	l.t.Helper()
	ref, err := l.scrutiny.Propose(context.Background(), actor, l.search(actor, c), "automated", "They came within a minute.")
	if err != nil {
		l.t.Fatal(err)
	}
	l.work(ref)
	return ref
}

func (l *lens) now(ref string) models.Invalidation {
	l.t.Helper()
	v, err := models.InvalidationByRef(context.Background(), l.DB.Read(), ref)
	if err != nil {
		l.t.Fatal(err)
	}
	return v
}

// work does what is under way to its end, as jobs would.
func (l *lens) work(ref string) {
	l.t.Helper()
	for range 100 {
		done, err := l.scrutiny.Proceed(context.Background(), l.now(ref).ID)
		if err != nil {
			l.t.Fatal(err)
		}
		if done {
			return
		}
	}
	l.t.Fatal("it does not end")
}

func (l *lens) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

func TestEveryCriterionFindsItsSignaturesAndNoOthers(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		l := open(t, db)
		l.signs("ada.lovelace+petition@gmail.com", func(s *testkit.Signer) { s.Name, s.ZIP = "Ada Lovelace", "85012" })
		l.signs("bot1@mail.bulk.example", func(s *testkit.Signer) { s.Name, s.State = "José Núñez", models.SignatureHeld })
		l.signs("bot2@bulk.example", func(s *testkit.Signer) { s.Name, s.OutOfState, s.At = "Jo Nunes", true, testkit.Now.AddDate(0, 0, -9) })
		gone := l.signs("gone@bulk.example", testkit.As(models.SignatureWithdrawn))
		l.Write(func(ctx context.Context, tx *models.Tx) error {
			return models.EraseSignature(ctx, tx, &gone, make([]byte, 32), testkit.Now)
		})
		elsewhere := testkit.MakeCampaign(t, db)
		testkit.MakeSignature(t, db, l.Keys, elsewhere, func(s *testkit.Signer) { s.Email = "adalovelace@gmail.com" })

		ada, bot1, bot2 := "ada.lovelace+petition@gmail.com", "bot1@mail.bulk.example", "bot2@bulk.example"
		day := testkit.Now.AddDate(0, 0, -9).Format(time.DateOnly)
		for _, c := range []struct {
			criteria models.Criteria
			want     []string
		}{
			{models.Criteria{Email: "AdaLovelace@googlemail.com"}, []string{ada, "adalovelace@gmail.com"}},
			{models.Criteria{Email: "AdaLovelace@googlemail.com", Campaign: l.campaign.Slug}, []string{ada}},
			{models.Criteria{Email: "nobody@example.org"}, nil},
			{models.Criteria{Name: "jose nunez"}, []string{bot1}},
			{models.Criteria{Name: "jo"}, nil},
			{models.Criteria{Name: "jo*"}, []string{bot1, bot2}},
			{models.Criteria{Name: "*ove*ce"}, []string{ada}},
			{models.Criteria{Domain: "Bulk.Example"}, []string{bot2}},
			{models.Criteria{Domain: "*bulk.example"}, []string{bot1, bot2}},
			{models.Criteria{Domain: "*bulk.example", Standing: "held"}, []string{bot1}},
			{models.Criteria{ZIP: "85012"}, []string{ada}},
			{models.Criteria{Since: day, Til: day}, []string{bot2}},
			{models.Criteria{Campaign: elsewhere.Slug}, []string{"adalovelace@gmail.com"}},
		} {
			if got := l.finds(l.admin, c.criteria); !slices.Equal(got, c.want) {
				t.Errorf("%+v finds %v, want %v", c.criteria, got, c.want)
			}
		}
	})
}

func TestASearchIsItsOwnersAndOfTheirState(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		l, ctx := open(t, db), context.Background()
		l.signs("ada@example.org")
		ref := l.search(l.moderator, models.Criteria{Email: "ada@example.org"})
		for who, actor := range map[string]models.Actor{"a colleague": l.other, "an admin": l.admin, "another state's moderator": l.there} {
			if _, err := l.scrutiny.Find(ctx, actor, ref, 0); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s reads it: %v", who, err)
			}
		}
		if got := l.finds(l.there, models.Criteria{Email: "ada@example.org"}); got != nil {
			t.Errorf("another state's moderator finds %v", got)
		}
		for field, f := range map[string]scrutiny.Form{
			"email":    {},
			"state":    {Criteria: models.Criteria{Name: "Ada"}, State: "az"},
			"campaign": {Criteria: models.Criteria{Campaign: l.campaign.Slug}},
			"til":      {Criteria: models.Criteria{Til: "tomorrow"}},
			"standing": {Criteria: models.Criteria{Standing: "lost"}},
		} {
			if _, err := l.scrutiny.Search(ctx, l.there, f); fault.Of(err).Fields[field] == "" {
				t.Errorf("%+v: %v", f, err)
			}
		}
		if _, err := l.scrutiny.Search(ctx, l.admin, scrutiny.Form{Criteria: models.Criteria{Name: " * "}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a star alone finds everybody: %v", err)
		}
		if n := scalar(t, db, "SELECT count(*) FROM signature_searches WHERE criteria IS NULL OR length(criteria) = 0"); n != 0 {
			t.Errorf("%d searches are not kept", n)
		}
		l.Write(func(ctx context.Context, tx *models.Tx) error {
			return models.ForgetSearches(ctx, tx, testkit.Now.Add(time.Hour), testkit.Now.Add(-models.UndoFor))
		})
		if _, err := l.scrutiny.Find(ctx, l.moderator, ref, 0); !fault.Is(err, fault.NotFound) {
			t.Errorf("it is still there a day later: %v", err)
		}
	})
}

func TestManySignaturesComeByPages(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	l, seen := open(t, db), map[int64]bool{}
	for range 101 {
		testkit.MakeSignature(t, db, l.Keys, l.campaign)
	}
	ref, pages := l.search(l.admin, models.Criteria{Domain: "example.org"}), 0
	for before := int64(0); ; pages++ {
		page, err := l.scrutiny.Find(context.Background(), l.admin, ref, before)
		l.must(err)
		for _, row := range page.Rows {
			seen[row.ID] = true
		}
		if before = page.Next; before == 0 {
			break
		}
	}
	if len(seen) != 101 || pages != 2 {
		t.Errorf("%d signatures on %d pages", len(seen), pages+1)
	}
}

func TestWhatIsTakenOutAndPutBackLeavesEveryNumberAsItWas(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		l, ctx := open(t, db), context.Background()
		seat := testkit.MakeSeat(t, db, l.campaign.State, "upper", "1")
		district, err := models.DistrictByID(ctx, db.Read(), seat.DistrictID)
		l.must(err)
		kept := l.signs("ada@example.org", func(s *testkit.Signer) { s.Districts = []models.District{district} })
		bot := l.signs("bot1@bulk.example", func(s *testkit.Signer) {
			s.Districts, s.At = []models.District{district}, testkit.Now.AddDate(0, 0, -3)
		})
		held := l.signs("bot2@bulk.example", testkit.As(models.SignatureHeld))
		pending := l.signs("bot3@bulk.example", testkit.As(models.SignaturePending))
		testkit.MakeLetter(t, db, l.Keys, bot, seat)
		before := numbers(t, db)

		ref := l.propose(l.moderator, models.Criteria{Domain: "bulk.example"})
		v := l.now(ref)
		if v.State != models.InvalidationReady || v.Found != 2 || v.Held != 1 || v.TopDomain != 2 || v.TopHour != 1 || l.Signature(bot.ID).State != models.SignatureCounted {
			t.Fatalf("counted, and nothing more: %+v", v)
		}
		parts, err := models.InvalidationParts(ctx, db.Read(), v.ID)
		if err != nil || len(parts) != 1 || parts[0].Found != 2 || parts[0].Counted != 1 || parts[0].CountedBefore != 2 {
			t.Errorf("%+v, %v", parts, err)
		}
		l.signs("late@bulk.example") // after it was looked at
		waits, err := l.scrutiny.Start(ctx, l.moderator, ref)
		if l.must(err); waits {
			t.Fatal("two wait for a second person")
		}
		l.work(ref)
		for id, want := range map[int64]models.SignatureState{kept.ID: models.SignatureCounted, bot.ID: models.SignatureInvalidated, held.ID: models.SignatureInvalidated, pending.ID: models.SignaturePending} {
			if got := l.Signature(id); got.State != want || want == models.SignatureInvalidated && got.Reason != "automated" {
				t.Errorf("signature %d is %s (%s), want %s", id, got.State, got.Reason, want)
			}
		}
		if counts := l.Counts(l.campaign.ID); counts.Counted() != 2 || counts.Invalidated != 2 || counts.Held != 0 {
			t.Errorf("%+v", counts)
		}
		if n := scalar(t, db, "SELECT count(*) FROM outbox WHERE kind = 'letter' AND state = 'dropped' AND detail = 'invalidated'"); n != 1 {
			t.Errorf("%d letters were taken back", n)
		}
		l.Verify()

		l.must(l.scrutiny.Undo(ctx, l.other, ref))
		l.work(ref)
		if v := l.now(ref); v.State != models.InvalidationUndone || v.Taken != 2 || v.Restored != 2 {
			t.Errorf("%+v", v)
		}
		l.Write(func(ctx context.Context, tx *models.Tx) error { // the late one leaves no number behind
			late, err := models.LastSignatureID(ctx, tx)
			if err != nil {
				return err
			}
			sig, err := models.SignatureByID(ctx, tx, late)
			if err != nil {
				return err
			}
			return models.MoveSignature(ctx, tx, &sig, models.SignatureWithdrawn, "", testkit.Now)
		})
		if after := numbers(t, db); !slices.Equal(before, after) {
			t.Errorf("before %v\nafter  %v", before, after)
		}
		if after := l.Signature(bot.ID); after.State != models.SignatureCounted || !after.CountedAt.Equal(*bot.CountedAt) || after.Reason != "" {
			t.Errorf("%+v", after)
		}
		if err := l.scrutiny.Undo(ctx, l.other, ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("undone twice: %v", err)
		}
	})
}

// numbers are the counts and journals that everybody sees, but withdrawn ones.
func numbers(t *testing.T, db *models.DB) (list []string) {
	t.Helper()
	for _, query := range []string{"SELECT campaign_id || ' ' || pending || ' ' || held || ' ' || in_state || ' ' || out_of_state || ' ' || invalidated FROM signature_counts ORDER BY campaign_id",
		"SELECT campaign_id || ' ' || day || ' ' || in_state || ' ' || out_of_state FROM day_counts WHERE in_state + out_of_state > 0 ORDER BY campaign_id, day",
		"SELECT campaign_id || ' ' || district_id || ' ' || signatures FROM district_counts ORDER BY campaign_id, district_id"} {
		rows, err := db.SQL().QueryContext(context.Background(), query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			list = append(list, line)
		}
		rows.Close()
	}
	return list
}

func scalar(t *testing.T, db *models.DB, query string) (n int) {
	t.Helper()
	if err := db.SQL().QueryRowContext(context.Background(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNothingIsTakenOutByNothingOrWithoutAReason(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		l, ctx := open(t, db), context.Background()
		whole, some := l.search(l.moderator, models.Criteria{Campaign: l.campaign.Slug, Standing: "counted"}), l.search(l.moderator, models.Criteria{Name: "Ada *"})
		for field, c := range map[string][3]string{"criteria": {whole, "other", "All of them."}, "reason": {some, "because", "No."}, "note": {some, "other", "  "}} {
			if _, err := l.scrutiny.Propose(ctx, l.moderator, c[0], c[1], c[2]); fault.Of(err).Fields[field] == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := l.scrutiny.Propose(ctx, l.there, some, "other", "Not theirs."); !fault.Is(err, fault.NotFound) {
			t.Errorf("by another state's moderator: %v", err)
		}
		ref := l.propose(l.moderator, models.Criteria{Name: "Nobody"})
		if _, err := l.scrutiny.Start(ctx, l.moderator, ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("nobody is taken out: %v", err)
		}
		if _, _, err := l.scrutiny.Invalidation(ctx, l.there, ref); !fault.Is(err, fault.NotFound) {
			t.Errorf("read by another state's moderator: %v", err)
		}
	})
}

func TestManyNeedASecondPersonAndARunCanBeStoppedMidway(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		l, ctx := open(t, db), context.Background()
		many := make([]models.Settled, models.MostWithoutSecond+1)
		for i := range many {
			email, _ := models.ParseEmail(fmt.Sprintf("bot%d@bulk.example", i))
			at := testkit.Now
			s := models.Signature{Ref: fmt.Sprintf("bot-%d", i), CampaignID: l.campaign.ID, PetitionID: *l.campaign.PetitionID, EmailIndex: models.SignatureIndex(l.Keys, l.campaign.Code, email),
				Household: 1, Lang: "en", Display: models.DisplayHidden, InState: true, State: models.SignatureCounted, Mails: 0, MailedAt: at, CreatedAt: at, CountedAt: &at, MovedAt: at}
			s.SealPerson(l.Keys, models.Person{Name: "Bo Bulk", Email: email.Typed, ZIP: "85003"})
			many[i] = models.Settled{Signature: s}
		}
		l.Write(func(ctx context.Context, tx *models.Tx) error { return models.AddSettled(ctx, tx, many) })

		ref := l.propose(l.moderator, models.Criteria{Name: "bo bulk"})
		if waits, err := l.scrutiny.Start(ctx, l.moderator, ref); err != nil || !waits {
			t.Fatalf("waits %v, %v", waits, err)
		}
		if err := l.scrutiny.Approve(ctx, l.moderator, ref); !fault.Is(err, fault.Forbidden) {
			t.Errorf("approved by who asked: %v", err)
		}
		if err := l.scrutiny.Approve(ctx, l.there, ref); !fault.Is(err, fault.NotFound) {
			t.Errorf("approved from elsewhere: %v", err)
		}
		if page, err := l.scrutiny.Find(ctx, l.other, searchOf(t, l, ref), 0); err != nil || len(page.Rows) == 0 {
			t.Errorf("the second person sees %d signatures, %v", len(page.Rows), err)
		}
		l.must(l.scrutiny.Approve(ctx, l.other, ref))
		for range 2 {
			_, err := l.scrutiny.Proceed(ctx, l.now(ref).ID)
			l.must(err)
		}
		if v := l.now(ref); v.Taken != 200 || v.Percent() != 39 || l.Counts(l.campaign.ID).Invalidated != 200 {
			t.Errorf("midway: %+v", v)
		}
		l.Verify()
		l.must(l.scrutiny.Stop(ctx, l.moderator, ref))
		l.work(ref)
		if v := l.now(ref); v.State != models.InvalidationStopped || v.Taken != 200 {
			t.Errorf("stopped: %+v", v)
		}
		l.must(l.scrutiny.Undo(ctx, l.moderator, ref))
		l.work(ref)
		if counts := l.Counts(l.campaign.ID); counts.Invalidated != 0 || counts.InState != len(many) {
			t.Errorf("undone: %+v", counts)
		}
	})
}

func searchOf(t *testing.T, l *lens, ref string) string {
	t.Helper()
	search, err := models.SearchByID(context.Background(), l.DB.Read(), l.now(ref).SearchID)
	l.must(err)
	return search.Ref
}

func TestUndoingLeavesAloneWhoWentElsewhereAndEndsInTime(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		l, ctx := open(t, db), context.Background()
		left, again := l.signs("left@bulk.example"), l.signs("again@bulk.example")
		run := func(c models.Criteria) string {
			ref := l.propose(l.moderator, c)
			_, err := l.scrutiny.Start(ctx, l.moderator, ref)
			l.must(err)
			l.work(ref)
			return ref
		}
		first := run(models.Criteria{Domain: "bulk.example"})
		l.Write(func(ctx context.Context, tx *models.Tx) error {
			sig := l.Signature(left.ID)
			return models.MoveSignature(ctx, tx, &sig, models.SignatureWithdrawn, "", testkit.Now)
		})
		l.Write(func(ctx context.Context, tx *models.Tx) error { // a person put it back by hand
			sig := l.Signature(again.ID)
			return models.MoveSignature(ctx, tx, &sig, models.SignatureCounted, "", testkit.Now)
		})
		second := run(models.Criteria{Email: "again@bulk.example"})
		l.must(l.scrutiny.Undo(ctx, l.moderator, first))
		l.work(first)
		if v := l.now(first); v.State != models.InvalidationUndone || v.Restored != 0 {
			t.Errorf("%+v", v)
		}
		if a, b := l.Signature(left.ID).State, l.Signature(again.ID).State; a != models.SignatureWithdrawn || b != models.SignatureInvalidated {
			t.Errorf("withdrawn is %s, taken out again is %s", a, b)
		}
		l.Clock.Advance(models.UndoFor)
		if err := l.scrutiny.Undo(ctx, l.moderator, second); !fault.Is(err, fault.Conflict) {
			t.Errorf("undone after %s: %v", models.UndoFor, err)
		}
		l.Write(func(ctx context.Context, tx *models.Tx) error {
			now := models.Moment(l.Clock.Now())
			return models.ForgetSearches(ctx, tx, now.Add(-models.KeepSearch), now.Add(-models.UndoFor))
		})
		if n := scalar(t, db, "SELECT count(*) FROM signature_searches WHERE length(criteria) > 0"); n != 0 {
			t.Errorf("%d searches are still known", n)
		}
	})
}
