package legislature

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/imports"
	"statehouse/models"
)

// columns that a file of sessions must have. A row with a deadline is one of the
// session that it names; the session itself has a row without.
var columns = []string{"state", "session", "kind", "convenes", "adjourns", "expected", "deadline_en", "deadline_es", "day", "source", "as_of"}

// Import takes in a file of sessions and deadlines, known by their names. What the
// file leaves out stays, and so does what is known from a later day than the file's.
// An imports.Refusal says what is wrong with a row; then, as after any error, nothing
// has changed.
func Import(ctx context.Context, db *models.DB, source imports.Source, o imports.Options) (imports.Report, error) {
	rows, err := parse(source.Data, o.Moment())
	if err != nil {
		return imports.Report{}, err
	}
	return imports.Run(ctx, db, source, "sessions", "", o, func(tx *models.Tx) (imports.Report, error) {
		b, err := openBook(ctx, tx)
		if err != nil {
			return imports.Report{}, err
		}
		b.report.Rows = len(rows)
		for i, r := range rows {
			if err := b.take(ctx, tx, r); err != nil {
				return b.report, err
			}
			o.Step(i+1, len(rows))
		}
		return b.report, nil
	})
}

// row is a line of the file: a session or, with a name, a deadline of one.
type row struct {
	line     int
	session  models.LegislativeSession
	deadline models.SessionDeadline
}

func parse(data []byte, now time.Time) (rows []row, err error) {
	table, err := imports.Open(data, columns...)
	if err != nil {
		return nil, err
	}
	for {
		more, err := table.Next()
		if err != nil || !more {
			return rows, err
		}
		r := row{line: table.Line()}
		if table.Value("deadline_en") == "" {
			r.session, err = Form{State: table.Value("state"), Name: table.Value("session"), Kind: table.Value("kind"), Convenes: table.Value("convenes"), Adjourns: table.Value("adjourns"),
				Expected: table.Value("expected") == "yes", Source: table.Value("source"), AsOf: table.Value("as_of")}.read(now)
		} else {
			state, _ := models.StateByCode(table.Value("state")) // none has no sessions
			r.session.State, r.session.Name = state.Code, table.Value("session")
			r.deadline, err = DeadlineForm{NameEN: table.Value("deadline_en"), NameES: table.Value("deadline_es"), Day: table.Value("day"), Source: table.Value("source"), AsOf: table.Value("as_of")}.read(now)
		}
		if err != nil {
			return nil, refusal(r.line, err)
		}
		rows = append(rows, r)
	}
}

// asColumns names the columns whose fields have another name in the forms.
var asColumns = map[string]string{"name": "session", "name_en": "deadline_en", "name_es": "deadline_es"}

// refusal names the first column that is wrong.
func refusal(line int, err error) error {
	fields := fault.Of(err).Fields
	for _, field := range []string{"state", "name", "kind", "convenes", "adjourns", "name_en", "name_es", "day", "source", "as_of"} {
		if fields[field] == "" {
			continue
		}
		column := field
		if known, ok := asColumns[field]; ok {
			column = known
		}
		return imports.Refuse(line, "the column %s is empty or cannot be read", column)
	}
	return err
}

type name struct {
	of int64  // the session of a deadline; 0 for a session
	in string // the state of a session
	is string
}

// book is what is known, by name.
type book struct {
	report    imports.Report
	sessions  map[name]models.LegislativeSession
	deadlines map[name]models.SessionDeadline
}

func openBook(ctx context.Context, tx *models.Tx) (*book, error) {
	b := &book{sessions: map[name]models.LegislativeSession{}, deadlines: map[name]models.SessionDeadline{}}
	sessions, err := models.LegislativeSessions(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	for _, s := range sessions {
		b.sessions[name{in: s.State, is: s.Name}] = s
	}
	deadlines, err := models.SessionDeadlines(ctx, tx, "")
	for _, d := range deadlines {
		b.deadlines[name{of: d.SessionID, is: d.NameEN}] = d
	}
	return b, err
}

func (b *book) take(ctx context.Context, tx *models.Tx, r row) error {
	at := name{in: r.session.State, is: r.session.Name}
	if r.deadline.NameEN != "" {
		s, ok := b.sessions[at]
		if !ok {
			return imports.Refuse(r.line, "there is no session %q of the state", r.session.Name)
		}
		return b.takeDeadline(ctx, tx, r, s)
	}
	s, was := r.session, b.sessions[at]
	s.ID, s.Edition = was.ID, was.Edition
	compared := was
	compared.SavedAt = s.SavedAt
	switch {
	case was.ID == 0:
		b.report.Added++
		b.report.Show(r.line, "added: %s %s", s.State, s.Name)
		if err := models.AddLegislativeSession(ctx, tx, &s); err != nil {
			return err
		}
	case was.AsOf > s.AsOf:
		b.report.Note(r.line, "%s %s: what is known from %s is kept", s.State, s.Name, was.AsOf)
		return nil
	case compared == s:
		return nil
	default:
		b.report.Changed++
		b.report.Show(r.line, "changed: %s %s", s.State, s.Name)
		if err := models.SaveLegislativeSession(ctx, tx, s); err != nil {
			return err
		}
		s.Edition++
	}
	b.sessions[at] = s
	return nil
}

func (b *book) takeDeadline(ctx context.Context, tx *models.Tx, r row, s models.LegislativeSession) error {
	at := name{of: s.ID, is: r.deadline.NameEN}
	d, was := r.deadline, b.deadlines[at]
	d.ID, d.SessionID = was.ID, s.ID
	switch {
	case was.AsOf > d.AsOf:
		b.report.Note(r.line, "%s %s: what is known from %s is kept", s.State, d.NameEN, was.AsOf)
		return nil
	case was == d:
		return nil
	case was.ID == 0:
		b.report.Added++
		b.report.Show(r.line, "added: %s %s", s.State, d.NameEN)
	default:
		b.report.Changed++
		b.report.Show(r.line, "changed: %s %s", s.State, d.NameEN)
	}
	if err := models.SaveSessionDeadline(ctx, tx, s, &d); err != nil {
		return err
	}
	s.Edition++
	b.sessions[name{in: s.State, is: s.Name}], b.deadlines[at] = s, d
	return nil
}
