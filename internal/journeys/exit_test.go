package journeys

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

// awayHouse is a house whose exit leads to another site, about the weather.
func awayHouse(t *testing.T) (h *house.House, petition string) {
	t.Helper()
	weather := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!DOCTYPE html><html lang="en"><title>Weather</title><main id="weather">sunny</main>`)
	}))
	t.Cleanup(func() {
		weather.CloseClientConnections()
		weather.Close()
	})
	elsewhere := strings.Replace(weather.URL, "127.0.0.1", "localhost", 1)
	h = house.Open(t, testkit.SQLiteURL(t), house.Setup{Idle: true, Env: map[string]string{"STATEHOUSE_EXIT_URL": elsewhere}})
	return h, "/petitions/" + testkit.MakeCampaign(t, h.DB).Slug
}

// ways are the ways to leave at once.
var ways = map[string]struct {
	scripts bool
	leave   func(b *browser.Browser)
}{
	"by a click":                    {true, func(b *browser.Browser) { b.Press("[data-exit]") }},
	"by three times Shift":          {true, func(b *browser.Browser) { b.Keys(kb.Shift); b.Keys(kb.Shift); b.Keys(kb.Shift) }},
	"by keyboard":                   {true, func(b *browser.Browser) { b.Keys(kb.Tab); b.Keys(kb.Enter) }},
	"by a click without scripts":    {false, func(b *browser.Browser) { b.Press("[data-exit]") }},
	"by a keyboard without scripts": {false, func(b *browser.Browser) { b.Keys(kb.Tab); b.Keys(kb.Enter) }},
}

// TestWhoLeavesIsGoneAndBackBringsNothingBack: neither the page that was left
// nor those before it.
func TestWhoLeavesIsGoneAndBackBringsNothingBack(t *testing.T) {
	t.Parallel()
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, petition := awayHouse(t)
			b := browser.New(t)
			if !way.scripts {
				b.NoJavaScript()
			}
			b.Open(h.URL + petition)
			b.Click("a[href$='/progress']")
			b.Click(".back a")
			way.leave(b)
			waitForWeather(t, b)
			for range 2 {
				b.Back()
				for range 10 { // whatever flashes by counts
					shown := b.Glimpse()
					if strings.Contains(shown, "Safe harbor") || strings.Contains(shown, "Statehouse") {
						t.Fatalf("Back shows %s: %.300s", b.URL(), shown)
					}
					time.Sleep(30 * time.Millisecond)
				}
				if way.scripts {
					waitForWeather(t, b)
				} else if !b.Has("a[data-again]") {
					t.Fatalf("Back shows %s: %q", b.URL(), b.Text("body"))
				}
			}
		})
	}
}

func waitForWeather(t *testing.T, b *browser.Browser) {
	t.Helper()
	testkit.Wait(t, "the weather", func() bool { return strings.Contains(b.Glimpse(), "sunny") })
}

// TestThePageIsBlankBeforeTheNextOneArrives looks in the same turn in which the
// page is left.
func TestThePageIsBlankBeforeTheNextOneArrives(t *testing.T) {
	t.Parallel()
	const shift = `document.dispatchEvent(new KeyboardEvent("keydown", {key: "Shift"})), document.dispatchEvent(new KeyboardEvent("keyup", {key: "Shift"})), `
	for way, script := range map[string]string{
		"a click":           `document.querySelector("[data-exit]").click(), `,
		"three times Shift": shift + shift + shift,
	} {
		h, petition := awayHouse(t)
		b := browser.New(t)
		b.Open(h.URL + petition)
		if shown := browser.Eval[string](b, script+"document.title + document.body.innerText"); strings.TrimSpace(shown) != "\u200b" {
			t.Errorf("right after %s the page shows %.300q", way, shown)
		}
		waitForWeather(t, b)
	}
}

func TestThePageGoesBlankUnderThePointerWithoutScripts(t *testing.T) {
	t.Parallel()
	h, petition := awayHouse(t)
	b := browser.New(t)
	b.NoJavaScript()
	b.Open(h.URL + petition)
	b.Hold("[data-exit]")
	if shown := b.Text("body"); strings.Contains(shown, "Safe harbor") || !strings.Contains(shown, "Leave this page now") {
		t.Errorf("under the pointer the page shows %.300q", shown)
	}
}

func TestWhoLeftComesBackOnPurpose(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, petition := awayHouse(t)
			b := browser.New(t)
			if !scripts {
				b.NoJavaScript()
			}
			b.Open(h.URL + petition + "?lang=es")
			b.Press("[data-exit]")
			waitForWeather(t, b)
			b.Open(h.URL + petition)
			if scripts {
				b.WaitFor("main h1 ~ p")
			} else {
				b.Click("a[data-again]")
			}
			if got := b.URL(); got != h.URL+petition || !strings.Contains(b.Text("main"), "Safe harbor") {
				t.Fatalf("back on purpose at %s: %.300s", got, b.Text("main"))
			}
			if got := browser.Eval[string](b, "document.cookie + localStorage.length + sessionStorage.length"); got != "00" {
				t.Errorf("the browser still holds %q", got)
			}
			if b.Click("a[href$='/progress']"); !strings.HasSuffix(b.URL(), "/progress") {
				t.Errorf("the next link led to %s", b.URL())
			}
		})
	}
}
