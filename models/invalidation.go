package models

import (
	"context"
	"strconv"
	"time"

	"statehouse/internal/privacy"
)

// InvalidationState is where an invalidation stands.
type InvalidationState string

// The states: counting → ready → (waiting for a second person) → running → done
// → undoing → undone; stopped aside, which can be undone too.
const (
	InvalidationCounting InvalidationState = "counting"
	InvalidationReady    InvalidationState = "ready"
	InvalidationWaiting  InvalidationState = "waiting"
	InvalidationRunning  InvalidationState = "running"
	InvalidationDone     InvalidationState = "done"
	InvalidationStopped  InvalidationState = "stopped"
	InvalidationUndoing  InvalidationState = "undoing"
	InvalidationUndone   InvalidationState = "undone"
)

// InvalidationStates lists them all.
var InvalidationStates = []InvalidationState{InvalidationCounting, InvalidationReady, InvalidationWaiting, InvalidationRunning, InvalidationDone,
	InvalidationStopped, InvalidationUndoing, InvalidationUndone}

// InvalidReason is why signatures are taken out of the count.
type InvalidReason string

// The reasons.
const (
	InvalidInvented  InvalidReason = "invented"   // nobody of that name
	InvalidAutomated InvalidReason = "automated"  // signed by a program
	InvalidNotTheirs InvalidReason = "not_theirs" // signed in somebody else's name
	InvalidRepeated  InvalidReason = "repeated"   // one person by several addresses
	InvalidOther     InvalidReason = "other"
)

// InvalidReasons lists them all.
var InvalidReasons = []InvalidReason{InvalidInvented, InvalidAutomated, InvalidNotTheirs, InvalidRepeated, InvalidOther}

// UndoFor is how long an invalidation can be undone after it ended, and how long
// what it searched for is kept.
const UndoFor = 30 * 24 * time.Hour

// MaxInvalidNote is the longest note of an invalidation, in characters.
const MaxInvalidNote = 500

// Invalidation takes the signatures that a search finds out of the count, in
// steps, and can put them back.
type Invalidation struct {
	ID         int64
	Ref        string
	SearchID   int64
	UserID     int64 // who asked for it
	State      InvalidationState
	Reason     InvalidReason
	Note       []byte // sealed: why, in staff's own words
	UpTo       int64  // the newest signature when it was asked for; later ones stay
	Found      int    // when it was counted: how many it would take out
	Held       int    // of these not counted yet
	Elsewhere  int    // of these from out of state
	TopDomain  int    // how many share the most frequent domain, ZIP code and hour
	TopZIP     int    `gorm:"column:top_zip"`
	TopHour    int
	LastID     int64 // how far it is
	Taken      int   // out of the count
	Restored   int
	ApprovedBy *int64
	ApprovedAt *time.Time
	CreatedAt  time.Time
	MovedAt    time.Time
	StartedAt  *time.Time
	EndedAt    *time.Time
}

// InvalidationPart is what an invalidation found on one campaign.
type InvalidationPart struct {
	InvalidationID int64 `gorm:"primaryKey;autoIncrement:false"`
	CampaignID     int64 `gorm:"primaryKey;autoIncrement:false"`
	Found          int
	Counted        int // of these
	CountedBefore  int // in all, when it was counted
}

// InvalidatedSignature is one signature that was taken out, and where it stood.
type InvalidatedSignature struct {
	ID             int64
	InvalidationID int64
	SignatureID    int64
	Prior          SignatureState
	PriorReason    string
	At             time.Time
	RestoredAt     *time.Time
}

// SealNote fills the sealed field.
func (v *Invalidation) SealNote(k *privacy.Keys, note string) {
	v.Note = k.SealText("invalidations.note", v.Ref, note)
}

// OpenNote opens it.
func (v Invalidation) OpenNote(k *privacy.Keys) (string, error) {
	return k.OpenText("invalidations.note", v.Ref, v.Note)
}

// CanBeUndone says whether what was taken out can be put back.
func (v Invalidation) CanBeUndone(now time.Time) bool {
	return (v.State == InvalidationDone || v.State == InvalidationStopped) && v.Taken > 0 && v.EndedAt != nil && now.Before(v.EndedAt.Add(UndoFor))
}

