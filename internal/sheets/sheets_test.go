package sheets_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/sheets"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

type team struct {
	*desk.Desk
	t                           *testing.T
	acts                        *sheets.Sheets
	campaign                    models.Campaign
	first, second, third, other models.Actor
}

func open(t *testing.T, db *models.DB) *team {
	t.Helper()
	s := &team{Desk: desk.Open(t, db), t: t, campaign: testkit.MakeCampaign(t, db)}
	s.acts = sheets.New(db, s.Keys, s.Clock.Now)
	staff := func(email, state string) models.Actor {
		u := models.User{Email: email, Name: email, Role: models.RoleOrganizer, State: state, CreatedAt: testkit.Now}
		s.Write(func(ctx context.Context, tx *models.Tx) error { u.ID = 0; return models.AddUser(ctx, tx, &u) })
		return models.Actor{User: &u}
	}
	s.first, s.second, s.third, s.other = staff("1@example.org", "az"), staff("2@example.org", "az"), staff("3@example.org", "az"), staff("hi@example.org", "hi")
	return s
}

func (s *team) issue() models.PaperBatch {
	s.t.Helper()
	b, err := s.acts.Issue(context.Background(), s.first, s.campaign.Slug, sheets.IssueForm{Sheets: 2, Label: "Sunday market"})
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

// rows are n rows of a batch, as a careful keyer has them.
func rows(b models.PaperBatch, n int) (list []sheets.Line) {
	for i := range n {
		code := models.RowCode(b.FirstSheet+i/models.SheetRows, i%models.SheetRows+1)
		list = append(list, sheets.Line{Code: code, Name: "Person " + string(rune('A'+i)), ZIP: "85003", Day: "2026-11-20"})
	}
	return list
}

func (s *team) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *team) at(b models.PaperBatch) models.PaperBatch {
	s.t.Helper()
	now, err := models.PaperBatchByRef(context.Background(), s.DB.Read(), b.CampaignID, b.Ref)
	s.must(err)
	return now
}

func (s *team) key(who models.Actor, b models.PaperBatch, lines []sheets.Line) {
	s.t.Helper()
	s.must(s.acts.Key(context.Background(), who, s.campaign.Slug, b.Ref, lines))
	s.must(s.acts.Done(context.Background(), who, s.campaign.Slug, b.Ref))
}

// sampled brings a batch of n rows to where its sample is drawn.
func (s *team) sampled(n int) models.PaperBatch {
	s.t.Helper()
	b, ctx, slug := s.issue(), context.Background(), s.campaign.Slug
	s.key(s.first, b, rows(b, n))
	s.key(s.second, b, rows(b, n))
	s.must(s.acts.Witness(ctx, s.first, slug, b.Ref, sheets.WitnessForm{Name: "Wanda Witness", Day: "2026-11-21"}))
	s.must(s.acts.Draw(ctx, s.first, slug, b.Ref))
	return s.at(b)
}

// check holds the sample against the sheets, the first wrong ones as wrong.
func (s *team) check(b models.PaperBatch, wrong int) {
	s.t.Helper()
	list, err := models.PaperRows(context.Background(), s.DB.Read(), b.ID)
	s.must(err)
	for _, r := range list {
		if r.Sample != "" {
			s.must(s.acts.Check(context.Background(), s.third, s.campaign.Slug, b.Ref, r.Code(), wrong <= 0))
			wrong--
		}
	}
	s.must(s.acts.Finish(context.Background(), s.third, s.campaign.Slug, b.Ref))
}

func (s *team) counted() int {
	s.t.Helper()
	n, err := models.PaperCount(context.Background(), s.DB.Read(), s.campaign.ID)
	s.must(err)
	return n
}

