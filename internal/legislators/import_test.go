package legislators

import (
	"bytes"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"statehouse/internal/imports"
	"statehouse/internal/testkit"
	"statehouse/models"
)

var (
	day1 = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	day2 = day1.AddDate(0, 0, 7)
	day3 = day2.AddDate(0, 0, 7)
)

// members writes a file of "id district chamber" lines.
func members(lines ...string) []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, "id,name,current_party,current_district,current_chamber,email")
	for _, line := range lines {
		f := strings.Fields(line)
		fmt.Fprintf(&b, "ocd-person/%s,Member %[1]s,Example,%s,%s,%[1]s@example.org\n", f[0], f[1], f[2])
	}
	return b.Bytes()
}

func take1(t *testing.T, db *models.DB, data []byte, at time.Time) imports.Report {
	t.Helper()
	report, err := Import(context.Background(), db, imports.Source{Name: "az.csv", Data: data}, imports.Options{Now: at})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// seated lists who holds which seat: "lower 1.2 Member b".
func seated(t *testing.T, db *models.DB) []string {
	t.Helper()
	holders, err := models.HoldersOfState(context.Background(), db.Read(), "az")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, h := range holders {
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s.%d %s", h.Chamber, h.Code, h.Position, h.Name)))
	}
	return list
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("\ngot  %q\nwant %q", got, want)
	}
}

func counts(r imports.Report) [5]int {
	return [5]int{r.Rows, r.Added, r.Changed, r.Ended, r.Refused}
}

func wantCounts(t *testing.T, r imports.Report, rows, added, changed, ended int) {
	t.Helper()
	if want := [5]int{rows, added, changed, ended, 0}; counts(r) != want {
		t.Errorf("rows, added, changed, ended, refused: %v, want %v", counts(r), want)
	}
}

func TestImportTwice(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		first := take1(t, db, fixture(t, "az.csv"), day1)
		wantCounts(t, first, 10, 10, 0, 0)
		if len(first.Notes) != 4 {
			t.Errorf("notes %v", first.Notes)
		}
		wantCounts(t, take1(t, db, fixture(t, "az.csv"), day2), 10, 0, 0, 0)
		wantCounts(t, take1(t, db, fixture(t, "az_reordered.csv"), day3), 10, 0, 0, 0)
		if list := seated(t, db); len(list) != 10 || list[0] != "upper 1.1 Avery Sample" || list[5] != "lower 1.2 Casey Sample" {
			t.Errorf("%q", list)
		}
		run, err := models.LastImport(context.Background(), db.Read(), "legislators", "az")
		if err != nil || run.Rows != 10 || !run.ImportedAt.Equal(day3) || len(run.FileHash) != 32 {
			t.Errorf("%+v, %v", run, err)
		}
	})
}

func TestImportChangesDetails(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		take1(t, db, members("a 1 upper", "b 1 lower"), day1)
		changed := bytes.Replace(members("a 1 upper", "b 1 lower"), []byte("b@example.org"), []byte("new@example.org"), 1)
		wantCounts(t, take1(t, db, changed, day2), 2, 0, 1, 0)
		list, err := models.LegislatorsByOCD(context.Background(), db.Read(), []string{"ocd-person/a", "ocd-person/b"})
		if err != nil || len(list) != 2 {
			t.Fatal(list, err)
		}
		for _, l := range list {
			switch {
			case l.OCD == "ocd-person/a" && !l.UpdatedAt.Equal(day1):
				t.Errorf("a did not change, yet %v", l.UpdatedAt)
			case l.OCD == "ocd-person/b" && (!l.UpdatedAt.Equal(day2) || l.Email != "new@example.org"):
				t.Errorf("%+v", l)
			}
		}
	})
}

func TestImportMovesPeople(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after         []string
		added, changed, ended int
		seats                 []string
	}{
		"swap of two districts": {
			[]string{"a 1 upper", "b 2 upper"}, []string{"a 2 upper", "b 1 upper"}, 0, 2, 0,
			[]string{"upper 1.1 Member b", "upper 2.1 Member a"},
		},
		"from one chamber to the other": {
			[]string{"a 1 upper", "b 1 lower"}, []string{"b 1 upper", "c 1 lower"}, 1, 1, 1,
			[]string{"upper 1.1 Member b", "lower 1.1 Member c"},
		},
		"a full district keeps its seats whatever the order": {
			[]string{"a 1 lower", "b 1 lower"}, []string{"b 1 lower", "a 1 lower"}, 0, 0, 0,
			[]string{"lower 1.1 Member a", "lower 1.2 Member b"},
		},
		"the first free seat is filled": {
			[]string{"a 1 lower", "b 1 lower", "c 1 lower"}, []string{"b 1 lower", "d 1 lower", "c 1 lower"}, 1, 0, 1,
			[]string{"lower 1.1 Member d", "lower 1.2 Member b", "lower 1.3 Member c"},
		},
		"a district grows": {
			[]string{"a 1 lower", "b 2 lower"}, []string{"a 1 lower", "b 1 lower", "c 1 lower"}, 1, 1, 0,
			[]string{"lower 1.1 Member a", "lower 1.2 Member b", "lower 1.3 Member c", "lower 2.1"},
		},
		"who vanishes leaves a vacant seat": {
			[]string{"a 1 upper", "b 2 upper", "c 3 upper", "d 4 upper", "e 5 upper"},
			[]string{"a 1 upper", "b 2 upper", "d 4 upper", "e 5 upper"}, 0, 0, 1,
			[]string{"upper 1.1 Member a", "upper 2.1 Member b", "upper 3.1", "upper 4.1 Member d", "upper 5.1 Member e"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testkit.EachDB(t, func(t *testing.T, db *models.DB) {
				take1(t, db, members(test.before...), day1)
				wantCounts(t, take1(t, db, members(test.after...), day2), len(test.after), test.added, test.changed, test.ended)
				same(t, seated(t, db), test.seats...)
				wantCounts(t, take1(t, db, members(test.after...), day3), len(test.after), 0, 0, 0)
			})
		})
	}
}

