package verify

import (
	"context"
	"testing"

	"statehouse/internal/privacy"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

// makeReports leaves a report of a page that waits and one that is settled.
func makeReports(t *testing.T, db *models.DB, keys *privacy.Keys) {
	t.Helper()
	email, err := models.ParseEmail("reader@example.org")
	if err != nil {
		t.Fatal(err)
	}
	staff := models.User{Name: "Sam Settler", Email: "sam.settler@example.org", Role: models.RoleModerator, CreatedAt: testkit.Now}
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		if err := models.AddUser(ctx, tx, &staff); err != nil {
			return err
		}
		for _, settled := range []bool{false, true} {
			r := models.PageReport{Ref: token.Ref(), Path: "/about", Reason: models.PageWrong, State: models.ReportWaiting, Lang: "en", DueAt: testkit.Now, CreatedAt: testkit.Now,
				EmailIndex: models.PageReportIndex(keys, email)}
			r.Seal(keys, models.PageReportWords{Note: "The year is wrong.", Email: email.Typed})
			if err := models.AddPageReport(ctx, tx, &r); err != nil {
				return err
			}
			if !settled {
				continue
			}
			if err := models.ClaimPageReport(ctx, tx, r.ID, staff.ID, testkit.Now); err != nil {
				return err
			}
			r.Outcome = models.ReportMended
			r.Seal(keys, models.PageReportWords{Remark: "It was."})
			if err := models.SettlePageReport(ctx, tx, r, staff.ID, testkit.Now); err != nil {
				return err
			}
		}
		return nil
	})
}
