// Package mail carries finished messages to the outside: through Resend, an SMTP server, or a folder of files.
package mail

import (
	"context"
	"fmt"
)

// Transport carries messages to the outside. Send takes 1 to BatchSize messages and
// an idempotency key of 1 to 256 visible ASCII characters; the same key always comes
// with the same messages. It answers one receipt per message in the order given, or
// none and an *Error that speaks for all of them.
type Transport interface {
	Name() string // "resend", "smtp" or "outbox"
	BatchSize() int
	Send(ctx context.Context, key string, ms []Message) ([]Receipt, error)
}

// Receipt is what became of one message.
type Receipt struct {
	ProviderID string // the provider's own id; empty when refused
	Refused    string // why this message alone is refused for good; "" when accepted
}

// Batchable says whether m may share a Send with others: Resend takes attachments
// only in messages sent singly.
func Batchable(m Message) bool { return len(m.Attachments) == 0 }

// admit is the last door before a message leaves: it checks the call, then each message.
func admit(t Transport, key string, ms []Message) error {
	switch {
	case len(ms) == 0 || len(ms) > t.BatchSize():
		return misuse("%d messages in one send, 1 to %d allowed", len(ms), t.BatchSize())
	case !visibleASCII(key) || len(key) > 256:
		return misuse("the key must be 1 to 256 visible ASCII characters")
	}
	for i, m := range ms {
		if err := m.Check(); err != nil {
			return &Error{Class: Refused, Detail: fmt.Sprintf("message %d: %v", i, err)}
		}
		if len(ms) > 1 && !Batchable(m) {
			return misuse("message %d has attachments and must be sent alone", i)
		}
	}
	return nil
}

func misuse(format string, args ...any) *Error {
	return &Error{Class: Misuse, Detail: fmt.Sprintf(format, args...)}
}
