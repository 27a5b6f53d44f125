// Package house runs the whole application for a test: its doors, its workers,
// a database, and mail that goes into a folder or to a double.
package house

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
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
	read   sync.Map // mails by the name of their file
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
	cfg, err := settings(url, "http://"+address, data, s)
	if err != nil {
		t.Fatal(err)
	}
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

// settings are what a house runs with.
func settings(database, address, data string, s Setup) (config.Config, error) {
	env := map[string]string{
		"DATABASE_URL": database, "STATEHOUSE_SECRET": Secret, "STATEHOUSE_DATA": data, "STATEHOUSE_MAIL": "outbox", "STATEHOUSE_LETTERS_PACE": "off",
		"STATEHOUSE_BASE_URL": address, "STATEHOUSE_MAIL_FROM": "Statehouse <mail@statehouse.example.org>",
		"STATEHOUSE_GEOCODER_URL": "off",
	}
	maps.Copy(env, s.Env)
	cfg, err := config.Load(func(name string) string { return env[name] }, os.ReadFile)
	cfg.Demo = s.Demo
	return cfg, err
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
	files, err := os.ReadDir(h.Outbox)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, file := range files {
		if m := h.mail(t, file.Name()); strings.Contains(m.To, to) {
			mails = append(mails, m)
		}
	}
	return mails
}

// mail reads each file once, however often somebody looks for it. What is still
// being written is no mail.
func (h *House) mail(t testing.TB, name string) mail.Parsed {
	t.Helper()
	if known, ok := h.read.Load(name); ok {
		return known.(mail.Parsed)
	}
	m, err := mail.ReadMail(h.Outbox, name)
	if errors.Is(err, fs.ErrNotExist) {
		return m
	}
	if err != nil {
		t.Fatal(err)
	}
	h.read.Store(name, m)
	return m
}

// WaitMails waits until the outbox holds n mails for an address.
func (h *House) WaitMails(t testing.TB, to string, n int) (mails []mail.Parsed) {
	t.Helper()
	testkit.Wait(t, "mail in the outbox", func() bool {
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
