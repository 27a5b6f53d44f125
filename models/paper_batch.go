package models

import (
	"context"
	"time"

	"statehouse/internal/privacy"
)

// PaperState is where a batch of sheets stands.
type PaperState string

// The states: issued → keyed → sampled → counted, aside refused → issued.
const (
	PaperIssued  PaperState = "issued"  // the sheets are out; two people key them
	PaperKeyed   PaperState = "keyed"   // both are done; what differs is settled
	PaperSampled PaperState = "sampled" // a sample is held against the sheets
	PaperCounted PaperState = "counted"
	PaperRefused PaperState = "refused" // too much of the sample was wrong
)

// PaperStates lists them all.
var PaperStates = []PaperState{PaperIssued, PaperKeyed, PaperSampled, PaperCounted, PaperRefused}

// MaxSheets is the largest batch, and KeepPaper how long the words of one stay
// after its last step: the sheets themselves are the record.
const (
	MaxSheets = 100
	KeepPaper = 180 * 24 * time.Hour
)

// PaperBatch is sheets on which people sign one version by hand.
type PaperBatch struct {
	ID          int64
	Ref         string
	CampaignID  int64
	PetitionID  int64 // the version that is printed on them
	FirstSheet  int   // sheets are numbered over all campaigns
	Sheets      int
	Label       []byte // sealed: who collects, or where
	Witness     []byte // sealed: who saw people sign; nil until named
	WitnessedOn string // 2006-01-02
	State       PaperState
	Seed        string // of the sample
	SampleSize  int
	SampleWrong int
	Counted     int // rows that count; 0 until the batch does
	IssuedBy    int64
	IssuedAt    time.Time
	MovedAt     time.Time
	EmptiedAt   *time.Time
}

// PaperPeople are who a batch names, unsealed.
type PaperPeople struct{ Label, Witness string }

// SealPeople fills the sealed fields; Ref must be set.
func (b *PaperBatch) SealPeople(k *privacy.Keys, p PaperPeople) {
	b.Label, b.Witness = k.SealText("paper_batches.label", b.Ref, p.Label), nil
	if p.Witness != "" {
		b.Witness = k.SealText("paper_batches.witness", b.Ref, p.Witness)
	}
}

// OpenPeople opens them; of an emptied batch they are empty.
func (b PaperBatch) OpenPeople(k *privacy.Keys) (p PaperPeople, err error) {
	if b.Label != nil {
		if p.Label, err = k.OpenText("paper_batches.label", b.Ref, b.Label); err != nil {
			return p, err
		}
	}
	if b.Witness != nil {
		p.Witness, err = k.OpenText("paper_batches.witness", b.Ref, b.Witness)
	}
	return p, err
}

// Has says whether a sheet is one of the batch.
func (b PaperBatch) Has(sheet int) bool {
	return sheet >= b.FirstSheet && sheet < b.FirstSheet+b.Sheets
}

// AddPaperBatch numbers a batch's sheets and stores it.
func AddPaperBatch(ctx context.Context, tx *Tx, b *PaperBatch) error {
	next, err := valueOf(ctx, tx, "UPDATE paper_numbers SET next = next + ? WHERE id = 1 RETURNING next", b.Sheets)
	if err != nil {
		return err
	}
	b.FirstSheet = next - b.Sheets
	return addOne(ctx, tx, b)
}

// PaperBatches lists a campaign's batches, newest first.
func PaperBatches(ctx context.Context, tx *Tx, campaignID int64) ([]PaperBatch, error) {
	return rowsOf[PaperBatch](ctx, tx, "SELECT * FROM paper_batches WHERE campaign_id = ? ORDER BY id DESC", campaignID)
}

// PaperBatchByRef finds a campaign's batch.
func PaperBatchByRef(ctx context.Context, tx *Tx, campaignID int64, ref string) (PaperBatch, error) {
	return take[PaperBatch](ctx, tx, "campaign_id = ? AND ref = ?", campaignID, ref)
}

// PaperCount is how many signatures on paper count for a campaign.
func PaperCount(ctx context.Context, tx *Tx, campaignID int64) (int, error) {
	return valueOf(ctx, tx, "SELECT COALESCE(sum(counted), 0) FROM paper_batches WHERE campaign_id = ?", campaignID)
}

// MovePaper moves a batch from the state it was read in to another, with its
// sample and its count. A Conflict fault if somebody else moved it first.
func MovePaper(ctx context.Context, tx *Tx, b *PaperBatch, to PaperState, now time.Time) error {
	err := moved(tx.exec(ctx, "UPDATE paper_batches SET state = ?, seed = ?, sample_size = ?, sample_wrong = ?, counted = ?, moved_at = ? WHERE id = ? AND state = ?",
		to, b.Seed, b.SampleSize, b.SampleWrong, b.Counted, now, b.ID, b.State))
	if err == nil {
		b.State, b.MovedAt = to, now
	}
	return err
}

// HoldPaper keeps a batch in the state it was read in until the transaction ends.
// A Conflict fault if somebody else moved it first.
func HoldPaper(ctx context.Context, tx *Tx, b PaperBatch) error {
	return moved(tx.exec(ctx, "UPDATE paper_batches SET moved_at = moved_at WHERE id = ? AND state = ?", b.ID, b.State))
}

// SaveWitness keeps who saw people sign, while that can still matter.
func SaveWitness(ctx context.Context, tx *Tx, b PaperBatch) error {
	return moved(tx.exec(ctx, "UPDATE paper_batches SET witness = ?, witnessed_on = ? WHERE id = ? AND state IN ('issued','keyed')", b.Witness, b.WitnessedOn, b.ID))
}

// PaperKeying is one person's keying of a batch: the first or the second.
type PaperKeying struct {
	BatchID int64 `gorm:"primaryKey;autoIncrement:false"`
	Pass    int   `gorm:"primaryKey;autoIncrement:false"`
	UserID  int64
	DoneAt  *time.Time
}

// AddPaperKeying lets a person begin to key; a Conflict fault if two others do.
func AddPaperKeying(ctx context.Context, tx *Tx, k *PaperKeying) error { return addOne(ctx, tx, k) }

// PaperKeyings lists who keyed a batch.
func PaperKeyings(ctx context.Context, tx *Tx, batchID int64) ([]PaperKeying, error) {
	return rowsOf[PaperKeying](ctx, tx, "SELECT * FROM paper_keyings WHERE batch_id = ? ORDER BY pass", batchID)
}

// EndPaperKeying says that a person has keyed all there is.
func EndPaperKeying(ctx context.Context, tx *Tx, k PaperKeying, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE paper_keyings SET done_at = ? WHERE batch_id = ? AND pass = ? AND done_at IS NULL", now, k.BatchID, k.Pass))
}
