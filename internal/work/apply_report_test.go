package work

import (
	"context"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/jobs"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestWhatAReportDoes(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := openShop(t, db, 1)
		for name, c := range map[string]struct {
			kind, bounce string
			state        models.MailState
			suppressed   string
		}{
			"sent":             {"email.sent", "", models.MailAccepted, ""},
			"delayed":          {"email.delivery_delayed", "", models.MailDelayed, ""},
			"delivered":        {"email.delivered", "", models.MailDelivered, ""},
			"failed":           {"email.failed", "", models.MailFailed, ""},
			"suppressed":       {"email.suppressed", "", models.MailFailed, "bounced"},
			"bounced for good": {"email.bounced", "Permanent", models.MailBounced, "bounced"},
			"bounced for now":  {"email.bounced", "Transient", models.MailBounced, ""},
			"bounced somehow":  {"email.bounced", "Undetermined", models.MailBounced, ""},
			"complained":       {"email.complained", "", models.MailComplained, "complained"},
			"opened":           {"email.opened", "", models.MailAccepted, ""},
		} {
			to := addresses(1)[0]
			id := s.post(to)[0]
			s.work(id)
			event := models.WebhookEvent{ID: name, Type: c.kind, Ref: s.mail(id).Ref, BounceType: c.bounce, At: s.moment(), ReceivedAt: s.moment()}
			s.desk.Write(func(ctx context.Context, tx *models.Tx) error {
				for want := range 2 {
					fresh, err := models.AddWebhookEvent(ctx, tx, event)
					if err != nil || fresh != (want == 0) {
						t.Errorf("%s: fresh %v, %v", name, fresh, err)
					}
				}
				return nil
			})
			for range 2 {
				s.apply(event.ID)
			}
			s.expect(name, c.state, id)
			email, err := models.ParseEmail(to)
			if err != nil {
				t.Fatal(err)
			}
			got, err := models.SuppressionOf(context.Background(), db.Read(), models.ContactIndex(s.Keys, email))
			if err != nil || got != c.suppressed {
				t.Errorf("%s: suppressed for %q, %v; want %q", name, got, err, c.suppressed)
			}
		}
	})
}

func (s *shop) apply(eventID string) {
	s.t.Helper()
	if err := (&applyReport{Bench: s.Bench}).Work(context.Background(), &river.Job[jobs.ApplyReport]{Args: jobs.ApplyReport{EventID: eventID}}); err != nil {
		s.t.Fatal(err)
	}
}

// TestAReportThatComesBeforeTheAnswerEndsTheDoubt, and one about no mail of ours
// does no harm.
func TestAReportThatComesBeforeTheAnswerEndsTheDoubt(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := openShop(t, db, 10)
		ids := s.post(addresses(2)...)
		s.provider.answer = func(int, call) error { return taken{uncertain()} }
		wait := s.work(ids[0])
		for _, e := range []models.WebhookEvent{
			{ID: "1", Type: "email.delivered", Ref: s.mail(ids[0]).Ref, ProviderID: "id-1", At: s.moment(), ReceivedAt: s.moment()},
			{ID: "2", Type: "email.delivered", Ref: "not-ours", ProviderID: "id-2", At: s.moment(), ReceivedAt: s.moment()},
			{ID: "3", Type: "email.bounced", ProviderID: "id-1", BounceType: "Transient", At: s.moment(), ReceivedAt: s.moment()},
		} {
			s.desk.Write(func(ctx context.Context, tx *models.Tx) error {
				_, err := models.AddWebhookEvent(ctx, tx, e)
				return err
			})
			s.apply(e.ID)
		}
		s.expect("found by its tag, then by the provider's id", models.MailBounced, ids[0])
		s.desk.Clock.Advance(max(wait, time.Second))
		s.provider.answer = nil
		s.work(ids[1])
		s.expect("its neighbour", models.MailAccepted, ids[1])
		s.expect("not lowered by our own answer", models.MailBounced, ids[0])
		if len(s.provider.keys()) != 1 {
			t.Errorf("%d keys", len(s.provider.keys()))
		}
	})
}
