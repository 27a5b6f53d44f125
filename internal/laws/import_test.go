package laws_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"statehouse/internal/imports"
	"statehouse/internal/laws"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func shipped(t *testing.T) []laws.Card {
	t.Helper()
	cards, err := laws.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return cards
}

func stored(t *testing.T, db *models.DB) []models.LawCard {
	t.Helper()
	rows, err := models.LawCards(context.Background(), db.Read(), "")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestImportSavesDifferencesOnly(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		cards := shipped(t)
		o := imports.Options{Now: testkit.Now}
		want := func(step string, cards []laws.Card, o imports.Options, added, changed int) {
			t.Helper()
			report, err := laws.Import(ctx, db, cards, o)
			if err != nil || report.Rows != len(cards) || report.Added != added || report.Changed != changed || report.Ended+report.Refused != 0 {
				t.Fatalf("%s: %+v, %v; want %d added, %d changed", step, report, err, added, changed)
			}
		}
		want("dry run", cards, imports.Options{DryRun: true}, 102, 0)
		if rows := stored(t, db); len(rows) != 0 {
			t.Fatalf("a dry run stored %d cards", len(rows))
		}
		want("first", cards, o, 102, 0)
		want("again", cards, o, 0, 0)
		if run, err := models.LastImport(ctx, db.Read(), "laws", ""); err != nil || run.Rows != 102 || !run.ImportedAt.Equal(testkit.Now) {
			t.Errorf("the run is noted as %+v, %v", run, err)
		}
		year := 2031
		cards[0].Summary.Es, cards[1].Year, cards[2].Status = "Otra.", &year, "none"
		want("three new facts", cards, o, 0, 3)
		want("a part of the file", cards[:5], o, 0, 0)
		rows := stored(t, db)
		i := slices.IndexFunc(rows, func(r models.LawCard) bool { return r.State == cards[1].State && r.Topic == cards[1].Topic })
		if len(rows) != 102 || rows[i].Year == nil || *rows[i].Year != year {
			t.Errorf("%d cards; the changed one is %+v", len(rows), rows[i])
		}
	})
}

func TestImportTakesAllCardsOrNone(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		for name, spoil := range map[string]func(*laws.Card){
			"no such state":      func(c *laws.Card) { c.State = "zz" },
			"upper case":         func(c *laws.Card) { c.State = "WY" },
			"refused by the row": func(c *laws.Card) { c.Confidence = "sure" },
		} {
			cards := shipped(t)
			spoil(&cards[len(cards)-1])
			if _, err := laws.Import(context.Background(), db, cards, imports.Options{}); err == nil {
				t.Errorf("%s: taken in", name)
			}
			if rows := stored(t, db); len(rows) != 0 {
				t.Errorf("%s: %d cards stayed behind", name, len(rows))
			}
		}
	})
}

func TestImportSaysWhichStateIsUnknown(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	_, err := laws.Import(context.Background(), db, []laws.Card{{State: "zz"}}, imports.Options{})
	var refusal *imports.Refusal
	if !errors.As(err, &refusal) || !strings.Contains(err.Error(), `"zz"`) {
		t.Errorf("the error is %v", err)
	}
}

func TestImportSavesPointsAndHistory(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		cards := shipped(t)
		o := imports.Options{Now: testkit.Now}
		if _, err := laws.Import(ctx, db, cards, o); err != nil {
			t.Fatal(err)
		}
		criteria, err := models.LawCriteria(ctx, db.Read(), "az")
		if err != nil || !slices.ContainsFunc(criteria, func(c models.LawCriterion) bool {
			return c.Key == "minors_immune" && c.Grade == models.GradeNot && c.Open("en") != "" && c.Open("es") != c.Open("en")
		}) {
			t.Errorf("Arizona's points are %+v, %v", criteria, err)
		}
		events, err := models.LawEvents(ctx, db.Read(), "az")
		if err != nil || len(events) != 5 || events[4].Date != "2024-09-14" || events[4].Dated != models.DatedInForce || events[4].What("es") == events[4].What("en") {
			t.Errorf("Arizona's history is %+v, %v", events, err)
		}
		i := slices.IndexFunc(cards, func(c laws.Card) bool { return c.State == "az" && c.Topic == "vacatur" })
		cards[i].History[0].What.Es = "Otra."
		if report, err := laws.Import(ctx, db, cards, o); err != nil || report.Changed != 1 {
			t.Errorf("another word in the history: %+v, %v", report, err)
		}
		if report, err := laws.Import(ctx, db, cards, o); err != nil || report.Changed+report.Added != 0 {
			t.Errorf("the same again: %+v, %v", report, err)
		}
	})
}

func TestAnOlderFileWithoutTheNewFieldsIsTakenIn(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	card := laws.Card{State: "wy", Topic: "vacatur", Status: "sealing", Confidence: "low", Summary: laws.Text{En: "A", Es: "B"}, Source: "s", AsOf: "2020",
		ReviewedOn: "2026-11-24", ReviewDue: "2027-05-24", Criteria: []laws.Criterion{{Key: "burden", Value: "none", Note: laws.Text{En: "A", Es: "B"}}},
		History: []laws.Event{{Date: "2015", Citation: "c", What: laws.Text{En: "A", Es: "B"}, Source: "s"}}}
	if _, err := laws.Import(t.Context(), db, []laws.Card{card}, imports.Options{}); err != nil {
		t.Fatal(err)
	}
	events, err := models.LawEvents(t.Context(), db.Read(), "wy")
	if err != nil || events[0].Status != "unknown" || events[0].Dated != models.DatedEnacted || events[0].Confidence != "low" {
		t.Errorf("the event is %+v, %v", events, err)
	}
	criteria, err := models.LawCriteria(t.Context(), db.Read(), "wy")
	if err != nil || criteria[0].Grade != models.GradeUnknown {
		t.Errorf("the point is %+v, %v", criteria, err)
	}
}
