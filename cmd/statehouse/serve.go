package main

import (
	"errors"
	"os"

	"statehouse/internal/app"
	"statehouse/internal/config"
)

type serveCommand struct {
	Addr    string `placeholder:"HOST:PORT" help:"Address to listen on; goes before STATEHOUSE_ADDR and PORT."`
	NoWork  bool   `help:"Only answer requests; another process works."`
	Migrate bool   `help:"Bring the database up to date first; a new SQLite file always is."`
}

// Run serves until a signal comes.
func (c *serveCommand) Run(p *program) error {
	cfg, err := config.Load(overlay(p.env, "STATEHOUSE_ADDR", c.Addr), os.ReadFile)
	if err != nil {
		return err
	}
	return p.serve(cfg, app.Options{Web: true, Work: !c.NoWork, Migrate: c.Migrate || cfg.FirstRun()})
}

func (p *program) serve(cfg config.Config, o app.Options) (err error) {
	if err := config.EnsureSecret(&cfg); err != nil {
		return err
	}
	a, err := app.Open(p.ctx, cfg, p.log(cfg), o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return a.Serve(p.ctx)
}
