package quotes_test

import (
	"context"
	"slices"
	"testing"

	"statehouse/internal/fault"
	"statehouse/internal/quotes"
	"statehouse/internal/testkit"
	"statehouse/models"
)

var ctx = context.Background()

// floor is one campaign with an organizer.
type floor struct {
	t        *testing.T
	db       *models.DB
	quotes   *quotes.Quotes
	campaign models.Campaign
	actor    models.Actor
}

func open(t *testing.T, db *models.DB) floor {
	t.Helper()
	user := models.User{Email: "organizer@example.org", Name: "Olga Organizer", Role: models.RoleOrganizer, State: "az", CreatedAt: testkit.Now}
	f := floor{t: t, db: db, quotes: quotes.New(db, testkit.Keys(), testkit.NewClock().Now), campaign: testkit.MakeCampaign(t, db)}
	f.write(func(tx *models.Tx) error {
		user.ID = 0
		return models.AddUser(ctx, tx, &user)
	})
	f.actor = models.Actor{User: &user}
	return f
}

func (f floor) write(fn func(tx *models.Tx) error) {
	f.t.Helper()
	if err := f.db.Write(ctx, fn); err != nil {
		f.t.Fatal(err)
	}
}

func (f floor) said(words string, quotable bool, options ...func(*testkit.Signer)) models.Signature {
	f.t.Helper()
	sig := testkit.MakeSignature(f.t, f.db, testkit.Keys(), f.campaign, append(options, func(s *testkit.Signer) { s.Comment = words })...)
	if quotable {
		f.change(sig, words, true)
	}
	return sig
}

// change writes a comment anew.
func (f floor) change(sig models.Signature, words string, quotable bool) {
	f.t.Helper()
	f.write(func(tx *models.Tx) error {
		s, err := models.SignatureByID(ctx, tx, sig.ID)
		if err != nil {
			return err
		}
		person, err := s.OpenPerson(testkit.Keys())
		if err != nil {
			return err
		}
		person.Comment, s.Quotable = words, quotable
		s.SealPerson(testkit.Keys(), person)
		return models.SaveSignature(ctx, tx, &s)
	})
}

// shown are the words that offices would see.
func (f floor) shown() []string {
	f.t.Helper()
	words, err := models.QuotedWords(ctx, f.db.Read(), testkit.Keys(), f.campaign.ID, 0, 100)
	if err != nil {
		f.t.Fatal(err)
	}
	return words
}

func TestOnlyWhatItsWriterAllowsAndAnOrganizerChoosesIsShown(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		f := open(t, db)
		first, second := f.said("Care first.", true), f.said("Simple, fair and overdue.", true)
		silent := f.said("Not for offices.", false)
		held := f.said("Still being checked.", true, testkit.As(models.SignatureHeld))
		list, unfit, next, err := f.quotes.List(ctx, f.campaign, 0)
		if err != nil || unfit != 0 || next != 0 || len(list) != 2 || list[0].Ref != second.Ref || list[1].Words != "Care first." || list[0].Chosen {
			t.Fatalf("listed are %+v, %d unfit, next %d, %v", list, unfit, next, err)
		}
		for _, sig := range []models.Signature{silent, held} {
			if err := f.quotes.Choose(ctx, f.actor, f.campaign, sig.Ref); !fault.Is(err, fault.NotFound) {
				t.Errorf("choosing what is not offered: %v", err)
			}
		}
		another := f.campaign
		another.ID++
		if err := f.quotes.Choose(ctx, f.actor, another, first.Ref); !fault.Is(err, fault.NotFound) {
			t.Errorf("for another campaign: %v", err)
		}
		if got := f.shown(); len(got) != 0 {
			t.Errorf("before anything is chosen: %q", got)
		}
		for range 2 {
			if err := f.quotes.Choose(ctx, f.actor, f.campaign, first.Ref); err != nil {
				t.Fatal(err)
			}
		}
		if got := f.shown(); !slices.Equal(got, []string{"Care first."}) {
			t.Errorf("shown are %q", got)
		}
		if err := f.quotes.Drop(ctx, f.campaign, first.Ref); err != nil {
			t.Fatal(err)
		}
		if got := f.shown(); len(got) != 0 {
			t.Errorf("after taking it back: %q", got)
		}
	})
}

func TestAChoiceHoldsForTheWordsThatWereRead(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		f := open(t, db)
		sig := f.said("Care first.", true)
		choose := func() {
			if err := f.quotes.Choose(ctx, f.actor, f.campaign, sig.Ref); err != nil {
				t.Fatal(err)
			}
		}
		choose()
		f.change(sig, "Something else.", true)
		if got := f.shown(); len(got) != 0 {
			t.Errorf("other words than those that were read: %q", got)
		}
		choose()
		f.change(sig, "Something else.", false)
		if got := f.shown(); len(got) != 0 {
			t.Errorf("after its writer took the consent back: %q", got)
		}
	})
}

func TestWhatCouldHarmIsNotOffered(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		f := open(t, db)
		for _, words := range []string{"Ask Robert Sample on Elm Street, he did it.", "Call me at 602-555-0143.", "I was trafficked when I was sixteen.", "Somebody should kill them all."} {
			sig := f.said(words, true)
			if err := f.quotes.Choose(ctx, f.actor, f.campaign, sig.Ref); !fault.Is(err, fault.NotFound) {
				t.Errorf("%q: %v", words, err)
			}
		}
		if list, unfit, _, err := f.quotes.List(ctx, f.campaign, 0); err != nil || len(list) != 0 || unfit != 4 {
			t.Errorf("offered are %+v, left out %d, %v", list, unfit, err)
		}
	})
}

func TestWhoHoldsASeatMayBeNamed(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		f := open(t, db)
		sig := f.said("Please listen to us, Sam Sample.", true)
		if list, unfit, _, err := f.quotes.List(ctx, f.campaign, 0); err != nil || len(list) != 0 || unfit != 1 {
			t.Errorf("while they hold none: %+v, left out %d, %v", list, unfit, err)
		}
		testkit.MakeSeat(t, db, "az", "upper", "1")
		if list, unfit, _, err := f.quotes.List(ctx, f.campaign, 0); err != nil || len(list) != 1 || unfit != 0 {
			t.Errorf("offered are %+v, left out %d, %v", list, unfit, err)
		}
		if err := f.quotes.Choose(ctx, f.actor, f.campaign, sig.Ref); err != nil {
			t.Error(err)
		}
	})
}

func TestOlderCommentsFollowPageByPage(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		f := open(t, db)
		for range quotes.PageSize + 1 {
			f.said("Care first.", true)
		}
		list, _, next, err := f.quotes.List(ctx, f.campaign, 0)
		if err != nil || len(list) != quotes.PageSize || next == 0 {
			t.Fatalf("%d comments, next %d, %v", len(list), next, err)
		}
		if list, _, next, err = f.quotes.List(ctx, f.campaign, next); err != nil || len(list) != 1 || next != 0 {
			t.Errorf("then %d comments, next %d, %v", len(list), next, err)
		}
	})
}
