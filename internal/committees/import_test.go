package committees

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"statehouse/internal/imports"
	"statehouse/internal/legislators"
	"statehouse/internal/testkit"
	"statehouse/models"
)

const judiciary = `id: ocd-organization/judiciary
jurisdiction: ocd-jurisdiction/country:us/state:az/government
classification: committee
name: Judiciary
chamber: lower
members:
- name: Member a
  role: chair
  person_id: ocd-person/a
- name: Member b
  role: vice chair
  person_id: ocd-person/b
`

const rules = `[{"id": "ocd-organization/rules", "jurisdiction": "ocd-jurisdiction/country:us/state:az/government", "name": "Rules", "chamber": "upper",
	"members": [{"name": "Member c", "role": "co-chair", "person_id": "ocd-person/c"}, {"name": "Member c", "role": "member", "person_id": "ocd-person/c"},
	{"name": "Member a", "role": "ranking member", "person_id": "ocd-person/a"}]}]`

func seat(t *testing.T, db *models.DB) {
	t.Helper()
	file := "id,name,current_party,current_district,current_chamber\n"
	for i, who := range []string{"a", "b", "c", "d", "e", "f"} {
		file += fmt.Sprintf("ocd-person/%s,Member %[1]s,Example,%d,lower\n", who, i+1)
	}
	if _, err := legislators.Import(t.Context(), db, imports.Source{State: "az", Data: []byte(file)}, imports.Options{Now: testkit.Now}); err != nil {
		t.Fatal(err)
	}
}

func take(t *testing.T, db *models.DB, o imports.Options, files ...string) (imports.Report, error) {
	t.Helper()
	var sources []imports.Source
	for i, file := range files {
		sources = append(sources, imports.Source{Name: fmt.Sprintf("file%d.yml", i+1), Data: []byte(file)})
	}
	groups, err := Groups(sources)
	if err != nil {
		return imports.Report{}, err
	}
	if len(groups) != 1 {
		t.Fatalf("%d groups", len(groups))
	}
	return groups[0].Import(t.Context(), db, o)
}

// sitting lists who sits where: "Judiciary: 1 chair".
func sitting(t *testing.T, db *models.DB) (list []string) {
	t.Helper()
	committees, err := models.CommitteesOfState(context.Background(), db.Read(), "az")
	if err != nil {
		t.Fatal(err)
	}
	members, err := models.MembersOfCommittees(context.Background(), db.Read(), "az")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range committees {
		for _, m := range members {
			if m.CommitteeID == c.ID {
				list = append(list, fmt.Sprintf("%s: %d %s", c.Name, m.LegislatorID, m.Role))
			}
		}
		if c.EndedAt != nil {
			list = append(list, c.Name+" has ended")
		}
	}
	return list
}

func TestCommitteesComeFromBothFormats(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		seat(t, db)
		dry, err := take(t, db, imports.Options{Now: testkit.Now, DryRun: true}, judiciary, rules)
		if err != nil || dry.Added != 2 || len(dry.Diff) != 2 || len(sitting(t, db)) != 0 {
			t.Fatalf("dry run: %+v, %v", dry, err)
		}
		for i, added := range []int{2, 0} {
			report, err := take(t, db, imports.Options{Now: testkit.Now}, judiciary, rules)
			if err != nil || report.Rows != 2 || report.Added != added || report.Changed+report.Ended+report.Refused != 0 {
				t.Fatalf("time %d: %+v, %v", i+1, report, err)
			}
		}
		want := []string{"Rules: 1 member", "Rules: 3 chair", "Judiciary: 1 chair", "Judiciary: 2 vice_chair"}
		if got := sitting(t, db); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestCommitteesChangeAndEnd(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		seat(t, db)
		var files []string
		for i := range 5 {
			files = append(files, strings.ReplaceAll(judiciary, "judiciary", fmt.Sprintf("panel-%d", i)))
		}
		if _, err := take(t, db, imports.Options{Now: testkit.Now}, files...); err != nil {
			t.Fatal(err)
		}
		files[0] = strings.Replace(files[0], "role: chair", "role: member", 1)
		report, err := take(t, db, imports.Options{Now: testkit.Now.Add(time.Hour)}, files[:4]...)
		if err != nil || report.Changed != 1 || report.Ended != 1 || report.Added != 0 {
			t.Fatalf("%+v, %v", report, err)
		}
		_, err = take(t, db, imports.Options{Now: testkit.Now}, files[0])
		wantRefusal(t, err, "all files of the state")
		report, err = take(t, db, imports.Options{Now: testkit.Now.Add(time.Hour)}, files...)
		if err != nil || report.Changed != 1 || slices.ContainsFunc(sitting(t, db), func(s string) bool { return strings.HasSuffix(s, "has ended") }) {
			t.Errorf("what ended did not come back: %+v, %v", report, err)
		}
	})
}

func TestCommitteesRefuse(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		_, err := take(t, db, imports.Options{Now: testkit.Now}, judiciary)
		wantRefusal(t, err, "import the legislators first")
		seat(t, db)
		extra := judiciary
		for _, who := range []string{"c", "d", "nobody"} {
			extra += "- {name: Member " + who + ", role: member, person_id: ocd-person/" + who + "}\n"
		}
		report, err := take(t, db, imports.Options{Now: testkit.Now}, extra)
		if err != nil || report.Refused != 1 || len(report.Notes) != 1 || report.Notes[0].Line != 15 {
			t.Errorf("%+v, %v", report, err)
		}
		for part, say := range map[string][2]string{
			"ocd-organization/judiciary":                        {"judiciary", "must begin with ocd-organization/"},
			"chamber: lower":                                    {"chamber: attic", "no chamber"},
			"name: Judiciary":                                   {"name: ''", "name is empty"},
			"ocd-jurisdiction/country:us/state:az/government":   {"country:us", "must be that of a state"},
			"members:":                                          {"members: [", "neither YAML nor JSON"},
			"id: ocd-organization/judiciary\njurisdiction: ocd": {"- just a list\n- x: ocd", "that is no record"},
		} {
			broken := strings.Replace(judiciary, part, say[0], 1)
			if strings.HasPrefix(say[0], "- just") {
				broken = "- just\n- a list\n"
			}
			_, err := take(t, db, imports.Options{Now: testkit.Now}, broken)
			wantRefusal(t, err, say[1])
		}
		_, err = take(t, db, imports.Options{Now: testkit.Now}, judiciary, judiciary)
		wantRefusal(t, err, "same id")
	})
}

func wantRefusal(t *testing.T, err error, part string) {
	t.Helper()
	var refusal *imports.Refusal
	if !errors.As(err, &refusal) || !strings.Contains(err.Error(), part) {
		t.Errorf("no refusal with %q: %v", part, err)
	}
}
