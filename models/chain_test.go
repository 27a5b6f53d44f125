package models_test

import (
	"encoding/hex"
	"testing"
	"time"

	"statehouse/models"
)

// TestStoredHashesStayWhatTheyAre pins the chains: rows that were written hold
// these hashes.
func TestStoredHashesStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	at, user := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC), int64(7)
	for want, got := range map[string][]byte{
		"591b2eba1961e7c2c699b40fc1822368fc9997ca807313cfb722993ec9ccd98f": models.EventHash([]byte{1, 2}, models.DeliveryEvent{DeliveryID: 5, Number: 2, Kind: "queued", Source: "statehouse", Note: "n", At: at}),
		"250f893a0f215cc1c78b2a847dc886b1aadb7815fa6c97c6bc929a6e1b2af819": models.DecisionHash(nil, models.CommentDecision{CommentID: 5, Number: 1, UserID: &user, Kind: "published", Before: "held", After: "published", Reason: "r", At: at}),
		"8a9ef6f83849205990079bf9cd8bb6ef04cb11f6348a05e08a94d117e07332f5": models.DecisionHash([]byte{9}, models.CommentDecision{CommentID: 5, Number: 2, Kind: "published", Before: "held", After: "published", At: at}),
	} {
		if hex.EncodeToString(got) != want {
			t.Errorf("%x, want %s", got, want)
		}
	}
}
