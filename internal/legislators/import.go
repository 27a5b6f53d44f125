package legislators

import (
	"context"
	"slices"

	"statehouse/internal/fault"
	"statehouse/internal/imports"
	"statehouse/models"
)

// smallest share, in percent, of the last file's rows that a new file may have:
// a shorter one is more likely cut off than a legislature is depopulated.
const smallest = 80

// Import takes in the current members of one state (source.State, or by the
// file's name). Each gets a seat of their district and keeps it while they stay
// there; who moved starts a new term; who is missing from the file ends theirs
// and stays on record. In the report a person is added who was not known
// before, and changed if their details or their seat changed. An
// imports.Refusal says what is wrong with a file; then, as after any error,
// nothing has changed.
func Import(ctx context.Context, db *models.DB, source imports.Source, o imports.Options) (imports.Report, error) {
	state, err := stateOf(source)
	if err != nil {
		return imports.Report{}, err
	}
	rows, err := parse(source.Data)
	if err != nil {
		return imports.Report{}, err
	}
	for _, row := range rows {
		if state.ChamberNamed(row.Chamber).Chamber == "" {
			return imports.Report{}, imports.Refuse(row.Line, "%s has no chamber %q", state.Name, row.Chamber)
		}
	}
	return run(ctx, db, source, state, Members, rows, imports.Report{}, o)
}

// Body is whose seats a file is about; it says nothing of the other's.
type Body string

// The bodies, as their imports are noted.
const (
	Members  Body = "legislators"
	Governor Body = "governors"
)

func (b Body) has(chamber string) bool {
	return (b == Governor) == (chamber == models.GovernorChamber)
}

// run takes rows in; start holds what reading them has already refused.
func run(ctx context.Context, db *models.DB, source imports.Source, state models.State, body Body, rows []Row, start imports.Report, o imports.Options) (imports.Report, error) {
	return imports.Run(ctx, db, source, string(body), state.Code, o, func(tx *models.Tx) (imports.Report, error) {
		if err := refuseShort(ctx, tx, state, body, len(rows)); err != nil {
			return imports.Report{}, err
		}
		return take(ctx, tx, state, body, rows, start, o)
	})
}

func stateOf(source imports.Source) (models.State, error) {
	code := source.State
	if code == "" {
		var ok bool
		if code, ok = StateOfFile(source.Name); !ok {
			return models.State{}, imports.Refuse(0, "the name %q does not say which state the file is about: call it az.csv or the like", source.Name)
		}
	}
	state, ok := models.StateByCode(code)
	if !ok {
		return models.State{}, imports.Refuse(0, "%q is not a state", code)
	}
	return state, nil
}

func refuseShort(ctx context.Context, tx *models.Tx, state models.State, body Body, rows int) error {
	last, err := models.LastImport(ctx, tx, string(body), state.Code)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if rows*100 < last.Rows*smallest {
		return imports.Refuse(0, "the file has %d rows and the last one for %s had %d: it is probably cut off", rows, state.Name, last.Rows)
	}
	return nil
}

// take brings the records of a state in line with the file's rows.
func take(ctx context.Context, tx *models.Tx, state models.State, body Body, rows []Row, start imports.Report, o imports.Options) (imports.Report, error) {
	report := start
	report.Notes = slices.Clone(start.Notes)
	report.Rows += len(rows)
	for _, row := range rows {
		report.Notes = append(report.Notes, row.Notes...)
	}
	if err := makeRoom(ctx, tx, state, rows, &report); err != nil {
		return report, err
	}
	o.Step(len(rows)/3, len(rows))
	persons, err := savePersons(ctx, tx, state, rows, o.Moment())
	if err != nil {
		return report, err
	}
	o.Step(len(rows)*2/3, len(rows))
	moves, err := seat(ctx, tx, state, body, rows, persons.ids, o.Moment())
	if err != nil {
		return report, err
	}
	report.Added, report.Ended = len(persons.added), len(moves.gone)
	for _, row := range rows {
		what := "changed"
		switch moved := moves.start[persons.ids[row.OCD]] != 0; {
		case persons.added[row.OCD]:
			what = "added"
		case persons.changed[row.OCD] || moved:
			report.Changed++
		default:
			continue
		}
		report.Show(row.Line, "%s: %s, %s %s", what, row.Name, row.Chamber, row.District)
	}
	o.Step(len(rows), len(rows))
	return report, showGone(ctx, tx, moves.gone, &report)
}

func showGone(ctx context.Context, tx *models.Tx, ids []int64, report *imports.Report) error {
	gone, err := models.LegislatorsByID(ctx, tx, ids)
	for _, l := range gone {
		report.Show(0, "ended: %s", l.Name)
	}
	return err
}
