package web

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"statehouse/internal/i18n"
	"statehouse/models"
	"statehouse/views/ui"
)

// BillTrack is how far a bill has come through the legislature of its state.
func BillTrack(ctx context.Context, state models.State, name string, s models.BillStanding) ui.Track {
	t := ui.Track{ID: "way", Title: i18n.T(ctx, "bill.way", "Bill", name), Desc: BillStands(ctx, s)}
	path := state.Path()
	reached := slices.Index(path, s.Reached)
	for i, at := range path {
		stop := ui.Stop{Name: i18n.T(ctx, "bill.stage."+string(at)), Behind: i < reached, Now: i == reached && s.Stage == at}
		if i == max(reached, 0) && (s.Stage == models.BillDied || s.Stage == models.BillVetoed) {
			stop.Broken, stop.About = true, i18n.T(ctx, "bill.stage."+string(s.Stage))
		}
		t.Stops = append(t.Stops, stop)
	}
	return t
}

// BillStands is where a bill stands, in a sentence.
func BillStands(ctx context.Context, s models.BillStanding) string {
	if s.Stage == "" {
		return i18n.T(ctx, "bill.stands.nowhere")
	}
	return i18n.T(ctx, "bill.stands."+string(s.Stage), "Date", i18n.Date(ctx, DayOf(s.Since)))
}

// BillEntry is an event of a bill in words; times are those of the state.
func BillEntry(ctx context.Context, state models.State, campaign models.Campaign, e models.BillEvent, now time.Time) ui.Entry {
	entry := ui.Entry{ID: "entry-" + strconv.Itoa(e.Number), Title: i18n.T(ctx, "bill.kind."+string(e.Kind)), When: i18n.Date(ctx, DayOf(e.Day)), Datetime: e.Day,
		SourceLabel: i18n.T(ctx, "bill.source"), Source: e.Source}
	body := BillBody(ctx, state, e)
	switch e.Kind {
	case models.BillStep:
		entry.Title = i18n.T(ctx, "bill.stage."+string(e.Stage))
	case models.BillHearing:
		entry.Title, entry.Lines = i18n.T(ctx, "bill.hearing.of", "Body", body), []string{i18n.T(ctx, "bill.place", "Place", e.Place)}
		entry.When, entry.Datetime = i18n.Moment(ctx, e.StartsAt.In(state.Zone())), e.StartsAt.UTC().Format(time.RFC3339)
		if e.StartsAt.After(now) {
			entry.Badge = i18n.T(ctx, "bill.ahead")
		}
	case models.BillVote:
		entry.Title = i18n.T(ctx, "bill.vote.of", "Body", body)
		entry.Badge, entry.BadgeKind = i18n.T(ctx, "bill.vote.failed"), "warn"
		if e.Passed {
			entry.Badge, entry.BadgeKind = i18n.T(ctx, "bill.vote.passed"), "good"
		}
		entry.Lines = []string{i18n.T(ctx, "bill.vote.counts", "Yes", i18n.Number(ctx, e.Yes), "No", i18n.Number(ctx, e.No), "Absent", i18n.Number(ctx, e.Absent))}
	}
	if e.Bill != campaign.Bill {
		entry.Lines = append(entry.Lines, i18n.T(ctx, "bill.then", "Bill", e.Bill))
	}
	if e.Note != "" {
		entry.Lines = append(entry.Lines, e.Note)
	}
	if e.Corrects > 0 {
		entry.Lines = append(entry.Lines, i18n.T(ctx, "bill.corrects", "Date", i18n.Date(ctx, e.At.In(state.Zone()))))
	}
	if strings.HasPrefix(e.Source, "https://") || strings.HasPrefix(e.Source, "http://") {
		entry.SourceURL = e.Source
	}
	return entry
}

// BillBody is whose hearing or vote it is.
func BillBody(ctx context.Context, state models.State, e models.BillEvent) string {
	chamber := state.ChamberNamed(e.Chamber).Name
	switch {
	case e.Body == "":
		return chamber
	case chamber == "":
		return e.Body
	}
	return i18n.T(ctx, "bill.body", "Chamber", chamber, "Committee", e.Body)
}

// BillHearing says when and where a hearing is.
func BillHearing(ctx context.Context, state models.State, e models.BillEvent) string {
	return i18n.T(ctx, "bill.soon.text", "Bill", e.Bill, "Body", BillBody(ctx, state, e), "When", i18n.Moment(ctx, e.StartsAt.In(state.Zone())), "Place", e.Place)
}

// DayOf reads a day as the database keeps it; an empty one is the zero time.
func DayOf(text string) time.Time {
	day, _ := time.Parse(time.DateOnly, text)
	return day
}
