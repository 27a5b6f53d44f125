package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"statehouse/internal/app"
	"statehouse/internal/committees"
	"statehouse/internal/districts"
	"statehouse/internal/imports"
	"statehouse/internal/laws"
	"statehouse/internal/legislators"
	"statehouse/internal/legislature"
)

type importCommands struct {
	Legislators importLegislators `cmd:"" help:"People in office, as Open States publishes them: one state a file (CSV), or one person a file (YAML), governors too."`
	Committees  importCommittees  `cmd:"" help:"Committees with their members, as Open States publishes them (YAML or JSON); name all files of a state at once."`
	Districts   importDistricts   `cmd:"" help:"Districts with their seats and Census codes (CSV)."`
	ZIPs        importZIPs        `cmd:"" name:"zips" help:"ZIP codes with the districts they touch (CSV, plain or gzip)."`
	Boundaries  importBoundaries  `cmd:"" help:"Outlines of districts, as the Census publishes them (zipped shapefile or GeoJSON)."`
	Laws        importLaws        `cmd:"" help:"Law cards (JSON)."`
	Sessions    importSessions    `cmd:"" help:"Sessions of legislatures with their deadlines (CSV)."`
}

type importFiles struct {
	Files  []string `arg:"" name:"FILE" sep:"none" help:"Files to take in, each wholly or not at all."`
	DryRun bool     `help:"Say what would change and change nothing."`
}

type importLegislators struct {
	Files    []string `arg:"" optional:"" name:"FILE" sep:"none" help:"Files to take in, each wholly or not at all; those about single people of one state together."`
	DryRun   bool     `help:"Say what would change and change nothing."`
	State    string   `placeholder:"az" help:"State of the file, where its name does not say it."`
	Download []string `placeholder:"az,…" help:"Fetch the files of these states from Open States."`
}

// Validate is kong's question whether the arguments make sense together.
func (c *importLegislators) Validate() error {
	if len(c.Files) == 0 && len(c.Download) == 0 {
		return errors.New("name a FILE, or states after --download")
	}
	if c.State != "" && len(c.Files) > 1 {
		return errors.New("--state is for one file: each file is the whole legislature of its state")
	}
	return nil
}

func (c *importLegislators) Run(p *program) error {
	tables, people := c.sorted()
	var list []parcel
	for _, file := range tables {
		list = append(list, parcel{filepath.Base(file), fromFile(file, c.State), func(a *app.App, s imports.Source, o imports.Options) (imports.Report, error) {
			return legislators.Import(p.ctx, a.DB, s, o)
		}})
	}
	cfg, err := p.settings()
	if err != nil {
		return err
	}
	for _, state := range c.Download {
		list = append(list, parcel{state, func() (imports.Source, error) { return legislators.Download(p.ctx, cfg.LegislatorsURL, state) },
			func(a *app.App, s imports.Source, o imports.Options) (imports.Report, error) {
				return legislators.Import(p.ctx, a.DB, s, o)
			}})
	}
	if len(people) > 0 {
		files, err := readAll(people)
		if err != nil {
			return err
		}
		groups, err := legislators.Groups(files, time.Now())
		if err != nil {
			return err
		}
		for _, g := range groups {
			list = append(list, parcel{g.Name(), nothing, func(a *app.App, _ imports.Source, o imports.Options) (imports.Report, error) {
				return g.Import(p.ctx, a.DB, o)
			}})
		}
	}
	return p.takeInAll(list, c.DryRun)
}

// sorted are the files with tables and those about single people.
func (c *importLegislators) sorted() (tables, people []string) {
	for _, file := range c.Files {
		if legislators.IsPeople(file) {
			people = append(people, file)
		} else {
			tables = append(tables, file)
		}
	}
	return tables, people
}

type importCommittees struct{ importFiles }

func (c *importCommittees) Run(p *program) error {
	files, err := readAll(c.Files)
	if err != nil {
		return err
	}
	groups, err := committees.Groups(files)
	if err != nil {
		return err
	}
	var list []parcel
	for _, g := range groups {
		list = append(list, parcel{g.Name(), nothing, func(a *app.App, _ imports.Source, o imports.Options) (imports.Report, error) {
			return g.Import(p.ctx, a.DB, o)
		}})
	}
	return p.takeInAll(list, c.DryRun)
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

type importSessions struct{ importFiles }

func (c *importSessions) Run(p *program) error {
	return p.takeIn(c.importFiles, "", func(a *app.App, s imports.Source, o imports.Options) (imports.Report, error) {
		return legislature.Import(p.ctx, a.DB, s, o)
	})
}

type importer func(a *app.App, source imports.Source, o imports.Options) (imports.Report, error)

// takeIn goes through the files; one that fails does not keep the others out.
func (p *program) takeIn(c importFiles, state string, do importer) error {
	var list []parcel
	for _, file := range c.Files {
		list = append(list, parcel{filepath.Base(file), fromFile(file, state), do})
	}
	return p.takeInAll(list, c.DryRun)
}

// parcel is what is taken in at once: a file, or the files of one state.
type parcel struct {
	name string
	open func() (imports.Source, error)
	do   importer
}

// nothing is the source of a parcel that has been read already.
func nothing() (imports.Source, error) { return imports.Source{}, nil }

func fromFile(file, state string) func() (imports.Source, error) {
	return func() (imports.Source, error) {
		data, err := os.ReadFile(file)
		return imports.Source{State: state, Name: filepath.Base(file), Data: data}, err
	}
}

func readAll(files []string) (sources []imports.Source, err error) {
	for _, file := range files {
		source, err := fromFile(file, "")()
		if err != nil {
			return nil, err
		}
		sources = append(sources, source)
	}
	return sources, nil
}

func (p *program) takeInAll(list []parcel, dryRun bool) error {
	a, err := p.data()
	if err != nil {
		return err
	}
	defer a.Close()
	failed := 0
	for _, parcel := range list {
		if err := p.takeInOne(a, parcel, dryRun); err != nil {
			failed++
			fmt.Fprintf(p.stderr, "statehouse: %s: %s\n", parcel.name, sentence(err))
		}
		if p.ctx.Err() != nil {
			return p.ctx.Err()
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d files could not be taken in and changed nothing", failed, len(list))
	}
	return nil
}

func (p *program) takeInOne(a *app.App, parcel parcel, dryRun bool) error {
	source, err := parcel.open()
	if err != nil {
		return err
	}
	bar := p.bar(parcel.name)
	report, err := parcel.do(a, source, imports.Options{DryRun: dryRun, Progress: bar.step})
	bar.end()
	if err != nil {
		return err
	}
	p.tell(parcel.name, dryRun, report)
	return nil
}

const notesShown = 20

func (p *program) tell(name string, dryRun bool, r imports.Report) {
	fmt.Fprintf(p.stdout, "%s: %d rows: %d added, %d changed, %d ended, %d refused", name, r.Rows, r.Added, r.Changed, r.Ended, r.Refused)
	if dryRun {
		fmt.Fprint(p.stdout, " (dry run: nothing has changed)")
	}
	fmt.Fprintln(p.stdout)
	if dryRun {
		p.list(r.Diff, "changes")
	}
	p.list(r.Notes, "remarks")
}

func (p *program) list(notes []imports.Note, what string) {
	for i, note := range notes {
		if i == notesShown {
			fmt.Fprintf(p.stdout, "  and %d more %s\n", len(notes)-notesShown, what)
			break
		}
		fmt.Fprintln(p.stdout, " ", note)
	}
}
