package main

import (
	"fmt"
	"time"
)

const signInLife = 15 * time.Minute

type userCommands struct {
	Add     userAddCommand     `cmd:"" help:"Make a member of staff, or a new sign-in link for one."`
	Recover userRecoverCommand `cmd:"" help:"Take passkeys, password and sessions off an account, and print a sign-in link."`
}

type userAddCommand struct {
	Email string `required:"" placeholder:"E" help:"Their address."`
	Name  string `required:"" placeholder:"N" help:"Their name, as colleagues see it."`
	Role  string `required:"" enum:"admin,organizer,moderator,viewer" placeholder:"ROLE" help:"admin, organizer, moderator or viewer."`
	State string `placeholder:"az" help:"Postal code of the one state that they work for; without it, all."`
}

// Run prints a link that signs the person in once.
func (c *userAddCommand) Run(p *program) error {
	a, err := p.data()
	if err != nil {
		return err
	}
	defer a.Close()
	link, err := a.AddUser(p.ctx, c.Email, c.Name, c.Role, c.State, signInLife)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s signs in once, within %.0f minutes, at\n%s\n", c.Email, signInLife.Minutes(), link)
	return nil
}

type userRecoverCommand struct {
	Email string `required:"" placeholder:"E" help:"Their address."`
}

// Run prints a link that signs the person in once, whatever they have lost.
func (c *userRecoverCommand) Run(p *program) error {
	a, err := p.data()
	if err != nil {
		return err
	}
	defer a.Close()
	link, err := a.RecoverUser(p.ctx, c.Email, signInLife)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s signs in once, within %.0f minutes, at\n%s\n", c.Email, signInLife.Minutes(), link)
	return nil
}
