package signing_test

import (
	"context"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/signing"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

// TestWhileSigningIsPausedTimeStandsStill for links and the mails that carry
// them, and nobody signs or confirms.
func TestWhileSigningIsPausedTimeStandsStill(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		c := testkit.MakeCampaign(t, db)
		if err := d.Signing.Sign(ctx, c.Slug, signing.Form{Name: "Ada Example", Email: "ada@example.org", ZIP: "85012", Lang: "en"}); err != nil {
			t.Fatal(err)
		}
		tok := d.Link(mailroom.KindConfirmation, "ada@example.org")
		d.Clock.Advance(models.ConfirmLife - time.Hour)
		d.Write(func(ctx context.Context, tx *models.Tx) error { return models.PauseSigning(ctx, tx, d.Clock.Now()) })
		if err := db.Write(ctx, func(tx *models.Tx) error { return models.PauseSigning(ctx, tx, d.Clock.Now()) }); !fault.Is(err, fault.Conflict) {
			t.Errorf("paused twice: %v", err)
		}
		d.Clock.Advance(48 * time.Hour) // long past the link's end
		if got := status(t, d, tok); got != signing.LinkPaused {
			t.Errorf("the link is %s", got)
		}
		if err := confirm(d, tok); !signing.IsPaused(err) || !fault.Is(err, fault.Unavailable) {
			t.Errorf("confirmed in the pause: %v", err)
		}
		time.Sleep(1100 * time.Millisecond) // what signing remembers of the site for a second
		if err := d.Signing.Sign(ctx, c.Slug, signing.Form{Name: "Bea", Email: "bea@example.org", ZIP: "85012", Lang: "en"}); !signing.IsPaused(err) {
			t.Errorf("signed in the pause: %v", err)
		}
		d.Write(func(ctx context.Context, tx *models.Tx) error { return models.ResumeSigning(ctx, tx, d.Clock.Now()) })
		rows, _ := d.Mails(mailroom.KindConfirmation)
		if want := testkit.Now.Add(models.ConfirmLife + 48*time.Hour); !rows[0].ExpiresAt.Equal(want) {
			t.Errorf("the mail ends at %s, want %s", rows[0].ExpiresAt, want)
		}
		d.Clock.Advance(59 * time.Minute)
		if err := confirm(d, tok); err != nil {
			t.Errorf("just before its new end: %v", err)
		}
		if err := db.Write(ctx, func(tx *models.Tx) error { return models.ResumeSigning(ctx, tx, d.Clock.Now()) }); !fault.Is(err, fault.Conflict) {
			t.Errorf("resumed twice: %v", err)
		}
	})
}
