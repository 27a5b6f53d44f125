package public

import (
	"context"

	"statehouse/internal/i18n"
)

// fateIDs are the message ids of a letter's states: what it is called and what
// it means to the writer; and those of groups that are told as one. A state that is not listed reads as uncertain.
var fateIDs = map[string][2]string{
	"waiting":    {"letters.fate.waiting", "letters.fate.waiting.says"},
	"vacant":     {"letters.fate.vacant", "letters.fate.vacant.says"},
	"queued":     {"letters.fate.queued", "letters.fate.queued.says"},
	"sending":    {"letters.fate.sending", "letters.fate.sending.says"},
	"accepted":   {"letters.fate.accepted", "letters.fate.accepted.says"},
	"delivered":  {"letters.fate.delivered", "letters.fate.delivered.says"},
	"delayed":    {"letters.fate.delayed", "letters.fate.delayed.says"},
	"bounced":    {"letters.fate.bounced", "letters.fate.bounced.says"},
	"complained": {"letters.fate.complained", "letters.fate.complained.says"},
	"failed":     {"letters.fate.failed", "letters.fate.failed.says"},
	"unknown":    {"letters.fate.unknown", "letters.fate.unknown.says"},
	"under_way":  {"deliveries.under_way", "deliveries.under_way.says"},
	"turned":     {"deliveries.turned", "deliveries.turned.says"},
	"taken":      {"deliveries.taken", "deliveries.taken.says"},
	"not_taken":  {"deliveries.not_taken", "deliveries.not_taken.says"},
}

func fate(state string) [2]string {
	if ids, ok := fateIDs[state]; ok {
		return ids
	}
	return fateIDs["unknown"]
}

func fateLabel(ctx context.Context, state string) string   { return i18n.T(ctx, fate(state)[0]) }
func fateMeaning(ctx context.Context, state string) string { return i18n.T(ctx, fate(state)[1]) }
