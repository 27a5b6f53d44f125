package models

import (
	"context"
	"time"
)

// SeatFate is how many letters to a seat have a fate, and when the first and the
// last of them were written.
type SeatFate struct {
	SeatID  int64
	Fate    MailState
	Letters int
	FirstAt time.Time
	LastAt  time.Time
}

// released picks the deliveries d of letters l that were let go: one that still
// waits for its signature, or was taken back before, is written to nobody.
const released = "l.released_at IS NOT NULL"

// SeatFates counts a campaign's letters by seat and fate; digests are told apart.
func SeatFates(ctx context.Context, tx *Tx, campaignID int64) ([]SeatFate, error) {
	return rowsOf[SeatFate](ctx, tx, `SELECT g.seat_id, g.fate, g.letters, a.created_at AS first_at, z.created_at AS last_at FROM (
  SELECT d.seat_id, `+fate+` AS fate, count(*) AS letters, min(d.id) AS first_id, max(d.id) AS last_id
  FROM deliveries d JOIN letters l ON l.id = d.letter_id LEFT JOIN outbox o ON o.id = d.outbox_id
  WHERE d.campaign_id = ? AND `+released+` GROUP BY d.seat_id, `+fate+`) g
JOIN deliveries a ON a.id = g.first_id JOIN deliveries z ON z.id = g.last_id ORDER BY g.seat_id, g.fate`, campaignID)
}

// ChainHeads lists the hash of the last event of each of a campaign's letters to a seat.
func ChainHeads(ctx context.Context, tx *Tx, campaignID, seatID int64) ([][]byte, error) {
	rows, err := rowsOf[struct{ Hash []byte }](ctx, tx, `SELECT e.hash FROM deliveries d JOIN letters l ON l.id = d.letter_id JOIN delivery_events e ON e.delivery_id = d.id
WHERE d.campaign_id = ? AND d.seat_id = ? AND `+released+` AND e.number = (SELECT max(x.number) FROM delivery_events x WHERE x.delivery_id = d.id)
ORDER BY e.hash`, campaignID, seatID)
	hashes := make([][]byte, len(rows))
	for i, r := range rows {
		hashes[i] = r.Hash
	}
	return hashes, err
}

// SeatAnswers counts a campaign's letters that their offices have answered, by seat.
func SeatAnswers(ctx context.Context, tx *Tx, campaignID int64) (map[int64]int, error) {
	rows, err := rowsOf[struct {
		SeatID int64
		N      int
	}](ctx, tx, `SELECT d.seat_id, count(DISTINCT d.id) AS n FROM delivery_events e JOIN deliveries d ON d.id = e.delivery_id JOIN letters l ON l.id = d.letter_id
WHERE e.kind = 'answered' AND d.campaign_id = ? AND `+released+` GROUP BY d.seat_id`, campaignID)
	counts := map[int64]int{}
	for _, r := range rows {
		counts[r.SeatID] = r.N
	}
	return counts, err
}
