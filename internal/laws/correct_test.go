package laws_test

import (
	"strings"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/imports"
	"statehouse/internal/laws"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// editor is a member of staff of a database that holds the shipped cards.
func editor(t *testing.T, db *models.DB) int64 {
	t.Helper()
	if _, err := laws.Import(t.Context(), db, shipped(t), imports.Options{Now: testkit.Now}); err != nil {
		t.Fatal(err)
	}
	user := models.User{Email: "admin@example.org", Name: "Sam Sample", Role: models.RoleAdmin, CreatedAt: testkit.Now}
	if err := db.Write(t.Context(), func(tx *models.Tx) error { return models.AddUser(t.Context(), tx, &user) }); err != nil {
		t.Fatal(err)
	}
	return user.ID
}

func card(t *testing.T, db *models.DB) models.LawCard {
	t.Helper()
	c, err := models.LawCardOf(t.Context(), db.Read(), "az", "vacatur")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var edited = testkit.Now.AddDate(0, 0, 7)

// corrected is a form that passes.
func corrected(c models.LawCard) laws.Correction {
	f := laws.CorrectionOf(c)
	f.SummaryEN, f.Source, f.AsOf, f.ReviewDue = "A corrected summary.", "azleg.gov/ars/13/00909.htm", "2026-11", edited.AddDate(0, 6, 0).Format(time.DateOnly)
	return f
}

func TestACorrectionKeepsWhatTheCardSaidBefore(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		user := editor(t, db)
		before := card(t, db)
		if err := laws.Correct(t.Context(), db, user, "az", "vacatur", corrected(before), edited); err != nil {
			t.Fatal(err)
		}
		after := card(t, db)
		if after.SummaryEN != "A corrected summary." || after.ReviewedOn != edited.Format(time.DateOnly) || after.Status != before.Status {
			t.Errorf("the card is %+v", after)
		}
		edits, err := models.LawEdits(t.Context(), db.Read(), "az", "vacatur")
		if err != nil || len(edits) != 1 || edits[0].UserID != user || edits[0].Kind != models.LawCorrected || !edits[0].At.Equal(edited) {
			t.Fatalf("the edits are %+v, %v", edits, err)
		}
		changes, err := edits[0].Changes()
		if err != nil || len(changes) != 5 || changes[0] != (models.LawChange{Field: "summary_en", Before: before.SummaryEN, After: after.SummaryEN}) {
			t.Errorf("the changes are %+v, %v", changes, err)
		}
		report, err := laws.Import(t.Context(), db, shipped(t), imports.Options{Now: edited})
		if err != nil || report.Changed != 0 || len(report.Notes) != 1 || card(t, db).Mark() != after.Mark() {
			t.Errorf("an import of an older file: %+v, %v", report, err)
		}
	})
}

func TestAReviewMovesTheDateAlone(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		user := editor(t, db)
		before := card(t, db)
		if err := laws.Review(t.Context(), db, user, "az", "vacatur", before.Mark(), "2027-09-01", edited); err != nil {
			t.Fatal(err)
		}
		after := card(t, db)
		if after.ReviewDue != "2027-09-01" || after.ReviewedOn != edited.Format(time.DateOnly) {
			t.Errorf("the card is %+v", after)
		}
		after.ReviewDue, after.ReviewedOn = before.ReviewDue, before.ReviewedOn
		if after.Mark() != before.Mark() {
			t.Error("a review changed a fact")
		}
		edits, err := models.LawEdits(t.Context(), db.Read(), "az", "vacatur")
		if err != nil || len(edits) != 1 || edits[0].Kind != models.LawReviewed {
			t.Errorf("the edits are %+v, %v", edits, err)
		}
	})
}

func TestTheSecondOfTwoEditorsIsTold(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		user := editor(t, db)
		form := corrected(card(t, db))
		if err := laws.Correct(t.Context(), db, user, "az", "vacatur", form, edited); err != nil {
			t.Fatal(err)
		}
		form.SummaryEN = "Another summary."
		if err := laws.Correct(t.Context(), db, user, "az", "vacatur", form, edited); !fault.Is(err, fault.Conflict) {
			t.Errorf("the second editor: %v", err)
		}
		if got := card(t, db).SummaryEN; got != "A corrected summary." {
			t.Errorf("the card says %q", got)
		}
	})
}

func TestABadCorrectionIsRefusedFieldByField(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	user := editor(t, db)
	for field, spoil := range map[string]func(*laws.Correction){
		"status":     func(f *laws.Correction) { f.Status = "immunity" },
		"citation":   func(f *laws.Correction) { f.Citation = strings.Repeat("x", 1001) },
		"year":       func(f *laws.Correction) { f.Year = "15" },
		"summary_en": func(f *laws.Correction) { f.SummaryEN = " " },
		"summary_es": func(f *laws.Correction) { f.SummaryES = strings.Repeat("ñ", 601) },
		"source":     func(f *laws.Correction) { f.Source = "" },
		"as_of":      func(f *laws.Correction) { f.AsOf = "2031" },
		"confidence": func(f *laws.Correction) { f.Confidence = "sure" },
		"review_due": func(f *laws.Correction) { f.ReviewDue = edited.Format(time.DateOnly) },
	} {
		form := corrected(card(t, db))
		spoil(&form)
		err := laws.Correct(t.Context(), db, user, "az", "vacatur", form, edited)
		if fields := fault.Of(err).Fields; !fault.Is(err, fault.Invalid) || len(fields) != 1 || fields[field] == "" {
			t.Errorf("%s: %v, fields %v", field, err, fields)
		}
	}
	if edits, err := models.LawEdits(t.Context(), db.Read(), "", ""); err != nil || len(edits) != 0 {
		t.Errorf("refused edits were noted: %+v, %v", edits, err)
	}
	if err := laws.Correct(t.Context(), db, user, "pr", "vacatur", laws.Correction{}, edited); !fault.Is(err, fault.NotFound) {
		t.Errorf("a card that is not there: %v", err)
	}
}
