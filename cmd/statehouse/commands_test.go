package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"statehouse/internal/demo"
	"statehouse/internal/testkit"
)

func TestConfigPrintsWhatHoldsAndNoSecret(t *testing.T) {
	t.Parallel()
	got := say(t, []string{"DATABASE_URL=postgres://ann:hush@db.example.org/house", "STATEHOUSE_SECRET=hush" + strings.Repeat("!", 32), "PORT=9000",
		"RESEND_API_KEY=hush", "STATEHOUSE_MAIL_FROM=a@example.org"}, "config")
	if got.code != success || strings.Contains(got.out, "hush") {
		t.Fatalf("%+v", got)
	}
	for _, line := range []string{`(?m)^DATABASE_URL +postgres://ann:xxxxx@db.example.org/house *$`, `(?m)^STATEHOUSE_ADDR +:9000 +not set$`,
		`(?m)^STATEHOUSE_SECRET +xxxxx *$`, `(?m)^STATEHOUSE_MAIL +resend +not set$`} {
		if !regexp.MustCompile(line).MatchString(got.out) {
			t.Errorf("no line %s in\n%s", line, got.out)
		}
	}
}

func TestDoctorExitsByWhatItFound(t *testing.T) {
	t.Parallel()
	env := house(t)
	if got := say(t, env, "doctor"); got.code != success || !strings.Contains(got.out, "ok    migrations: ") || strings.Contains(got.out, "FAIL") {
		t.Errorf("%+v", got)
	}
	got := say(t, append(env, "STATEHOUSE_BASE_URL=http://petitions.example.org"), "doctor")
	if got.code != failure || !strings.Contains(got.out, "FAIL  base URL: ") || !isSentence(got.err) {
		t.Errorf("%+v", got)
	}
	got = say(t, append(env, "STATEHOUSE_LOG=xml"), "doctor")
	if got.code != failure || !strings.Contains(got.out, "FAIL  settings: STATEHOUSE_LOG ") {
		t.Errorf("%+v", got)
	}
}

func TestMigrateNamesWhatItRuns(t *testing.T) {
	t.Parallel()
	env := []string{"DATABASE_URL=sqlite:" + filepath.Join(t.TempDir(), "new.db")}
	if got := say(t, env, "migrate"); got.code != success || !strings.HasPrefix(got.out, "ran 00001") {
		t.Errorf("%+v", got)
	}
	for _, args := range [][]string{{"migrate"}, {"migrate", "--dry-run"}} {
		if got := say(t, env, args...); got.code != success || got.out != "the database is up to date\n" {
			t.Errorf("%v: %+v", args, got)
		}
	}
}

func TestUserAddPrintsALinkEachTime(t *testing.T) {
	t.Parallel()
	env := append(house(t), "STATEHOUSE_BASE_URL=https://petitions.example.org")
	add := []string{"user", "add", "--email", "Ann@example.org", "--name", "Ann", "--role", "organizer", "--state", "az"}
	link := regexp.MustCompile(`\nhttps://petitions\.example\.org/account/sign-in/[A-Za-z0-9_-]{40,}\n$`)
	first, second := say(t, env, add...), say(t, env, add...)
	if !link.MatchString(first.out) || first.code != success || !link.MatchString(second.out) || first.out == second.out {
		t.Errorf("%+v\n%+v", first, second)
	}
	got := say(t, env, "user", "add", "--email", "no address", "--name", "", "--role", "admin", "--state", "zz")
	if got.code != failure || !isSentence(got.err) || !regexp.MustCompile(`email: .* name: .* state: `).MatchString(got.err) || strings.Contains(got.err, "error.") {
		t.Errorf("%+v", got)
	}
}

