package models_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestADeliveryTellsEveryStepOfItsMail(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, now := context.Background(), time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
		keys := testkit.Keys()
		campaign := testkit.MakeCampaign(t, db)
		holder := testkit.MakeSeat(t, db, campaign.State, "upper", "77")
		sig := testkit.MakeSignature(t, db, keys, campaign)
		letter := testkit.MakeLetter(t, db, keys, sig, holder)
		var delivery models.Delivery
		write := func(fn func(tx *models.Tx) error) {
			t.Helper()
			if err := db.Write(ctx, fn); err != nil {
				t.Fatal(err)
			}
		}
		write(func(tx *models.Tx) error {
			rows, err := models.DeliveriesOf(ctx, tx, letter.ID)
			if err != nil {
				return err
			}
			delivery = rows[0]
			batch := models.MailBatch{Ref: "batch", State: models.BatchSending, RetryAt: now, CreatedAt: now}
			_, err = models.AddBatch(ctx, tx, &batch, []int64{*delivery.OutboxID}, now)
			return err
		})
		report := func(state models.MailState) {
			t.Helper()
			write(func(tx *models.Tx) error {
				_, err := models.ReportMail(ctx, tx, *delivery.OutboxID, state, "id", now.Add(time.Minute))
				return err
			})
		}
		report(models.MailDelivered)
		write(func(tx *models.Tx) error {
			return models.SettleMail(ctx, tx, *delivery.OutboxID, models.MailAccepted, "id", "", now)
		})
		report(models.MailDelayed)
		report(models.MailDelivered)
		report(models.MailComplained)
		write(func(tx *models.Tx) error {
			return models.AddDeliveryEvent(ctx, tx, delivery.ID, models.EventAnswered, models.SourceStaff, "by phone", now.Add(time.Hour))
		})

		events, err := models.EventsOf(ctx, db.Read(), []int64{delivery.ID})
		if err != nil {
			t.Fatal(err)
		}
		var kinds []models.EventKind
		for _, e := range events {
			kinds = append(kinds, e.Kind)
		}
		want := []models.EventKind{"written", "queued", "sending", "delivered", "complained", "answered"}
		if !slices.Equal(kinds, want) {
			t.Errorf("the delivery tells %v, want %v", kinds, want)
		}
		if !models.IsChained(events) {
			t.Error("what was written is not chained")
		}
		events[3].Note = "another"
		if models.IsChained(events) {
			t.Error("a changed event is not noticed")
		}
	})
}

func TestStepsOfOneDeliveryComeOneAfterTheOther(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, keys, campaign := context.Background(), testkit.Keys(), testkit.MakeCampaign(t, db)
		holder := testkit.MakeSeat(t, db, campaign.State, "upper", "77")
		letter := testkit.MakeLetter(t, db, keys, testkit.MakeSignature(t, db, keys, campaign), holder)
		rows, err := models.DeliveriesOf(ctx, db.Read(), letter.ID)
		if err != nil {
			t.Fatal(err)
		}
		const steps = 20
		done := make(chan error, steps)
		for range steps {
			go func() {
				done <- db.Write(ctx, func(tx *models.Tx) error {
					return models.AddDeliveryEvent(ctx, tx, rows[0].ID, models.EventOpened, models.SourceOffice, "", time.Now())
				})
			}()
		}
		for range steps {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		events, err := models.EventsOf(ctx, db.Read(), []int64{rows[0].ID})
		if err != nil || len(events) != steps+2 || !models.IsChained(events) {
			t.Errorf("%d events, chained %v, %v", len(events), models.IsChained(events), err)
		}
	})
}
