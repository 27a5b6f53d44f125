package signing

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/models"
)

// attempt is one signer waiting for the next transaction.
type attempt struct {
	campaignID   int64
	entry        entry
	inState      bool
	consents     []models.PartnerConsent // lines that were ticked
	channel      *string                 // code of the channel that led here; nil for none
	contact      []byte                  // blind index of the address over all campaigns
	index        []byte                  // blind index of the address on this campaign
	confirmation *mailroom.Draft         // the mail of a first signature, written beforehand
	done         chan error
}

// committer gathers the signers who arrive while a transaction is under way
// into the next one: an idle line waits for nobody, a busy one shares the cost
// of reaching the disk.
type committer struct {
	commit func(ctx context.Context, batch []*attempt) error
	line   chan *attempt
	log    *slog.Logger
	mu     sync.RWMutex // held for reading while handing in, so that close comes after
	closed bool
	over   chan struct{}
}

const (
	lineLength    = 1024             // more waiting than this and people are told to try again
	batchSize     = 256              // signers in one transaction
	commitTimeout = 10 * time.Second // for one transaction
	commitTries   = 5                // where other processes are overtaking
)

func newCommitter(commit func(context.Context, []*attempt) error, log *slog.Logger) *committer {
	c := &committer{commit: commit, line: make(chan *attempt, lineLength), log: log, over: make(chan struct{})}
	go c.run()
	return c
}

// errBusy asks the person to come back in a moment; nothing was stored.
func errBusy() error {
	e := fault.New(fault.Unavailable, "error.busy")
	e.RetryAfter = 5 * time.Second
	return e
}

// submit hands an attempt in and waits until its transaction has committed.
func (c *committer) submit(ctx context.Context, a *attempt) error {
	a.done = make(chan error, 1)
	if err := c.handIn(a); err != nil {
		return err
	}
	select {
	case err := <-a.done:
		return err
	case <-ctx.Done():
		return fault.Because(fault.Unavailable, "error.busy", ctx.Err())
	}
}

func (c *committer) handIn(a *attempt) error {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.closed {
		return errBusy()
	}
	select {
	case c.line <- a:
		return nil
	default:
		return errBusy()
	}
}

func (c *committer) close() {
	c.mu.Lock()
	if !c.closed {
		c.closed = true
		close(c.line)
	}
	c.mu.Unlock()
	<-c.over
}

func (c *committer) run() {
	defer close(c.over)
	for first := range c.line {
		c.settle(c.gather(first))
	}
}

// gather takes who is there, in the order of the keys that their rows will
// lock, so that two processes cannot deadlock.
func (c *committer) gather(first *attempt) []*attempt {
	batch := []*attempt{first}
	for len(batch) < batchSize {
		select {
		case a, ok := <-c.line:
			if !ok {
				return sorted(batch)
			}
			batch = append(batch, a)
		default:
			return sorted(batch)
		}
	}
	return sorted(batch)
}

func sorted(batch []*attempt) []*attempt {
	slices.SortStableFunc(batch, func(a, b *attempt) int { return bytes.Compare(a.contact, b.contact) })
	return batch
}

// settle commits a batch and answers its signers. A batch that fails is tried
// one by one, so that one bad row cannot refuse its neighbours.
func (c *committer) settle(batch []*attempt) {
	err := c.try(batch)
	if err == nil || len(batch) == 1 {
		c.answer(batch, err)
		return
	}
	c.log.Warn("a batch of signatures failed, trying them singly", "size", len(batch), "error", err)
	for _, a := range batch {
		c.answer([]*attempt{a}, c.try([]*attempt{a}))
	}
}

// try commits a batch. Where another process was first with a row, it tries
// again and sees that row.
func (c *committer) try(batch []*attempt) error {
	ctx, cancel := context.WithTimeout(context.Background(), commitTimeout)
	defer cancel()
	for range commitTries {
		if err := c.commit(ctx, batch); !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	return errBusy()
}

func (c *committer) answer(batch []*attempt, err error) {
	for _, a := range batch {
		a.done <- err
	}
}