// Percent is how much of what is under way is done.
func (v Invalidation) Percent() int {
	done, total := v.Taken, v.Found
	if v.State == InvalidationUndoing {
		done, total = v.Restored, v.Taken
	}
	if total == 0 {
		return 0
	}
	return min(100*done/total, 100)
}

// AddInvalidation stores it and fills its id.
func AddInvalidation(ctx context.Context, tx *Tx, v *Invalidation) error { return addOne(ctx, tx, v) }

// InvalidationByRef finds one.
func InvalidationByRef(ctx context.Context, tx *Tx, ref string) (Invalidation, error) {
	return take[Invalidation](ctx, tx, "ref = ?", ref)
}

// InvalidationByID finds one.
func InvalidationByID(ctx context.Context, tx *Tx, id int64) (Invalidation, error) {
	return take[Invalidation](ctx, tx, "id = ?", id)
}

// InvalidationOfSearch is the newest that a search led to; none is a NotFound fault.
func InvalidationOfSearch(ctx context.Context, tx *Tx, searchID int64) (Invalidation, error) {
	return first[Invalidation](ctx, tx, "SELECT * FROM invalidations WHERE search_id = ? ORDER BY id DESC LIMIT 1", searchID)
}

// LockInvalidation reads one and keeps others from moving it until the end of the
// transaction.
func LockInvalidation(ctx context.Context, tx *Tx, id int64) (Invalidation, error) {
	if _, err := tx.exec(ctx, "UPDATE invalidations SET ref = ref WHERE id = ?", id); err != nil {
		return Invalidation{}, err
	}
	return take[Invalidation](ctx, tx, "id = ?", id)
}

// InvalidationsIn lists those that look in a state of the country, or in all,
// newest first.
func InvalidationsIn(ctx context.Context, tx *Tx, state string, limit int) ([]Invalidation, error) {
	return rowsOf[Invalidation](ctx, tx, `SELECT i.* FROM invalidations i JOIN signature_searches s ON s.id = i.search_id
WHERE ? = '' OR s.state = ? ORDER BY i.id DESC LIMIT ?`, state, state, limit)
}

// MoveInvalidation moves one from the state that it was read in; a Conflict fault
// if it is there no longer.
func MoveInvalidation(ctx context.Context, tx *Tx, v *Invalidation, to InvalidationState, now time.Time) error {
	was := v.State
	switch to {
	case InvalidationRunning:
		v.StartedAt = &now
	case InvalidationUndoing:
		v.LastID = 0
	case InvalidationDone, InvalidationStopped, InvalidationUndone:
		v.EndedAt = &now
	}
	v.State, v.MovedAt = to, now
	return moved(tx.exec(ctx, `UPDATE invalidations SET state = ?, found = ?, held = ?, elsewhere = ?, top_domain = ?, top_zip = ?, top_hour = ?, last_id = ?, taken = ?, restored = ?,
  approved_by = ?, approved_at = ?, started_at = ?, ended_at = ?, moved_at = ? WHERE id = ? AND state = ?`,
		to, v.Found, v.Held, v.Elsewhere, v.TopDomain, v.TopZIP, v.TopHour, v.LastID, v.Taken, v.Restored, v.ApprovedBy, v.ApprovedAt, v.StartedAt, v.EndedAt, now, v.ID, was))
}

// StepInvalidation notes how far one is; a Conflict fault if it was stopped.
func StepInvalidation(ctx context.Context, tx *Tx, v Invalidation, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE invalidations SET last_id = ?, taken = ?, restored = ?, moved_at = ? WHERE id = ? AND state = ?",
		v.LastID, v.Taken, v.Restored, now, v.ID, v.State))
}

// AddInvalidationParts stores what was found campaign by campaign.
func AddInvalidationParts(ctx context.Context, tx *Tx, parts []InvalidationPart) error {
	return add(ctx, tx, parts)
}

