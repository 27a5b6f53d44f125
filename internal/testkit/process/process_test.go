package process

import (
	"os"
	"testing"
	"time"

	"statehouse/internal/testkit"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if err := RemoveBinary(); err != nil && code == 0 {
		code = 1
	}
	os.Exit(code)
}

func TestAProgramIsKilledStartedAgainAndStopped(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, url string) {
		p := Serve(t, url, nil)
		first := p.Start(t)
		first.Kill()
		if !first.HasEnded() || p.IsReady() {
			t.Error("it answers after it was killed")
		}
		second := p.Start(t)
		took, err := second.Stop(30 * time.Second)
		if err != nil {
			t.Errorf("stopped after %s: %v\n%s", took, err, second.Log())
		}
	})
}
