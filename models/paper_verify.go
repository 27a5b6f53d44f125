package models

import "context"

// PaperRules hold batches of sheets to their rows and to what must come before
// they count.
var PaperRules = []Rule{
	{"its count is not its rows", `SELECT 'batch ' || b.id || ': booked/rows ' || b.counted || '/' || count(r.id) FROM paper_batches b
LEFT JOIN paper_rows r ON r.batch_id = b.id AND r.state = 'settled' AND NOT r.perhaps_online AND r.sample <> 'wrong'
WHERE b.state = 'counted' GROUP BY b.id, b.counted HAVING b.counted <> count(r.id) ORDER BY b.id`},
	{"counts and was not keyed by two people who were done", `SELECT 'batch ' || b.id FROM paper_batches b WHERE b.state IN ('sampled','counted','refused')
AND 2 <> (SELECT count(DISTINCT k.user_id) FROM paper_keyings k WHERE k.batch_id = b.id AND k.done_at IS NOT NULL) ORDER BY b.id`},
	{"counts and nobody is named who saw people sign", `SELECT 'batch ' || id FROM paper_batches
WHERE state IN ('sampled','counted','refused') AND (witnessed_on = '' OR witness IS NULL AND emptied_at IS NULL) ORDER BY id`},
	{"its sample is not its rows", `SELECT 'batch ' || b.id FROM paper_batches b WHERE b.state IN ('counted','refused')
AND (b.seed = '' OR b.sample_size < 1 OR EXISTS (SELECT 1 FROM paper_rows r WHERE r.batch_id = b.id AND (r.sample = 'due' OR r.state = 'open'))
  OR b.sample_size <> (SELECT count(*) FROM paper_rows r WHERE r.batch_id = b.id AND r.sample <> '')
  OR b.sample_wrong <> (SELECT count(*) FROM paper_rows r WHERE r.batch_id = b.id AND r.sample = 'wrong')) ORDER BY b.id`},
	{"counts though too much of its sample was wrong", "SELECT 'batch ' || id FROM paper_batches WHERE state = 'counted' AND sample_wrong * 20 > sample_size ORDER BY id"},
	{"is of another campaign than its version, or has rows of another campaign or of other sheets", `SELECT 'batch ' || b.id FROM paper_batches b
JOIN petitions p ON p.id = b.petition_id WHERE p.campaign_id <> b.campaign_id OR EXISTS (SELECT 1 FROM paper_rows r WHERE r.batch_id = b.id
  AND (r.campaign_id <> b.campaign_id OR r.sheet NOT BETWEEN b.first_sheet AND b.first_sheet + b.sheets - 1)) ORDER BY b.id`},
	{"shares sheets with another batch", `SELECT 'batch ' || a.id || ', batch ' || b.id FROM paper_batches a
JOIN paper_batches b ON b.first_sheet BETWEEN a.first_sheet AND a.first_sheet + a.sheets - 1 AND b.id <> a.id ORDER BY a.id, b.id`},
	{"was emptied and still holds words", `SELECT 'batch ' || b.id FROM paper_batches b WHERE b.emptied_at IS NOT NULL AND (b.label IS NOT NULL OR b.witness IS NOT NULL
OR EXISTS (SELECT 1 FROM paper_rows r WHERE r.batch_id = b.id AND r.name IS NOT NULL) OR EXISTS (SELECT 1 FROM paper_entries e WHERE e.batch_id = b.id)) ORDER BY b.id`},
	{"keeps what was keyed after it was settled", `SELECT 'batch ' || b.id FROM paper_batches b WHERE b.state IN ('sampled','counted','refused')
AND EXISTS (SELECT 1 FROM paper_entries e WHERE e.batch_id = b.id) ORDER BY b.id`},
}

// PaperBatchesAfter pages through all batches by id.
func PaperBatchesAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]PaperBatch, error) {
	return rowsOf[PaperBatch](ctx, tx, "SELECT * FROM paper_batches WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// PaperEntriesAfter pages through all that was keyed by id.
func PaperEntriesAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]PaperEntry, error) {
	return rowsOf[PaperEntry](ctx, tx, "SELECT * FROM paper_entries WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// PaperRowsAfter pages through all rows by id.
func PaperRowsAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]PaperRow, error) {
	return rowsOf[PaperRow](ctx, tx, "SELECT * FROM paper_rows WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}
