package signing_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/signing"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

const ada = "ada@example.org"

// open puts the acts on a database with one live campaign.
func open(t *testing.T, db *models.DB) (*desk.Desk, models.Campaign) {
	t.Helper()
	return desk.Open(t, db), testkit.MakeCampaign(t, db)
}

func form(name, email string) signing.Form {
	return signing.Form{Name: name, Email: email, ZIP: "85003", Lang: "en"}
}

func sign(t *testing.T, d *desk.Desk, c models.Campaign, f signing.Form) {
	t.Helper()
	if err := d.Signing.Sign(context.Background(), c.Slug, f); err != nil {
		t.Fatal(err)
	}
}

// at lists what an address holds on a campaign.
func at(t *testing.T, d *desk.Desk, c models.Campaign, typed string) []models.Signature {
	t.Helper()
	email, err := models.ParseEmail(typed)
	if err != nil {
		t.Fatal(err)
	}
	held, err := models.SignaturesAt(context.Background(), d.DB.Read(), c.ID, models.SignatureIndex(d.Keys, c.Code, email))
	if err != nil {
		t.Fatal(err)
	}
	return held
}

func names(t *testing.T, d *desk.Desk, held []models.Signature) (all []string) {
	t.Helper()
	for _, s := range held {
		p, err := s.OpenPerson(d.Keys)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p.Name)
	}
	return all
}

func mailed(d *desk.Desk, kind string) int {
	rows, _ := d.Mails(kind)
	return len(rows)
}

func TestOneAddressIsTwoPeopleAtMost(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, c := open(t, db)
		sign(t, d, c, form("Ada Example", ada))
		sign(t, d, c, form("ADA  EXAMPLE", "Ada+again@example.org")) // within the minute: a double click
		if n := mailed(d, mailroom.KindConfirmation); n != 1 {
			t.Errorf("a double click made %d mails", n)
		}
		elsewhere := form("Cleo Sample", ada)
		elsewhere.ZIP = "85004"
		sign(t, d, c, elsewhere) // another name, but another home: not of the household
		sign(t, d, c, form("Ben Example", ada))
		d.Clock.Advance(25 * time.Hour)
		sign(t, d, c, form("Dora Third", ada))
		held := at(t, d, c, ada)
		if got := fmt.Sprint(names(t, d, held)); got != "[Ada Example Ben Example]" || held[0].Household == held[1].Household {
			t.Errorf("the address holds %s", got)
		}
		if counts := d.Counts(c.ID); counts.Pending != 2 {
			t.Errorf("counts are %+v", counts)
		}
	})
}

func TestSigningAgainDependsOnWhereTheSignatureStands(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		for _, c := range []struct {
			state, becomes models.SignatureState
			mail           string
		}{
			{models.SignaturePending, models.SignaturePending, mailroom.KindConfirmation},
			{models.SignatureWithdrawn, models.SignaturePending, mailroom.KindConfirmation},
			{models.SignatureCounted, models.SignatureCounted, mailroom.KindDuplicate},
			{models.SignatureHeld, models.SignatureHeld, mailroom.KindDuplicate},
			{models.SignatureInvalidated, models.SignatureInvalidated, mailroom.KindDuplicate},
		} {
			t.Run(string(c.state), func(t *testing.T) {
				d, campaign := open(t, db)
				address := string(c.state) + "@example.org"
				sig := testkit.MakeSignature(t, db, d.Keys, campaign, testkit.As(c.state), func(s *testkit.Signer) { s.Email = address })
				before := mailed(d, c.mail)
				d.Clock.Advance(time.Hour)
				again := form("Ada Example", address)
				again.ZIP, again.Comment = "10001", "Changed"
				sign(t, d, campaign, again)
				now := d.Signature(sig.ID)
				if now.State != c.becomes || mailed(d, c.mail) != before+1 || len(at(t, d, campaign, address)) != 1 {
					t.Errorf("it is %s with %d more mails", now.State, mailed(d, c.mail)-before)
				}
				person, err := now.OpenPerson(d.Keys)
				if changed := person.ZIP == "10001"; err != nil || changed != (c.becomes == models.SignaturePending) || changed == now.InState {
					t.Errorf("a stranger could change it: %+v, in state %v, %v", person, now.InState, err)
				}
			})
		}
	})
}

func TestASecondNameChangesNothingOfAPendingSignature(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, c := open(t, db)
		sign(t, d, c, form("Ada Example", ada))
		d.Clock.Advance(time.Hour)
		other := form("Eve Elsewhere", ada)
		other.ZIP, other.Display = "10001", "full"
		sign(t, d, c, other)
		held := at(t, d, c, ada)
		if got := names(t, d, held); len(got) != 1 || got[0] != "Ada Example" || held[0].Display != models.DisplayHidden || mailed(d, mailroom.KindConfirmation) != 2 {
			t.Errorf("%v, %+v", got, held)
		}
	})
}

