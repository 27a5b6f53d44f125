package main

import "statehouse/internal/app"

type workCommand struct{}

// Run works until a signal comes.
func (*workCommand) Run(p *program) error {
	cfg, err := p.settings()
	if err != nil {
		return err
	}
	if cfg.FirstRun() {
		return errNoDatabase
	}
	return p.serve(cfg, app.Options{Work: true})
}
