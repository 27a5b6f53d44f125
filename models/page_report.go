package models

import (
	"context"
	"strings"
	"time"

	"statehouse/internal/privacy"
)

// PageReason is why somebody reports a page.
type PageReason string

// The reasons.
const (
	PageNamesPerson PageReason = "person" // names or shows a private person
	PageWrong       PageReason = "wrong"  // says something that is not so
	PageUnsafe      PageReason = "unsafe" // puts somebody in danger
	PageUnlawful    PageReason = "law"
	PageOther       PageReason = "other"
)

// PageReasons lists them all.
var PageReasons = []PageReason{PageNamesPerson, PageWrong, PageUnsafe, PageUnlawful, PageOther}

// ReportState is where a report of a page stands.
type ReportState string

// The states: waiting → settled.
const (
	ReportWaiting ReportState = "waiting"
	ReportSettled ReportState = "settled"
)

// ReportStates lists them all.
var ReportStates = []ReportState{ReportWaiting, ReportSettled}

// ReportOutcome is what came of a report; empty while it waits.
type ReportOutcome string

// The outcomes.
const (
	ReportMended   ReportOutcome = "mended"
	ReportRemoved  ReportOutcome = "removed"
	ReportKept     ReportOutcome = "kept"
	ReportPassedOn ReportOutcome = "passed_on"
)

// ReportOutcomes lists those that a settled report may have.
var ReportOutcomes = []ReportOutcome{ReportMended, ReportRemoved, ReportKept, ReportPassedOn}

// How long a report of a page may wait, and how long its words are kept.
const (
	LookUnsafe      = 4 * time.Hour
	LookAtPage      = 2 * 24 * time.Hour
	KeepPageReport  = 90 * 24 * time.Hour
	MaxPageReport   = 1000 // characters
	MaxReportedPath = 200
)

// Within is how soon somebody should look.
func (r PageReason) Within() time.Duration {
	if r == PageUnsafe {
		return LookUnsafe
	}
	return LookAtPage
}

// PageReport is what a reader says is wrong with a page. What they wrote, their
// address and staff's remark are sealed.
type PageReport struct {
	ID         int64
	Ref        string
	Path       string // of a public page, without a query
	Reason     PageReason
	State      ReportState
	Outcome    ReportOutcome
	Lang       string
	Note       []byte
	Email      []byte // for an answer; nil without one
	EmailIndex []byte
	Remark     []byte
	ClaimedBy  *int64
	ClaimedAt  *time.Time
	SettledBy  *int64
	SettledAt  *time.Time
	DueAt      time.Time
	CreatedAt  time.Time
	EmptiedAt  *time.Time
}

// PageReportWords is what is sealed of a report.
type PageReportWords struct{ Note, Email, Remark string }

// Seal fills the sealed fields that are not empty; Ref must be set.
func (r *PageReport) Seal(k *privacy.Keys, w PageReportWords) {
	for _, f := range []struct {
		into           *[]byte
		purpose, plain string
	}{{&r.Note, "page_reports.note", w.Note}, {&r.Email, "page_reports.email", w.Email}, {&r.Remark, "page_reports.remark", w.Remark}} {
		if f.plain != "" {
			*f.into = k.SealText(f.purpose, r.Ref, f.plain)
		}
	}
}

// Open opens what is sealed; of an emptied report that is nothing.
func (r PageReport) Open(k *privacy.Keys) (w PageReportWords, err error) {
	for _, f := range []struct {
		into    *string
		purpose string
		sealed  []byte
	}{{&w.Note, "page_reports.note", r.Note}, {&w.Email, "page_reports.email", r.Email}, {&w.Remark, "page_reports.remark", r.Remark}} {
		if len(f.sealed) == 0 {
			continue
		}
		if *f.into, err = k.OpenText(f.purpose, r.Ref, f.sealed); err != nil {
			return w, err
		}
	}
	return w, nil
}

// PageReportIndex finds the reports that gave an address.
func PageReportIndex(k *privacy.Keys, e Email) []byte {
	return k.Blind("page_reports.email", e.Canonical)
}

// IsClaimedByOther says whether somebody else works on the report.
func (r PageReport) IsClaimedByOther(userID int64, now time.Time) bool {
	return r.ClaimedBy != nil && *r.ClaimedBy != userID && r.ClaimedAt != nil && now.Sub(*r.ClaimedAt) < ClaimLife
}

// reportable are the first parts of the addresses of public pages. All others
// may hold secrets, which no report may keep.
var reportable = map[string]bool{"": true, "about": true, "accessibility": true, "petitions": true, "privacy": true, "safety": true, "states": true, "stories": true, "volunteer": true}

