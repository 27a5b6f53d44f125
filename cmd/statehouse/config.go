package main

import (
	"cmp"
	"fmt"
	"text/tabwriter"

	"statehouse/internal/config"
)

type configCommand struct{}

// Run prints the settings as a table.
func (*configCommand) Run(p *program) error {
	cfg, err := p.settings()
	if err != nil {
		return err
	}
	if err := config.FindSecret(&cfg); err != nil {
		return err
	}
	table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	for _, s := range cfg.Settings() {
		origin := ""
		if s.Default {
			origin = "not set"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", s.Name, cmp.Or(s.Value, "-"), origin)
	}
	return table.Flush()
}
