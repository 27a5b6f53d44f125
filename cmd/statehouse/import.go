package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"statehouse/internal/app"
	"statehouse/internal/districts"
	"statehouse/internal/imports"
	"statehouse/internal/laws"
	"statehouse/internal/legislators"
)

type importCommands struct {
	Legislators importLegislators `cmd:"" help:"People in office, one state a file, as Open States publishes them (CSV)."`
	Districts   importDistricts   `cmd:"" help:"Districts with their seats and Census codes (CSV)."`
	ZIPs        importZIPs        `cmd:"" name:"zips" help:"ZIP codes with the districts they touch (CSV, plain or gzip)."`
	Boundaries  importBoundaries  `cmd:"" help:"Outlines of districts, as the Census publishes them (zipped shapefile or GeoJSON)."`
	Laws        importLaws        `cmd:"" help:"Law cards (JSON)."`
}

type importFiles struct {
	Files  []string `arg:"" name:"FILE" sep:"none" help:"Files to take in, each wholly or not at all."`
	DryRun bool     `help:"Say what would change and change nothing."`
}

type importLegislators struct {
	importFiles
	State string `placeholder:"az" help:"State of the file, where its name does not say it."`
}

// Validate is kong's question whether the arguments make sense together.
func (c *importLegislators) Validate() error {
	if c.State != "" && len(c.Files) > 1 {
		return errors.New("--state is for one file: each file is the whole legislature of its state")
	}
	return nil
}

func (c *importLegislators) Run(p *program) error {
	return p.takeIn(c.importFiles, c.State, func(a *app.App, s imports.Source, o imports.Options) (imports.Report, error) {
		return legislators.Import(p.ctx, a.DB, s, o)
	})
}

type importDistricts struct{ importFiles }

func (c *importDistricts) Run(p *program) error {
	return p.takeIn(c.importFiles, "", func(a *app.App, s imports.Source, o imports.Options) (imports.Report, error) {
		return districts.ImportDistricts(p.ctx, a.DB, s, o)
	})
}

type importZIPs struct{ importFiles }

func (c *importZIPs) Run(p *program) error {
	return p.takeIn(c.importFiles, "", func(a *app.App, s imports.Source, o imports.Options) (imports.Report, error) {
		return districts.ImportZIPs(p.ctx, a.DB, s, o)
	})
}

type importBoundaries struct{ importFiles }

func (c *importBoundaries) Run(p *program) error {
	return p.takeIn(c.importFiles, "", func(a *app.App, s imports.Source, o imports.Options) (imports.Report, error) {
		return districts.ImportBoundaries(p.ctx, a.DB, s, o)
	})
}

type importLaws struct{ importFiles }

func (c *importLaws) Run(p *program) error {
	return p.takeIn(c.importFiles, "", func(a *app.App, s imports.Source, o imports.Options) (imports.Report, error) {
		cards, err := laws.Parse(bytes.NewReader(s.Data))
		if err != nil {
			return imports.Report{}, err
		}
		return laws.Import(p.ctx, a.DB, cards, o)
	})
}

type importer func(a *app.App, source imports.Source, o imports.Options) (imports.Report, error)

// takeIn goes through the files; one that fails does not keep the others out.
func (p *program) takeIn(c importFiles, state string, do importer) error {
	a, err := p.data()
	if err != nil {
		return err
	}
	defer a.Close()
	failed := 0
	for _, file := range c.Files {
		if err := p.takeInFile(a, file, state, c.DryRun, do); err != nil {
			failed++
			fmt.Fprintf(p.stderr, "statehouse: %s: %s\n", filepath.Base(file), sentence(err))
		}
		if p.ctx.Err() != nil {
			return p.ctx.Err()
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d files could not be taken in and changed nothing", failed, len(c.Files))
	}
	return nil
}

func (p *program) takeInFile(a *app.App, file, state string, dryRun bool, do importer) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	name := filepath.Base(file)
	bar := p.bar(name)
	report, err := do(a, imports.Source{State: state, Name: name, Data: data}, imports.Options{DryRun: dryRun, Progress: bar.step})
	bar.end()
	if err != nil {
		return err
	}
	p.tell(name, dryRun, report)
	return nil
}

const notesShown = 20

func (p *program) tell(name string, dryRun bool, r imports.Report) {
	fmt.Fprintf(p.stdout, "%s: %d rows: %d added, %d changed, %d ended, %d refused", name, r.Rows, r.Added, r.Changed, r.Ended, r.Refused)
	if dryRun {
		fmt.Fprint(p.stdout, " (dry run: nothing has changed)")
	}
	fmt.Fprintln(p.stdout)
	for i, note := range r.Notes {
		if i == notesShown {
			fmt.Fprintf(p.stdout, "  and %d more remarks\n", len(r.Notes)-notesShown)
			break
		}
		fmt.Fprintln(p.stdout, " ", note)
	}
}
