package models

import (
	"strings"
	"time"
)

// LawThen is what we can say of the law on a day. Event and Card are what it
// rests on; without either we do not know.
type LawThen struct {
	Status string
	Event  *LawEvent // the last change before the day
	Card   *LawCard  // the card already held on the day
	Since  int       // year of the first such law, by then enacted, whose terms on the day we have not read; 0 if none
	Within *LawEvent // a change whose date is known no closer than the year or month that the day lies in
}

// LawOn says what the law was on a day (2006-01-02), from its card and its
// events, the oldest first. A change that is dated by its year alone counts
// from the last day of that year.
func LawOn(card LawCard, events []LawEvent, day string) LawThen {
	then := LawThen{Status: "unknown"}
	isLater := false // the card tells of a change after the day
	for i := range events {
		e := &events[i]
		switch {
		case e.Dated == DatedFailed:
		case e.HasHappened(day):
			then.Event, then.Status = e, e.Status
		default:
			isLater = true
			if firstDay(e.Date) <= day && then.Within == nil {
				then.Within = e
			}
		}
	}
	if held := card.heldBy(); held != "" && held <= day && !isLater && (then.Event == nil || lastDay(then.Event.Date) <= held) {
		return LawThen{Status: card.Status, Card: &card}
	}
	if then.Event == nil && len(events) == 0 && card.Year != nil && time.Date(*card.Year, time.December, 31, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) <= day {
		then.Since = *card.Year
	}
	return then
}

// heldBy is the first day on which the card is known to have held: the end of
// the time that its source names, or the review where the source names none.
func (c LawCard) heldBy() string {
	if strings.ContainsAny(c.AsOf, ".+") {
		return c.ReviewedOn
	}
	source := c.AsOf
	if len(source) == len("2014-2018") {
		source = source[len("2014-"):]
	}
	return min(lastDay(source), c.ReviewedOn)
}

// firstDay is the first day of a day, month or year.
func firstDay(date string) string {
	return date + "-01-01"[len("-01-01")-(len(time.DateOnly)-len(date)):]
}

// lastDay is the last day of a day, month or year.
func lastDay(date string) string {
	switch t, err := time.Parse(time.DateOnly, firstDay(date)); {
	case err != nil:
		return date
	case len(date) == len("2006"):
		return t.AddDate(1, 0, -1).Format(time.DateOnly)
	case len(date) == len("2006-01"):
		return t.AddDate(0, 1, -1).Format(time.DateOnly)
	}
	return date
}
