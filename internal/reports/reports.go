// Package reports is what readers say is wrong with a page, and what staff make
// of it.
package reports

import (
	"context"
	"slices"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// Reports does the acts.
type Reports struct {
	db   *models.DB
	keys *privacy.Keys
	now  func() time.Time
}

// New makes the acts.
func New(db *models.DB, keys *privacy.Keys, now func() time.Time) *Reports {
	return &Reports{db: db, keys: keys, now: now}
}

func (r *Reports) moment() time.Time { return models.Moment(r.now()) }

// Form is the form as it was typed.
type Form struct {
	Path, Reason, Note, Email string
	Trap                      string // a field that people do not see
	Lang                      string
}

// Take stores a report, with a clock by its reason. The address is not proved
// to be anybody's. Fault: Invalid with fields.
func (r *Reports) Take(ctx context.Context, f Form) (err error) {
	defer fault.Wrap(&err, "reports.Take")
	row, words, err := f.read(r.keys)
	if err != nil {
		return err
	}
	now := r.moment()
	row.Ref, row.State, row.Lang, row.CreatedAt, row.DueAt = token.Ref(), models.ReportWaiting, f.Lang, now, now.Add(row.Reason.Within())
	row.Seal(r.keys, words)
	return r.db.Write(ctx, func(tx *models.Tx) error {
		row.ID = 0
		return models.AddPageReport(ctx, tx, &row)
	})
}

func (f Form) read(keys *privacy.Keys) (row models.PageReport, words models.PageReportWords, err error) {
	fields := map[string]string{}
	var ok bool
	if row.Path, ok = models.ReportedPath(f.Path); !ok {
		fields["path"] = "error.report.path"
	}
	if row.Reason = models.PageReason(f.Reason); !slices.Contains(models.PageReasons, row.Reason) {
		fields["reason"] = "error.report.reason"
	}
	if words.Note, err = models.ParseText(f.Note, models.MaxPageReport); err != nil {
		fields["note"] = fault.Of(err).Message
	}
	if f.Email != "" {
		email, err := models.ParseEmail(f.Email)
		if err != nil {
			fields["email"] = fault.Of(err).Message
		}
		words.Email, row.EmailIndex = email.Typed, models.PageReportIndex(keys, email)
	}
	if f.Trap != "" {
		fields["website"] = "error.website.filled"
	}
	return row, words, fault.Fields(fields)
}

// Claim takes a report, so that no two work on it. Faults: NotFound, Conflict
// if another has it or it is settled.
func (r *Reports) Claim(ctx context.Context, staff models.User, ref string) (err error) {
	defer fault.Wrap(&err, "reports.Claim")
	return r.with(ctx, ref, func(tx *models.Tx, row models.PageReport) error {
		return models.ClaimPageReport(ctx, tx, row.ID, staff.ID, r.moment())
	})
}

// Release gives a report back to the queue. Faults: NotFound, Conflict.
func (r *Reports) Release(ctx context.Context, staff models.User, ref string) (err error) {
	defer fault.Wrap(&err, "reports.Release")
	return r.with(ctx, ref, func(tx *models.Tx, row models.PageReport) error {
		return models.ReleasePageReport(ctx, tx, row.ID, staff.ID)
	})
}

func (r *Reports) with(ctx context.Context, ref string, act func(*models.Tx, models.PageReport) error) error {
	return r.db.Write(ctx, func(tx *models.Tx) error {
		row, err := models.PageReportByRef(ctx, tx, ref)
		if err != nil {
			return err
		}
		return act(tx, row)
	})
}

// Open shows a report to who has taken it, and a settled one to all who may.
// Faults: NotFound, Conflict if the reader has not taken it.
func (r *Reports) Open(ctx context.Context, staff models.User, ref string) (row models.PageReport, words models.PageReportWords, err error) {
	defer fault.Wrap(&err, "reports.Open")
	if row, err = models.PageReportByRef(ctx, r.db.Read(), ref); err != nil {
		return row, words, err
	}
	if row.State == models.ReportWaiting && (row.ClaimedBy == nil || *row.ClaimedBy != staff.ID) {
		return row, words, fault.New(fault.Conflict, "error.report.claim")
	}
	words, err = row.Open(r.keys)
	return row, words, err
}

// Settle notes what came of a report. Faults: Invalid with fields, NotFound,
// Conflict if who settles it has it not.
func (r *Reports) Settle(ctx context.Context, staff models.User, ref, outcome, remark string) (err error) {
	defer fault.Wrap(&err, "reports.Settle")
	fields := map[string]string{}
	if !slices.Contains(models.ReportOutcomes, models.ReportOutcome(outcome)) {
		fields["outcome"] = "error.report.outcome"
	}
	text, err := models.ParseText(remark, models.MaxPageReport)
	if err != nil {
		fields["remark"] = fault.Of(err).Message
	}
	if err := fault.Fields(fields); err != nil {
		return err
	}
	return r.with(ctx, ref, func(tx *models.Tx, row models.PageReport) error {
		row.Outcome = models.ReportOutcome(outcome)
		if row.EmptiedAt == nil { // else a remark would outlive the words it is about
			row.Seal(r.keys, models.PageReportWords{Remark: text})
		}
		return models.SettlePageReport(ctx, tx, row, staff.ID, r.moment())
	})
}

// Sweep forgets the words of reports whose time is over.
func (r *Reports) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "reports.Sweep")
	now := r.moment()
	return r.db.Write(ctx, func(tx *models.Tx) error {
		return models.EmptyPageReports(ctx, tx, now.Add(-models.KeepPageReport), now)
	})
}