func write(t *testing.T, dir, name string, content []byte) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestImportTellsWhatChanged(t *testing.T) {
	t.Parallel()
	env, dir := house(t), t.TempDir()
	people, err := demo.LegislatorsCSV("az")
	if err != nil {
		t.Fatal(err)
	}
	file := write(t, dir, "az.csv", people)
	dry := say(t, env, "import", "legislators", "--dry-run", file)
	if want := "az.csv: 15 rows: 15 added, 0 changed, 0 ended, 0 refused (dry run: nothing has changed)\n  line 2: added: "; dry.code != success || !strings.HasPrefix(dry.out, want) {
		t.Errorf("%+v", dry)
	}
	for _, x := range []struct{ args, want string }{
		{"import legislators " + file, "az.csv: 15 rows: 15 added, 0 changed, 0 ended, 0 refused\n"},
		{"import legislators --state az " + file, "az.csv: 15 rows: 0 added, 0 changed, 0 ended, 0 refused\n"},
	} {
		got := say(t, env, strings.Fields(x.args)...)
		if got.code != success || got.out != x.want || got.err != "" {
			t.Errorf("%s: %+v", x.args, got)
		}
	}
}

func TestImportTakesInBoundaries(t *testing.T) {
	t.Parallel()
	env, dir := house(t), t.TempDir()
	if got := say(t, env, "import", "--help"); got.code != success || !strings.Contains(got.out, "import boundaries") {
		t.Errorf("%+v", got)
	}
	list, err := demo.DistrictsCSV()
	if err != nil {
		t.Fatal(err)
	}
	districts := write(t, dir, "districts.csv", list)
	outline := write(t, dir, "az.geojson", []byte(`{"type":"FeatureCollection","features":[{"type":"Feature",
"properties":{"STATEFP":"04","SLDUST":"011","GEOID":"04011","LSY":"2022"},
"geometry":{"type":"Polygon","coordinates":[[[-112.3,33.4],[-112.3,33.5],[-112.2,33.5],[-112.3,33.4]]]}}]}`))
	if got := say(t, env, "import", "boundaries", outline); got.code != failure || !strings.Contains(got.err, "import the districts first") {
		t.Errorf("%+v", got)
	}
	say(t, env, "import", "districts", districts)
	for _, x := range []struct{ args, want string }{
		{"import boundaries --dry-run " + outline, "az.geojson: 1 rows: 1 added, 0 changed, 0 ended, 0 refused (dry run: nothing has changed)\n"},
		{"import boundaries " + outline, "az.geojson: 1 rows: 1 added, 0 changed, 0 ended, 0 refused\n"},
		{"import boundaries " + outline, "az.geojson: 1 rows: 0 added, 0 changed, 0 ended, 0 refused\n"},
	} {
		if got := say(t, env, strings.Fields(x.args)...); got.code != success || got.out != x.want || got.err != "" {
			t.Errorf("%s: %+v", x.args, got)
		}
	}
}

func TestImportFetchesAStateAndReadsPeopleAndCommittees(t *testing.T) {
	t.Parallel()
	people, err := demo.LegislatorsCSV("az")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/az.csv" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(people)
	}))
	defer server.Close()
	env, dir := append(house(t), "STATEHOUSE_LEGISLATORS_URL="+server.URL), t.TempDir()
	got := say(t, env, "import", "legislators", "--download", "az,hi")
	if got.code != failure || !strings.HasPrefix(got.out, "az: 15 rows: 15 added") || !strings.Contains(got.err, "answers 404") {
		t.Errorf("%+v", got)
	}
	governor := write(t, dir, "governor.yml", []byte("{id: ocd-person/g, name: Gale Sample, roles: [{type: governor, jurisdiction: 'ocd-jurisdiction/country:us/state:az/government'}]}"))
	if got := say(t, env, "import", "legislators", governor); got.code != success || !strings.HasPrefix(got.out, "governors of Arizona in 1 files: 1 rows: 1 added") {
		t.Errorf("%+v", got)
	}
	committee := write(t, dir, "committees.json", []byte(`[{"id": "ocd-organization/j", "name": "Judiciary", "chamber": "upper", "jurisdiction": "ocd-jurisdiction/country:us/state:az/government",
"members": [{"name": "Marisol Quiroga", "role": "chair", "person_id": "ocd-person/49c9fc4c-d09e-46bb-b3e8-bdd854bc987f"}]}]`))
	if got := say(t, env, "import", "committees", committee); got.code != success || !strings.HasPrefix(got.out, "committees of Arizona in 1 files: 1 rows: 1 added") {
		t.Errorf("%+v", got)
	}
}

