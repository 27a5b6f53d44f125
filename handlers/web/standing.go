package web

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/internal/feature"
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

// Features says to everything behind it which features of the site are on.
func (s Site) Features(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		s.setFeatures(c)
		return next(c)
	}
}

func (s Site) setFeatures(c echo.Context) {
	r := c.Request()
	read := func() feature.Set { return s.Standing.State(r.Context(), s.DB).Features }
	c.SetRequest(r.WithContext(feature.With(r.Context(), read)))
}

// Closed is for the page of a form whose feature was just found switched off: it
// asks anew what is on, and returns the status.
func (s Site) Closed(c echo.Context) int {
	s.Standing.Forget()
	s.setFeatures(c)
	return http.StatusServiceUnavailable
}

// Forget makes the next page ask again.
func (s *Standing) Forget() { s.memo.Forget(struct{}{}) }
