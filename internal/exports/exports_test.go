package exports_test

import (
	"context"
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"statehouse/internal/exports"
	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/models"
)

const purpose = "The yearly report to the board."

func take(t *testing.T, db *models.DB, r exports.Request) ([][]string, string) {
	t.Helper()
	r.Purpose = purpose
	var out strings.Builder
	rows, err := exports.New(db, testkit.Keys(), testkit.NewClock().Now).Write(context.Background(), &out, r)
	if err != nil {
		t.Fatal(err)
	}
	table, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
	if err != nil || len(table) != rows+1 {
		t.Fatalf("%d rows said, %d lines, %v", rows, len(table), err)
	}
	return table, out.String()
}

func TestRowsLeaveWithoutNamesUnlessAskedAndAreNoted(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c, other := testkit.MakeCampaign(t, db), testkit.MakeCampaign(t, db)
		evil := func(s *testkit.Signer) {
			s.Name, s.Email, s.Comment = "=HYPERLINK(1)", "evil@example.org", "+1 for this"
		}
		sig := testkit.MakeSignature(t, db, testkit.Keys(), c, evil)
		testkit.MakeSignature(t, db, testkit.Keys(), c, func(s *testkit.Signer) { s.Email, s.State = "gone@example.org", models.SignatureWithdrawn })
		testkit.MakeSignature(t, db, testkit.Keys(), other, func(s *testkit.Signer) { s.Email = "other@example.org" })
		seat := testkit.MakeSeat(t, db, "az", "upper", "1")
		testkit.MakeLetter(t, db, testkit.Keys(), sig, seat)

		if table, text := take(t, db, exports.Request{Kind: models.ExportSignatures, Slug: c.Slug}); len(table) != 3 || strings.Contains(text, "example.org") || strings.Contains(text, "HYPERLINK") {
			t.Errorf("without names:\n%s", text)
		}
		_, text := take(t, db, exports.Request{Kind: models.ExportSignatures, Slug: c.Slug, Named: true})
		if !strings.Contains(text, "evil@example.org,85003,'+1 for this") || !strings.Contains(text, "'=HYPERLINK(1)") || strings.Contains(text, "gone@example.org") || strings.Contains(text, "other@example.org") {
			t.Errorf("with names:\n%s", text)
		}
		if table, text := take(t, db, exports.Request{Kind: models.ExportDeliveries, Slug: c.Slug}); len(table) != 2 || table[1][2] != "upper" || strings.Contains(text, "evil") {
			t.Errorf("deliveries:\n%s", text)
		}
		role := testkit.MakeRole(t, db)
		testkit.MakeApplication(t, db, testkit.Keys(), role, "hiro@example.org")
		if table, text := take(t, db, exports.Request{Kind: models.ExportVolunteers}); len(table) != 2 || strings.Contains(text, "hiro@") {
			t.Errorf("volunteers:\n%s", text)
		}
		if _, text := take(t, db, exports.Request{Kind: models.ExportVolunteers, Named: true}); !strings.Contains(text, "hiro@example.org") {
			t.Errorf("volunteers with names:\n%s", text)
		}
		if _, err := db.SQL().ExecContext(context.Background(), "UPDATE applications SET state = 'left'"); err != nil {
			t.Fatal(err)
		}
		if table, text := take(t, db, exports.Request{Kind: models.ExportVolunteers, Named: true}); len(table) != 2 || strings.Contains(text, "hiro@example.org") {
			t.Errorf("who left is named:\n%s", text)
		}
		notes, err := models.Exports(context.Background(), db.Read(), 10)
		if err != nil || len(notes) != 6 || notes[5].Purpose != purpose || *notes[5].Rows != 2 || !notes[4].Named || notes[0].EndedAt == nil {
			t.Errorf("%+v, %v", notes, err)
		}
	})
}

func TestManyRowsComeByPagesEachOnce(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	c := testkit.MakeCampaign(t, db)
	for range 501 {
		testkit.MakeSignature(t, db, testkit.Keys(), c)
	}
	table, _ := take(t, db, exports.Request{Kind: models.ExportSignatures, Slug: c.Slug})
	seen := map[string]bool{}
	for _, row := range table[1:] {
		seen[row[0]] = true
	}
	if len(seen) != 501 || len(table) != 502 {
		t.Errorf("%d signatures in %d lines", len(seen), len(table))
	}
}

// broken takes no row.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the line is cut") }

func TestAnExportIsRefusedWithoutAPurposeAndNotedThoughItBreaksOff(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, x := context.Background(), exports.New(db, testkit.Keys(), testkit.NewClock().Now)
		c := testkit.MakeCampaign(t, db)
		for _, says := range []string{"", "short", strings.Repeat("x", exports.MaxPurpose+1)} {
			if _, err := x.Write(ctx, &strings.Builder{}, exports.Request{Kind: models.ExportSignatures, Slug: c.Slug, Purpose: says}); fault.Of(err).Fields["purpose"] == "" {
				t.Errorf("%q: %v", says, err)
			}
		}
		if _, err := x.Write(ctx, &strings.Builder{}, exports.Request{Kind: models.ExportSignatures, Slug: "none", Purpose: purpose}); !fault.Is(err, fault.NotFound) {
			t.Errorf("of no campaign: %v", err)
		}
		if _, err := x.Write(ctx, broken{}, exports.Request{Kind: models.ExportSignatures, Slug: c.Slug, Purpose: purpose}); err == nil {
			t.Error("a cut line is no error")
		}
		notes, err := models.Exports(ctx, db.Read(), 10)
		if err != nil || len(notes) != 1 || notes[0].EndedAt != nil {
			t.Errorf("%+v, %v", notes, err)
		}
	})
}
