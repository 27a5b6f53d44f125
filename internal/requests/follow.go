package requests

import (
	"context"
	"errors"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
	"statehouse/internal/screening"
	"statehouse/internal/token"
	"statehouse/models"
)

// Look opens the link of a request and changes nothing. Fault: NotFound.
func (s *Requests) Look(ctx context.Context, tok string) (r models.CampaignRequest, words models.CampaignRequestWords, err error) {
	defer fault.Wrap(&err, "requests.Look")
	if r, err = models.CampaignRequestByLink(ctx, s.db.Read(), token.Hash(tok)); err != nil {
		return r, words, err
	}
	words, err = r.Open(s.keys)
	return r, words, err
}

// answerWithin are the clocks by urgency.
var answerWithin = map[screening.Urgency]time.Duration{screening.Urgent: time.Hour, screening.Soon: 24 * time.Hour, screening.Routine: models.AnswerRequestIn}

// Confirm hands a request to staff: its words are screened, and its clock starts.
// Faults: NotFound, Conflict if it was confirmed, Gone if that is too long ago.
func (s *Requests) Confirm(ctx context.Context, tok string) (err error) {
	defer fault.Wrap(&err, "requests.Confirm")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		r, err := models.CampaignRequestByLink(ctx, tx, token.Hash(tok))
		if err != nil {
			return err
		}
		if r.State != models.CampaignRequestPending {
			return fault.New(fault.Conflict, "error.link.spent")
		}
		now := s.moment()
		if now.Sub(r.MovedAt) >= models.KeepUnconfirmed {
			return fault.New(fault.Gone, "error.link.expired")
		}
		words, err := r.Open(s.keys)
		if err != nil {
			return err
		}
		public, err := models.HolderNames(ctx, tx)
		if err != nil {
			return err
		}
		screen(&r, screening.Screen(words.Words, public...), now)
		r.State, r.ConfirmedAt, r.MovedAt = models.CampaignRequestWaiting, &now, now
		return models.SaveCampaignRequest(ctx, tx, r, models.CampaignRequestPending)
	})
}

// screen notes what was found, who reads it, and by when.
func screen(r *models.CampaignRequest, report screening.Report, now time.Time) {
	var classes []string
	for _, class := range report.Found() {
		classes = append(classes, string(class))
	}
	due := now.Add(answerWithin[report.Urgency()])
	r.Classes, r.Urgency, r.Reader = strings.Join(classes, ","), int(report.Urgency()), string(report.Reader())
	r.Hotline, r.DueAt = report.ShowsHotline(), &due
}

// Withdraw takes a request back for good, whatever became of it: its words and
// address go at once. Fault: NotFound.
func (s *Requests) Withdraw(ctx context.Context, tok string) (err error) {
	defer fault.Wrap(&err, "requests.Withdraw")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		r, err := models.CampaignRequestByLink(ctx, tx, token.Hash(tok))
		if err != nil || r.State == models.CampaignRequestWithdrawn {
			return err
		}
		return models.WithdrawCampaignRequest(ctx, tx, r, privacy.NoIndex(), s.moment())
	})
}

// atOnce is how many requests one sweep ends or tells.
const atOnce = 200

// Sweep deletes requests that were never confirmed, empties those whose time is
// over, and tells who asked of a petition that was published since; one that
// fails keeps no other.
func (s *Requests) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "requests.Sweep")
	now := s.moment()
	unconfirmed, err := models.UnconfirmedCampaignRequests(ctx, s.db.Read(), now.Add(-models.KeepUnconfirmed), atOnce)
	if err != nil {
		return err
	}
	old, err := models.OldCampaignRequests(ctx, s.db.Read(), now.Add(-models.KeepRequest), atOnce)
	if err != nil {
		return err
	}
	var failed []error
	each := func(rows []models.CampaignRequest, end func(tx *models.Tx, r models.CampaignRequest) error) {
		for _, r := range rows {
			err := s.db.Write(ctx, func(tx *models.Tx) error { return end(tx, r) })
			if err != nil && !fault.Is(err, fault.Conflict) { // else it moved meanwhile
				failed = append(failed, err)
			}
		}
	}
	each(unconfirmed, func(tx *models.Tx, r models.CampaignRequest) error {
		return models.WithdrawCampaignRequest(ctx, tx, r, privacy.NoIndex(), now)
	})
	each(old, func(tx *models.Tx, r models.CampaignRequest) error {
		return models.EmptyCampaignRequest(ctx, tx, r, privacy.NoIndex(), now)
	})
	published, err := models.RequestsToTell(ctx, s.db.Read(), atOnce)
	if err != nil {
		return errors.Join(append(failed, err)...)
	}
	each(published, func(tx *models.Tx, r models.CampaignRequest) error { return s.tellPublished(ctx, tx, r) })
	return errors.Join(failed...)
}
