package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"statehouse/internal/exports"
	"statehouse/models"
)

type exportCommands struct {
	Signatures exportSignatures `cmd:"" help:"A campaign's signatures, in every state."`
	Deliveries exportDeliveries `cmd:"" help:"A campaign's deliveries with their fates; nothing of their writers."`
	Volunteers exportVolunteers `cmd:"" help:"Applications to volunteer whose address is confirmed."`
}

// exportTo is where rows go and what for.
type exportTo struct {
	Purpose string `required:"" placeholder:"TEXT" help:"What the rows are needed for; it is kept."`
	Out     string `placeholder:"FILE" help:"Where to write; else to standard output."`
}

type exportSignatures struct {
	exportTo
	Campaign string `required:"" placeholder:"SLUG" help:"The campaign."`
	Named    bool   `help:"With names, addresses, ZIP codes and comments."`
}

func (c *exportSignatures) Run(p *program) error {
	return c.write(p, exports.Request{Kind: models.ExportSignatures, Slug: c.Campaign, Named: c.Named})
}

type exportDeliveries struct {
	exportTo
	Campaign string `required:"" placeholder:"SLUG" help:"The campaign."`
}

func (c *exportDeliveries) Run(p *program) error {
	return c.write(p, exports.Request{Kind: models.ExportDeliveries, Slug: c.Campaign})
}

type exportVolunteers struct {
	exportTo
	Named bool `help:"With names, addresses and ZIP codes."`
}

func (c *exportVolunteers) Run(p *program) error {
	return c.write(p, exports.Request{Kind: models.ExportVolunteers, Named: c.Named})
}

func (c *exportTo) write(p *program, r exports.Request) error {
	a, err := p.data()
	if err != nil {
		return err
	}
	defer a.Close()
	r.Purpose = c.Purpose
	w := p.stdout
	if c.Out != "" {
		file, err := os.OpenFile(c.Out, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer file.Close()
		w = io.Writer(file)
	}
	rows, err := exports.New(a.DB, a.Keys, time.Now).Write(p.ctx, w, r)
	if err == nil {
		fmt.Fprintf(p.stderr, "%d rows; noted with their purpose\n", rows)
	}
	return err
}
