package signing_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/signing"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

func confirm(d *desk.Desk, tok string) error {
	_, err := d.Signing.Confirm(context.Background(), tok)
	return err
}

func status(t *testing.T, d *desk.Desk, tok string) signing.LinkStatus {
	t.Helper()
	peek, err := d.Signing.Look(context.Background(), tok)
	if err != nil {
		t.Fatal(err)
	}
	return peek.Status
}

func TestAButtonPressedManyTimesCountsOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, c := open(t, db)
		sig := testkit.MakeSignature(t, db, d.Keys, c, testkit.As(models.SignaturePending))
		var wg sync.WaitGroup
		var counted atomic.Int32
		for range 8 {
			wg.Go(func() {
				switch err := confirm(d, testkit.ConfirmToken(sig)); {
				case err == nil:
					counted.Add(1)
				case !fault.Is(err, fault.Conflict):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if counts := d.Counts(c.ID); counted.Load() != 1 || counts.InState != 1 || counts.Pending != 0 {
			t.Errorf("%d answers, %+v", counted.Load(), counts)
		}
	})
}

func TestAllLinksOfASignatureAreSpentTogether(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, c := open(t, db)
		sign(t, d, c, form("Ada Example", ada))
		first := d.Link(mailroom.KindConfirmation, ada)
		d.Clock.Advance(time.Hour)
		sign(t, d, c, form("Ada Example", ada))
		second := d.Link(mailroom.KindConfirmation, ada)
		if first == second || status(t, d, first) != signing.LinkOpen {
			t.Fatal("a reminder must not break the first link")
		}
		if err := confirm(d, first); err != nil {
			t.Fatal(err)
		}
		for _, tok := range []string{first, second} {
			if got := status(t, d, tok); got != signing.LinkSpent || !fault.Is(confirm(d, tok), fault.Conflict) {
				t.Errorf("the link is %s", got)
			}
			if err := d.Signing.Refuse(context.Background(), tok); !fault.Is(err, fault.Conflict) {
				t.Errorf("refusing what is counted: %v", err)
			}
		}
		if err := confirm(d, "no-such-link"); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v", err)
		}
	})
}

func TestHowLongALinkCounts(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		for name, c := range map[string]struct {
			move  models.CampaignStatus
			after time.Duration
			want  signing.LinkStatus
		}{
			"in its week":              {"", models.ConfirmLife - time.Second, signing.LinkOpen},
			"after its week":           {"", models.ConfirmLife, signing.LinkExpired},
			"paused":                   {models.CampaignPaused, time.Hour, signing.LinkOpen},
			"closed for less than 24h": {models.CampaignClosed, models.GraceAfterClose - time.Second, signing.LinkOpen},
			"closed for 24h":           {models.CampaignClosed, models.GraceAfterClose, signing.LinkClosed},
			"hidden":                   {models.CampaignHidden, 0, signing.LinkClosed},
			"withdrawn":                {models.CampaignWithdrawn, 0, signing.LinkClosed},
		} {
			d, campaign := open(t, db)
			sig := testkit.MakeSignature(t, db, d.Keys, campaign, testkit.As(models.SignaturePending))
			if c.move != "" {
				d.Write(func(ctx context.Context, tx *models.Tx) error {
					return models.MoveCampaign(ctx, tx, &campaign, c.move, d.Clock.Now())
				})
			}
			d.Clock.Advance(c.after)
			tok := testkit.ConfirmToken(sig)
			if got := status(t, d, tok); got != c.want {
				t.Errorf("%s: the link is %s", name, got)
			}
			err := confirm(d, tok)
			if (err == nil) != (c.want == signing.LinkOpen) || err != nil && !fault.Is(err, fault.Gone) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestRefusingDeletesAndSuppresses(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, c := open(t, db)
		sign(t, d, c, form("Ada Example", ada))
		tok := d.Link(mailroom.KindConfirmation, ada)
		if err := d.Signing.Refuse(context.Background(), tok); err != nil {
			t.Fatal(err)
		}
		if mailed(d, mailroom.KindConfirmation) != 0 || len(at(t, d, c, ada)) != 0 || d.Counts(c.ID).Pending != 0 {
			t.Error("something of it is left")
		}
		if err := confirm(d, tok); !fault.Is(err, fault.NotFound) {
			t.Errorf("its link: %v", err)
		}
		d.Clock.Advance(48 * time.Hour)
		sign(t, d, c, form("Ada Example", ada))
		if len(at(t, d, c, ada)) != 0 {
			t.Error("the address was written to again")
		}
	})
}

func TestRefusingAReturnOfSomebodyWithAPastSpendsItsLinks(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, c := open(t, db)
		sig := testkit.MakeSignature(t, db, d.Keys, c, testkit.As(models.SignatureWithdrawn), func(s *testkit.Signer) { s.Email = ada })
		d.Clock.Advance(time.Hour)
		sign(t, d, c, form("Ada Example", ada))
		tok := d.Link(mailroom.KindConfirmation, ada)
		if err := d.Signing.Refuse(context.Background(), tok); err != nil {
			t.Fatal(err)
		}
		if got := d.Signature(sig.ID); got.State != models.SignatureWithdrawn || status(t, d, tok) != signing.LinkSpent {
			t.Errorf("%s, its link is %s", got.State, status(t, d, tok))
		}
	})
}

// TestExpiringPassesOverNobody: one who wrote while held, withdrew and came back
// has letters and no count, and must not keep others.
func TestExpiringPassesOverNobody(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		d, c := open(t, db)
		seat := testkit.MakeSeat(t, db, "az", "upper", "1")
		past := testkit.MakeSignature(t, db, d.Keys, c, testkit.As(models.SignatureHeld), func(s *testkit.Signer) { s.Email = ada })
		testkit.MakeLetter(t, db, d.Keys, past, seat)
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			if err := models.MoveSignature(ctx, tx, &past, models.SignatureWithdrawn, "", testkit.Now); err != nil {
				return err
			}
			return models.MoveSignature(ctx, tx, &past, models.SignaturePending, "", testkit.Now)
		})
		never := testkit.MakeSignature(t, db, d.Keys, c, testkit.As(models.SignaturePending), func(s *testkit.Signer) { s.At = testkit.Now.Add(time.Minute) })
		young := testkit.MakeSignature(t, db, d.Keys, c, testkit.As(models.SignaturePending), func(s *testkit.Signer) { s.At = testkit.Now.Add(time.Hour) })
		counted := testkit.MakeSignature(t, db, d.Keys, c)
		d.Clock.Advance(models.KeepPending + 30*time.Minute)
		if n, err := d.Signing.Expire(ctx); n != 2 || err != nil {
			t.Fatalf("%d expired, %v", n, err)
		}
		if _, err := models.SignatureByID(ctx, db.Read(), never.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the one never confirmed: %v", err)
		}
		for id, want := range map[int64]models.SignatureState{past.ID: models.SignatureWithdrawn, young.ID: models.SignaturePending, counted.ID: models.SignatureCounted} {
			if got := d.Signature(id).State; got != want {
				t.Errorf("signature %d is %s, want %s", id, got, want)
			}
		}
	})
}
