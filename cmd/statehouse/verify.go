package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"statehouse/internal/packets"
	"statehouse/internal/verify"
)

type verifyCommand struct {
	Packet string `arg:"" optional:"" name:"packet.zip" help:"A petition packet to check instead of the database; it needs neither database nor network."`
}

// Run prints what has drifted, and keeps it for the admin page.
func (c *verifyCommand) Run(p *program) error {
	if c.Packet != "" {
		return p.verifyPacket(c.Packet)
	}
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

// verifyPacket checks a packet by itself.
func (p *program) verifyPacket(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New(name + " is no file")
	}
	m, problems, err := packets.Check(file, info.Size())
	if err != nil {
		return err
	}
	for _, problem := range problems {
		fmt.Fprintln(p.stdout, problem)
	}
	if len(problems) > 0 {
		return fmt.Errorf("%s is not a packet as it was made: %s", name, problems[0])
	}
	fmt.Fprintln(p.stdout, m.Summary())
	return nil
}
