package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// example is the petition that docs/api.md shows.
var example = regexp.MustCompile("(?s)```json\n(\\{\n  \"slug\".*?\\})\n```")

func documented(t *testing.T) map[string]any {
	t.Helper()
	text, err := os.ReadFile("../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	match := example.FindSubmatch(text)
	if match == nil {
		t.Fatal("docs/api.md shows no petition")
	}
	return object(t, match[1])
}

func object(t *testing.T, text []byte) (value map[string]any) {
	t.Helper()
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return value
}

func ask(h *house.House, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.Handler().ServeHTTP(w, r)
	return w
}

func names(value any) []string {
	fields, _ := value.(map[string]any)
	return slices.Sorted(maps.Keys(fields))
}

func open(t *testing.T, database string) (*house.House, models.Campaign) {
	t.Helper()
	h := house.Open(t, database, house.Setup{Idle: true})
	campaign := testkit.MakeCampaign(t, h.DB)
	testkit.MakeSignature(t, h.DB, h.Keys, campaign)
	testkit.MakeSignature(t, h.DB, h.Keys, campaign, func(s *testkit.Signer) { s.OutOfState = true })
	testkit.MakeSignature(t, h.DB, h.Keys, campaign, testkit.As(models.SignaturePending))
	return h, campaign
}

func TestAPetitionIsAsTheDocumentSays(t *testing.T) {
	t.Parallel()
	want := documented(t)
	testkit.EachURL(t, func(t *testing.T, database string) {
		h, campaign := open(t, database)
		answer := ask(h, "/v1/petitions/"+campaign.Slug)
		got := object(t, answer.Body.Bytes())
		if !slices.Equal(names(got), names(want)) || !slices.Equal(names(got["counts"]), names(want["counts"])) {
			t.Errorf("fields %v %v, documented %v %v", names(got), names(got["counts"]), names(want), names(want["counts"]))
		}
		counts := got["counts"].(map[string]any)
		for name, n := range map[string]float64{"counted": 2, "in_state": 1, "out_of_state": 1, "paper": 0, "pending": 1} {
			if counts[name] != n {
				t.Errorf("%s is %v, want %v", name, counts[name], n)
			}
		}
		if got["url"] != h.URL+"/petitions/"+campaign.Slug || got["state"] != "az" || got["status"] != "live" || got["version"] != 1.0 {
			t.Errorf("petition %v", got)
		}
		spanish := object(t, ask(h, "/v1/petitions/"+campaign.Slug, "Accept-Language", "es").Body.Bytes())
		if spanish["title"] != "Un puerto seguro para cada menor" {
			t.Errorf("the Spanish title is %v", spanish["title"])
		}
	})
}

func TestAListIsFilteredAndEmptyForWhatNothingHas(t *testing.T) {
	t.Parallel()
	h, campaign := open(t, testkit.SQLiteURL(t))
	for query, total := range map[string]float64{"": 1, "?state=AZ": 1, "?state=zz": 0, "?topic=vacatur": 0, "?status=closed": 0, "?status=draft": 0, "?q=HARBOR": 1, "?q=100%25": 0, "?page=7": 1} {
		list := object(t, ask(h, "/v1/petitions"+query).Body.Bytes())
		petitions, isList := list["petitions"].([]any)
		if list["total"] != total || !isList || query != "?page=7" && float64(len(petitions)) != total {
			t.Errorf("%s: %v", query, list)
		}
	}
	list := object(t, ask(h, "/v1/petitions").Body.Bytes())
	if one := list["petitions"].([]any)[0].(map[string]any); one["slug"] != campaign.Slug || !slices.Equal(names(one), names(documented(t))) {
		t.Errorf("in the list it is %v", one)
	}
}

func TestAnAnswerIsSentAgainOnlyIfItChanged(t *testing.T) {
	t.Parallel()
	h, campaign := open(t, testkit.SQLiteURL(t))
	for _, path := range []string{"/v1/petitions", "/v1/petitions/" + campaign.Slug} {
		first := ask(h, path, "Origin", "https://news.example.org")
		etag := first.Header().Get("ETag")
		if first.Code != http.StatusOK || etag == "" || first.Header().Get("Access-Control-Allow-Origin") != "*" || first.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s: %d %v", path, first.Code, first.Header())
		}
		if again := ask(h, path, "If-None-Match", etag); again.Code != http.StatusNotModified || again.Body.Len() != 0 || again.Header().Get("ETag") != etag {
			t.Errorf("%s unchanged: %d with %d bytes", path, again.Code, again.Body.Len())
		}
		testkit.MakeSignature(t, h.DB, h.Keys, campaign)
		if changed := ask(h, path, "If-None-Match", etag); changed.Code != http.StatusOK || changed.Header().Get("ETag") == etag {
			t.Errorf("%s changed: %d", path, changed.Code)
		}
	}
}

func TestProblemsAreSaidInTheirOwnFormat(t *testing.T) {
	t.Parallel()
	h, _ := open(t, testkit.SQLiteURL(t))
	draft := testkit.MakeCampaign(t, h.DB, func(c *models.Campaign) { c.Status = models.CampaignDraft })
	for path, status := range map[string]int{"/v1/petitions/none": 404, "/v1/petitions/" + draft.Slug: 404, "/v1/none": 404, "/v1/petitions?q=%00": 400} {
		answer := ask(h, path)
		problem := object(t, answer.Body.Bytes())
		if kind := answer.Header().Get("Content-Type"); answer.Code != status || kind != "application/problem+json" || problem["status"] != float64(status) {
			t.Errorf("%s: %d as %s: %v", path, answer.Code, kind, problem)
		}
		if !slices.Equal(names(problem), []string{"detail", "status", "title", "type"}) {
			t.Errorf("%s: fields %v", path, names(problem))
		}
		if spanish := object(t, ask(h, path, "Accept-Language", "es").Body.Bytes()); spanish["detail"] == problem["detail"] {
			t.Errorf("%s says %v in both languages", path, problem["detail"])
		}
		if answer.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: a script of another site cannot read the problem", path)
		}
	}
	if described := ask(h, "/v1/openapi.yaml"); described.Code != http.StatusOK || !strings.HasPrefix(described.Body.String(), "openapi: 3") {
		t.Errorf("/v1/openapi.yaml: %d, %.60s", described.Code, described.Body.String())
	}
}
