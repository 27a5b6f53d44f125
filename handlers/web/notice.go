package web

import (
	"context"
	"sync"
	"time"

	"statehouse/models"
)

// noticeLife is how long a notice is remembered: every page asks for it.
const noticeLife = 5 * time.Second

// Notices knows what admins say on every page.
type Notices struct {
	mu    sync.Mutex
	site  models.SiteState
	until time.Time
}

// In is the notice in a language, empty for none. A database that cannot be
// asked leaves the page without one.
func (n *Notices) In(ctx context.Context, db *models.DB, lang string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if now := time.Now(); now.After(n.until) {
		site, err := models.ReadSite(ctx, db.Read())
		if err != nil {
			return ""
		}
		n.site, n.until = site, now.Add(noticeLife)
	}
	return n.site.Notice(lang)
}

// Forget makes the next page ask again.
func (n *Notices) Forget() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.until = time.Time{}
}
