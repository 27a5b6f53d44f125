package mydata_test

import (
	"context"
	"regexp"
	"testing"

	"statehouse/internal/fault"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/mydata"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

var stopLink = regexp.MustCompile(`/unsubscribe/([\w-]{43})>$`)

// stop is the unsubscribe link in the newest mail of a kind.
func stop(t *testing.T, d *desk.Desk, kind string) string {
	t.Helper()
	_, messages := d.Mails(kind)
	found := stopLink.FindStringSubmatch(messages[len(messages)-1].Headers["List-Unsubscribe"])
	if found == nil {
		t.Fatalf("no link in %+v", messages[len(messages)-1].Headers)
	}
	return found[1]
}

func suppression(t *testing.T, d *desk.Desk, address string) string {
	t.Helper()
	email, err := models.ParseEmail(address)
	if err != nil {
		t.Fatal(err)
	}
	reason, err := models.SuppressionOf(context.Background(), d.DB.Read(), models.ContactIndex(d.Keys, email))
	if err != nil {
		t.Fatal(err)
	}
	return reason
}

func TestOneClickStopsTheUpdatesOfOnePetition(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		sig := testkit.MakeSignature(t, db, d.Keys, testkit.MakeCampaign(t, db), as(ada, models.SignatureCounted))
		ask(t, d, "Ada+asks@example.org") // another spelling is not another person, nor an office
		tok := stop(t, d, mailroom.KindMyData)
		s, err := d.MyData.LookStop(ctx, tok, "en")
		if err != nil || s.Office != "" || s.Title == "" {
			t.Errorf("%+v, %v", s, err)
		}
		if !d.Signature(sig.ID).Updates {
			t.Fatal("looking changed something")
		}
		for range 2 {
			if err := d.MyData.Unsubscribe(ctx, tok, mydata.ScopePetition); err != nil {
				t.Error(err)
			}
		}
		if d.Signature(sig.ID).Updates || suppression(t, d, ada) != "" {
			t.Errorf("updates %v, suppressed for %q", d.Signature(sig.ID).Updates, suppression(t, d, ada))
		}
		for range 2 {
			if err := d.MyData.Unsubscribe(ctx, tok, mydata.ScopeAll); err != nil {
				t.Error(err)
			}
		}
		if got := suppression(t, d, ada); got != "unsubscribed" {
			t.Errorf("suppressed for %q", got)
		}
		d.Clock.Advance(models.UnsubscribeLife)
		if err := d.MyData.Unsubscribe(ctx, tok, mydata.ScopeAll); !fault.Is(err, fault.Gone) {
			t.Errorf("after its life: %v", err)
		}
		if err := d.MyData.Unsubscribe(ctx, "no-such-link", mydata.ScopeAll); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v", err)
		}
	})
}

func TestUnsubscribingNeverSoftensAHarderReason(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		testkit.MakeSignature(t, db, d.Keys, testkit.MakeCampaign(t, db), as(ada, models.SignatureCounted))
		ask(t, d, ada)
		tok := stop(t, d, mailroom.KindMyData)
		for _, c := range []struct{ comes, stands string }{{"", "unsubscribed"}, {"complained", "complained"}, {"", "complained"}, {"bounced", "complained"}} {
			if c.comes == "" {
				if err := d.MyData.Unsubscribe(ctx, tok, mydata.ScopeAll); err != nil {
					t.Fatal(err)
				}
			} else {
				email, _ := models.ParseEmail(ada)
				d.Write(func(ctx context.Context, tx *models.Tx) error {
					return models.Suppress(ctx, tx, models.ContactIndex(d.Keys, email), c.comes, testkit.Now)
				})
			}
			if got := suppression(t, d, ada); got != c.stands {
				t.Errorf("after %q: %q, want %q", c.comes, got, c.stands)
			}
		}
	})
}

// TestAnOfficeCanStopEvenAfterItsWriterErased also holds that the office is
// stopped, not the writer.
func TestAnOfficeCanStopEvenAfterItsWriterErased(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		c := testkit.MakeCampaign(t, db)
		for _, erased := range []bool{false, true} {
			sig := testkit.MakeSignature(t, db, d.Keys, c, as(ada, models.SignatureCounted))
			office := map[bool]string{false: "office@example.org", true: "second.office@example.org"}[erased]
			d.Write(func(ctx context.Context, tx *models.Tx) error {
				draft, err := d.Room.Letter(ctx, mailroom.Letter{To: mail.Address{Email: office}, Writer: "Ada E.", Subject: "Please", Body: "Vote.", Name: "Ada Example", CampaignAt: "/petitions/x"}, testkit.Now)
				if err != nil {
					return err
				}
				_, err = d.Room.Post(ctx, tx, []*mailroom.Draft{draft.For(sig)})
				return err
			})
			tok := stop(t, d, mailroom.KindLetter)
			if erased {
				if err := d.MyData.Erase(ctx, ask(t, d, ada)); err != nil {
					t.Fatal(err)
				}
			}
			if s, err := d.MyData.LookStop(ctx, tok, "en"); err != nil || s.Office != office {
				t.Errorf("erased %v: %+v, %v", erased, s, err)
			}
			if err := d.MyData.Unsubscribe(ctx, tok, mydata.ScopePetition); err != nil {
				t.Fatal(err)
			}
			if got := suppression(t, d, office); got != "unsubscribed" {
				t.Errorf("erased %v: the office is suppressed for %q", erased, got)
			}
			if got := suppression(t, d, ada); got != "" {
				t.Errorf("erased %v: the writer is suppressed for %q", erased, got)
			}
			c = testkit.MakeCampaign(t, db)
		}
	})
}
