package demo

import (
	"context"
	"time"

	"statehouse/internal/token"
	"statehouse/models"
)

// addReports lets invented readers say what is wrong with pages: of what waits
// one is nearly due, and one was looked at.
func (l *loader) addReports(ctx context.Context) error {
	moderator, err := models.UserByEmail(ctx, l.tx, "moderator@example.org")
	if err != nil {
		return err
	}
	for _, said := range []struct {
		path, note string
		reason     models.PageReason
		ago        time.Duration
		outcome    models.ReportOutcome
		remark     string
	}{
		{"/volunteer/fl-community-evening", "The address of this evening is known to somebody I must avoid.", models.PageUnsafe, 210 * time.Minute, "", ""},
		{"/states/hi", "The citation of the second card ends in the middle.", models.PageWrong, 20 * time.Hour, "", ""},
		{"/stories/what-vacatur-means", "A word in the third paragraph is missing.", models.PageOther, 5 * 24 * time.Hour, models.ReportMended, "Added, and the reader was thanked."},
	} {
		at := models.Moment(l.now.Add(-said.ago))
		r := models.PageReport{Ref: token.Ref(), Path: said.path, Reason: said.reason, State: models.ReportWaiting, Lang: "en", CreatedAt: at, DueAt: at.Add(said.reason.Within())}
		r.Seal(l.keys, models.PageReportWords{Note: said.note})
		if err := models.AddPageReport(ctx, l.tx, &r); err != nil {
			return err
		}
		if said.outcome == "" {
			continue
		}
		at = at.Add(3 * time.Hour)
		if err := models.ClaimPageReport(ctx, l.tx, r.ID, moderator.ID, at); err != nil {
			return err
		}
		r.Outcome = said.outcome
		r.Seal(l.keys, models.PageReportWords{Remark: said.remark})
		if err := models.SettlePageReport(ctx, l.tx, r, moderator.ID, at); err != nil {
			return err
		}
	}
	return nil
}
