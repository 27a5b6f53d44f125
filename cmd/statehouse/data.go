package main

import (
	"errors"
	"io"
	"log/slog"

	"statehouse/internal/app"
	"statehouse/internal/config"
)

var errNoDatabase = errors.New("there is no database yet: run `statehouse migrate` first, or check DATABASE_URL")

// data opens the database and the keys of a house that has run before.
func (p *program) data() (*app.App, error) {
	cfg, err := p.settings()
	if err != nil {
		return nil, err
	}
	if cfg.FirstRun() {
		return nil, errNoDatabase
	}
	if err := config.EnsureSecret(&cfg); err != nil {
		return nil, err
	}
	return app.OpenData(p.ctx, cfg, silence)
}

// silence is the log of commands that tell by themselves what they did or why not.
var silence = slog.New(slog.NewTextHandler(io.Discard, nil))