func TestImportRemembersWhoVanishesAndReturns(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		all := []string{"a 1 upper", "b 2 upper", "c 3 upper", "d 4 upper", "e 5 upper"}
		take1(t, db, members(all...), day1)
		take1(t, db, members(all[1:]...), day2)
		wantCounts(t, take1(t, db, members(all...), day3), 5, 0, 1, 0)
		rows, err := db.SQL().Query(`SELECT t.starts_at, t.ends_at FROM terms t JOIN legislators l ON l.id = t.legislator_id
			WHERE l.ocd_id = 'ocd-person/a' ORDER BY t.id`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var terms [][2]time.Time
		for rows.Next() {
			var start time.Time
			var end *time.Time
			if err := rows.Scan(&start, &end); err != nil {
				t.Fatal(err)
			}
			if end == nil {
				end = &time.Time{}
			}
			terms = append(terms, [2]time.Time{start.UTC(), end.UTC()})
		}
		if want := [][2]time.Time{{day1, day2}, {day3, time.Time{}}}; !reflect.DeepEqual(terms, want) {
			t.Errorf("\ngot  %v\nwant %v", terms, want)
		}
	})
}

func TestImportRefusesAShortFile(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		var all []string
		for i := range 100 {
			all = append(all, fmt.Sprintf("p%d %d lower", i, i+1))
		}
		take1(t, db, members(all...), day1)
		before := seated(t, db)
		_, err := Import(context.Background(), db, imports.Source{State: "AZ", Data: members(all[:79]...)}, imports.Options{Now: day2})
		if err == nil || err.Error() != "the file has 79 rows and the last one for Arizona had 100: it is probably cut off" {
			t.Fatalf("%v", err)
		}
		same(t, seated(t, db), before...)
		wantCounts(t, take1(t, db, members(all[:80]...), day2), 80, 0, 0, 20)
	})
}

func TestImportDryRunTellsAndChangesNothing(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		take1(t, db, members("a 1 upper", "b 2 upper", "c 3 upper"), day1)
		before := seated(t, db)
		source := imports.Source{Name: "az.csv", Data: members("a 2 upper", "d 1 upper", "e 9 lower")}
		dry, err := Import(context.Background(), db, source, imports.Options{Now: day2, DryRun: true})
		if err != nil {
			t.Fatal(err)
		}
		wantCounts(t, dry, 3, 2, 1, 2)
		same(t, seated(t, db), before...)
		if run, err := models.LastImport(context.Background(), db.Read(), "legislators", "az"); err != nil || !run.ImportedAt.Equal(day1) {
			t.Errorf("the dry run is on record: %+v, %v", run, err)
		}
		if wet := take1(t, db, source.Data, day2); !reflect.DeepEqual(wet, dry) {
			t.Errorf("dry %+v\nwet %+v", dry, wet)
		}
	})
}

func TestImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		bad := append(members("a 1 upper", "b 2 upper"), "ocd-person/c,Member c,Example,3,senate,\n"...)
		if _, err := Import(ctx, db, imports.Source{Name: "az.csv", Data: bad}, imports.Options{}); err == nil || !strings.HasPrefix(err.Error(), "line 4: ") {
			t.Fatalf("%v", err)
		}
		same(t, seated(t, db))
		take1(t, db, members("a 1 upper", "b 2 upper"), day1)
		before := seated(t, db)
		// The database itself fails at the very end: no run can be noted.
		if _, err := db.SQL().Exec("ALTER TABLE imports RENAME TO imports_away"); err != nil {
			t.Fatal(err)
		}
		if _, err := db.SQL().Exec("CREATE VIEW imports AS SELECT * FROM imports_away"); err != nil {
			t.Fatal(err)
		}
		if db.Dialect == models.Postgres {
			if _, err := db.SQL().Exec("CREATE RULE refuse AS ON INSERT TO imports DO INSTEAD SELECT 1/0"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Import(ctx, db, imports.Source{Name: "az.csv", Data: members("a 2 upper", "b 1 upper", "c 3 upper")}, imports.Options{Now: day2}); err == nil {
			t.Fatal("nothing failed")
		}
		same(t, seated(t, db), before...)
	})
}

func TestImportKeepsStatesApart(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		take1(t, db, members("a 1 upper", "b 2 upper"), day1)
		florida, err := Import(ctx, db, imports.Source{Name: "fl.csv", Data: members("c 1 upper", "b 7 lower")}, imports.Options{Now: day2})
		if err != nil {
			t.Fatal(err)
		}
		wantCounts(t, florida, 2, 1, 1, 0)
		same(t, seated(t, db), "upper 1.1 Member a", "upper 2.1")
		for file, want := range map[string]string{
			"ne.csv": `line 2: Nebraska has no chamber "upper"`,
			"us.csv": `the name "us.csv" does not say which state the file is about: call it az.csv or the like`,
		} {
			if _, err := Import(ctx, db, imports.Source{Name: file, Data: members("z 1 upper")}, imports.Options{}); err == nil || err.Error() != want {
				t.Errorf("%s: %v", file, err)
			}
		}
	})
}
