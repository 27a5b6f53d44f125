package public

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/i18n"
	"statehouse/models"
)

// How the live count is told.
const (
	liveEvery = 2 * time.Second  // how often the count is read, once for all watchers of a petition
	livePing  = 15 * time.Second // so that proxies keep the line open
	liveFor   = 5 * time.Minute  // then the browser asks again
	liveMost  = 2000             // watchers of one process; more see the count when they load the page
)

// live tells watchers the counts of petitions. Counts are read once per petition
// and liveEvery, however many watch.
type live struct {
	mu       sync.Mutex
	watchers int
	counts   map[string]liveCount
}

type liveCount struct {
	row models.CampaignRow
	at  time.Time
}

func newLive() *live { return &live{counts: map[string]liveCount{}} }

func (l *live) join() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.watchers >= liveMost {
		return false
	}
	l.watchers++
	return true
}

func (l *live) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.watchers--
}

// count is a petition's row, at most liveEvery old.
func (l *live) count(slug string, read func() (models.CampaignRow, error)) (models.CampaignRow, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if c, ok := l.counts[slug]; ok && time.Since(c.at) < liveEvery {
		return c.row, nil
	}
	row, err := read()
	if err == nil {
		l.counts[slug] = liveCount{row, time.Now()}
	}
	return row, err
}

// GET /petitions/:slug/events sends the count whenever it changes, as
// server-sent events.
func (d Door) events(c echo.Context) error {
	campaign, _, err := d.campaign(c)
	if err != nil {
		return err
	}
	if !d.live.join() {
		return echo.NewHTTPError(http.StatusServiceUnavailable)
	}
	defer d.live.leave()
	h := c.Response().Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	control := http.NewResponseController(c.Response().Writer)
	err = control.SetWriteDeadline(time.Now().Add(liveFor + livePing))
	if errors.Is(err, http.ErrNotSupported) { // a HEAD: there is nobody to tell
		return c.NoContent(http.StatusOK)
	}
	if err != nil {
		return err
	}
	c.Response().WriteHeader(http.StatusOK)
	return d.tell(c, control, campaign.Slug)
}

func (d Door) tell(c echo.Context, control *http.ResponseController, slug string) error {
	ctx := c.Request().Context()
	ticker := time.NewTicker(liveEvery)
	defer ticker.Stop()
	end := time.After(liveFor)
	last, lastSent := "", time.Time{}
	for {
		row, err := d.live.count(slug, func() (models.CampaignRow, error) {
			return models.CampaignRowBySlug(ctx, d.DB.Read(), slug, web.Lang(c))
		})
		if err != nil {
			return nil // the answer has begun: the browser asks again
		}
		line := ""
		if text := liveText(c, row); text != last {
			last, line = text, "event: count\ndata: "+text+"\n\n"
		} else if time.Since(lastSent) > livePing {
			line = ": still here\n\n"
		}
		if line != "" {
			lastSent = time.Now()
			if _, err := fmt.Fprint(c.Response(), line); err != nil {
				return nil
			}
			if err := control.Flush(); err != nil {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-d.Leaving:
			return nil
		case <-end:
			return nil
		case <-ticker.C:
		}
	}
}

// liveText is what the page shows, in the visitor's language.
func liveText(c echo.Context, r models.CampaignRow) string {
	ctx := c.Request().Context()
	encoded, err := json.Marshal(map[string]any{
		"counted": r.Counted(), "in_state": r.InState, "out_of_state": r.OutOfState,
		"text": map[string]string{
			"counted":      i18n.Number(ctx, r.Counted()),
			"in_state":     i18n.T(ctx, "petition.in_state", "Count", i18n.Number(ctx, r.InState), "State", stateName(c, r.State)),
			"out_of_state": i18n.T(ctx, "petition.out_of_state", "Count", i18n.Number(ctx, r.OutOfState)),
		},
	})
	if err != nil {
		return "{}" // numbers and strings always encode
	}
	return string(encoded)
}
