package main

import (
	"fmt"
	"time"

	"statehouse/internal/verify"
)

type verifyCommand struct{}

// Run prints what has drifted, and keeps it for the admin page.
func (*verifyCommand) Run(p *program) error {
	a, err := p.data()
	if err != nil {
		return err
	}
	defer a.Close()
	found, err := verify.Database(p.ctx, a.DB, a.Keys)
	if err != nil {
		return err
	}
	if err := verify.Save(p.ctx, a.DB, found, time.Now()); err != nil {
		return err
	}
	if len(found) == 0 {
		fmt.Fprintf(p.stdout, "the database keeps all %d promises\n", len(verify.Checks))
		return nil
	}
	for _, f := range found {
		fmt.Fprintf(p.stdout, "%s: %s\n", f.Check, f.Detail)
	}
	return fmt.Errorf("the database has drifted: the check of %s failed", found[0].Check)
}
