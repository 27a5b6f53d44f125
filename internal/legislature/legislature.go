// Package legislature keeps when each state's legislature meets, as facts with a
// source, which staff correct and files bring.
package legislature

import (
	"context"
	"slices"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// The longest texts, in characters.
const (
	MaxName   = 120
	MaxSource = 500
)

// Legislature does the acts.
type Legislature struct {
	db  *models.DB
	now func() time.Time
}

// New makes the acts.
func New(db *models.DB, now func() time.Time) *Legislature { return &Legislature{db: db, now: now} }

// Form is a session as it was typed.
type Form struct {
	Edition           int // that was read; of no account for a new one
	State, Name, Kind string
	Convenes          string
	Adjourns          string // "" while nobody knows
	Expected          bool
	Source, AsOf      string
}

// Save adds a session, or writes over the one with an id; its state stays. It returns
// the id. Faults: Forbidden for who is no admin, NotFound, Invalid with fields,
// Conflict if somebody else saved it meanwhile.
func (l *Legislature) Save(ctx context.Context, actor models.Actor, id int64, f Form) (saved int64, err error) {
	defer fault.Wrap(&err, "legislature.Save(%d)", id)
	if !actor.MayOperate() {
		return 0, fault.New(fault.Forbidden, "error.forbidden")
	}
	s, err := f.read(l.now())
	if err != nil {
		return 0, err
	}
	err = l.db.Write(ctx, func(tx *models.Tx) error {
		known, err := models.LegislativeSessions(ctx, tx, s.State)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(known, func(o models.LegislativeSession) bool { return o.Name == s.Name && o.ID != id }) {
			return fault.Fields(map[string]string{"name": "error.legislature.taken"})
		}
		if saved = id; id == 0 {
			added := s
			err := models.AddLegislativeSession(ctx, tx, &added)
			saved = added.ID
			return err
		}
		was, err := models.LegislativeSessionByID(ctx, tx, id)
		if err != nil {
			return err
		}
		s.ID, s.State = id, was.State
		return meanwhile(models.SaveLegislativeSession(ctx, tx, s))
	})
	return saved, err
}

// Remove deletes a session that should not be there, with its deadlines. Faults as
// of Save, without Invalid.
func (l *Legislature) Remove(ctx context.Context, actor models.Actor, id int64, edition int) (err error) {
	defer fault.Wrap(&err, "legislature.Remove(%d)", id)
	return l.on(ctx, actor, id, edition, func(tx *models.Tx, s models.LegislativeSession) error {
		return models.RemoveLegislativeSession(ctx, tx, s)
	})
}

// DeadlineForm is a deadline as it was typed.
type DeadlineForm struct {
	Edition        int // of the session, that was read
	NameEN, NameES string
	Day            string
	Source, AsOf   string
}

// SaveDeadline adds a deadline to a session, or writes over the one with an id.
// Faults as of Save.
func (l *Legislature) SaveDeadline(ctx context.Context, actor models.Actor, session, id int64, f DeadlineForm) (err error) {
	defer fault.Wrap(&err, "legislature.SaveDeadline(%d)", session)
	d, err := f.read(l.now())
	if err != nil {
		return err
	}
	d.ID = id
	return l.on(ctx, actor, session, f.Edition, func(tx *models.Tx, s models.LegislativeSession) error {
		known, err := models.SessionDeadlines(ctx, tx, s.State)
		if err != nil {
			return err
		}
		here := func(o models.SessionDeadline) bool { return o.SessionID == session && o.ID == id }
		if id != 0 && !slices.ContainsFunc(known, here) {
			return fault.New(fault.NotFound, "error.not_found")
		}
		same := func(o models.SessionDeadline) bool {
			return o.SessionID == session && o.ID != id && o.NameEN == d.NameEN
		}
		if slices.ContainsFunc(known, same) {
			return fault.Fields(map[string]string{"name_en": "error.legislature.taken"})
		}
		return models.SaveSessionDeadline(ctx, tx, s, &d)
	})
}

// RemoveDeadline deletes one. Faults as of Remove.
func (l *Legislature) RemoveDeadline(ctx context.Context, actor models.Actor, session, id int64, edition int) (err error) {
	defer fault.Wrap(&err, "legislature.RemoveDeadline(%d)", session)
	return l.on(ctx, actor, session, edition, func(tx *models.Tx, s models.LegislativeSession) error {
		return models.RemoveSessionDeadline(ctx, tx, s, id)
	})
}

// on changes an edition of a session.
func (l *Legislature) on(ctx context.Context, actor models.Actor, id int64, edition int, change func(*models.Tx, models.LegislativeSession) error) error {
	if !actor.MayOperate() {
		return fault.New(fault.Forbidden, "error.forbidden")
	}
	return l.db.Write(ctx, func(tx *models.Tx) error {
		s, err := models.LegislativeSessionByID(ctx, tx, id)
		if err != nil {
			return err
		}
		s.Edition, s.SavedAt = edition, models.Moment(l.now())
		return meanwhile(change(tx, s))
	})
}

func meanwhile(err error) error {
	if fault.Is(err, fault.Conflict) {
		return fault.Because(fault.Conflict, "error.legislature.meanwhile", err)
	}
	return err
}

func (f Form) read(now time.Time) (models.LegislativeSession, error) {
	fields := map[string]string{}
	state, ok := models.StateByCode(f.State)
	if !ok {
		fields["state"] = "error.legislature.state"
	}
	s := models.LegislativeSession{State: state.Code, Name: line(fields, "name", f.Name, MaxName), Kind: models.SessionKind(f.Kind), Edition: f.Edition, SavedAt: models.Moment(now),
		Convenes: day(fields, "convenes", f.Convenes), Source: source(fields, f.Source), AsOf: asOf(fields, f.AsOf, state.Today(now))}
	if !slices.Contains(models.SessionKinds, s.Kind) {
		fields["kind"] = "error.legislature.kind"
	}
	if strings.TrimSpace(f.Adjourns) != "" {
		s.Adjourns, s.Expected = day(fields, "adjourns", f.Adjourns), f.Expected
		if fields["convenes"] == "" && fields["adjourns"] == "" && s.Adjourns < s.Convenes {
			fields["adjourns"] = "error.legislature.order"
		}
	}
	return s, fault.Fields(fields)
}

func (f DeadlineForm) read(now time.Time) (models.SessionDeadline, error) {
	fields := map[string]string{}
	d := models.SessionDeadline{NameEN: line(fields, "name_en", f.NameEN, MaxName), NameES: line(fields, "name_es", f.NameES, MaxName), Day: day(fields, "day", f.Day),
		Source: source(fields, f.Source), AsOf: asOf(fields, f.AsOf, models.Day(now))}
	return d, fault.Fields(fields)
}

// line reads a text of one line that must be there.
func line(fields map[string]string, name, typed string, most int) string {
	text, err := models.ParseLine(typed, most)
	if err != nil {
		fields[name] = fault.Of(err).Message
	} else if text == "" {
		fields[name] = "error.legislature.empty"
	}
	return text
}

func day(fields map[string]string, name, typed string) string {
	at, err := time.Parse(time.DateOnly, strings.TrimSpace(typed))
	if err != nil {
		fields[name] = "error.bill.day"
	}
	return at.Format(time.DateOnly)
}

func source(fields map[string]string, typed string) string {
	text := line(fields, "source", typed, MaxSource)
	if fields["source"] == "" && !models.IsWebAddress(text) {
		fields["source"] = "error.legislature.source"
	}
	return text
}

// asOf reads the day for which a source speaks: today at the latest.
func asOf(fields map[string]string, typed, today string) string {
	at := day(fields, "as_of", typed)
	if fields["as_of"] == "" && at > today {
		fields["as_of"] = "error.legislature.as_of"
	}
	return at
}
