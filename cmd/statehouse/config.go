package main

import (
	"cmp"
	"fmt"
	"text/tabwriter"

	"statehouse/internal/config"
)

type configCommand struct{}

var origins = map[config.Origin]string{config.FromDefault: "not set", config.FromFile: "from a file"}

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
		fmt.Fprintf(table, "%s\t%s\t%s\n", s.Name, cmp.Or(s.Value, "-"), origins[s.Origin])
	}
	return table.Flush()
}
