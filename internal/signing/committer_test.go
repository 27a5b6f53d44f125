package signing

import (
	"context"
	"errors"
	"sync"
	"testing"

	"statehouse/internal/fault"
	"statehouse/internal/testkit"
)

// gatekeeper is a commit that waits until it is let go, so that a line forms.
type gatekeeper struct {
	mu      sync.Mutex
	began   chan int // size of each batch
	letGo   chan struct{}
	batches [][]*attempt
	judge   func(batch []*attempt) error
}

func newGatekeeper(judge func([]*attempt) error) *gatekeeper {
	return &gatekeeper{began: make(chan int, 1000), letGo: make(chan struct{}), judge: judge}
}

func (g *gatekeeper) commit(_ context.Context, batch []*attempt) error {
	g.began <- len(batch)
	<-g.letGo
	g.mu.Lock()
	defer g.mu.Unlock()
	g.batches = append(g.batches, batch)
	return g.judge(batch)
}

// line submits attempts one by one behind a first that is being committed.
func line(t *testing.T, g *gatekeeper, names ...string) (c *committer, answers map[string]chan error) {
	t.Helper()
	c = newCommitter(g.commit, testkit.Log())
	answers = map[string]chan error{}
	for i, name := range append([]string{"first"}, names...) {
		answer := make(chan error, 1)
		answers[name] = answer
		go func() { answer <- c.submit(context.Background(), &attempt{contact: []byte(name)}) }()
		if i == 0 {
			<-g.began
		} else {
			testkit.Wait(t, "the attempt in line", func() bool { return len(c.line) == i })
		}
	}
	return c, answers
}

func TestWhoArrivesMeanwhileSharesTheNextTransaction(t *testing.T) {
	t.Parallel()
	g := newGatekeeper(func([]*attempt) error { return nil })
	c, answers := line(t, g, "cleo", "ada", "ben")
	close(g.letGo)
	for name, answer := range answers {
		if err := <-answer; err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	c.close()
	if len(g.batches) != 2 || len(g.batches[1]) != 3 || string(g.batches[1][0].contact) != "ada" || string(g.batches[1][2].contact) != "cleo" {
		t.Errorf("%d batches, or not in the order of their locks", len(g.batches))
	}
}

func TestOneBadSignerDoesNotSpoilTheBatch(t *testing.T) {
	t.Parallel()
	bad := errors.New("bad row")
	g := newGatekeeper(func(batch []*attempt) error {
		for _, a := range batch {
			if string(a.contact) == "eve" {
				return bad
			}
		}
		return nil
	})
	c, answers := line(t, g, "ada", "eve", "ben")
	close(g.letGo)
	for name, answer := range answers {
		if err := <-answer; errors.Is(err, bad) != (name == "eve") || err != nil && name != "eve" {
			t.Errorf("%s: %v", name, err)
		}
	}
	c.close()
}

func TestWhoeverIsOvertakenIsTriedAgainAndThenToldToComeBack(t *testing.T) {
	t.Parallel()
	for conflicts, busy := range map[int]bool{commitTries - 1: false, commitTries: true} {
		tries := 0
		c := newCommitter(func(context.Context, []*attempt) error {
			if tries++; tries <= conflicts {
				return fault.New(fault.Conflict, "error.conflict")
			}
			return nil
		}, testkit.Log())
		err := c.submit(context.Background(), &attempt{})
		if fault.Is(err, fault.Unavailable) != busy || err != nil && fault.Of(err).RetryAfter == 0 {
			t.Errorf("after %d conflicts: %v", conflicts, err)
		}
		c.close()
	}
}

func TestClosingDrainsTheLineAndTakesNobodyMore(t *testing.T) {
	t.Parallel()
	g := newGatekeeper(func([]*attempt) error { return nil })
	c, answers := line(t, g, "ada", "ben")
	over := make(chan struct{})
	go func() {
		c.close()
		c.close() // a second time does nothing
		close(over)
	}()
	testkit.Wait(t, "the door shut", func() bool {
		c.mu.RLock()
		defer c.mu.RUnlock()
		return c.closed
	})
	if err := c.submit(context.Background(), &attempt{}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("after closing: %v", err)
	}
	close(g.letGo)
	<-over
	for name, answer := range answers {
		if err := <-answer; err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAFullLineTellsPeopleToComeBack(t *testing.T) {
	t.Parallel()
	g := newGatekeeper(func([]*attempt) error { return nil })
	c, answers := line(t, g)
	for range lineLength {
		c.line <- &attempt{done: make(chan error, 1)}
	}
	if err := c.submit(context.Background(), &attempt{}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("behind a full line: %v", err)
	}
	close(g.letGo)
	<-answers["first"]
	c.close()
}
