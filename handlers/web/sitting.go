package web

import (
	"context"

	"statehouse/internal/i18n"
	"statehouse/models"
	"statehouse/views/ui"
)

// Calendar is what a state's legislature does now and next, in words with their
// sources; the zero Calendar if nothing is known. offer, which may be nil, is where
// a day of it leads.
func Calendar(ctx context.Context, s models.Sitting, offer func(day string) string) ui.Calendar {
	of := s.Of()
	if of == nil {
		return ui.Calendar{}
	}
	c := ui.Calendar{Title: of.Name, Text: sittingText(ctx, s), Source: sourceOf(ctx, of.Source, of.AsOf), Label: i18n.T(ctx, "legislature.deadlines")}
	if of.Adjourns != "" && offer != nil {
		c.Days = append(c.Days, calendarDay(ctx, of.Adjourns, i18n.T(ctx, "legislature.end"), ui.Source{}, offer))
	}
	for _, d := range s.Deadlines {
		c.Days = append(c.Days, calendarDay(ctx, d.Day, d.Name(i18n.Lang(ctx)), sourceOf(ctx, d.Source, d.AsOf), offer))
	}
	return c
}

func sourceOf(ctx context.Context, url, asOf string) ui.Source {
	return ui.Source{URL: url, Text: i18n.T(ctx, "ui.source"), AsOf: i18n.T(ctx, "ui.as_of") + " " + dayIn(ctx, asOf)}
}

func calendarDay(ctx context.Context, day, name string, source ui.Source, offer func(string) string) ui.CalendarDay {
	d := ui.CalendarDay{Text: i18n.T(ctx, "legislature.deadline", "Date", dayIn(ctx, day), "Name", name), Source: source}
	if offer != nil {
		d.Offer, d.OfferText, d.OfferLabel = offer(day), i18n.T(ctx, "legislature.offer"), i18n.T(ctx, "legislature.offer.of", "Date", dayIn(ctx, day), "Name", name)
	}
	return d
}

// dayIn writes a day (2006-01-02) in words.
func dayIn(ctx context.Context, day string) string { return i18n.Date(ctx, DayOf(day)) }

func sittingText(ctx context.Context, s models.Sitting) string {
	if of := s.Now; of != nil {
		switch {
		case of.Adjourns == "":
			return i18n.T(ctx, "legislature.now.open")
		case of.Expected:
			return i18n.T(ctx, "legislature.now.expected", "Date", dayIn(ctx, of.Adjourns))
		}
		return i18n.T(ctx, "legislature.now.until", "Date", dayIn(ctx, of.Adjourns))
	}
	text := i18n.T(ctx, "legislature.next", "Date", dayIn(ctx, s.Next.Convenes))
	switch {
	case s.Next.Adjourns == "":
		return text
	case s.Next.Expected:
		return text + " " + i18n.T(ctx, "legislature.next.expected", "Date", dayIn(ctx, s.Next.Adjourns))
	}
	return text + " " + i18n.T(ctx, "legislature.next.until", "Date", dayIn(ctx, s.Next.Adjourns))
}

// SittingDays says how many days there are until the session ends or begins, and
// until the next deadline; empty where nothing is known.
func SittingDays(ctx context.Context, s models.Sitting, today string) (session, deadline string) {
	switch {
	case s.Now != nil && s.Now.Adjourns != "" && s.Now.Expected:
		session = daysTo(ctx, "legislature.expected", today, s.Now.Adjourns)
	case s.Now != nil && s.Now.Adjourns != "":
		session = daysTo(ctx, "legislature.ends", today, s.Now.Adjourns)
	case s.Now != nil:
		session = i18n.T(ctx, "legislature.now.open")
	case s.Next != nil:
		session = daysTo(ctx, "legislature.begins", today, s.Next.Convenes)
	}
	if len(s.Deadlines) > 0 {
		next := s.Deadlines[0]
		deadline = daysTo(ctx, "legislature.nearest", today, next.Day, "Name", next.Name(i18n.Lang(ctx)))
	}
	return session, deadline
}

func daysTo(ctx context.Context, id, today, day string, pairs ...any) string {
	pairs = append(pairs, "Date", dayIn(ctx, day))
	if n := models.DaysBetween(today, day); n > 0 {
		return i18n.N(ctx, id+".in", n, pairs...)
	}
	return i18n.T(ctx, id+".today", pairs...)
}

// Outlasts warns that a campaign goes on after the session; empty if it does not.
func Outlasts(ctx context.Context, s models.Sitting, c models.Campaign) string {
	if !s.OutlastedBy(c) {
		return ""
	}
	return i18n.T(ctx, "legislature.outlasts", "Closes", dayIn(ctx, c.ClosesOn), "Ends", dayIn(ctx, s.Of().Adjourns))
}
