package public

import (
	"context"

	"statehouse/internal/i18n"
)

// eventIDs are the message ids of a delivery's events: what happened, and what
// that proves. One that is not listed reads as uncertain.
var eventIDs = map[string][2]string{
	"written":    {"proof.written", "proof.written.proves"},
	"queued":     {"proof.queued", "proof.queued.proves"},
	"sending":    {"proof.sending", "proof.sending.proves"},
	"accepted":   {"proof.accepted", "proof.accepted.proves"},
	"delayed":    {"proof.delayed", "proof.delayed.proves"},
	"delivered":  {"proof.delivered", "proof.delivered.proves"},
	"bounced":    {"proof.bounced", "proof.bounced.proves"},
	"complained": {"proof.complained", "proof.complained.proves"},
	"failed":     {"proof.failed", "proof.failed.proves"},
	"dropped":    {"proof.dropped", "proof.dropped.proves"},
	"unknown":    {"proof.unknown", "proof.unknown.proves"},
	"rerouted":   {"proof.rerouted", "proof.rerouted.proves"},
	"opened":     {"proof.opened", "proof.opened.proves"},
	"answered":   {"proof.answered", "proof.answered.proves"},
}

var sourceIDs = map[string]string{"statehouse": "proof.source.statehouse", "provider": "proof.source.provider", "office": "proof.source.office", "staff": "proof.source.staff"}

func event(kind string) [2]string {
	if ids, ok := eventIDs[kind]; ok {
		return ids
	}
	return eventIDs["unknown"]
}

func eventSaid(ctx context.Context, kind string) string    { return i18n.T(ctx, event(kind)[0]) }
func eventProves(ctx context.Context, kind string) string  { return i18n.T(ctx, event(kind)[1]) }
func sourceSaid(ctx context.Context, source string) string { return i18n.T(ctx, sourceIDs[source]) }