func TestABatchCountsOnceItWasKeyedTwiceWitnessedAndSampled(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db), context.Background()
		testkit.MakeSignature(t, db, s.Keys, s.campaign, testkit.As(models.SignatureCounted), func(p *testkit.Signer) { p.Name, p.ZIP = "PERSÓN  a", "85003" })
		b, slug := s.issue(), s.campaign.Slug
		s.key(s.first, b, rows(b, 12))
		if s.at(b).State != models.PaperIssued {
			t.Error("one keying is enough")
		}
		if err := s.acts.Key(ctx, s.first, slug, b.Ref, rows(b, 1)); !fault.Is(err, fault.Conflict) {
			t.Errorf("who was done keyed on: %v", err)
		}
		misread := rows(b, 11) // the twelfth was overlooked
		misread[2].ZIP, misread[3].Name = "85004", "person d"
		s.key(s.second, b, misread)
		if err := s.acts.Key(ctx, s.third, slug, b.Ref, rows(b, 1)); !fault.Is(err, fault.Conflict) {
			t.Errorf("a third keyed: %v", err)
		}
		open, err := s.acts.Differences(ctx, s.at(b))
		if err != nil || len(open) != 2 || open[0].First.ZIP != "85003" || open[0].Second.ZIP != "85004" || open[1].Second.Name != "" {
			t.Fatalf("%+v, %v", open, err)
		}
		if err := s.acts.Draw(ctx, s.first, slug, b.Ref); fault.Of(err).Fields["draw"] != "error.paper.open" {
			t.Errorf("drawn with open rows: %v", err)
		}
		if err := s.acts.Settle(ctx, s.first, slug, b.Ref, "other", sheets.Line{Code: open[0].Code, Name: "Person C", ZIP: "8500", Day: "2026-11-20"}); fault.Of(err).Fields["zip_1"] == "" {
			t.Errorf("settled with no ZIP code: %v", err)
		}
		s.must(s.acts.Settle(ctx, s.first, slug, b.Ref, "second", sheets.Line{Code: open[0].Code}))
		s.must(s.acts.Settle(ctx, s.first, slug, b.Ref, "none", sheets.Line{Code: open[1].Code}))
		if err := s.acts.Draw(ctx, s.first, slug, b.Ref); fault.Of(err).Fields["draw"] != "error.paper.witness" {
			t.Errorf("drawn without a witness: %v", err)
		}
		s.must(s.acts.Witness(ctx, s.first, slug, b.Ref, sheets.WitnessForm{Name: "Wanda Witness", Day: "2026-11-21"}))
		s.must(s.acts.Draw(ctx, s.first, slug, b.Ref))
		if err := s.acts.Finish(ctx, s.third, slug, b.Ref); fault.Of(err).Fields["finish"] == "" {
			t.Errorf("finished unchecked: %v", err)
		}
		if s.counted() != 0 {
			t.Error("it counts before its sample was checked")
		}
		s.check(b, 0)
		if got := s.at(b); got.State != models.PaperCounted || got.Counted != 10 || got.SampleSize != 11 || s.counted() != 10 {
			t.Errorf("%+v", got)
		}
		if n := s.Counts(s.campaign.ID).Counted(); n != 1 {
			t.Errorf("%d online: paper was added", n)
		}
		row, err := models.CampaignRowBySlug(ctx, db.Read(), slug, "en")
		if err != nil || row.Paper != 10 || row.Counted() != 1 {
			t.Errorf("%+v, %v", row, err)
		}
	})
}

func TestOneRowCodeIsKeyedOnceAndOnlyInItsBatch(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db), context.Background()
		b, elsewhere, slug := s.issue(), s.issue(), s.campaign.Slug
		lines := append(rows(b, 2), rows(b, 1)[0], rows(elsewhere, 1)[0], sheets.Line{}, sheets.Line{Code: "0001-11", Name: "=1", ZIP: "x", Day: "2030-01-01"})
		got := fault.Of(s.acts.Key(ctx, s.first, slug, b.Ref, lines)).Fields
		want := map[string]string{"code_3": "error.paper.twice", "code_4": "error.paper.unknown", "code_6": "error.paper.code", "name_6": "error.name.characters", "zip_6": "error.zip.shape", "day_6": "error.paper.day"}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v", got)
		}
		s.must(s.acts.Key(ctx, s.first, slug, b.Ref, rows(b, 2)))
		if err := s.acts.Key(ctx, s.first, slug, b.Ref, rows(b, 1)); fault.Of(err).Fields["code_1"] != "error.paper.twice" {
			t.Errorf("keyed twice: %v", err)
		}
		s.must(s.acts.Drop(ctx, s.first, slug, b.Ref, rows(b, 1)[0].Code))
		s.must(s.acts.Key(ctx, s.first, slug, b.Ref, rows(b, 1)))
		for what, err := range map[string]error{"keyed": s.acts.Key(ctx, s.other, slug, b.Ref, rows(b, 1)), "ended": s.acts.Done(ctx, s.other, slug, b.Ref)} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("another state's organizer %s it: %v", what, err)
			}
		}
	})
}

func TestABatchWithTooManyErrorsIsKeyedAgain(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db), context.Background()
		b := s.sampled(19)
		s.check(b, 1) // one in nineteen is more than five in a hundred
		if got := s.at(b); got.State != models.PaperRefused || got.SampleWrong != 1 || s.counted() != 0 {
			t.Fatalf("%+v", got)
		}
		s.must(s.acts.Erase(ctx, s.first, s.campaign.Slug, b.Ref, rows(b, 3)[2].Code))
		s.must(s.acts.Again(ctx, s.first, s.campaign.Slug, b.Ref))
		if err := s.acts.Key(ctx, s.first, s.campaign.Slug, b.Ref, rows(b, 3)); fault.Of(err).Fields["code_3"] == "" {
			t.Errorf("an erased row was keyed again: %v", err)
		}
		s.key(s.third, b, rows(b, 2))
		s.key(s.second, b, rows(b, 2))
		s.must(s.acts.Draw(ctx, s.first, s.campaign.Slug, b.Ref))
		s.check(b, 0)
		if s.counted() != 2 {
			t.Errorf("%d count", s.counted())
		}
	})
}

