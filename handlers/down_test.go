package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"statehouse/internal/app"
	"statehouse/static"
)

// TestWithoutItsDatabaseTheSiteSaysThatNothingWasSaved, and when to come back.
func TestWithoutItsDatabaseTheSiteSaysThatNothingWasSaved(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	makeCampaign(t, a)
	session := signIn(t, a, e, "admin")
	lose(t, a)
	form := "name=Ada+Example&email=ada%40example.org&zip=85012"
	for what, answer := range map[string]*httptest.ResponseRecorder{
		"the home page":    ask(e, http.MethodGet, "/"),
		"the petition":     ask(e, http.MethodGet, "/petitions/"+testSlug),
		"signing":          post(e, signForm, form, ""),
		"the admin's page": ask(e, http.MethodGet, "/admin", session...),
	} {
		if answer.Code != http.StatusServiceUnavailable || answer.Header().Get("Retry-After") != "120" || answer.Body.String() != string(static.Unavailable) {
			t.Errorf("%s: %d, again after %q: %.200s", what, answer.Code, answer.Header().Get("Retry-After"), answer.Body.String())
		}
		checkHeaders(t, what, answer, false)
	}
	program := ask(e, http.MethodGet, "/v1/petitions")
	if got := program.Header().Get("Content-Type"); program.Code != http.StatusServiceUnavailable || program.Header().Get("Retry-After") != "120" || got != "application/problem+json" {
		t.Errorf("a program gets %d as %q", program.Code, got)
	}
	for _, path := range []string{"/exit", "/safety", "/livez"} {
		if got := ask(e, http.MethodGet, path).Code; got >= 500 {
			t.Errorf("%s needs no database, and answers %d", path, got)
		}
	}
}

// lose takes the database away from a running application.
func lose(t *testing.T, a *app.App) {
	t.Helper()
	if err := a.DB.Close(); err != nil {
		t.Fatal(err)
	}
}
