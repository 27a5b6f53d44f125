// Package house runs the whole application for a test: its doors, its workers,
// a database, and mail that goes into a folder or to a double.
package house

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"statehouse/internal/app"
	"statehouse/internal/config"
	"statehouse/internal/mail"
	"statehouse/internal/testkit"
	"statehouse/internal/verify"
	"statehouse/models"
)

// Secret is the root secret of test houses.
const Secret = testkit.Secret

// House is one running application.
type House struct {
	*app.App
	URL    string
	Outbox string // folder of the mails, if they go there
	stop   func()
}

// Setup changes what a test house is like; the zero value works jobs on the
// real clock and writes mail to a folder.
type Setup struct {
	Env  map[string]string // settings on top of the usual ones
	Now  func() time.Time
	Idle bool         // no workers
	Demo bool         // shows its outbox
	Name string       // of this machine in its address; empty for its number
	Log  *slog.Logger // nil for testkit.Log
}

// Open runs the application on the database at url and stops it at the end of
// the test, after `verify` has recounted everything.
func Open(t testing.TB, url string, s Setup) *House {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if s.Name != "" {
		address = strings.Replace(address, "127.0.0.1", s.Name, 1)
	}
	data := t.TempDir()
	env := map[string]string{
		"DATABASE_URL": url, "STATEHOUSE_SECRET": Secret, "STATEHOUSE_DATA": data, "STATEHOUSE_MAIL": "outbox", "STATEHOUSE_LETTERS_PACE": "off",
		"STATEHOUSE_BASE_URL": "http://" + address, "STATEHOUSE_MAIL_FROM": "Statehouse <mail@statehouse.example.org>",
		"STATEHOUSE_GEOCODER_URL": "off",
	}
	for name, value := range s.Env {
		env[name] = value
	}
	cfg, err := config.Load(func(name string) string { return env[name] }, os.ReadFile)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Demo = s.Demo
	ctx := context.Background()
	if s.Log == nil {
		s.Log = testkit.Log()
	}
	a, err := app.Open(ctx, cfg, s.Log, app.Options{Web: true, Work: !s.Idle, Now: s.Now})
	if err != nil {
		t.Fatal(err)
	}
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: a.Handler()}}
	server.Start()
	if !s.Idle {
		if err := a.StartWork(ctx); err != nil {
			t.Fatal(err)
		}
	}
	h := &House{App: a, URL: "http://" + address, Outbox: filepath.Join(data, "outbox")}
	h.stop = func() {
		server.Close()
		a.StopWork(ctx)
	}
	t.Cleanup(func() { h.close(t) })
	return h
}

func (h *House) close(t testing.TB) {
	h.stop()
	findings, err := verify.Database(context.Background(), h.DB, h.Keys)
	if err != nil {
		t.Errorf("verify: %v", err)
	}
	for _, f := range findings {
		t.Errorf("verify: %s: %s", f.Check, f.Detail)
	}
	h.Close()
}

// Mails lists what is in the outbox for an address, oldest first.
func (h *House) Mails(t testing.TB, to string) (mails []mail.Parsed) {
	t.Helper()
	entries, err := mail.ReadOutbox(h.Outbox)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(entries) - 1; i >= 0; i-- {
		if !strings.Contains(entries[i].To, to) {
			continue
		}
		parsed, err := mail.ReadMail(h.Outbox, entries[i].Name)
		if err != nil {
			t.Fatal(err)
		}
		mails = append(mails, parsed)
	}
	return mails
}

// WaitMails waits until the outbox holds n mails for an address.
func (h *House) WaitMails(t testing.TB, to string, n int) (mails []mail.Parsed) {
	t.Helper()
	testkit.Wait(t, 20*time.Second, "mail in the outbox", func() bool {
		mails = h.Mails(t, to)
		return len(mails) >= n
	})
	return mails
}

// Counts are the counts of a campaign.
func (h *House) Counts(t testing.TB, slug string) models.Counts {
	t.Helper()
	ctx := context.Background()
	campaign, err := models.CampaignBySlug(ctx, h.DB.Read(), slug)
	if err != nil {
		t.Fatal(err)
	}
	counts, err := models.CountsOf(ctx, h.DB.Read(), campaign.ID)
	if err != nil {
		t.Fatal(err)
	}
	return counts
}