// InvalidationParts lists what was found, by campaign.
func InvalidationParts(ctx context.Context, tx *Tx, id int64) ([]InvalidationPart, error) {
	return rowsOf[InvalidationPart](ctx, tx, "SELECT * FROM invalidation_parts WHERE invalidation_id = ? ORDER BY found DESC, campaign_id", id)
}

// AddInvalidated stores where signatures stood before they were taken out.
func AddInvalidated(ctx context.Context, tx *Tx, rows []InvalidatedSignature) error {
	return add(ctx, tx, rows)
}

// InvalidatedAfter lists those of an invalidation from after an id.
func InvalidatedAfter(ctx context.Context, tx *Tx, invalidationID, id int64, limit int) ([]InvalidatedSignature, error) {
	return rowsOf[InvalidatedSignature](ctx, tx, "SELECT * FROM invalidated_signatures WHERE invalidation_id = ? AND id > ? ORDER BY id LIMIT ?", invalidationID, id, limit)
}

// IsLastInvalidated says whether nothing took the signature out again later.
func IsLastInvalidated(ctx context.Context, tx *Tx, row InvalidatedSignature) (bool, error) {
	later, err := valueOf(ctx, tx, "SELECT count(*) FROM invalidated_signatures WHERE signature_id = ? AND id > ?", row.SignatureID, row.ID)
	return later == 0, err
}

// MarkRestored notes that a signature was put back.
func MarkRestored(ctx context.Context, tx *Tx, id int64, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE invalidated_signatures SET restored_at = ? WHERE id = ? AND restored_at IS NULL", now, id))
}

// QuietInvalidations lists those under way that gave no sign of life since a time.
func QuietInvalidations(ctx context.Context, tx *Tx, before time.Time, limit int) ([]int64, error) {
	return rowsOf[int64](ctx, tx, "SELECT id FROM invalidations WHERE state IN ('counting','running','undoing') AND moved_at < ? ORDER BY moved_at LIMIT ?", before, limit)
}

// InvalidationsAfter pages through all of them.
func InvalidationsAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]Invalidation, error) {
	return rowsOf[Invalidation](ctx, tx, "SELECT * FROM invalidations WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// InvalidationRules hold invalidations to the signatures that they took out. One
// that was never counted and signed anew may be deleted, so there may be fewer.
var InvalidationRules = []Rule{
	{"took out or put back more signatures than it says", `SELECT 'invalidation ' || i.id FROM invalidations i
WHERE i.taken < (SELECT count(*) FROM invalidated_signatures x WHERE x.invalidation_id = i.id)
  OR i.restored < (SELECT count(*) FROM invalidated_signatures x WHERE x.invalidation_id = i.id AND x.restored_at IS NOT NULL) OR i.restored > i.taken ORDER BY i.id`},
	{"took signatures out and never ran", `SELECT 'invalidation ' || i.id FROM invalidations i WHERE i.started_at IS NULL
  AND (i.state NOT IN ('counting','ready','waiting') OR EXISTS (SELECT 1 FROM invalidated_signatures x WHERE x.invalidation_id = i.id)) ORDER BY i.id`},
	{"ended at no time", `SELECT 'invalidation ' || id FROM invalidations WHERE state IN ('done','stopped','undone') AND ended_at IS NULL ORDER BY id`},
	{"is of many and was approved by nobody, or by who asked for it", `SELECT 'invalidation ' || id FROM invalidations WHERE started_at IS NOT NULL AND found > ` + strconv.Itoa(MostWithoutSecond) + `
  AND (approved_by IS NULL OR approved_by = user_id) ORDER BY id`},
	{"took out a signature that is another campaign's or younger", `SELECT 'invalidation ' || i.id || ', signature ' || x.signature_id FROM invalidated_signatures x JOIN invalidations i ON i.id = x.invalidation_id
JOIN signatures s ON s.id = x.signature_id WHERE x.signature_id > i.up_to
  OR NOT EXISTS (SELECT 1 FROM invalidation_parts p WHERE p.invalidation_id = i.id AND p.campaign_id = s.campaign_id) ORDER BY i.id, x.signature_id`},
}
