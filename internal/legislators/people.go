package legislators

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"statehouse/internal/imports"
	"statehouse/models"
)

// Group is what files about single people say of one body of one state. It is
// taken in as a whole, as a CSV file is: who is missing has left.
type Group struct {
	State models.State
	Body  Body
	rows  []Row
	files []imports.Source
	start imports.Report // who was left out, and why
}

// Name says what the group is.
func (g Group) Name() string {
	return fmt.Sprintf("%s of %s in %d files", g.Body, g.State.Name, len(g.files))
}

// Groups sorts files about people (YAML, as Open States keeps them) by state and
// body. Who holds no seat at the time is left out and noted; anything that is
// not about a person is an imports.Refusal.
func Groups(files []imports.Source, at time.Time) ([]Group, error) {
	var groups []Group
	for _, file := range files {
		people, err := imports.Documents(file.Data)
		if err != nil {
			return nil, named(file, err)
		}
		for _, n := range people {
			var p person
			if err := imports.Into(n, &p); err != nil {
				return nil, named(file, err)
			}
			p.file, p.line = file.Name, n.Line
			if groups, err = join(groups, file, p, at); err != nil {
				return nil, named(file, err)
			}
		}
	}
	return groups, nil
}

func named(file imports.Source, err error) error {
	return imports.Refuse(0, "%s: %s", file.Name, err)
}

func join(groups []Group, file imports.Source, p person, at time.Time) ([]Group, error) {
	r, active := p.seat(at)
	state, ok := models.StateByCode(imports.StateOfJurisdiction(r.Jurisdiction))
	if !ok {
		return nil, imports.Refuse(p.line, "the jurisdiction is %q and must be that of a state", r.Jurisdiction)
	}
	body := Members
	if r.chamber() == models.GovernorChamber || r.chamber() == "" && r.Type != "" {
		body = Governor
	}
	i := slices.IndexFunc(groups, func(g Group) bool { return g.State.Code == state.Code && g.Body == body })
	if i < 0 {
		i = len(groups)
		groups = append(groups, Group{State: state, Body: body})
	}
	g := &groups[i]
	if n := len(g.files); n == 0 || g.files[n-1].Name != file.Name {
		g.files = append(g.files, file)
	}
	if !active || r.chamber() == "" {
		g.start.Refused++
		g.start.Note(p.line, "%s: holds no seat of a legislature and is not the governor on %s: left out", p.file, at.Format(time.DateOnly))
		return groups, nil
	}
	row := p.row(r)
	if err := row.check(append(slices.Clone(chambers), models.GovernorChamber)); err != nil {
		return nil, err
	}
	if state.OfficeNamed(row.Chamber).Chamber == "" {
		return nil, imports.Refuse(p.line, "%s has no chamber %q", state.Name, row.Chamber)
	}
	if slices.ContainsFunc(g.rows, func(other Row) bool { return other.OCD == row.OCD }) {
		return nil, imports.Refuse(p.line, "the same id is in another file")
	}
	g.rows = append(g.rows, row)
	return groups, nil
}

// Import takes the group in, as Import does with the file of a state.
func (g Group) Import(ctx context.Context, db *models.DB, o imports.Options) (imports.Report, error) {
	if len(g.rows) == 0 {
		return imports.Report{}, imports.Refuse(0, "nobody in the files holds a seat now")
	}
	if g.Body == Governor && len(g.rows) > 1 {
		return imports.Report{}, imports.Refuse(0, "%d people hold the office of governor at once", len(g.rows))
	}
	source := imports.Together(g.State.Code, g.Name(), g.files)
	return run(ctx, db, source, g.State, g.Body, g.rows, g.start, o)
}

// IsPeople says whether a file is about single people, by its name.
func IsPeople(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".yml") || strings.HasSuffix(name, ".yaml")
}
