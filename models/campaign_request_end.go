package models

import (
	"context"
	"time"
)

// CampaignRequestLink is the secret of a request's mail; only its hash is kept.
type CampaignRequestLink struct {
	Hash      []byte `gorm:"primaryKey"`
	RequestID int64
	OutboxID  *int64
	CreatedAt time.Time
}

// AddCampaignRequestLink stores a link.
func AddCampaignRequestLink(ctx context.Context, tx *Tx, l CampaignRequestLink) error {
	return addOne(ctx, tx, &l)
}

// CampaignRequestByLink finds the request that a link opens.
func CampaignRequestByLink(ctx context.Context, tx *Tx, hash []byte) (CampaignRequest, error) {
	return take[CampaignRequest](ctx, tx, "id = (SELECT request_id FROM campaign_request_links WHERE hash = ?)", hash)
}

// UnconfirmedCampaignRequests lists requests left before a time and never confirmed.
func UnconfirmedCampaignRequests(ctx context.Context, tx *Tx, before time.Time, limit int) ([]CampaignRequest, error) {
	return rowsOf[CampaignRequest](ctx, tx, "SELECT * FROM campaign_requests WHERE state = 'pending' AND moved_at < ? ORDER BY id LIMIT ?", before, limit)
}

// OldCampaignRequests lists requests that were confirmed before a time and still
// hold their person.
func OldCampaignRequests(ctx context.Context, tx *Tx, before time.Time, limit int) ([]CampaignRequest, error) {
	return rowsOf[CampaignRequest](ctx, tx, "SELECT * FROM campaign_requests WHERE confirmed_at < ? AND emptied_at IS NULL ORDER BY id LIMIT ?", before, limit)
}

// WithdrawCampaignRequest ends a request with all that is held of its person; one
// that was never confirmed is deleted. nobody replaces the blind index.
func WithdrawCampaignRequest(ctx context.Context, tx *Tx, r CampaignRequest, nobody []byte, now time.Time) error {
	if r.State == CampaignRequestPending {
		if err := dropRequestMails(ctx, tx, r.ID, now); err != nil {
			return err
		}
		return moved(tx.exec(ctx, "DELETE FROM campaign_requests WHERE id = ? AND state = 'pending'", r.ID))
	}
	was := r.State
	r.State = CampaignRequestWithdrawn
	return emptyRequest(ctx, tx, r, was, nobody, now)
}

// EmptyCampaignRequest forgets the person of a request whose time is over; that
// somebody asked stays counted.
func EmptyCampaignRequest(ctx context.Context, tx *Tx, r CampaignRequest, nobody []byte, now time.Time) error {
	return emptyRequest(ctx, tx, r, r.State, nobody, now)
}

func emptyRequest(ctx context.Context, tx *Tx, r CampaignRequest, was CampaignRequestState, nobody []byte, now time.Time) error {
	r.EmailIndex, r.Email, r.Words, r.Answer, r.Classes = nobody, nil, nil, nil, ""
	r.ClaimedBy, r.ClaimedAt, r.DueAt, r.MovedAt, r.EmptiedAt = nil, nil, nil, now, &now
	if err := SaveCampaignRequest(ctx, tx, r, was); err != nil {
		return err
	}
	return dropRequestMails(ctx, tx, r.ID, now)
}

// ForgetCampaignRequestLinks deletes the links of a request.
func ForgetCampaignRequestLinks(ctx context.Context, tx *Tx, requestID int64) error {
	_, err := tx.exec(ctx, "DELETE FROM campaign_request_links WHERE request_id = ?", requestID)
	return err
}

// dropRequestMails stops what is still to be sent about a request, and empties
// what was sent.
func dropRequestMails(ctx context.Context, tx *Tx, requestID int64, now time.Time) error {
	return forgetMails(ctx, tx, "SELECT outbox_id FROM campaign_request_links WHERE request_id = ?", requestID, now)
}

// forgetMails stops those of some mails that are queued, and empties the rest.
func forgetMails(ctx context.Context, tx *Tx, which string, of int64, now time.Time) error {
	ids, err := rowsOf[int64](ctx, tx, "SELECT id FROM outbox WHERE state = 'queued' AND id IN ("+which+") ORDER BY id", of)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := DropMail(ctx, tx, id, "withdrawn", now); err != nil {
			return err
		}
	}
	_, err = tx.exec(ctx, "UPDATE outbox SET payload = NULL WHERE state NOT IN ('queued','sending') AND id IN ("+which+")", of)
	return err
}

// CampaignRequestRules hold requests to their states, and to what they point to.
var CampaignRequestRules = []Rule{
	{"is answered without words or a person, or waits with an answer", `SELECT 'request ' || id FROM campaign_requests
WHERE (state = 'answered') <> (answered_by IS NOT NULL AND answered_at IS NOT NULL) AND state <> 'withdrawn' OR state = 'answered' AND answer IS NULL AND emptied_at IS NULL ORDER BY id`},
	{"waits without a time by which to answer", `SELECT 'request ' || id FROM campaign_requests WHERE state = 'waiting' AND due_at IS NULL AND emptied_at IS NULL ORDER BY id`},
	{"is over and still holds its person", `SELECT 'request ' || id FROM campaign_requests
WHERE (state = 'withdrawn') > (emptied_at IS NOT NULL) OR emptied_at IS NOT NULL AND (email IS NOT NULL OR words IS NOT NULL OR answer IS NOT NULL) ORDER BY id`},
	{"points to a campaign of another state or topic", `SELECT 'request ' || r.id FROM campaign_requests r JOIN campaigns c ON c.id = r.draft_id OR c.id = r.told_of
WHERE c.state <> r.us_state OR c.topic <> r.topic ORDER BY r.id`},
	{"points to a petition or a role of another state", `SELECT 'request ' || r.id FROM campaign_requests r LEFT JOIN campaigns c ON c.id = r.campaign_id
WHERE (r.card = 'petition') <> (r.campaign_id IS NOT NULL) OR (r.card = 'role') <> (r.role_id IS NOT NULL) OR r.card = 'draft' AND r.draft_id IS NULL OR c.state <> r.us_state ORDER BY r.id`},
	{"was told of a campaign that was never published", `SELECT 'request ' || r.id FROM campaign_requests r LEFT JOIN campaigns c ON c.id = r.told_of
WHERE (r.told_of IS NULL) <> (r.told_at IS NULL) OR r.told_of IS NOT NULL AND c.opened_at IS NULL ORDER BY r.id`},
}
