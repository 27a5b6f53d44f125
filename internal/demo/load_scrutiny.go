package demo

import (
	"context"
	"time"

	"statehouse/internal/jobs"
	"statehouse/internal/privacy"
	"statehouse/internal/scrutiny"
	"statehouse/models"
)

// later are jobs that the demo's workers need not be told of: the sweep finds what
// is under way.
type later struct{}

// Add implements scrutiny.Queue.
func (later) Add(context.Context, *models.Tx, ...jobs.Job) error { return nil }

// lookThrough has a moderator wonder about signatures of one name; they are counted,
// and nothing is taken out.
func lookThrough(ctx context.Context, db *models.DB, keys *privacy.Keys, people Pools, now time.Time) error {
	moderator, err := models.UserByEmail(ctx, db.Read(), "moderator@example.org")
	if err != nil {
		return err
	}
	actor, acts := models.Actor{User: &moderator}, scrutiny.New(db, keys, later{}, func() time.Time { return now.Add(-time.Hour) })
	search, err := acts.Search(ctx, actor, scrutiny.Form{Criteria: models.Criteria{Name: "* " + people.Last[0], Campaign: "az-safe-harbor"}})
	if err != nil {
		return err
	}
	ref, err := acts.Propose(ctx, actor, search, string(models.InvalidRepeated), "One family, or one person? I would like somebody else to look.")
	if err != nil {
		return err
	}
	found, _, err := acts.Invalidation(ctx, actor, ref)
	if err != nil {
		return err
	}
	_, err = acts.Proceed(ctx, found.ID)
	return err
}
