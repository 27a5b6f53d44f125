package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"statehouse/internal/app"
	"statehouse/internal/config"
)

type demoCommand struct {
	Addr  string `placeholder:"HOST:PORT" help:"Address to listen on (127.0.0.1:8080)."`
	Data  string `default:"statehouse-demo" placeholder:"DIR" help:"Folder that the demo keeps to itself (${default})."`
	Fresh bool   `help:"Forget what happened in the demo before."`
}

// demoDatabase also marks a folder as the demo's own.
const demoDatabase = "demo.db"

// Run serves the sample data until a signal comes.
func (c *demoCommand) Run(p *program) (err error) {
	if err := claim(c.Data, c.Fresh); err != nil {
		return err
	}
	cfg, err := config.Load(demoEnv(p.env, c.Data, c.Addr), os.ReadFile)
	if err != nil {
		return err
	}
	cfg.Demo = true
	if err := config.EnsureSecret(&cfg); err != nil {
		return err
	}
	a, err := app.Open(p.ctx, cfg, p.log(cfg), app.Options{Web: true, Work: true, Migrate: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.Listen(); err != nil {
		return err
	}
	bar := p.bar("sample data")
	err = a.LoadDemo(p.ctx, bar.step)
	bar.end()
	if err != nil {
		return err
	}
	if err := p.welcome(a, cfg.BaseURL); err != nil {
		return err
	}
	return a.Serve(p.ctx)
}

// welcome prints where to go and how staff sign in.
func (p *program) welcome(a *app.App, baseURL string) error {
	fmt.Fprintf(p.stdout, "The demo is at      %s\nIts mail is kept at %s/outbox and not sent. All people and offices are invented.\n\n", baseURL, baseURL)
	fmt.Fprintln(p.stdout, "Staff sign in, once each and within 24 hours, at")
	for _, role := range []string{"admin", "organizer", "moderator", "viewer"} {
		email := role + "@example.org"
		link, err := a.AddUser(p.ctx, email, "Sample "+role, role, "", 24*time.Hour)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "  %-21s  %s\n", email, link)
	}
	fmt.Fprintln(p.stdout, "\nCtrl-C stops it, and --fresh starts it anew.")
	return nil
}

// demoEnv is the environment without what could lead the demo to real data or
// real mail.
func demoEnv(env func(string) string, dir, addr string) func(string) string {
	kept := []string{"STATEHOUSE_ADDR", "PORT", "STATEHOUSE_BASE_URL", "STATEHOUSE_TRUSTED_PROXIES", "STATEHOUSE_LOG", "STATEHOUSE_EXIT_URL"}
	own := map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(dir, demoDatabase), "STATEHOUSE_DATA": dir, "STATEHOUSE_MAIL": "outbox"}
	return overlay(func(name string) string {
		if slices.Contains(kept, strings.TrimSuffix(name, "_FILE")) {
			return env(name)
		}
		return own[name]
	}, "STATEHOUSE_ADDR", addr)
}

// claim takes a folder for the demo: a new or empty one, or one that is the
// demo's already. With fresh it empties it of what the demo wrote.
func claim(dir string, fresh bool) error {
	if strings.ContainsAny(dir, "?#%") {
		return errors.New("--data must be a folder without ?, # or % in its name")
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	mark := filepath.Join(dir, demoDatabase)
	if _, err := os.Stat(mark); err != nil && len(entries) > 0 {
		return fmt.Errorf("%s holds something other than a demo: name an empty folder with --data", dir)
	}
	if fresh {
		for _, name := range []string{"outbox", "secret", demoDatabase + "-wal", demoDatabase + "-shm", demoDatabase} {
			if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
				return err
			}
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(mark, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}