func TestImportGoesOnBehindABadFile(t *testing.T) {
	t.Parallel()
	env, dir := house(t), t.TempDir()
	shipped, err := os.ReadFile("../../internal/laws/data/laws.json")
	if err != nil {
		t.Fatal(err)
	}
	bad, good := write(t, dir, "bad.json", []byte("{")), write(t, dir, "good.json", shipped)
	got := say(t, env, "import", "laws", bad, filepath.Join(dir, "none,such.json"), good)
	if got.code != failure || !strings.HasPrefix(got.out, "good.json: 102 rows: 102 added") {
		t.Errorf("%+v", got)
	}
	for _, want := range []string{"statehouse: bad.json: ", "statehouse: none,such.json: ", "statehouse: 2 of 3 files "} {
		if !strings.Contains(got.err, want) {
			t.Errorf("no %q in %s", want, got.err)
		}
	}
}

func TestImportShowsTheFirstRemarks(t *testing.T) {
	t.Parallel()
	env, dir := house(t), t.TempDir()
	list, err := demo.DistrictsCSV()
	if err != nil {
		t.Fatal(err)
	}
	zips, err := demo.ZIPsCSV()
	if err != nil {
		t.Fatal(err)
	}
	unknown := strings.Repeat("99999,az,sldu,04999,Nowhere,\n", notesShown+3)
	if got := say(t, env, "import", "districts", write(t, dir, "districts.csv", list)); got.code != success {
		t.Fatalf("%+v", got)
	}
	got := say(t, env, "import", "zips", write(t, dir, "zips.csv", append(zips, unknown...)))
	if got.code != success || strings.Count(got.out, "\n  line ") != notesShown || !strings.HasSuffix(got.out, "\n  and 3 more remarks\n") {
		t.Errorf("%+v", got)
	}
}

func TestVerifyFailsOnDrift(t *testing.T) {
	t.Parallel()
	env := house(t)
	if got := say(t, env, "verify"); got.code != success || !strings.Contains(got.out, "promises") {
		t.Errorf("%+v", got)
	}
	db := testkit.OpenDB(t, strings.TrimPrefix(env[0], "DATABASE_URL="))
	testkit.MakeCampaign(t, db)
	if _, err := db.SQL().ExecContext(t.Context(), "UPDATE signature_counts SET in_state = in_state + 1"); err != nil {
		t.Fatal(err)
	}
	got := say(t, env, "verify")
	if got.code != failure || !strings.HasPrefix(got.out, "counts: ") || !isSentence(got.err) {
		t.Errorf("%+v", got)
	}
}

func TestAForeignSecretIsRefused(t *testing.T) {
	t.Parallel()
	env := house(t)
	if got := say(t, env, "verify"); got.code != success {
		t.Fatalf("%+v", got)
	}
	if got := say(t, env, "doctor"); got.code != success || !strings.Contains(got.out, "secret: is the database's own") {
		t.Errorf("%+v", got)
	}
	foreign := append(env, "STATEHOUSE_SECRET="+strings.Repeat("x", 32))
	if got := say(t, foreign, "doctor"); got.code != failure || !strings.Contains(got.out, "FAIL  secret: ") {
		t.Errorf("%+v", got)
	}
	got := say(t, foreign, "verify")
	if got.code != failure || !strings.Contains(got.err, "STATEHOUSE_SECRET") {
		t.Errorf("%+v", got)
	}
}