func TestNoSignatureMakesMoreThanThreeMailsNorAnAddressTwoADay(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, c := open(t, db)
		for day := range 4 {
			for range 4 {
				sign(t, d, c, form("Ada Example", ada))
				d.Clock.Advance(2 * time.Hour)
			}
			if n, want := mailed(d, mailroom.KindConfirmation), min(2*(day+1), models.MaxMailsPerSignature); n != want {
				t.Fatalf("%d mails after %d days, want %d", n, day+1, want)
			}
			d.Clock.Advance(24 * time.Hour)
		}
	})
}

func TestManyAtOnceOverPetitionsGetTwoConfirmations(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		var wg sync.WaitGroup
		for n := range 6 {
			c := testkit.MakeCampaign(t, db)
			for _, spelling := range []string{"ada.love@gmail.com", "adalove+x@gmail.com", "AdaLove@googlemail.com"} {
				wg.Go(func() {
					if err := d.Signing.Sign(context.Background(), c.Slug, form(fmt.Sprintf("Ada %c Love", 'A'+n), spelling)); err != nil {
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		if n := mailed(d, mailroom.KindConfirmation); n != 2 {
			t.Errorf("the address got %d confirmations", n)
		}
	})
}

func TestASuppressedAddressGetsNothingAndNobodyLearnsIt(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		for _, reason := range []string{"bounced", "complained", "refused", "unsubscribed"} {
			d, c := open(t, db)
			address := reason + "@example.org"
			email, err := models.ParseEmail(address)
			if err != nil {
				t.Fatal(err)
			}
			d.Write(func(ctx context.Context, tx *models.Tx) error {
				return models.Suppress(ctx, tx, models.ContactIndex(d.Keys, email), reason, testkit.Now)
			})
			sign(t, d, c, form("Ada Example", address))
			want := 0
			if reason == "unsubscribed" { // from updates: who asks for a mail gets it
				want = 1
			}
			if held := at(t, d, c, address); len(held) != want {
				t.Errorf("%s: %d signatures", reason, len(held))
			}
		}
	})
}

func TestOnlyALiveCampaignIsSigned(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		for _, status := range models.CampaignStatuses {
			c := testkit.MakeCampaign(t, db, func(c *models.Campaign) { c.Status = status })
			want := fault.Gone
			switch {
			case status == models.CampaignLive:
				want = ""
			case !c.IsPublic():
				want = fault.NotFound
			}
			err := d.Signing.Sign(context.Background(), c.Slug, form("Ada Example", ada))
			if want == "" && err != nil || want != "" && !fault.Is(err, want) {
				t.Errorf("%s: %v", status, err)
			}
		}
	})
}

func TestACampaignThatClosesMeanwhileTakesNobody(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, c := open(t, db)
		sign(t, d, c, form("Ada Example", ada)) // the campaign is now remembered as live
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			return models.MoveCampaign(ctx, tx, &c, models.CampaignPaused, testkit.Now)
		})
		if err := d.Signing.Sign(context.Background(), c.Slug, form("Ben Example", "ben@example.org")); !fault.Is(err, fault.Gone) {
			t.Errorf("%v", err)
		}
		if counts := d.Counts(c.ID); counts.Pending != 1 {
			t.Errorf("%+v", counts)
		}
	})
}

func TestNobodySignsWordsThatTheyHaveNotSeen(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, c := open(t, db)
		seen := form("Ada Example", ada)
		seen.Version = 1
		sign(t, d, c, seen)
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			p := models.Petition{CampaignID: c.ID, CreatedAt: testkit.Now}
			if err := models.AddPetition(ctx, tx, &p, []models.PetitionText{{Lang: "en", Title: "Another text"}}); err != nil {
				return err
			}
			return models.UsePetition(ctx, tx, &c, p.ID, testkit.Now)
		})
		seen = form("Ben Example", "ben@example.org")
		for version, may := range []bool{true, false, true} { // 0 is a form that does not say
			seen.Version = version
			err := d.Signing.Sign(context.Background(), c.Slug, seen)
			if (err == nil) != may || err != nil && fault.Of(err).Fields["version"] == "" {
				t.Errorf("version %d: %v", version, err)
			}
			seen.Email = "eve@example.org"
		}
		if counts := d.Counts(c.ID); counts.Pending != 3 {
			t.Errorf("%+v", counts)
		}
	})
}
