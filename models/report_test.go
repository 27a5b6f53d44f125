package models_test

import (
	"context"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/models"
)

// permutations are all orders of n things.
func permutations(n int) (all [][]int) {
	var grow func(order []int, used int)
	grow = func(order []int, used int) {
		if len(order) == n {
			all = append(all, append([]int{}, order...))
			return
		}
		for i := range n {
			if used&(1<<i) == 0 {
				grow(append(order, i), used|1<<i)
			}
		}
	}
	grow(nil, 0)
	return all
}

// sendingMail is a mail in a batch that is with the provider.
func sendingMail(t *testing.T, db *models.DB, n int) int64 {
	t.Helper()
	ctx := context.Background()
	m := &models.Mail{Ref: "ref-" + time.Duration(n).String(), Kind: "my_data", Priority: models.PriorityPerson, State: models.MailQueued,
		NotBefore: testkit.Now, CreatedAt: testkit.Now, MovedAt: testkit.Now}
	m.Payload = testkit.Keys().Seal(models.SealPurpose, m.Ref, []byte("a mail"))
	if err := db.Write(ctx, func(tx *models.Tx) error {
		if err := models.AddMails(ctx, tx, []*models.Mail{m}); err != nil {
			return err
		}
		batch := models.MailBatch{Ref: m.Ref, State: models.BatchSending, RetryAt: testkit.Now, CreatedAt: testkit.Now}
		_, err := models.AddBatch(ctx, tx, &batch, []int64{m.ID}, testkit.Now)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return m.ID
}

func TestReportsInEveryOrderEndAlike(t *testing.T) {
	t.Parallel()
	reports := []models.MailState{models.MailAccepted, models.MailDelayed, models.MailDelivered, models.MailBounced, models.MailComplained}
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		for n, order := range permutations(len(reports)) {
			id := sendingMail(t, db, n)
			var highest models.MailState
			rank := map[models.MailState]int{models.MailAccepted: 1, models.MailDelayed: 2, models.MailDelivered: 3, models.MailBounced: 4, models.MailComplained: 5}
			settleAt := n % (len(order) + 1) // our own call's answer comes somewhere in between
			if err := db.Write(ctx, func(tx *models.Tx) error {
				for i, which := range order {
					if i == settleAt {
						if err := models.SettleMail(ctx, tx, id, models.MailAccepted, "id", "", testkit.Now); err != nil {
							return err
						}
					}
					to := reports[which]
					for twice := range 2 {
						moved, err := models.ReportMail(ctx, tx, id, to, "id", testkit.Now.Add(-time.Duration(i)*time.Hour))
						if err != nil {
							return err
						}
						if twice == 1 && moved {
							t.Errorf("%v: the second %s moved the mail", order, to)
						}
					}
					if rank[to] > rank[highest] {
						highest = to
					}
					got, err := models.MailByID(ctx, tx, id)
					if err != nil || got.State != highest || got.ProviderID != "id" || got.AcceptedAt == nil {
						t.Errorf("%v, after %s: %s, provider's id %q, accepted %v, %v; want %s", order, to, got.State, got.ProviderID, got.AcceptedAt, err, highest)
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestEveryCellOfTheReportTable(t *testing.T) {
	t.Parallel()
	rank := map[models.MailState]int{
		models.MailQueued: 0, models.MailSending: 1, models.MailUnknown: 1, models.MailAccepted: 2, models.MailDelayed: 3,
		models.MailDelivered: 4, models.MailFailed: 5, models.MailBounced: 6, models.MailComplained: 7, models.MailDropped: 8,
	}
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, n := context.Background(), 0
		for _, from := range models.MailStates {
			for _, to := range []models.MailState{models.MailAccepted, models.MailDelayed, models.MailDelivered, models.MailFailed, models.MailBounced, models.MailComplained} {
				n++
				id := sendingMail(t, db, n)
				if _, err := db.SQL().ExecContext(ctx, "UPDATE outbox SET state = '"+string(from)+"' WHERE ref = 'ref-"+time.Duration(n).String()+"'"); err != nil {
					t.Fatal(err)
				}
				var moved bool
				if err := db.Write(ctx, func(tx *models.Tx) (err error) {
					moved, err = models.ReportMail(ctx, tx, id, to, "id", testkit.Now)
					return err
				}); err != nil {
					t.Fatal(err)
				}
				want := from
				if rank[to] > rank[from] {
					want = to
				}
				got, err := models.MailByID(ctx, db.Read(), id)
				if err != nil || got.State != want || moved != (want != from) {
					t.Errorf("%s reported as %s: %s, moved %v, %v; want %s", from, to, got.State, moved, err, want)
				}
			}
		}
	})
}

func TestOurOwnAnswerNeverOverwritesAReport(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, id := context.Background(), sendingMail(t, db, 1)
		if err := db.Write(ctx, func(tx *models.Tx) error {
			if _, err := models.ReportMail(ctx, tx, id, models.MailDelivered, "of the report", testkit.Now); err != nil {
				return err
			}
			return models.SettleMail(ctx, tx, id, models.MailUnknown, "", "in doubt for over 23 hours", testkit.Now.Add(24*time.Hour))
		}); err != nil {
			t.Fatal(err)
		}
		got, err := models.MailByID(ctx, db.Read(), id)
		if err != nil || got.State != models.MailDelivered || got.ProviderID != "of the report" || got.Detail != "" || !got.MovedAt.Equal(testkit.Now) {
			t.Errorf("%+v, %v", got, err)
		}
	})
}
