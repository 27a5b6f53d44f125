package models

import (
	"context"
	"time"
)

// ShiftRisk is why a shift may fail.
type ShiftRisk string

// The risks, the gravest first.
const (
	RiskEmpty  ShiftRisk = "empty"  // nobody has a place
	RiskThin   ShiftRisk = "thin"   // fewer than half of the places are held
	RiskSilent ShiftRisk = "silent" // it is tomorrow, and fewer than half said that they are coming
)

// RiskAhead is how far ahead shifts are looked at, and silentAhead from when on
// people have been asked whether they come.
const (
	RiskAhead   = 7 * 24 * time.Hour
	silentAhead = 16 * time.Hour
)

// RiskyShift is a shift to come with how many hold a place on it and how many
// of these said again that they come.
type RiskyShift struct {
	Shift
	Slug, Title  string
	Held, Coming int
}

// Risk is why the shift may fail; empty if nothing points to it.
func (s RiskyShift) Risk(now time.Time) ShiftRisk {
	switch {
	case s.Held == 0:
		return RiskEmpty
	case 2*s.Held < s.Capacity:
		return RiskThin
	case s.StartsAt.Sub(now) < silentAhead && 2*s.Coming < s.Held:
		return RiskSilent
	}
	return ""
}

// ShiftsAtRisk lists the shifts of the next RiskAhead that may fail, soonest
// first: of the roles of a state, or with "" of all.
func ShiftsAtRisk(ctx context.Context, tx *Tx, state, lang string, now time.Time) (risky []RiskyShift, err error) {
	rows, err := rowsOf[RiskyShift](ctx, tx, `SELECT s.*, r.slug, coalesce(l.title, t.title) AS title,
  (SELECT count(*) FROM shift_places p WHERE p.shift_id = s.id AND p.state = 'held') AS held,
  (SELECT count(*) FROM shift_places p WHERE p.shift_id = s.id AND p.state = 'held' AND p.confirmed_at IS NOT NULL) AS coming
FROM shifts s JOIN roles r ON r.id = s.role_id JOIN role_texts t ON t.role_id = r.id AND t.lang = 'en'
LEFT JOIN role_texts l ON l.role_id = r.id AND l.lang = ?
WHERE s.cancelled_at IS NULL AND s.starts_at > ? AND s.starts_at <= ? AND (? = '' OR r.state = ?) ORDER BY s.starts_at, s.id`, lang, now, now.Add(RiskAhead), state, state)
	for _, s := range rows {
		if s.Risk(now) != "" {
			risky = append(risky, s)
		}
	}
	return risky, err
}
