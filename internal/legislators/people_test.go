package legislators

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"statehouse/internal/imports"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// officer writes a file about one person of Arizona with one role.
func officer(id, role string) imports.Source {
	text := fmt.Sprintf(`id: ocd-person/%s
name: Member %[1]s
email: %[1]s@example.org
party:
- {name: Former, end_date: 2020-01-01}
- name: Example
roles:
- {%s, jurisdiction: 'ocd-jurisdiction/country:us/state:az/government'}
offices:
- {classification: capitol, voice: 602-555-0100}
links:
- {url: 'https://example.org/write', note: Contact Form}
`, id, role)
	return imports.Source{Name: id + ".yml", Data: []byte(text)}
}

func takePeople(t *testing.T, db *models.DB, at time.Time, files ...imports.Source) []imports.Report {
	t.Helper()
	groups, err := Groups(files, at)
	if err != nil {
		t.Fatal(err)
	}
	var reports []imports.Report
	for _, g := range groups {
		report, err := g.Import(t.Context(), db, imports.Options{Now: at})
		if err != nil {
			t.Fatal(err)
		}
		reports = append(reports, report)
	}
	return reports
}

func TestPeopleFilesSeatMembersAndTheGovernor(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		reports := takePeople(t, db, day1,
			officer("a", "type: upper, district: '1', start_date: 2025-01-13"),
			officer("b", "type: lower, district: '1', start_date: 2025, end_date: 2027-01-11"),
			officer("gone", "type: lower, district: '2', end_date: 2026-01-01"),
			officer("soon", "type: lower, district: '2', start_date: 2027-01-11"),
			officer("g", "type: governor, start_date: 2023-01-02"),
			officer("clerk", "type: secretary of state"))
		if len(reports) != 2 || reports[0].Added != 2 || reports[0].Refused != 2 || reports[1].Added != 1 || reports[1].Refused != 1 {
			t.Fatalf("%+v", reports)
		}
		same(t, seated(t, db), "upper 1.1 Member a", "lower 1.1 Member b", "governor governor.1 Member g")
		list, err := models.LegislatorsByOCD(t.Context(), db.Read(), []string{"ocd-person/a"})
		if err != nil || list[0].Party != "Example" || list[0].Phone != "602-555-0100" || list[0].ContactURL != "https://example.org/write" || list[0].Email != "a@example.org" {
			t.Errorf("%+v, %v", list, err)
		}

		take1(t, db, members("a 1 upper", "b 1 lower"), day2)
		same(t, seated(t, db), "upper 1.1 Member a", "lower 1.1 Member b", "governor governor.1 Member g")
		takePeople(t, db, day3, officer("h", "type: governor"))
		same(t, seated(t, db), "upper 1.1 Member a", "lower 1.1 Member b", "governor governor.1 Member h")
		takePeople(t, db, day3.AddDate(0, 0, 7), officer("a", "type: governor"))
		same(t, seated(t, db), "upper 1.1", "lower 1.1 Member b", "governor governor.1 Member a")
	})
}

func TestPeopleFilesAreRefused(t *testing.T) {
	t.Parallel()
	abroad := officer("a", "type: upper, district: '1'")
	abroad.Data = []byte(strings.ReplaceAll(string(abroad.Data), "state:az", "state:zz"))
	for say, files := range map[string][]imports.Source{
		"must be that of a state":  {abroad},
		"no chamber":               {officer("a", "type: legislature, district: '1'")},
		"the district is empty":    {officer("a", "type: upper")},
		"the same id":              {officer("a", "type: upper, district: '1'"), officer("a", "type: upper, district: '1'")},
		"neither YAML nor JSON":    {{Name: "a.yml", Data: []byte("id: [")}},
		"not of the format":        {{Name: "a.yml", Data: []byte("id: {a: b}")}},
		"there is something":       {{Name: "a.yml", Data: []byte("just words")}},
		"a.yml: the file is empty": {{Name: "a.yml"}},
	} {
		if _, err := Groups(files, day1); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("no refusal with %q: %v", say, err)
		}
	}
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		for say, files := range map[string][]imports.Source{
			"holds a seat now":   {officer("a", "type: upper, district: '1', end_date: 2020")},
			"office of governor": {officer("a", "type: governor"), officer("b", "type: governor")},
		} {
			groups, err := Groups(files, day1)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := groups[0].Import(t.Context(), db, imports.Options{Now: day1}); err == nil || !strings.Contains(err.Error(), say) {
				t.Errorf("no refusal with %q: %v", say, err)
			}
		}
	})
}

func TestTheDiffNamesWhoCameWentAndChanged(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		take1(t, db, members("a 1 upper", "b 1 lower", "c 1 lower", "d 2 lower", "e 2 lower"), day1)
		report := take1(t, db, members("a 2 upper", "b 1 lower", "c 1 lower", "d 2 lower", "f 2 lower"), day2)
		var got []string
		for _, line := range report.Diff {
			got = append(got, line.String())
		}
		if want := []string{"line 2: changed: Member a, upper 2", "line 6: added: Member f, lower 2", "ended: Member e"}; !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	})
}