// ReportedPath is the path of a public page that can be reported, without its
// query; false for any other address.
func ReportedPath(address string) (string, bool) {
	path, _, _ := strings.Cut(address, "?")
	path, _, _ = strings.Cut(path, "#")
	if !strings.HasPrefix(path, "/") || len(path) > MaxReportedPath || strings.ContainsFunc(path, func(r rune) bool { return !isPathRune(r) }) {
		return "", false
	}
	first, _, _ := strings.Cut(path[1:], "/")
	return path, reportable[first] && !strings.Contains(path, "//")
}

func isPathRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/-_.", r)
}

// AddPageReport stores a report.
func AddPageReport(ctx context.Context, tx *Tx, r *PageReport) error { return addOne(ctx, tx, r) }

// PageReportByRef finds a report.
func PageReportByRef(ctx context.Context, tx *Tx, ref string) (PageReport, error) {
	return take[PageReport](ctx, tx, "ref = ?", ref)
}

// WaitingPageReports lists what should be looked at, the most overdue first.
func WaitingPageReports(ctx context.Context, tx *Tx, limit int) ([]PageReport, error) {
	return rowsOf[PageReport](ctx, tx, "SELECT * FROM page_reports WHERE state = 'waiting' ORDER BY due_at, id LIMIT ?", limit)
}

// SettledPageReports lists the last that were settled, newest first.
func SettledPageReports(ctx context.Context, tx *Tx, limit int) ([]PageReport, error) {
	return rowsOf[PageReport](ctx, tx, "SELECT * FROM page_reports WHERE state = 'settled' ORDER BY settled_at DESC, id DESC LIMIT ?", limit)
}

// PageReportsAfter pages through all reports by id.
func PageReportsAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]PageReport, error) {
	return rowsOf[PageReport](ctx, tx, "SELECT * FROM page_reports WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// ClaimPageReport gives a waiting report to a member of staff; a Conflict fault
// if another has it.
func ClaimPageReport(ctx context.Context, tx *Tx, id, userID int64, now time.Time) error {
	return moved(tx.exec(ctx, `UPDATE page_reports SET claimed_by = ?, claimed_at = ? WHERE id = ? AND state = 'waiting'
AND (claimed_by IS NULL OR claimed_by = ? OR claimed_at <= ?)`, userID, now, id, userID, now.Add(-ClaimLife)))
}

// ReleasePageReport gives a report back; a Conflict fault if who asks has it not.
func ReleasePageReport(ctx context.Context, tx *Tx, id, userID int64) error {
	return moved(tx.exec(ctx, "UPDATE page_reports SET claimed_by = NULL, claimed_at = NULL WHERE id = ? AND state = 'waiting' AND claimed_by = ?", id, userID))
}

// SettlePageReport notes what came of a report that its settler has taken; else
// a Conflict fault.
func SettlePageReport(ctx context.Context, tx *Tx, r PageReport, userID int64, now time.Time) error {
	return moved(tx.exec(ctx, `UPDATE page_reports SET state = 'settled', outcome = ?, remark = ?, settled_by = ?, settled_at = ?, claimed_by = NULL, claimed_at = NULL
WHERE id = ? AND state = 'waiting' AND claimed_by = ?`, r.Outcome, r.Remark, userID, now, r.ID, userID))
}

const emptyPageReport = "UPDATE page_reports SET note = NULL, email = NULL, email_index = NULL, remark = NULL, emptied_at = ? WHERE emptied_at IS NULL AND "

// EmptyPageReports forgets the words of reports that arrived before a time.
func EmptyPageReports(ctx context.Context, tx *Tx, before, now time.Time) error {
	_, err := tx.exec(ctx, emptyPageReport+"created_at <= ?", now, before)
	return err
}

// ErasePageReports forgets the words of the reports that gave an address.
func ErasePageReports(ctx context.Context, tx *Tx, index []byte, now time.Time) error {
	_, err := tx.exec(ctx, emptyPageReport+"email_index = ?", now, index)
	return err
}

// PageReportRules hold reports of pages to their states.
var PageReportRules = []Rule{
	{"is settled without an outcome or a person, or waits with one", `SELECT 'report ' || id FROM page_reports
WHERE (state = 'settled') <> (outcome <> '') OR (state = 'settled') <> (settled_by IS NOT NULL) OR (state = 'settled') <> (settled_at IS NOT NULL) ORDER BY id`},
	{"was emptied and still holds words", `SELECT 'report ' || id FROM page_reports
WHERE emptied_at IS NOT NULL AND (note IS NOT NULL OR email IS NOT NULL OR email_index IS NOT NULL OR remark IS NOT NULL) ORDER BY id`},
	{"gave an address without its index", "SELECT 'report ' || id FROM page_reports WHERE (email IS NULL) <> (email_index IS NULL) ORDER BY id"},
}
