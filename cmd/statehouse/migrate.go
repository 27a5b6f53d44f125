package main

import (
	"errors"
	"fmt"

	"statehouse/internal/app"
)

type migrateCommand struct {
	DryRun bool `help:"Only name what would run."`
}

// Run brings the database up to date, or names what that would take.
func (c *migrateCommand) Run(p *program) error {
	cfg, err := p.settings()
	if err != nil {
		return err
	}
	if c.DryRun && cfg.FirstRun() {
		return errors.New("there is no database yet: without --dry-run it is made, and every migration runs")
	}
	names, err := app.Migrate(p.ctx, cfg, silence, c.DryRun)
	if err != nil {
		return err
	}
	what := "ran"
	if c.DryRun {
		what = "would run"
	}
	for _, name := range names {
		fmt.Fprintln(p.stdout, what, name)
	}
	if len(names) == 0 {
		fmt.Fprintln(p.stdout, "the database is up to date")
	}
	return nil
}
