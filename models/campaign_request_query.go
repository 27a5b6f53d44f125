package models

import (
	"context"
	"time"
)

// AddCampaignRequest stores a request.
func AddCampaignRequest(ctx context.Context, tx *Tx, r *CampaignRequest) error {
	return addOne(ctx, tx, r)
}

// CampaignRequestByRef finds a request.
func CampaignRequestByRef(ctx context.Context, tx *Tx, ref string) (CampaignRequest, error) {
	return take[CampaignRequest](ctx, tx, "ref = ?", ref)
}

// CampaignRequestsByIndex lists the requests that bear one of the blind indexes.
func CampaignRequestsByIndex(ctx context.Context, tx *Tx, indexes [][]byte) ([]CampaignRequest, error) {
	return rowsOf[CampaignRequest](ctx, tx, "SELECT * FROM campaign_requests WHERE email_index IN ? ORDER BY id", indexes)
}

// CampaignRequestsAfter pages through all requests by id.
func CampaignRequestsAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]CampaignRequest, error) {
	return rowsOf[CampaignRequest](ctx, tx, "SELECT * FROM campaign_requests WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// WaitingCampaignRequests lists what should be answered in a state, "" for all,
// the most overdue first.
func WaitingCampaignRequests(ctx context.Context, tx *Tx, state string, limit int) ([]CampaignRequest, error) {
	return rowsOf[CampaignRequest](ctx, tx, "SELECT * FROM campaign_requests WHERE state = 'waiting' AND emptied_at IS NULL AND (? = '' OR us_state = ?) ORDER BY due_at, id LIMIT ?", state, state, limit)
}

// AnsweredCampaignRequests lists the last that were answered, newest first.
func AnsweredCampaignRequests(ctx context.Context, tx *Tx, state string, limit int) ([]CampaignRequest, error) {
	return rowsOf[CampaignRequest](ctx, tx, "SELECT * FROM campaign_requests WHERE state = 'answered' AND (? = '' OR us_state = ?) ORDER BY answered_at DESC, id DESC LIMIT ?", state, state, limit)
}

// RequestsOf counts the people who asked for petitions of a state, by topic.
func RequestsOf(ctx context.Context, tx *Tx, state string) (map[string]int, error) {
	type row struct {
		Topic string
		N     int
	}
	rows, err := rowsOf[row](ctx, tx, "SELECT topic, count(*) AS n FROM campaign_requests WHERE us_state = ? AND state IN ('waiting','answered') GROUP BY topic", state)
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.Topic] = r.N
	}
	return counts, err
}

// LateCampaignRequests counts what waits in a state, "" for all, and what waits
// for too long.
func LateCampaignRequests(ctx context.Context, tx *Tx, state string, now time.Time) (waiting, late int, err error) {
	row, err := first[struct{ Waiting, Late int }](ctx, tx, `SELECT count(*) AS waiting, count(CASE WHEN due_at < ? THEN 1 END) AS late
FROM campaign_requests WHERE state = 'waiting' AND emptied_at IS NULL AND (? = '' OR us_state = ?)`, now, state, state)
	return row.Waiting, row.Late, err
}

// SaveCampaignRequest stores a request as it is, if it is still in the state that
// was read; else a Conflict fault.
func SaveCampaignRequest(ctx context.Context, tx *Tx, r CampaignRequest, was CampaignRequestState) error {
	return moved(tx.exec(ctx, `UPDATE campaign_requests SET state = ?, lang = ?, email_index = ?, email = ?, words = ?, classes = ?, urgency = ?, reader = ?,
  hotline = ?, claimed_by = ?, claimed_at = ?, due_at = ?, card = ?, campaign_id = ?, role_id = ?, answer = ?, answered_by = ?, answered_at = ?,
  confirmed_at = ?, moved_at = ?, emptied_at = ? WHERE id = ? AND state = ?`,
		r.State, r.Lang, r.EmailIndex, r.Email, r.Words, r.Classes, r.Urgency, r.Reader, r.Hotline, r.ClaimedBy, r.ClaimedAt, r.DueAt, r.Card, r.CampaignID,
		r.RoleID, r.Answer, r.AnsweredBy, r.AnsweredAt, r.ConfirmedAt, r.MovedAt, r.EmptiedAt, r.ID, was))
}

// ClaimCampaignRequest gives a waiting request to a member of staff; a Conflict
// fault if another has it.
func ClaimCampaignRequest(ctx context.Context, tx *Tx, id, userID int64, now time.Time) error {
	return moved(tx.exec(ctx, `UPDATE campaign_requests SET claimed_by = ?, claimed_at = ? WHERE id = ? AND state = 'waiting'
AND (claimed_by IS NULL OR claimed_by = ? OR claimed_at <= ?)`, userID, now, id, userID, now.Add(-ClaimLife)))
}

// ReleaseCampaignRequest gives a request back; a Conflict fault if who asks has it not.
func ReleaseCampaignRequest(ctx context.Context, tx *Tx, id, userID int64) error {
	return moved(tx.exec(ctx, "UPDATE campaign_requests SET claimed_by = NULL, claimed_at = NULL WHERE id = ? AND state = 'waiting' AND claimed_by = ?", id, userID))
}

// DraftForRequest notes that a campaign was begun because of a request of its
// state and topic; a Conflict fault if there is no such request, or it has one.
func DraftForRequest(ctx context.Context, tx *Tx, ref string, c Campaign) error {
	return moved(tx.exec(ctx, `UPDATE campaign_requests SET draft_id = ? WHERE ref = ? AND us_state = ? AND topic = ? AND draft_id IS NULL
AND state IN ('waiting','answered')`, c.ID, ref, c.State, c.Topic))
}

// RequestsToTell lists the requests whose petition was published since, and
// nobody was told; ToldOf is the first such campaign.
func RequestsToTell(ctx context.Context, tx *Tx, limit int) ([]CampaignRequest, error) {
	return rowsOf[CampaignRequest](ctx, tx, `SELECT r.id, r.ref, r.us_state, r.topic, r.state, r.lang, r.email_index, r.email, r.reader, r.created_at, r.confirmed_at, r.moved_at,
  (SELECT min(c.id) FROM campaigns c WHERE c.state = r.us_state AND c.topic = r.topic AND c.status = 'live' AND c.opened_at >= r.confirmed_at) AS told_of
FROM campaign_requests r WHERE r.told_at IS NULL AND r.emptied_at IS NULL AND r.state IN ('waiting','answered')
AND EXISTS (SELECT 1 FROM campaigns c WHERE c.state = r.us_state AND c.topic = r.topic AND c.status = 'live' AND c.opened_at >= r.confirmed_at) ORDER BY r.id LIMIT ?`, limit)
}

// TellRequest notes that the person of a request was told of a campaign; a
// Conflict fault if they were before, or it was taken back.
func TellRequest(ctx context.Context, tx *Tx, id, campaignID int64, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE campaign_requests SET told_of = ?, told_at = ? WHERE id = ? AND told_at IS NULL AND state IN ('waiting','answered') AND emptied_at IS NULL",
		campaignID, now, id))
}
