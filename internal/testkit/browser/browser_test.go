package browser

import (
	"fmt"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' http://localhost:*; form-action 'self'"

const goodPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Good</title><script src="/mark.js" defer></script></head>
<body><main><h1>Good page</h1><form method="post" action="/answer">
<label for="name">Name</label><input id="name" name="name">
<label for="state">State</label><select id="state" name="state"><option value="az">Arizona</option><option value="hi">Hawaii</option></select>
<label for="ok">Agreed</label><input id="ok" name="ok" type="checkbox"><button>Send</button></form></main></body></html>`

func site(t *testing.T) string {
	t.Helper()
	pages := http.NewServeMux()
	page := func(path, html string) {
		pages.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", policy)
			io.WriteString(w, html)
		})
	}
	frame := func(body string) string {
		return `<!doctype html><html lang="en"><head><title>Page</title></head><body><main><h1>Page</h1>` + body + `</main></body></html>`
	}
	page("/good", goodPage)
	page("/unlabelled", frame(`<p id="plain">Text</p><input name="nameless">`))
	page("/inline", frame(`<script>document.title = "ran"</script>`))
	page("/throws", frame(`<script src="/throw.js"></script>`))
	pages.HandleFunc("GET /foreign", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, frame(`<img alt="Dot" src="http://`+strings.Replace(r.Host, "127.0.0.1", "localhost", 1)+`/dot.png">`))
	})
	pages.HandleFunc("GET /mark.js", script(`document.documentElement.dataset.scripted = "yes";
		addEventListener("keydown", e => { document.body.dataset.key = e.key; });`))
	pages.HandleFunc("GET /throw.js", script(`console.error("said", 42); throw new Error("planted");`))
	pages.HandleFunc("POST /answer", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, fmt.Sprintf("/thanks?name=%s&state=%s&ok=%s", r.FormValue("name"), r.FormValue("state"), r.FormValue("ok")), http.StatusSeeOther)
	})
	pages.HandleFunc("GET /thanks", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnprocessableEntity)
		io.WriteString(w, frame(`<p class="thanks">Thank you</p>`))
	})
	server := httptest.NewServer(pages)
	t.Cleanup(server.Close)
	return server.URL
}

func script(source string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		io.WriteString(w, source)
	}
}

func TestFormIsFilledAndSent(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := New(t)
			if !scripts {
				b.NoJavaScript()
			}
			if got := b.Open(site(t) + "/good"); got != 200 {
				t.Errorf("status %d, want 200", got)
			}
			if got := b.Has("html[data-scripted]"); got != scripts {
				t.Errorf("the page's script ran: %v, want %v", got, scripts)
			}
			b.Fill("#name", "José “J”")
			b.Fill("#state", "hi")
			b.Press("#ok")
			if got := b.Click("form button"); got != 422 {
				t.Errorf("status %d after the redirect, want 422", got)
			}
			if got := b.Text(".thanks"); got != "Thank you" {
				t.Errorf("the page says %q", got)
			}
			if got := b.URL(); !strings.HasSuffix(got, "state=hi&ok=on") || !strings.Contains(got, "/thanks?name=Jos") {
				t.Errorf("the form was sent to %s", got)
			}
		})
	}
}

func TestCleanPageHasNothingToReport(t *testing.T) {
	t.Parallel()
	b := New(t)
	b.Open(site(t) + "/good")
	for _, v := range b.Axe(t) {
		t.Errorf("axe: %s", v)
	}
	if got := b.RequestedHosts(); len(got) > 0 {
		t.Errorf("foreign hosts %v", got)
	}
	if got := b.CSPViolations(); len(got) > 0 {
		t.Errorf("violations %v", got)
	}
}

func TestAxeFindsAPlantedViolation(t *testing.T) {
	t.Parallel()
	b := New(t)
	b.Open(site(t) + "/unlabelled")
	found := b.Axe(t)
	at := slices.IndexFunc(found, func(v Violation) bool { return v.Rule == "label" })
	if at < 0 {
		t.Fatalf("no violation of the rule label in %v", found)
	}
	if got := found[at].String(); !strings.Contains(got, `name="nameless"`) {
		t.Errorf("the violation does not show the element: %s", got)
	}
}

func TestForeignRequestIsSeen(t *testing.T) {
	t.Parallel()
	b := New(t)
	own := site(t)
	b.Open(own + "/foreign")
	want := []string{strings.Replace(strings.TrimPrefix(own, "http://"), "127.0.0.1", "localhost", 1)}
	if got := b.RequestedHosts(); !slices.Equal(got, want) {
		t.Errorf("foreign hosts %v, want %v", got, want)
	}
}

func TestBlockedInlineScriptIsSeen(t *testing.T) {
	t.Parallel()
	b := New(t)
	b.Open(site(t) + "/inline")
	got := b.CSPViolations()
	if len(got) != 1 || !strings.HasPrefix(got[0], "script-src") {
		t.Errorf("violations %q, want one of script-src", got)
	}
}

func TestScriptErrorsAreSeen(t *testing.T) {
	t.Parallel()
	b := New(t)
	b.Open(site(t) + "/throws")
	got := strings.Join(b.ConsoleErrors(), "\n")
	for _, want := range []string{"said", "42", "planted"} {
		if !strings.Contains(got, want) {
			t.Errorf("console errors %q do not hold %q", got, want)
		}
	}
}

func TestKeysViewportAndPicture(t *testing.T) {
	t.Parallel()
	b := New(t)
	b.Viewport(320, 640)
	b.Open(site(t) + "/good")
	if got := Eval[int](b, "innerWidth"); got != 320 {
		t.Errorf("the page is %d wide, want 320", got)
	}
	b.Keys(kb.Tab)
	b.WaitFor(`body[data-key="Tab"]`)
	if got := Eval[string](b, "document.activeElement.id"); got != "name" {
		t.Errorf("Tab went to %q", got)
	}
	b.Keys(kb.Shift)
	b.WaitFor(`body[data-key="Shift"]`)

	file := filepath.Join(t.TempDir(), "shots", "good.png")
	b.Screenshot(file)
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.DecodeConfig(f)
	if err != nil {
		t.Fatal(err)
	}
	if picture.Width != 320 {
		t.Errorf("the picture is %d wide, want 320", picture.Width)
	}
}

func TestTabsShareNoCookies(t *testing.T) {
	t.Parallel()
	own := site(t)
	a, b := New(t), New(t)
	a.Open(own + "/good")
	Eval[string](a, `document.cookie = "who=a"`)
	b.Open(own + "/good")
	if got := Eval[string](b, "document.cookie"); got != "" {
		t.Errorf("the second tab sees the cookie %q", got)
	}
}
