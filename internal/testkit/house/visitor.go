package house

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// Visitor is a browser without scripts: cookies, redirects, forms.
type Visitor struct {
	t      testing.TB
	client *http.Client
	home   string
}

// Page is what a visitor sees.
type Page struct {
	t        testing.TB
	visitor  *Visitor
	Status   int
	Path     string // after redirects
	Header   http.Header
	Body     string
	Document *goquery.Document
}

// Visitor is a new person at the door, with no cookies.
func (h *House) Visitor(t testing.TB) *Visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if !strings.HasPrefix(r.URL.String(), h.URL) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	return &Visitor{t: t, client: client, home: h.URL}
}

// Open visits a path, or an absolute address of this house.
func (v *Visitor) Open(path string) *Page {
	v.t.Helper()
	return v.do(http.MethodGet, path, nil)
}

// Post sends a form.
func (v *Visitor) Post(path string, form url.Values) *Page {
	v.t.Helper()
	return v.do(http.MethodPost, path, form)
}

func (v *Visitor) do(method, path string, form url.Values) *Page {
	v.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = v.home + path
	}
	request, err := http.NewRequest(method, path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	response, err := v.client.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	defer response.Body.Close()
	var body strings.Builder
	document, err := goquery.NewDocumentFromReader(io.TeeReader(response.Body, &body))
	if err != nil {
		v.t.Fatal(err)
	}
	return &Page{t: v.t, visitor: v, Status: response.StatusCode, Path: response.Request.URL.RequestURI(), Header: response.Header, Body: body.String(), Document: document}
}

// Must fails the test unless the page has a status.
func (p *Page) Must(status int) *Page {
	p.t.Helper()
	if p.Status != status {
		p.t.Fatalf("%s: status %d, want %d\n%s", p.Path, p.Status, status, p.Text("main"))
	}
	return p
}

// Text is what a part of the page says, spaces folded.
func (p *Page) Text(selector string) string {
	return strings.Join(strings.Fields(p.Document.Find(selector).Text()), " ")
}

// Has says whether the page has a part.
func (p *Page) Has(selector string) bool { return p.Document.Find(selector).Length() > 0 }

// Submit fills the form that selector names and sends it; values replace what
// stands in it, and an empty slice unticks.
func (p *Page) Submit(selector string, values url.Values) *Page {
	p.t.Helper()
	form := p.Document.Find(selector).First()
	if form.Length() == 0 {
		p.t.Fatalf("%s has no form %s", p.Path, selector)
	}
	send := url.Values{}
	form.Find("input, textarea, select").Each(func(_ int, s *goquery.Selection) {
		name, _ := s.Attr("name")
		value := s.AttrOr("value", "")
		_, isChecked := s.Attr("checked")
		switch kind := s.AttrOr("type", goquery.NodeName(s)); {
		case name == "" || kind == "submit":
		case kind == "checkbox" || kind == "radio":
			if isChecked {
				send.Add(name, value)
			}
		case kind == "textarea":
			send.Set(name, s.Text())
		case kind == "select":
			send.Set(name, s.Find("option[selected]").AttrOr("value", ""))
		default:
			send.Set(name, value)
		}
	})
	for name, value := range values {
		send[name] = value
	}
	action := form.AttrOr("action", p.Path)
	if form.AttrOr("method", "get") == "get" {
		return p.visitor.Open(action + "?" + send.Encode())
	}
	return p.visitor.Post(action, send)
}

var linkInMail = regexp.MustCompile(`https?://[^\s<>"]+`)

// LinkIn finds the first link of a mail's text whose path begins with prefix.
func LinkIn(t testing.TB, text, prefix string) string {
	t.Helper()
	for _, link := range linkInMail.FindAllString(text, -1) {
		if u, err := url.Parse(link); err == nil && strings.HasPrefix(u.Path, prefix) {
			return link
		}
	}
	t.Fatalf("no link to %s in:\n%s", prefix, text)
	return ""
}
