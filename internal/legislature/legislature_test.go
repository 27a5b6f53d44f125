package legislature_test

import (
	"strings"
	"testing"

	"statehouse/internal/fault"
	"statehouse/internal/imports"
	"statehouse/internal/legislature"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// open makes the acts, and the actors who may and may not do them.
func open(t *testing.T, db *models.DB) (acts *legislature.Legislature, admin, organizer models.Actor) {
	t.Helper()
	return legislature.New(db, testkit.NewClock().Now), models.Actor{User: &models.User{ID: 1, Role: models.RoleAdmin}}, models.Actor{User: &models.User{ID: 2, Role: models.RoleOrganizer}}
}

var session = legislature.Form{State: "az", Name: " 58th Legislature,  1st Regular Session", Kind: "regular", Convenes: "2027-01-11", Adjourns: "2027-05-01", Expected: true,
	Source: "https://legislature.example.org/58", AsOf: testkit.Now.Format("2006-01-02")}

var crossover = legislature.DeadlineForm{Edition: 1, NameEN: "Crossover", NameES: "Paso a la otra cámara", Day: "2027-02-19", Source: "https://legislature.example.org/58/days", AsOf: "2026-11-01"}

func TestASessionAndItsDeadlinesAreKeptAndCorrected(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		acts, admin, organizer := open(t, db)
		ctx := t.Context()
		if _, err := acts.Save(ctx, organizer, 0, session); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an organizer saves one: %v", err)
		}
		id, err := acts.Save(ctx, admin, 0, session)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := acts.Save(ctx, admin, 0, session); fault.Of(err).Fields["name"] != "error.legislature.taken" {
			t.Errorf("the same once more: %v", err)
		}
		if err := acts.SaveDeadline(ctx, admin, id, 0, crossover); err != nil {
			t.Fatal(err)
		}
		if err := acts.SaveDeadline(ctx, admin, id, 0, crossover); !fault.Is(err, fault.Invalid) {
			t.Errorf("the same deadline once more: %v", err)
		}
		late := session
		late.Edition, late.Adjourns, late.Expected = 1, "2027-06-01", false
		if _, err := acts.Save(ctx, admin, id, late); !fault.Is(err, fault.Conflict) || fault.Of(err).Message != "error.legislature.meanwhile" {
			t.Errorf("an edition that is no more: %v", err)
		}
		late.Edition = 2
		if _, err := acts.Save(ctx, admin, id, late); err != nil {
			t.Fatal(err)
		}
		state, _ := models.StateByCode("az")
		s, err := models.SittingOf(ctx, db.Read(), state, testkit.Now)
		if err != nil || s.Next == nil || s.Next.Name != "58th Legislature, 1st Regular Session" || s.Next.Adjourns != "2027-06-01" || s.Next.Expected || s.Next.Edition != 3 ||
			len(s.Deadlines) != 1 || s.Deadlines[0].Name("es") != "Paso a la otra cámara" {
			t.Fatalf("%+v, %v", s, err)
		}
		moved := crossover
		moved.Edition, moved.Day = 3, "2027-02-26"
		if err := acts.SaveDeadline(ctx, admin, id, 99, moved); !fault.Is(err, fault.NotFound) {
			t.Errorf("a deadline that is not there: %v", err)
		}
		if err := acts.SaveDeadline(ctx, admin, id, s.Deadlines[0].ID, moved); err != nil {
			t.Fatal(err)
		}
		if err := acts.RemoveDeadline(ctx, admin, id, s.Deadlines[0].ID, 3); !fault.Is(err, fault.Conflict) {
			t.Errorf("removed from an edition that is no more: %v", err)
		}
		if err := acts.Remove(ctx, admin, id, 4); err != nil {
			t.Fatal(err)
		}
		if left, err := models.SessionDeadlines(ctx, db.Read(), ""); err != nil || len(left) != 0 {
			t.Errorf("left: %v, %v", left, err)
		}
	})
}

func TestAFactWithoutSourceOrDateIsRefused(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		acts, admin, _ := open(t, db)
		for field, spoil := range map[string]func(*legislature.Form){
			"state": func(f *legislature.Form) { f.State = "zz" }, "name": func(f *legislature.Form) { f.Name = " " }, "kind": func(f *legislature.Form) { f.Kind = "long" },
			"convenes": func(f *legislature.Form) { f.Convenes = "2027-02-30" }, "adjourns": func(f *legislature.Form) { f.Adjourns = "2027-01-10" },
			"source": func(f *legislature.Form) { f.Source = "the clerk said so" }, "as_of": func(f *legislature.Form) { f.AsOf = "2099-01-01" },
		} {
			f := session
			spoil(&f)
			if _, err := acts.Save(t.Context(), admin, 0, f); len(fault.Of(err).Fields) != 1 || fault.Of(err).Fields[field] == "" {
				t.Errorf("%s: %v %v", field, err, fault.Of(err).Fields)
			}
		}
	})
}

const header = "state,session,kind,convenes,adjourns,expected,deadline_en,deadline_es,day,source,as_of\n"

func TestAFileOfSessionsIsTakenInWhollyOrNotAtAll(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		acts, admin, _ := open(t, db)
		take := func(rows string) (imports.Report, error) {
			return legislature.Import(t.Context(), db, imports.Source{Name: "s.csv", Data: []byte(header + rows)}, imports.Options{Now: testkit.Now})
		}
		const good = "AZ,Regular,regular,2027-01-11,2027-05-01,yes,,,,https://l.example.org,2026-11-01\naz,Regular,,,,,Crossover,Paso,2027-02-19,https://l.example.org,2026-11-01\n"
		for rows, want := range map[string]string{
			good + "az,Other,regular,2027-01-11,,,,,,,2026-11-01\n":                              "line 4: the column source",
			good + "fl,Regular,,,,,Crossover,Paso,2027-02-19,https://l.example.org,2026-11-01\n": "line 4: there is no session",
		} {
			if _, err := take(rows); err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("%v, want %q", err, want)
			}
		}
		if known, _ := models.LegislativeSessions(t.Context(), db.Read(), ""); len(known) != 0 {
			t.Errorf("a refused file left %v", known)
		}
		if r, err := take(good); err != nil || r.Added != 2 {
			t.Fatalf("%+v, %v", r, err)
		}
		if r, err := take(good); err != nil || r.Added+r.Changed != 0 {
			t.Errorf("the same once more: %+v, %v", r, err)
		}
		known, err := models.LegislativeSessions(t.Context(), db.Read(), "az")
		if err != nil || len(known) != 1 {
			t.Fatal(known, err)
		}
		f := session
		f.Name, f.Edition, f.Adjourns, f.AsOf = "Regular", known[0].Edition, "2027-05-08", "2026-11-20"
		if _, err := acts.Save(t.Context(), admin, known[0].ID, f); err != nil {
			t.Fatal(err)
		}
		if r, err := take(good); err != nil || r.Changed != 0 || len(r.Notes) != 1 {
			t.Errorf("an older file: %+v, %v", r, err)
		}
		if r, err := take(strings.ReplaceAll(strings.ReplaceAll(good, "2026-11-01", "2026-11-23"), "05-01", "05-09")); err != nil || r.Changed != 2 {
			t.Errorf("a newer file: %+v, %v", r, err)
		}
	})
}
