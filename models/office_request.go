package models

import (
	"context"
	"time"

	"statehouse/internal/privacy"
)

// RequestKind is what an office asks staff to change.
type RequestKind string

// The kinds.
const (
	RequestHours   RequestKind = "hours"   // when it wishes to get mail
	RequestDigests RequestKind = "digests" // rather digests than single letters
	RequestAddress RequestKind = "address" // where it wishes to get mail
)

// RequestKinds lists them all.
var RequestKinds = []RequestKind{RequestHours, RequestDigests, RequestAddress}

// MaxRequest is the longest text of a request, in characters.
const MaxRequest = 500

// OfficeRequest is what an office asks staff to change.
type OfficeRequest struct {
	ID           int64
	Ref          string
	SeatID       int64
	LegislatorID int64
	OutboxID     int64 // the mail whose link was used
	Kind         RequestKind
	Detail       []byte // sealed
	UserID       *int64 // who has seen to it
	CreatedAt    time.Time
	DoneAt       *time.Time
}

// SealDetail fills the sealed field; Ref must be set.
func (r *OfficeRequest) SealDetail(k *privacy.Keys, detail string) {
	r.Detail = k.SealText("office_requests.detail", r.Ref, detail)
}

// OpenDetail opens the sealed field.
func (r OfficeRequest) OpenDetail(k *privacy.Keys) (string, error) {
	return k.OpenText("office_requests.detail", r.Ref, r.Detail)
}

// AddOfficeRequest stores a request.
func AddOfficeRequest(ctx context.Context, tx *Tx, r *OfficeRequest) error {
	return addOne(ctx, tx, r)
}

// OfficeRequestsSince counts what was asked for by a mail's link after a time.
func OfficeRequestsSince(ctx context.Context, tx *Tx, mailID int64, after time.Time) (int, error) {
	return valueOf(ctx, tx, "SELECT count(*) FROM office_requests WHERE outbox_id = ? AND created_at > ?", mailID, after)
}

// OpenOfficeRequests lists what nobody has seen to, oldest first.
func OpenOfficeRequests(ctx context.Context, tx *Tx) ([]OfficeRequest, error) {
	return rowsOf[OfficeRequest](ctx, tx, "SELECT * FROM office_requests WHERE done_at IS NULL ORDER BY id")
}

// OfficeRequestsAfter pages through all requests by id.
func OfficeRequestsAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]OfficeRequest, error) {
	return rowsOf[OfficeRequest](ctx, tx, "SELECT * FROM office_requests WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// FinishOfficeRequest notes that somebody has seen to an open request; a Conflict
// fault if it is not open.
func FinishOfficeRequest(ctx context.Context, tx *Tx, id, userID int64, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE office_requests SET user_id = ?, done_at = ? WHERE id = ? AND done_at IS NULL", userID, now, id))
}
