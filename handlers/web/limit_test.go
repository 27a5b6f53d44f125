package web_test

import (
	"testing"
	"time"

	"statehouse/handlers/web"
)

func TestANetworkComesSoOftenWithinATime(t *testing.T) {
	t.Parallel()
	l, now := web.NewLimit(2, time.Hour), time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, step := range []struct {
		from  string
		after time.Duration
		want  bool
	}{
		{"203.0.113.7", 0, true}, {"203.0.113.250", 0, true}, {"203.0.113.9", time.Minute, false}, {"::ffff:203.0.113.1", time.Minute, false},
		{"203.0.114.7", time.Minute, true}, {"2001:db8:1:2::1", 0, true}, {"2001:db8:1:2:ffff::", 0, true}, {"2001:db8:1:2::3", 0, false}, {"2001:db8:1:3::3", 0, true},
		{"203.0.113.7", time.Hour, true}, {"nothing", time.Hour, true},
	} {
		if got := l.Allows(step.from, now.Add(step.after)); got != step.want {
			t.Errorf("%s after %v: %v", step.from, step.after, got)
		}
	}
}
