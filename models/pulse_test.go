package models_test

import (
	"context"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestTheLastDayIsCountedByTheHour(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, c, keys := context.Background(), testkit.MakeCampaign(t, db), testkit.Keys()
		now := testkit.Now.Truncate(time.Hour).Add(30 * time.Minute)
		for _, ago := range []time.Duration{5 * time.Minute, 20 * time.Minute, 35 * time.Minute, 23*time.Hour + 20*time.Minute, 23*time.Hour + 40*time.Minute} {
			testkit.MakeSignature(t, db, keys, c, func(s *testkit.Signer) { s.At = now.Add(-ago) })
		}
		testkit.MakeSignature(t, db, keys, c, func(s *testkit.Signer) { s.At, s.State = now, models.SignaturePending })
		testkit.MakeSignature(t, db, keys, testkit.MakeCampaign(t, db), func(s *testkit.Signer) { s.At = now })
		p, err := models.PulseOf(ctx, db.Read(), c, now)
		if err != nil || len(p.Hours) != models.PulseHours {
			t.Fatalf("%+v, %v", p.Hours, err)
		}
		for i, h := range p.Hours {
			want := map[int]int{0: 1, 22: 1, 23: 2}[i]
			if h.Count != want || !h.From.Equal(now.Truncate(time.Hour).Add(time.Duration(i-23)*time.Hour)) {
				t.Errorf("from %s: %d, want %d", h.From, h.Count, want)
			}
		}
	})
}
