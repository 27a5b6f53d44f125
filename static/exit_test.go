package static_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"statehouse/internal/testkit/browser"
	"statehouse/static"
)

// site serves two pages about something private, the way out, and the weather.
func site(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/static/", static.Handler())
	page := func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<!DOCTYPE html><title>Private</title><script src="%s"></script>
<a id="exit" href="/exit" data-exit>Leave</a> <p data-exit-status data-two="two more" data-one="one more"></p>
<main>private words</main><a id="next" href="/second">next</a><input id="field">`, static.URL("js/exit.js"))
	}
	mux.HandleFunc("/first", page)
	mux.HandleFunc("/second", page)
	mux.HandleFunc("/exit", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/weather", http.StatusSeeOther) })
	mux.HandleFunc("/weather", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<title>Weather</title><p>sunny</p>") })
	server := httptest.NewServer(mux)
	t.Cleanup(func() {
		server.CloseClientConnections() // Chromium keeps spare ones open
		server.Close()
	})
	return server.URL
}

func waitForWeather(t *testing.T, b *browser.Browser) {
	t.Helper()
	for range 50 {
		if strings.HasSuffix(b.URL(), "/weather") {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("still at %s", b.URL())
}

func TestExitLeavesAndGoingBackStaysBlank(t *testing.T) {
	t.Parallel()
	b, url := browser.New(t), site(t)
	b.Open(url + "/first")
	b.Click("#next")
	b.Press("#exit")
	waitForWeather(t, b)
	browser.Eval[bool](b, "history.back(), true")
	time.Sleep(300 * time.Millisecond)
	waitForWeather(t, b)
}

func TestShiftThreeTimesAloneLeaves(t *testing.T) {
	t.Parallel()
	b, url := browser.New(t), site(t)
	b.Open(url + "/first")
	press(b, "Shift", "Shift")
	if got := b.Text("[data-exit-status]"); got != "one more" {
		t.Errorf("after two presses the page says %q", got)
	}
	press(b, "Shift")
	waitForWeather(t, b)
}

func TestShiftWithAnotherKeyDoesNothing(t *testing.T) {
	t.Parallel()
	b, url := browser.New(t), site(t)
	b.Open(url + "/first")
	for range 4 {
		browser.Eval[bool](b, key("keydown", "Shift")+key("keydown", "A")+key("keyup", "A")+key("keyup", "Shift")+"true")
	}
	press(b, "Shift", "Shift", "a", "Shift", "Shift")
	time.Sleep(200 * time.Millisecond)
	if got := b.URL(); got != url+"/first" {
		t.Errorf("typing left the page for %s", got)
	}
	if !strings.Contains(b.Text("main"), "private words") {
		t.Error("typing blanked the page")
	}
}

func TestExitBlanksThePageBeforeTheNextOneArrives(t *testing.T) {
	t.Parallel()
	b, url := browser.New(t), site(t)
	b.Open(url + "/first")
	got := browser.Eval[string](b, "document.querySelector('#exit').click(), document.documentElement.textContent + document.documentElement.hidden")
	if strings.Contains(got, "private") || !strings.Contains(got, "true") {
		t.Errorf("right after the click the page holds %q", got)
	}
}

func TestComingBackOnPurposeWorks(t *testing.T) {
	t.Parallel()
	b, url := browser.New(t), site(t)
	b.Open(url + "/first")
	b.Press("#exit")
	waitForWeather(t, b)
	b.Open(url + "/first")
	if !strings.Contains(b.Text("main"), "private words") {
		t.Error("the site stays blank for somebody who comes back on purpose")
	}
}

func press(b *browser.Browser, keys ...string) {
	var script strings.Builder
	for _, k := range keys {
		script.WriteString(key("keydown", k) + key("keyup", k))
	}
	browser.Eval[bool](b, script.String()+"true")
}

func key(event, name string) string {
	return fmt.Sprintf("document.dispatchEvent(new KeyboardEvent(%q, {key: %q, bubbles: true}));", event, name)
}
