package models

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// SessionKind is why a legislature meets.
type SessionKind string

// The kinds.
const (
	RegularSession SessionKind = "regular"
	SpecialSession SessionKind = "special"
)

// SessionKinds lists them.
var SessionKinds = []SessionKind{RegularSession, SpecialSession}

// LegislativeSession is a time in which a state's legislature meets: a fact with
// its source. Its days are days in the state.
type LegislativeSession struct {
	ID       int64
	State    string
	Name     string // its own, such as "57th Legislature, 2nd Regular Session"
	Kind     SessionKind
	Convenes string // 2006-01-02
	Adjourns string // its last day; "" while nobody knows
	Expected bool   // the last day is not final
	Source   string // an address on the web
	AsOf     string // the day for which the source speaks
	Edition  int    // how often it or one of its deadlines was saved, from 1
	SavedAt  time.Time
}

// SessionDeadline is a day in a session by which something must be done.
type SessionDeadline struct {
	ID        int64
	SessionID int64
	NameEN    string `gorm:"column:name_en"`
	NameES    string `gorm:"column:name_es"`
	Day       string
	Source    string
	AsOf      string
}

// Name is what the deadline is for, in a language.
func (d SessionDeadline) Name(lang string) string {
	if lang == "es" {
		return d.NameES
	}
	return d.NameEN
}

// Sitting is what a day is in a legislature's calendar.
type Sitting struct {
	Now, Next *LegislativeSession // what is under way, and what begins next; nil for none that is known
	Deadlines []SessionDeadline   // still to come of the one under way or, where there is none, the next; the nearest first
}

// Of is the session that counts on the day: the one under way, or else the next.
func (s Sitting) Of() *LegislativeSession { return cmp.Or(s.Now, s.Next) }

// SittingOn reads a state's sessions and their deadlines for a day in the state. A
// session without a last day is over once another of its kind has convened.
func SittingOn(day string, sessions []LegislativeSession, deadlines []SessionDeadline) (s Sitting) {
	for i := range sessions {
		at := &sessions[i]
		switch {
		case at.Convenes > day && (s.Next == nil || at.Convenes < s.Next.Convenes):
			s.Next = at
		case at.Convenes <= day && !at.isOver(day, sessions) && (s.Now == nil || at.Convenes > s.Now.Convenes):
			s.Now = at
		}
	}
	of := s.Of()
	for _, d := range deadlines {
		if of != nil && d.SessionID == of.ID && d.Day >= day {
			s.Deadlines = append(s.Deadlines, d)
		}
	}
	slices.SortStableFunc(s.Deadlines, func(a, b SessionDeadline) int { return cmp.Compare(a.Day, b.Day) })
	return s
}

func (s LegislativeSession) isOver(day string, all []LegislativeSession) bool {
	if s.Adjourns != "" {
		return s.Adjourns < day
	}
	return slices.ContainsFunc(all, func(o LegislativeSession) bool {
		return o.Kind == s.Kind && o.Convenes > s.Convenes && o.Convenes <= day
	})
}

// OutlastedBy says whether a campaign goes on after the session ends in which it
// asks for something: the one under way on a day, or the next.
func (s Sitting) OutlastedBy(c Campaign) bool {
	of := s.Of()
	return of != nil && of.Adjourns != "" && c.ClosesOn > of.Adjourns && !c.HasEnded()
}

// DaysBetween counts the days from one day to another.
func DaysBetween(from, to string) int {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a) / (24 * time.Hour))
}

// SittingOf is what today is in the calendar of a state's legislature.
func SittingOf(ctx context.Context, tx *Tx, state State, now time.Time) (Sitting, error) {
	sessions, err := LegislativeSessions(ctx, tx, state.Code)
	if err != nil || len(sessions) == 0 {
		return Sitting{}, err
	}
	deadlines, err := SessionDeadlines(ctx, tx, state.Code)
	return SittingOn(state.Today(now), sessions, deadlines), err
}

// LegislativeSessions lists the sessions of a state, of all states if it is empty,
// the latest first.
func LegislativeSessions(ctx context.Context, tx *Tx, state string) ([]LegislativeSession, error) {
	return rowsOf[LegislativeSession](ctx, tx, "SELECT * FROM legislative_sessions WHERE (? = '' OR state = ?) ORDER BY state, convenes DESC, id DESC", state, state)
}

// LegislativeSessionByID finds a session; none is a NotFound fault.
func LegislativeSessionByID(ctx context.Context, tx *Tx, id int64) (LegislativeSession, error) {
	return take[LegislativeSession](ctx, tx, "id = ?", id)
}

// SessionDeadlines lists the deadlines of a state's sessions, of all states if it is
// empty, the earliest first.
func SessionDeadlines(ctx context.Context, tx *Tx, state string) ([]SessionDeadline, error) {
	return rowsOf[SessionDeadline](ctx, tx, `SELECT d.* FROM session_deadlines d JOIN legislative_sessions s ON s.id = d.session_id
WHERE (? = '' OR s.state = ?) ORDER BY d.day, d.id`, state, state)
}

// AddLegislativeSession stores a session; a Conflict fault if its state has one of
// its name.
func AddLegislativeSession(ctx context.Context, tx *Tx, s *LegislativeSession) error {
	s.Edition = 1
	return addOne(ctx, tx, s)
}

// SaveLegislativeSession writes over the edition that was read. A Conflict fault if
// there is another, or another session of its name.
func SaveLegislativeSession(ctx context.Context, tx *Tx, s LegislativeSession) error {
	return moved(tx.exec(ctx, `UPDATE legislative_sessions SET name = ?, kind = ?, convenes = ?, adjourns = ?, expected = ?, source = ?, as_of = ?, saved_at = ?, edition = edition + 1
WHERE id = ? AND edition = ?`, s.Name, s.Kind, s.Convenes, s.Adjourns, s.Expected, s.Source, s.AsOf, s.SavedAt, s.ID, s.Edition))
}

// RemoveLegislativeSession deletes the edition that was read, with its deadlines. A
// Conflict fault if there is another.
func RemoveLegislativeSession(ctx context.Context, tx *Tx, s LegislativeSession) error {
	if err := SaveLegislativeSession(ctx, tx, s); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, "DELETE FROM session_deadlines WHERE session_id = ?", s.ID); err != nil {
		return err
	}
	return moved(tx.exec(ctx, "DELETE FROM legislative_sessions WHERE id = ?", s.ID))
}

// SaveSessionDeadline adds a deadline to the edition of a session that was read, or
// writes over one that has an id. A Conflict fault if there is another edition, or
// another deadline of its name.
func SaveSessionDeadline(ctx context.Context, tx *Tx, s LegislativeSession, d *SessionDeadline) error {
	if err := SaveLegislativeSession(ctx, tx, s); err != nil {
		return err
	}
	if d.SessionID = s.ID; d.ID == 0 {
		return addOne(ctx, tx, d)
	}
	return moved(tx.exec(ctx, "UPDATE session_deadlines SET name_en = ?, name_es = ?, day = ?, source = ?, as_of = ? WHERE id = ? AND session_id = ?",
		d.NameEN, d.NameES, d.Day, d.Source, d.AsOf, d.ID, d.SessionID))
}

// RemoveSessionDeadline deletes one of the edition of a session that was read.
func RemoveSessionDeadline(ctx context.Context, tx *Tx, s LegislativeSession, id int64) error {
	if err := SaveLegislativeSession(ctx, tx, s); err != nil {
		return err
	}
	return moved(tx.exec(ctx, "DELETE FROM session_deadlines WHERE id = ? AND session_id = ?", id, s.ID))
}
