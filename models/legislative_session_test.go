package models_test

import (
	"slices"
	"testing"

	"statehouse/models"
)

func TestALegislatureIsInSessionOrConvenesNext(t *testing.T) {
	t.Parallel()
	sessions := []models.LegislativeSession{
		{ID: 3, Name: "next", Kind: models.RegularSession, Convenes: "2027-01-11", Adjourns: "2027-05-01"},
		{ID: 2, Name: "open", Kind: models.SpecialSession, Convenes: "2026-06-10"},
		{ID: 1, Name: "first", Kind: models.RegularSession, Convenes: "2026-01-12", Adjourns: "2026-04-30"},
		{ID: 4, Name: "later special", Kind: models.SpecialSession, Convenes: "2026-09-01", Adjourns: "2026-09-03"},
	}
	deadlines := []models.SessionDeadline{
		{SessionID: 1, NameEN: "crossover", Day: "2026-02-20"}, {SessionID: 1, NameEN: "introduction", Day: "2026-02-02"}, {SessionID: 3, NameEN: "drafts", Day: "2026-12-01"},
	}
	for day, want := range map[string]struct {
		now, next string
		deadlines []string
	}{
		"2026-01-11": {"", "first", []string{"introduction", "crossover"}},
		"2026-01-12": {"first", "open", []string{"introduction", "crossover"}},
		"2026-02-02": {"first", "open", []string{"introduction", "crossover"}},
		"2026-02-03": {"first", "open", []string{"crossover"}},
		"2026-04-30": {"first", "open", nil},
		"2026-05-01": {"", "open", nil},
		"2026-07-01": {"open", "later special", nil},
		"2026-09-02": {"later special", "next", nil},
		"2026-10-01": {"", "next", []string{"drafts"}}, // one without an end is over once another of its kind has met
		"2027-06-01": {"", "", nil},
	} {
		s := models.SittingOn(day, sessions, deadlines)
		var names []string
		for _, d := range s.Deadlines {
			names = append(names, d.NameEN)
		}
		if nameOf(s.Now) != want.now || nameOf(s.Next) != want.next || !slices.Equal(names, want.deadlines) {
			t.Errorf("on %s: now %q, next %q, deadlines %q", day, nameOf(s.Now), nameOf(s.Next), names)
		}
	}
}

func nameOf(s *models.LegislativeSession) string {
	if s == nil {
		return ""
	}
	return s.Name
}

func TestACampaignThatGoesOnAfterTheSessionOutlastsIt(t *testing.T) {
	t.Parallel()
	s := models.Sitting{Now: &models.LegislativeSession{Adjourns: "2027-05-01"}}
	for closes, want := range map[string]bool{"": false, "2027-05-01": false, "2027-05-02": true} {
		if got := s.OutlastedBy(models.Campaign{Status: models.CampaignLive, ClosesOn: closes}); got != want {
			t.Errorf("closing on %q: %v", closes, got)
		}
	}
	if s.OutlastedBy(models.Campaign{Status: models.CampaignClosed, ClosesOn: "2027-05-02"}) {
		t.Error("a campaign that has ended outlasts it")
	}
	s.Now.Adjourns = ""
	if s.OutlastedBy(models.Campaign{Status: models.CampaignLive, ClosesOn: "2030-01-01"}) {
		t.Error("nobody knows when the session ends")
	}
}

func TestDaysAreCountedOnTheCalendar(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		from, to string
		want     int
	}{{"2026-11-01", "2026-11-02", 1}, {"2026-03-07", "2026-03-09", 2}, {"2026-12-31", "2027-01-01", 1}, {"2026-01-02", "2026-01-01", -1}, {"2026-01-01", "", 0}} {
		if got := models.DaysBetween(x.from, x.to); got != x.want {
			t.Errorf("from %s to %s: %d", x.from, x.to, got)
		}
	}
}