func TestARowIsErasedAtItsSignersWishAndWithTheirSignature(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s, ctx := open(t, db), context.Background()
		b := s.sampled(4)
		s.check(b, 0)
		s.must(s.acts.Erase(ctx, s.first, s.campaign.Slug, b.Ref, rows(b, 2)[1].Code))
		if s.counted() != 3 {
			t.Errorf("%d count", s.counted())
		}
		person := models.PersonIndex(s.Keys, s.campaign.Code, models.PaperPerson{Name: "person c", ZIP: "85003"})
		s.Write(func(ctx context.Context, tx *models.Tx) error {
			return models.ForgetPaperOf(ctx, tx, s.campaign.ID, person)
		})
		s.words(b, 2)
		s.Clock.Advance(models.KeepPaper + time.Hour)
		now := s.Clock.Now()
		s.Write(func(ctx context.Context, tx *models.Tx) error {
			return models.EmptyPaper(ctx, tx, now.Add(-models.KeepPaper), now)
		})
		s.words(b, 0)
		if got := s.at(b); got.Label != nil || got.Witness != nil || s.counted() != 3 {
			t.Errorf("%+v", got)
		}
	})
}

// words asserts how many rows still name somebody.
func (s *team) words(b models.PaperBatch, want int) {
	s.t.Helper()
	list, err := models.PaperRows(context.Background(), s.DB.Read(), b.ID)
	s.must(err)
	n := 0
	for _, r := range list {
		if r.Name != nil || r.ZIP != nil || r.Person != nil {
			n++
		}
	}
	if n != want {
		s.t.Errorf("%d rows name somebody, want %d", n, want)
	}
}

func TestSheetsCarryTheirTextAndTheirCodes(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		b := s.issue()
		var file bytes.Buffer
		s.must(s.acts.Print(t.Context(), &file, s.campaign, b))
		pages := testkit.PDFText(t, file.Bytes())
		for _, want := range []string{"Protect, do not arrest.", models.RowCode(b.FirstSheet, 1), models.RowCode(b.FirstSheet+1, 10), "Arizona"} {
			if !strings.Contains(pages, want) {
				t.Errorf("the sheets lack %q", want)
			}
		}
	})
}

func TestRowsOfASpreadsheetAreReadByTheNamesOfTheirColumns(t *testing.T) {
	t.Parallel()
	lines, err := sheets.ReadCSV("\ufeffName,Code,Date,ZIP,Note\n\"Doe, Ada\",0001-1X,2026-11-20,85003,x\n")
	if err != nil || len(lines) != 1 || lines[0] != (sheets.Line{Code: "0001-1X", Name: "Doe, Ada", ZIP: "85003", Day: "2026-11-20"}) {
		t.Errorf("%+v, %v", lines, err)
	}
	for _, text := range []string{"", "code,name,zip\n1,2,3\n", "code,name,zip,date\n", "code,name,zip,date\n1,2,3\n", "code,name,zip,date\n" + strings.Repeat("1,2,3,4\n", sheets.MaxLines+1)} {
		if _, err := sheets.ReadCSV(text); fault.Of(err).Fields["csv"] == "" {
			t.Errorf("%.40q: %v", text, err)
		}
	}
}

// The sizes follow Cochran's table for a margin of five in a hundred; the
// intervals are those of Wilson's paper's formula, worked by hand.
func TestTheSampleIsAsLargeAndAsSureAsItSays(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{0: 0, 1: 1, 10: 10, 20: 20, 100: 80, 1000: 278, 1_000_000: 384} {
		if got := sheets.SampleSize(n); got != want {
			t.Errorf("of %d rows %d, want %d", n, got, want)
		}
	}
	for _, c := range []struct {
		wrong, n  int
		low, high float64
	}{{0, 10, 0, 0.2775}, {5, 100, 0.0215, 0.1118}, {1, 80, 0.0022, 0.0675}, {10, 10, 0.7225, 1}, {0, 0, 0, 1}} {
		low, high := sheets.Wilson(c.wrong, c.n)
		if math.Abs(low-c.low) > 0.0001 || math.Abs(high-c.high) > 0.0001 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", c.wrong, c.n, low, high, c.low, c.high)
		}
	}
}
