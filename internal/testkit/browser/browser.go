// Package browser opens pages in a real Chromium for tests of what only a browser shows: layout, scripts, policies, accessibility.
package browser

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"statehouse/internal/testkit/browser/installed"
	"statehouse/internal/testkit/notrun"
)

// patience is how long one step may take before the test fails.
const patience = time.Minute

// Browser is one tab in an incognito window of its own. Its methods fail the test instead of returning errors.
type Browser struct {
	t   testing.TB
	ctx context.Context
	log *record
}

// New opens a tab for the test and closes it with the test. Where no Chromium is installed the test is skipped, loudly.
func New(t testing.TB) *Browser {
	t.Helper()
	path := installed.Chromium()
	if path == "" {
		notrun.Required(t, "the suites in a browser: no Chromium is installed")
	}
	process, release, err := shared.take(path)
	if err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	t.Cleanup(release)
	log := &record{hosts: map[string]bool{}}
	ctx, cancel := chromedp.NewContext(process, chromedp.WithNewBrowserContext(), chromedp.WithListener(log.note))
	t.Cleanup(cancel)
	b := &Browser{t: t, ctx: ctx, log: log}
	// The tab lives as long as the context of its first step, so this one gets no time limit of its own.
	if err := chromedp.Do(ctx, command(network.Enable, network.EnableParams{}), command(audits.Enable, cdp.Empty{})); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	b.Viewport(1280, 800)
	return b
}

// Open loads a page and waits until everything on it is loaded. It returns the page's HTTP status.
func (b *Browser) Open(url string) (status int) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, chromedp.Navigate(url))
	if err != nil {
		b.t.Fatalf("open %s: %v", url, err)
	}
	if response == nil {
		return 0
	}
	return int(response.Status)
}

// NoJavaScript turns scripts of pages off, from the next page on.
func (b *Browser) NoJavaScript() {
	b.t.Helper()
	b.do("turn scripts off", command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
}

// Viewport sets the size of the window in CSS pixels.
func (b *Browser) Viewport(width, height int) {
	b.t.Helper()
	b.do("resize the window", chromedp.EmulateViewport(int64(width), int64(height)))
}

// Dark shows pages as to somebody who prefers dark colors, or again light ones; they change at once, without motion.
func (b *Browser) Dark(dark bool) {
	b.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	b.do("choose colors", command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}}))
}

// Screenshot writes the whole page, as high as it is, into a PNG file.
func (b *Browser) Screenshot(file string) {
	b.t.Helper()
	picture := run(b, "take a picture", chromedp.FullScreenshot(100))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(file, picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// run does one thing in the tab and fails the test where that fails or takes too long.
func run[T any](b *Browser, what string, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	got, err := chromedp.Run(ctx, action)
	if err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
	return got
}

func (b *Browser) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	run(b, what, chromedp.Steps(steps...))
}

func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}
