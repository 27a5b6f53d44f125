package handlers_test

import (
	"context"
	"flag"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/internal/app"
	"statehouse/internal/config"
	"statehouse/internal/testkit"
	"statehouse/models"
)

var update = flag.Bool("update", false, "write testdata anew")

// doors are those of a demo, which has every route, on an empty database;
// settings are NAME=value.
func doors(t *testing.T, settings ...string) (*app.App, *echo.Echo) {
	t.Helper()
	env := map[string]string{"DATABASE_URL": testkit.SQLiteURL(t), "STATEHOUSE_SECRET": testkit.Secret, "STATEHOUSE_DATA": t.TempDir(), "STATEHOUSE_MAIL": "outbox"}
	for _, s := range settings {
		name, value, _ := strings.Cut(s, "=")
		env[name] = value
	}
	cfg, err := config.Load(func(name string) string { return env[name] }, os.ReadFile)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Demo = true
	a, err := app.Open(context.Background(), cfg, testkit.Log(), app.Options{Web: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a, a.Handler().(*echo.Echo)
}

// routes lists method and path of every route; one that takes any method is ANY.
func routes(e *echo.Echo) []string {
	methods := map[string][]string{}
	for _, r := range e.Routes() {
		if r.Method != echo.RouteNotFound {
			methods[r.Path] = append(methods[r.Path], r.Method)
		}
	}
	var list []string
	for path, of := range methods {
		if len(of) > 5 {
			of = []string{"ANY"}
		}
		for _, method := range of {
			list = append(list, method+" "+path)
		}
	}
	slices.SortFunc(list, func(a, b string) int {
		methodA, pathA, _ := strings.Cut(a, " ")
		methodB, pathB, _ := strings.Cut(b, " ")
		return strings.Compare(pathA+" "+methodA, pathB+" "+methodB)
	})
	return list
}

func TestRoutesAreThoseOfTheList(t *testing.T) {
	t.Parallel()
	_, e := doors(t)
	file := filepath.Join("testdata", "routes.txt")
	got := strings.Join(routes(e), "\n") + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the routes are no longer those of %s; with -update it is written anew. They are:\n%s", file, got)
	}
}

type audience string

const (
	everybody audience = "everybody"
	byLink    audience = "whoever holds the secret in the address"
	byTicket  audience = "whoever has just confirmed in this browser"
	admins    audience = "admins"
	machines  audience = "programs"
	anyStaff  audience = "every member of staff, about themselves"

	moderators audience = "moderators and admins"
	organizers audience = "organizers of the campaign's state, and admins"
)

// audiences says for whom each route is. A route without a row fails the test.
var audiences = map[string]audience{
	"GET /":                                         everybody,
	"GET /about":                                    everybody,
	"GET /accessibility":                            everybody,
	"GET /account/sign-in":                          everybody,
	"POST /account/sign-in":                         everybody,
	"GET /account/sign-in/:token":                   byLink,
	"POST /account/sign-in/:token":                  byLink,
	"POST /account/sign-out":                        everybody,
	"GET /account":                                  anyStaff,
	"POST /account/sessions/:ref/end":               anyStaff,
	"POST /account/sessions/end-others":             anyStaff,
	"POST /account/passkeys/options":                anyStaff,
	"POST /account/passkeys":                        anyStaff,
	"POST /account/passkeys/:id":                    anyStaff,
	"POST /account/password":                        anyStaff,
	"GET /account/password/app":                     anyStaff,
	"POST /account/password/app":                    anyStaff,
	"POST /account/password/remove":                 anyStaff,
	"POST /account/recovery-codes":                  anyStaff,
	"GET /account/sign-in-password":                 everybody,
	"POST /account/sign-in-password":                everybody,
	"GET /account/sign-in-code":                     byLink,
	"POST /account/sign-in-code":                    byLink,
	"POST /account/sign-in-passkey/options":         everybody,
	"POST /account/sign-in-passkey":                 everybody,
	"GET /account/signed-out":                       everybody,
	"GET /admin":                                    admins,
	"ANY /admin/jobs":                               admins,
	"ANY /admin/jobs/*":                             admins,
	"GET /admin/laws":                               admins,
	"GET /admin/laws/:state/:topic":                 admins,
	"POST /admin/laws/:state/:topic":                admins,
	"POST /admin/laws/:state/:topic/reviewed":       admins,
	"GET /admin/sessions":                           admins,
	"GET /admin/sessions/new":                       admins,
	"POST /admin/sessions":                          admins,
	"GET /admin/sessions/:id":                       admins,
	"POST /admin/sessions/:id":                      admins,
	"POST /admin/sessions/:id/remove":               admins,
	"POST /admin/sessions/:id/deadlines":            admins,
	"POST /admin/sessions/:id/deadlines/:deadline":  admins,
	"POST /admin/mail/:id":                          admins,
	"POST /admin/offices/:id/unpark":                admins,
	"GET /admin/staff":                              admins,
	"POST /admin/staff":                             admins,
	"POST /admin/staff/:id":                         admins,
	"GET /admin/reasons":                            admins,
	"POST /admin/reasons":                           admins,
	"POST /admin/reasons/:id":                       admins,
	"GET /admin/audit":                              admins,
	"POST /admin/requests/:id/done":                 admins,
	"GET /admin/exports":                            admins,
	"POST /admin/exports":                           admins,
	"GET /admin/suppressions":                       admins,
	"POST /admin/suppressions":                      admins,
	"GET /admin/settings":                           admins,
	"GET /admin/settings/features/:feature":         admins,
	"POST /admin/settings/features/:feature":        admins,
	"GET /admin/site":                               admins,
	"POST /admin/site/notice":                       admins,
	"POST /admin/site/signing":                      admins,
	"GET /admin/mail/doubtful":                      admins,
	"GET /exit":                                     everybody,
	"GET /feeds/petitions.atom":                     machines,
	"GET /petitions/:slug/shifts.ics":               everybody,
	"GET /petitions/:slug/card.png":                 everybody,
	"GET /petitions/:slug/deliveries":               everybody,
	"GET /petitions/:slug/deliveries/:office":       everybody,
	"GET /petitions/:slug/embed":                    everybody,
	"GET /petitions/:slug/bill":                     everybody,
	"GET /petitions/:slug/events":                   everybody,
	"POST /hooks/resend":                            machines,
	"GET /letters/:token":                           byLink,
	"POST /letters/:token/replies/:id":              byLink,
	"GET /office/:token":                            byLink,
	"POST /office/:token/position":                  byLink,
	"POST /office/:token/requests":                  byLink,
	"GET /office/reply/:token":                      byLink,
	"POST /office/reply/:token":                     byLink,
	"GET /livez":                                    machines,
	"GET /metrics":                                  machines,
	"GET /my-data":                                  everybody,
	"POST /my-data":                                 everybody,
	"GET /my-data/:token":                           byLink,
	"GET /my-data/:token/download":                  byLink,
	"GET /my-data/:token/erase":                     byLink,
	"POST /my-data/:token/erase":                    byLink,
	"POST /my-data/:token/signatures/:ref":          byLink,
	"POST /my-data/:token/signatures/:ref/withdraw": byLink,
	"POST /my-data/:token/signatures/:ref/affirm":   byLink,
	"GET /my-data/check-email":                      everybody,
	"GET /outbox":                                   everybody, // in a demo alone
	"GET /outbox/:name":                             everybody, // in a demo alone
	"GET /p/:code":                                  everybody,
	"GET /petitions":                                everybody,
	"GET /petitions/:slug":                          everybody,
	"GET /petitions/:slug/check-email":              everybody,
	"GET /petitions/:slug/letters":                  everybody,
	"POST /petitions/:slug/letters":                 byTicket,
	"POST /petitions/:slug/letters/find":            everybody,
	"GET /petitions/:slug/positions":                everybody,
	"GET /petitions/:slug/progress":                 everybody,
	"GET /petitions/:slug/signed":                   everybody,
	"GET /pictures/:file":                           everybody,
	"GET /organize/pictures":                        organizers,
	"POST /organize/pictures":                       organizers,
	"POST /organize/pictures/:name/remove":          organizers,
	"GET /moderate/pictures":                        moderators,
	"POST /moderate/pictures":                       moderators,
	"POST /moderate/pictures/:name/remove":          moderators,
	"POST /petitions/:slug/offers":                  byTicket,
	"POST /petitions/:slug/signatures":              everybody,
	"GET /privacy":                                  everybody,
	"GET /readyz":                                   machines,
	"GET /robots.txt":                               machines,
	"GET /s/:token":                                 byLink,
	"POST /s/:token/confirm":                        byLink,
	"POST /s/:token/refuse":                         byLink,
	"GET /safety":                                   everybody,
	"GET /sitemap.xml":                              machines,
	"GET /states":                                   everybody,
	"GET /states.csv":                               everybody,
	"GET /states/:state":                            everybody,
	"GET /static/*":                                 machines,
	"GET /unsubscribe/:token":                       byLink,
	"POST /unsubscribe/:token":                      byLink,
	"GET /v1/openapi.yaml":                          machines,
	"GET /v1/petitions":                             machines,
	"GET /v1/petitions/:slug":                       machines,
	"GET /v1/petitions/:slug/deliveries":            machines,

	"GET /stories":                             everybody,
	"GET /stories/:slug":                       everybody,
	"GET /stories/:slug/check-email":           everybody,
	"POST /stories/:slug/comments":             everybody,
	"POST /stories/:slug/comments/:ref/report": everybody,
	"GET /comments/:token":                     byLink,
	"POST /comments/:token/appeal":             byLink,
	"POST /comments/:token/confirm":            byLink,
	"POST /comments/:token/withdraw":           byLink,

	"GET /moderate":                                         moderators,
	"GET /moderate/questions":                               moderators,
	"GET /moderate/alerts":                                  moderators,
	"GET /moderate/circulars":                               moderators,
	"POST /moderate/circulars":                              moderators,
	"POST /moderate/alerts/:ref":                            moderators,
	"GET /moderate/comments/:ref":                           moderators,
	"POST /moderate/comments/:ref/answer":                   moderators,
	"POST /moderate/comments/:ref/claim":                    moderators,
	"POST /moderate/comments/:ref/decision":                 moderators,
	"POST /moderate/comments/:ref/release":                  moderators,
	"POST /moderate/comments/:ref/tip":                      moderators,
	"GET /moderate/reports":                                 moderators,
	"GET /moderate/reports/:ref":                            moderators,
	"POST /moderate/reports/:ref/claim":                     moderators,
	"POST /moderate/reports/:ref/release":                   moderators,
	"POST /moderate/reports/:ref/outcome":                   moderators,
	"GET /report":                                           everybody,
	"GET /states/:state/press":                              everybody,
	"POST /report":                                          everybody,
	"GET /requests/new":                                     everybody,
	"GET /petitions/:slug/endorse":                          everybody,
	"GET /petitions/:slug/endorse/check-email":              everybody,
	"POST /petitions/:slug/endorsements":                    everybody,
	"POST /my-data/:token/consents/:ref/withdraw":           byLink,
	"GET /admin/tags":                                       admins,
	"POST /admin/tags":                                      admins,
	"POST /admin/tags/:id":                                  admins,
	"GET /organize/campaigns/:slug/hours.csv":               organizers,
	"GET /organize/campaigns/:slug/notes":                   organizers,
	"POST /organize/campaigns/:slug/notes":                  organizers,
	"POST /organize/campaigns/:slug/notes/:id":              organizers,
	"POST /organize/campaigns/:slug/tags":                   organizers,
	"GET /moderate/campaigns/:slug/notes":                   moderators,
	"POST /moderate/campaigns/:slug/notes":                  moderators,
	"POST /moderate/campaigns/:slug/notes/:id":              moderators,
	"POST /moderate/campaigns/:slug/tags":                   moderators,
	"GET /admin/partners":                                   admins,
	"POST /admin/partners":                                  admins,
	"GET /admin/partners/:ref":                              admins,
	"POST /admin/partners/:ref":                             admins,
	"POST /admin/partners/:ref/end":                         admins,
	"POST /admin/partners/:ref/exports":                     admins,
	"GET /organize/campaigns/:slug/partners":                organizers,
	"POST /organize/campaigns/:slug/partners/:ref/:act":     organizers,
	"GET /endorsements/:token":                              byLink,
	"POST /endorsements/:token/confirm":                     byLink,
	"POST /endorsements/:token/withdraw":                    byLink,
	"POST /my-data/:token/endorsements/:ref/withdraw":       byLink,
	"GET /organize/campaigns/:slug/endorsements":            organizers,
	"POST /organize/campaigns/:slug/endorsements/:ref/:act": organizers,
	"GET /petitions/:slug/share":                            everybody,
	"POST /petitions/:slug/share/code":                      byTicket,
	"GET /petitions/:slug/share/qr.svg":                     everybody,
	"GET /petitions/:slug/share/poster.pdf":                 everybody,
	"GET /petitions/:slug/share/sheet.pdf":                  everybody,
	"GET /p/:code/:channel":                                 everybody,
	"POST /requests":                                        everybody,
	"GET /requests/check-email":                             everybody,
	"GET /requests/:token":                                  byLink,
	"POST /requests/:token/confirm":                         byLink,
	"POST /requests/:token/withdraw":                        byLink,
	"GET /report/thanks":                                    everybody,
	"GET /report/received":                                  everybody,
	"GET /moderate/stories":                                 moderators,
	"POST /moderate/stories":                                moderators,
	"GET /moderate/stories/new":                             moderators,
	"GET /moderate/stories/:slug":                           moderators,
	"POST /moderate/stories/:slug":                          moderators,
	"POST /moderate/stories/:slug/:act":                     moderators,

	"GET /moderate/signatures":                    moderators,
	"POST /moderate/signatures":                   moderators,
	"GET /moderate/signatures/:ref":               moderators,
	"POST /moderate/signatures/:ref/invalidation": moderators,
	"GET /moderate/invalidations":                 moderators,
	"GET /moderate/invalidations/:ref":            moderators,
	"POST /moderate/invalidations/:ref/:act":      moderators,

	"GET /moderate/campaigns":                 moderators,
	"GET /moderate/campaigns/:slug":           moderators,
	"GET /moderate/campaigns/:slug/preview":   moderators,
	"POST /moderate/campaigns/:slug/claim":    moderators,
	"POST /moderate/campaigns/:slug/release":  moderators,
	"POST /moderate/campaigns/:slug/decision": moderators,

	"GET /organize/campaigns/:slug/bill":                         organizers,
	"POST /organize/campaigns/:slug/bill":                        organizers,
	"GET /organize/campaigns/:slug/bill/:kind":                   organizers,
	"POST /organize/campaigns/:slug/bill/:kind":                  organizers,
	"POST /organize/campaigns/:slug/bill/entries/:number/strike": organizers,
	"GET /organize/campaigns/:slug/status/:what":                 organizers,
	"POST /organize/campaigns/:slug/status/:what":                organizers,

	"GET /organize":                                         organizers,
	"GET /organize/campaigns/new":                           organizers,
	"POST /organize/campaigns":                              organizers,
	"GET /organize/campaigns/:slug":                         organizers,
	"GET /organize/campaigns/:slug/days.csv":                organizers,
	"POST /organize/campaigns/:slug/submit":                 organizers,
	"POST /organize/campaigns/:slug/take-back":              organizers,
	"GET /organize/campaigns/:slug/text":                    organizers,
	"POST /organize/campaigns/:slug/text":                   organizers,
	"GET /organize/campaigns/:slug/plan":                    organizers,
	"POST /organize/campaigns/:slug/plan":                   organizers,
	"GET /organize/campaigns/:slug/preview":                 organizers,
	"GET /organize/campaigns/:slug/exports":                 organizers,
	"POST /organize/campaigns/:slug/exports":                organizers,
	"GET /organize/campaigns/:slug/packets":                 organizers,
	"POST /organize/campaigns/:slug/packets":                organizers,
	"POST /organize/campaigns/:slug/packets/:ref/downloads": organizers,
	"GET /organize/campaigns/:slug/positions":               organizers,
	"POST /organize/campaigns/:slug/positions":              organizers,
	"GET /organize/campaigns/:slug/milestones":              organizers,
	"POST /organize/campaigns/:slug/milestones":             organizers,
	"POST /organize/campaigns/:slug/milestones/targets":     organizers,
	"POST /organize/campaigns/:slug/milestones/test":        organizers,
	"GET /organize/campaigns/:slug/letters":                 organizers,
	"POST /organize/campaigns/:slug/letters":                organizers,
	"POST /organize/campaigns/:slug/letters/points":         organizers,
	"GET /organize/campaigns/:slug/letters/new":             organizers,
	"GET /organize/campaigns/:slug/letters/:number":         organizers,
	"POST /organize/campaigns/:slug/letters/:number":        organizers,
	"POST /organize/campaigns/:slug/letters/:number/raise":  organizers,
	"POST /organize/campaigns/:slug/letters/:number/remove": organizers,
	"POST /organize/campaigns/:slug/letters/:number/test":   organizers,
	"GET /organize/campaigns/:slug/comments":                organizers,
	"POST /organize/campaigns/:slug/comments/:ref/:act":     organizers,
	"GET /organize/campaigns/:slug/targets":                 organizers,
	"POST /organize/campaigns/:slug/targets":                organizers,
	"POST /organize/campaigns/:slug/targets/:id/remove":     organizers,
	"GET /organize/packets/:token":                          organizers,
	"GET /organize/campaigns/:slug/status":                  organizers,
	"POST /organize/campaigns/:slug/status":                 organizers,
	"GET /organize/campaigns/:slug/updates":                 organizers,
	"POST /organize/campaigns/:slug/updates":                organizers,
	"GET /organize/campaigns/:slug/updates/:ref":            organizers,
	"POST /organize/campaigns/:slug/updates/:ref":           organizers,
	"POST /organize/campaigns/:slug/updates/:ref/:act":      organizers,

	"GET /volunteer":                                           everybody,
	"GET /volunteer/:role":                                     everybody,
	"POST /volunteer/:role/applications":                       everybody,
	"GET /volunteer/:role/check-email":                         everybody,
	"GET /volunteering/:token":                                 byLink,
	"POST /volunteering/:token/confirm":                        byLink,
	"POST /volunteering/:token/steps/:step":                    byLink,
	"GET /volunteering/:token/certificate.pdf":                 byLink,
	"POST /volunteering/:token/leave":                          byLink,
	"POST /volunteering/:token/pause":                          byLink,
	"POST /volunteering/:token/resume":                         byLink,
	"POST /volunteering/:token/shifts/:ref/:act":               byLink,
	"GET /volunteering/:token/calendar.ics":                    byLink,
	"POST /organize/campaigns/:slug/positions/proposals/:id":   organizers,
	"GET /organize/campaigns/:slug/sources.csv":                organizers,
	"GET /organize/campaigns/:slug/weeks.csv":                  organizers,
	"GET /organize/campaigns/:slug/steps.csv":                  organizers,
	"GET /organize/campaigns/:slug/districts.csv":              organizers,
	"GET /organize/campaigns/:slug/share":                      organizers,
	"POST /organize/campaigns/:slug/share":                     organizers,
	"GET /organize/requests":                                   organizers,
	"GET /organize/requests/:ref":                              organizers,
	"POST /organize/requests/:ref/claim":                       organizers,
	"POST /organize/requests/:ref/release":                     organizers,
	"POST /organize/requests/:ref/answer":                      organizers,
	"GET /organize/roles":                                      organizers,
	"POST /organize/roles":                                     organizers,
	"GET /organize/roles/new":                                  organizers,
	"GET /organize/roles/:slug/edit":                           organizers,
	"POST /organize/roles/:slug/edit":                          organizers,
	"POST /organize/roles/:slug/status":                        organizers,
	"GET /organize/roles/:slug":                                organizers,
	"POST /organize/roles/:slug/applications/:ref/steps/:step": organizers,
	"POST /organize/roles/:slug/applications/:ref/decline":     organizers,
	"POST /organize/roles/:slug/applications/:ref/pause":       organizers,
	"POST /organize/roles/:slug/applications/:ref/resume":      organizers,
	"POST /organize/roles/:slug/shifts/:ref/messages":          organizers,
	"POST /organize/roles/:slug/shifts/:ref/roster":            organizers,
	"GET /organize/roles/:slug/shifts/:ref/check-in":           organizers,
	"POST /organize/roles/:slug/shifts/:ref/check-in":          organizers,
	"GET /organize/roles/:slug/hours":                          organizers,
	"POST /organize/roles/:slug/hours":                         organizers,
	"GET /organize/roles/:slug/shifts":                         organizers,
	"POST /organize/roles/:slug/shifts":                        organizers,
	"GET /organize/roles/:slug/shifts/:ref":                    organizers,
	"POST /organize/roles/:slug/shifts/:ref":                   organizers,
	"POST /organize/roles/:slug/shifts/:ref/cancel":            organizers,
	"GET /organize/campaigns/:slug/paper":                      organizers,
	"POST /organize/campaigns/:slug/paper":                     organizers,
	"GET /organize/campaigns/:slug/paper/:ref":                 organizers,
	"GET /organize/campaigns/:slug/paper/:ref/sheets.pdf":      organizers,
	"POST /organize/campaigns/:slug/paper/:ref/rows":           organizers,
	"POST /organize/campaigns/:slug/paper/:ref/csv":            organizers,
	"POST /organize/campaigns/:slug/paper/:ref/witness":        organizers,
	"POST /organize/campaigns/:slug/paper/:ref/differences":    organizers,
	"POST /organize/campaigns/:slug/paper/:ref/:act":           organizers,
	"POST /organize/roles/:slug/shifts/:ref/attendance":        organizers,
}

func TestEveryRouteHasAnAudience(t *testing.T) {
	t.Parallel()
	_, e := doors(t)
	list := routes(e)
	for _, route := range list {
		if audiences[route] == "" {
			t.Errorf("%s has no row in audiences: say for whom it is", route)
		}
	}
	for route := range maps.Keys(audiences) {
		if !slices.Contains(list, route) {
			t.Errorf("%s has a row in audiences but is no route", route)
		}
	}
}

// ask sends a request as a browser on this site would.
func ask(h http.Handler, method, path string, cookies ...*http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// signIn makes a member of staff and returns the cookies of their session.
func signIn(t *testing.T, a *app.App, h http.Handler, role string) []*http.Cookie {
	t.Helper()
	return signInOf(t, a, h, role, "")
}

// signInOf is signIn for staff of one state.
func signInOf(t *testing.T, a *app.App, h http.Handler, role, state string) []*http.Cookie {
	t.Helper()
	link, err := a.AddUser(t.Context(), role+state+"@example.org", "Sam Sample", role, state, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	answer := ask(h, http.MethodPost, u.Path)
	if answer.Code != http.StatusSeeOther {
		t.Fatalf("the sign-in link of a %s answered %d", role, answer.Code)
	}
	return answer.Result().Cookies()
}

// filled is a route's path with something in each of its places.
func filled(path string) string {
	return strings.NewReplacer(":token", strings.Repeat("x", 43), ":slug", testSlug, ":role", testSlug, ":step", "none", ":act", "claim", ":ref", "none", ":id", "1", ":deadline", "1", ":feature", "comments", ":name", "none", ":file", "none", "*", "none", ":state", "az", ":topic", "vacatur", ":code", testCode, ":channel", "none", ":office", "upper-1-1").Replace(path)
}

const testSlug, testCode = "az-test", "testcode"

func each(t *testing.T, e *echo.Echo, of audience, check func(t *testing.T, method, path string)) {
	t.Helper()
	n := 0
	for _, route := range routes(e) {
		method, path, _ := strings.Cut(route, " ")
		if audiences[route] != of {
			continue
		}
		methods := []string{method}
		if method == "ANY" {
			methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete}
		}
		for _, m := range methods {
			n++
			check(t, m, filled(path))
		}
	}
	if n == 0 {
		t.Fatalf("no route is for %s", of)
	}
}

func TestOnlyAdminsPassTheAdminDoor(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	each(t, e, admins, func(t *testing.T, method, path string) {
		answer := ask(e, method, path)
		if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != "/account/sign-in" {
			t.Errorf("%s %s answers a stranger with %d to %q", method, path, answer.Code, answer.Header().Get("Location"))
		}
	})
	for _, role := range []string{"organizer", "moderator"} {
		session := signIn(t, a, e, role)
		each(t, e, admins, func(t *testing.T, method, path string) {
			if answer := ask(e, method, path, session...); answer.Code != http.StatusForbidden {
				t.Errorf("%s %s answers the %s with %d", method, path, role, answer.Code)
			}
		})
	}
	session := signIn(t, a, e, "admin")
	for _, path := range []string{"/admin", "/admin/laws", "/admin/sessions", "/admin/sessions/new", "/admin/settings", "/admin/settings/features/comments", "/admin/mail/doubtful", "/admin/jobs/", "/admin/staff", "/admin/reasons", "/admin/audit", "/admin/exports", "/admin/partners", "/admin/tags", "/admin/suppressions"} {
		if answer := ask(e, http.MethodGet, path, session...); answer.Code != http.StatusOK {
			t.Errorf("%s answers the admin with %d", path, answer.Code)
		}
	}
	ask(e, http.MethodPost, "/account/sign-out", session...)
	if answer := ask(e, http.MethodGet, "/admin", session...); answer.Code != http.StatusSeeOther {
		t.Errorf("a session that was signed out still gets %d", answer.Code)
	}
}

// everyDesk is what each organizer has, with what is of their own state.
var everyDesk = []string{"/organize", "/organize/pictures", "/organize/requests", "/organize/roles", "/organize/roles/new", "/organize/campaigns/new"}

// testDesk is where the test campaign is worked on.
const testDesk = "/organize/campaigns/" + testSlug + "/"

func TestOnlyOrganizersOfTheStatePassTheirDoor(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	makeCampaign(t, a)
	each(t, e, organizers, func(t *testing.T, method, path string) {
		answer := ask(e, method, path)
		if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != "/account/sign-in" {
			t.Errorf("%s %s answers a stranger with %d to %q", method, path, answer.Code, answer.Header().Get("Location"))
		}
	})
	moderator, elsewhere, here := signIn(t, a, e, "moderator"), signInOf(t, a, e, "organizer", "hi"), signInOf(t, a, e, "organizer", "az")
	each(t, e, organizers, func(t *testing.T, method, path string) {
		if answer := ask(e, method, path, moderator...); answer.Code != http.StatusForbidden {
			t.Errorf("%s %s answers a moderator with %d", method, path, answer.Code)
		}
		if answer := ask(e, method, path, elsewhere...); !slices.Contains(everyDesk, path) && answer.Code != http.StatusNotFound {
			t.Errorf("%s %s answers the organizer of another state with %d", method, path, answer.Code)
		}
	})
	for _, path := range []string{"/organize", "/organize/roles", "/organize/roles/new", "/organize/roles/" + testSlug, "/organize/roles/" + testSlug + "/edit", "/organize/roles/" + testSlug + "/shifts", "/organize/roles/" + testSlug + "/hours", testDesk + "packets", testDesk + "exports", testDesk + "positions", testDesk + "updates",
		testDesk + "milestones", testDesk + "endorsements", testDesk + "partners", testDesk + "notes", testDesk + "comments", testDesk + "letters", testDesk + "letters/new", testDesk + "targets", testDesk + "status",
		"/organize/campaigns/new", "/organize/campaigns/" + testSlug, testDesk + "text", testDesk + "plan", testDesk + "preview", testDesk + "days.csv", testDesk + "hours.csv", testDesk + "weeks.csv", testDesk + "steps.csv", testDesk + "districts.csv"} {
		if answer := ask(e, http.MethodGet, path, here...); answer.Code != http.StatusOK {
			t.Errorf("%s answers the state's own organizer with %d", path, answer.Code)
		}
	}
	if body := ask(e, http.MethodGet, "/organize", elsewhere...).Body.String(); strings.Contains(body, testSlug) {
		t.Error("the list shows another state's campaign")
	}
	if body := ask(e, http.MethodGet, "/organize", here...).Body.String(); !strings.Contains(body, testSlug) {
		t.Error("the list lacks the state's own campaign")
	}
}

// unseen by viewers is what names people, or only leads to a change.
var unseen = []string{"/organize/packets/" + strings.Repeat("x", 43), testDesk + "packets", testDesk + "comments", testDesk + "exports", testDesk + "paper", testDesk + "endorsements", testDesk + "partners", testDesk + "notes"}

func TestViewersSeeWhatOrganizersSeeAndChangeNothing(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	makeCampaign(t, a)
	here, elsewhere := signInOf(t, a, e, "viewer", "az"), signInOf(t, a, e, "viewer", "hi")
	organizer := signInOf(t, a, e, "organizer", "az")
	each(t, e, organizers, func(t *testing.T, method, path string) {
		got := ask(e, method, path, here...).Code
		switch {
		case method != http.MethodGet:
			if got != http.StatusForbidden {
				t.Errorf("%s %s answers a viewer with %d", method, path, got)
			}
		case strings.HasPrefix(path, "/organize/roles/"+testSlug), slices.Contains(unseen, path):
			if got != http.StatusNotFound {
				t.Errorf("%s, which names people, answers a viewer with %d", path, got)
			}
		default:
			if want := ask(e, method, path, organizer...).Code; got != want {
				t.Errorf("%s answers a viewer with %d, an organizer with %d", path, got, want)
			}
		}
		if got := ask(e, method, path, elsewhere...).Code; method == http.MethodGet && !slices.Contains(everyDesk, path) && got != http.StatusNotFound {
			t.Errorf("%s %s answers the viewer of another state with %d", method, path, got)
		}
	})
	for _, of := range []audience{admins, moderators} {
		each(t, e, of, func(t *testing.T, method, path string) {
			if got := ask(e, method, path, here...).Code; got != http.StatusForbidden {
				t.Errorf("%s %s answers a viewer with %d", method, path, got)
			}
		})
	}
	if answer := ask(e, http.MethodPost, "/account/sessions/end-others", here...); answer.Code != http.StatusSeeOther {
		t.Errorf("a viewer's own sessions: %d", answer.Code)
	}
}

func TestOnlyModeratorsPassTheirDoor(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	each(t, e, moderators, func(t *testing.T, method, path string) {
		answer := ask(e, method, path)
		if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != "/account/sign-in" {
			t.Errorf("%s %s answers a stranger with %d to %q", method, path, answer.Code, answer.Header().Get("Location"))
		}
	})
	organizer, moderator, admin := signIn(t, a, e, "organizer"), signIn(t, a, e, "moderator"), signIn(t, a, e, "admin")
	each(t, e, moderators, func(t *testing.T, method, path string) {
		if answer := ask(e, method, path, organizer...); answer.Code != http.StatusForbidden {
			t.Errorf("%s %s answers an organizer with %d", method, path, answer.Code)
		}
	})
	makeCampaign(t, a)
	for _, path := range []string{"/moderate", "/moderate/questions", "/moderate/campaigns", "/moderate/reports", "/moderate/stories", "/moderate/stories/new", "/moderate/stories/" + testSlug, "/moderate/signatures", "/moderate/invalidations"} {
		for _, session := range [][]*http.Cookie{moderator, admin} {
			if answer := ask(e, http.MethodGet, path, session...); answer.Code != http.StatusOK {
				t.Errorf("%s answers its staff with %d", path, answer.Code)
			}
		}
	}
}

func TestOnlyStaffHaveAnAccount(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	each(t, e, anyStaff, func(t *testing.T, method, path string) {
		answer := ask(e, method, path)
		if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != "/account/sign-in" {
			t.Errorf("%s %s answers a stranger with %d to %q", method, path, answer.Code, answer.Header().Get("Location"))
		}
	})
	for _, role := range models.Roles {
		if answer := ask(e, http.MethodGet, "/account", signIn(t, a, e, string(role))...); answer.Code != http.StatusOK {
			t.Errorf("/account answers the %s with %d", role, answer.Code)
		}
	}
}

func TestUnknownSecretsOpenNothing(t *testing.T) {
	t.Parallel()
	_, e := doors(t)
	each(t, e, byLink, func(t *testing.T, method, path string) {
		if answer := ask(e, method, path); answer.Code != http.StatusNotFound && answer.Code != http.StatusGone {
			t.Errorf("%s %s answers an unknown secret with %d", method, path, answer.Code)
		}
	})
}

func TestNobodyWritesWithoutATicket(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	makeCampaign(t, a)
	each(t, e, byTicket, func(t *testing.T, method, path string) {
		if answer := ask(e, method, path); answer.Code != http.StatusForbidden {
			t.Errorf("%s %s answers without a ticket with %d", method, path, answer.Code)
		}
		forged := &http.Cookie{Name: "ticket", Value: strings.Repeat("A", 80)}
		if answer := ask(e, method, path, forged); answer.Code != http.StatusForbidden {
			t.Errorf("%s %s answers a forged ticket with %d", method, path, answer.Code)
		}
	})
}

func TestPublicPagesOpenForEverybody(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	makeCampaign(t, a)
	testkit.MakeSeat(t, a.DB, "az", "upper", "1")
	elsewhere := map[string]bool{"/exit": true, "/p/" + testCode: true, "/p/" + testCode + "/none": true, "/outbox/none": true, "/pictures/none": true}
	each(t, e, everybody, func(t *testing.T, method, path string) {
		if method != http.MethodGet || elsewhere[path] {
			return
		}
		if answer := ask(e, method, path); answer.Code != http.StatusOK {
			t.Errorf("%s %s answers a stranger with %d", method, path, answer.Code)
		}
	})
}

func makeCampaign(t *testing.T, a *app.App) models.Campaign {
	t.Helper()
	testkit.MakeStory(t, a.DB, func(s *models.Story) { s.Slug = testSlug })
	role := models.VolunteerRole{Slug: testSlug, State: "az", Kind: models.RoleOutreach, Status: models.RoleOpen, CreatedAt: testkit.Now}
	if err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		role.ID = 0
		return models.AddRole(t.Context(), tx, &role, []models.RoleText{{Lang: "en", Title: "A role", Summary: "What it is."}})
	}); err != nil {
		t.Fatal(err)
	}
	return testkit.MakeCampaign(t, a.DB, func(c *models.Campaign) { c.Slug, c.Code = testSlug, testCode })
}

func TestMetricsStayAtHome(t *testing.T) {
	t.Parallel()
	_, e := doors(t)
	for _, c := range []struct {
		from, forwarded string
		want            int
	}{
		{"127.0.0.1:1", "", 200}, {"10.1.2.3:1", "", 200}, {"[::1]:1", "", 200},
		{"203.0.113.7:1", "", 404}, {"[2001:db8::1]:1", "", 404},
		{"127.0.0.1:1", "203.0.113.7", 404}, {"203.0.113.7:1", "127.0.0.1", 404},
	} {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		r.RemoteAddr = c.from
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("/metrics answers %s, forwarded for %q, with %d, want %d", c.from, c.forwarded, w.Code, c.want)
		}
	}
}

func TestHooksWithoutASignatureAreRefused(t *testing.T) {
	t.Parallel()
	_, e := doors(t)
	if answer := ask(e, http.MethodPost, "/hooks/resend"); answer.Code != http.StatusBadRequest {
		t.Errorf("an unsigned webhook is answered with %d", answer.Code)
	}
}
