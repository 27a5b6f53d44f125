package models_test

import (
	"context"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/models"
)

// TestSilenceIsDatedByNoSingleLetter: by the week of the fifth, or of a digest of
// the state.
func TestSilenceIsDatedByNoSingleLetter(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, c := context.Background(), testkit.MakeCampaign(t, db)
		written, told := testkit.MakeSeat(t, db, "az", "upper", "1"), testkit.MakeSeat(t, db, "az", "upper", "2")
		since := func(h models.Holder) string {
			standings, err := models.Standings(ctx, db.Read(), c, 5)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range standings {
				if s.SeatID == h.SeatID && s.SilentSince != nil {
					return s.SilentSince.Format(time.DateTime)
				}
			}
			return ""
		}
		arrive := func(mails []int64, at time.Time) {
			if err := db.Write(ctx, func(tx *models.Tx) error {
				for _, id := range mails {
					if _, err := models.ReportMail(ctx, tx, id, models.MailDelivered, "id", at); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		for n := range 5 {
			letter := testkit.MakeLetter(t, db, testkit.Keys(), testkit.MakeSignature(t, db, testkit.Keys(), c), written)
			deliveries, err := models.DeliveriesOf(ctx, db.Read(), letter.ID)
			if err != nil {
				t.Fatal(err)
			}
			if got := since(written); got != "" {
				t.Errorf("after %d letters: %s", n, got)
			}
			arrive([]int64{*deliveries[0].OutboxID}, testkit.Now.AddDate(0, 0, 7*n))
		}
		if got := since(written); got != "2026-12-21 00:00:00" { // four weeks after the 24th of November, a Tuesday
			t.Errorf("after the fifth: %s", got)
		}
		testkit.MakeDigest(t, db, testkit.Keys(), testkit.MakeMilestone(t, db, c, models.MilestoneOfState, 5), told, 0)
		mails, err := models.MailsIn(ctx, db.Read(), models.MailQueued, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mails {
			if m.Kind == "digest" {
				arrive([]int64{m.ID}, testkit.Now)
			}
		}
		if got := since(told); got != "2026-11-23 00:00:00" {
			t.Errorf("after a digest: %s", got)
		}
	})
}
