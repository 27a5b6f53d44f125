package verify_test

import (
	"context"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/models"
)

// TestWhoeverReturnsIsCountedWhereTheyLiveNow also holds that a returner gets as
// long to confirm as everybody.
func TestWhoeverReturnsIsCountedWhereTheyLiveNow(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		upper := testkit.MakeSeat(t, db, "az", "upper", "1")
		d := openDesk(t, db)
		d.do("importing ZIPs", func(ctx context.Context) error {
			return db.Write(ctx, func(tx *models.Tx) error {
				return models.AddZIPs(ctx, tx, []models.ZIPDistrict{{ZIP: "85003", DistrictID: upper.DistrictID}}, func(int) {})
			})
		})
		d.sign("Cleo Sample", "cleo@example.org", "85003")
		cleo := d.confirm("cleo@example.org")
		d.clock.Advance(models.KeepPending + time.Hour)
		sig, err := models.SignatureByID(context.Background(), db.Read(), cleo)
		if err != nil {
			t.Fatal(err)
		}
		d.do("withdrawing", func(ctx context.Context) error { return d.mydata.Withdraw(ctx, d.ownLink("cleo@example.org"), sig.Ref) })
		d.sign("Cleo Sample", "cleo@example.org", "10001")
		d.do("expiring", func(ctx context.Context) error {
			n, err := d.signing.Expire(ctx)
			if n != 0 {
				t.Errorf("%d expired", n)
			}
			return err
		})
		d.confirm("cleo@example.org")
	})
}

func TestAReturnerWithLettersWhoNeverConfirmsIsWithdrawnAgain(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		upper := testkit.MakeSeat(t, db, "az", "upper", "1")
		d := openDesk(t, db)
		sig := testkit.MakeSignature(t, db, testkit.Keys(), d.campaign, func(s *testkit.Signer) { s.Email = "cleo@example.org" })
		testkit.MakeLetter(t, db, testkit.Keys(), sig, upper)
		d.do("withdrawing", func(ctx context.Context) error { return d.mydata.Withdraw(ctx, d.ownLink("cleo@example.org"), sig.Ref) })
		d.sign("Ada Example", "cleo@example.org", "85003")
		d.clock.Advance(models.KeepPending + time.Hour)
		d.do("expiring", func(ctx context.Context) error {
			n, err := d.signing.Expire(ctx)
			if n != 1 {
				t.Errorf("%d expired", n)
			}
			return err
		})
		again, err := models.SignatureByID(context.Background(), db.Read(), sig.ID)
		if err != nil || again.State != models.SignatureWithdrawn {
			t.Fatalf("%s, %v", again.State, err)
		}
	})
}
