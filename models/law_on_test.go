package models

import "testing"

func TestTheLawOnADay(t *testing.T) {
	t.Parallel()
	year := 2012
	card := LawCard{Status: "vacatur", AsOf: "2025-01", ReviewedOn: "2026-11-24", Year: &year}
	history := []LawEvent{
		{Number: 1, Date: "2015", Dated: DatedEnacted, Status: "sealing"},
		{Number: 2, Date: "2016", Dated: DatedFailed, Status: "sealing"},
		{Number: 3, Date: "2017-07", Dated: DatedEnacted, Status: "expungement"},
		{Number: 4, Date: "2024-09-14", Dated: DatedInForce, Status: "vacatur"},
	}
	for _, c := range []struct {
		day, status          string
		events               []LawEvent
		event, within, since int
		rests                string
	}{
		{"2013-07-24", "unknown", history, 0, 0, 0, ""},
		{"2015-06-30", "unknown", history, 0, 1, 0, ""},
		{"2015-12-31", "sealing", history, 1, 0, 0, ""},
		{"2016-12-31", "sealing", history, 1, 0, 0, ""},
		{"2017-07-30", "sealing", history, 1, 3, 0, ""},
		{"2017-07-31", "expungement", history, 3, 0, 0, ""},
		{"2024-09-13", "expungement", history, 3, 0, 0, ""},
		{"2024-09-14", "vacatur", history, 4, 0, 0, ""},
		{"2025-01-30", "vacatur", history, 4, 0, 0, ""},
		{"2025-01-31", "vacatur", history, 0, 0, 0, "card"},
		{"2012-12-30", "unknown", nil, 0, 0, 0, ""},
		{"2012-12-31", "unknown", nil, 0, 0, 2012, ""},
		{"2025-01-31", "vacatur", nil, 0, 0, 0, "card"},
	} {
		got := LawOn(card, c.events, c.day)
		number := func(e *LawEvent) int {
			if e == nil {
				return 0
			}
			return e.Number
		}
		if got.Status != c.status || number(got.Event) != c.event || number(got.Within) != c.within || got.Since != c.since || (got.Card != nil) != (c.rests == "card") {
			t.Errorf("on %s: %+v", c.day, got)
		}
	}
}

func TestSinceWhenACardIsKnownToHold(t *testing.T) {
	t.Parallel()
	for asOf, want := range map[string]string{
		"2023": "2023-12-31", "2026-02": "2026-02-28", "2014-2018": "2018-12-31", "2026": "2026-11-24",
		"c. 2023": "2026-11-24", "2019+": "2026-11-24", "n.d.": "2026-11-24",
	} {
		if got := (LawCard{AsOf: asOf, ReviewedOn: "2026-11-24"}).heldBy(); got != want {
			t.Errorf("%s: %s, want %s", asOf, got, want)
		}
	}
}
