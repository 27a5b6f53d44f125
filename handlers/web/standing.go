package web

import (
	"context"
	"time"

	"statehouse/internal/memo"
	"statehouse/models"
)

// siteLife is how long a process remembers what admins said of the whole site:
// every page asks for it.
const siteLife = 5 * time.Second

// Standing remembers what admins said of the whole site. Make it with NewStanding.
type Standing struct {
	memo *memo.Memo[struct{}, models.SiteState]
}

// NewStanding makes one that knows nothing yet.
func NewStanding() *Standing {
	return &Standing{memo.New[struct{}, models.SiteState](siteLife)}
}

// State is what they said; nothing while the database cannot be asked.
func (s *Standing) State(ctx context.Context, db *models.DB) models.SiteState {
	state, err := s.memo.Of(struct{}{}, func() (models.SiteState, error) { return models.ReadSite(ctx, db.Read()) })
	if err != nil {
		return models.SiteState{}
	}
	return state
}

// Forget makes the next page ask again.
func (s *Standing) Forget() { s.memo.Forget(struct{}{}) }
