// Package layout is the frame around every page: the exit control, the masthead,
// the language switch and the footer with its hotline numbers.
package layout

import (
	"net/url"
	"slices"
	"strings"

	"statehouse/internal/i18n"
)

// Page is what the frame needs to know about the page inside it.
type Page struct {
	Title       string // of the page alone; the frame adds the site's name
	Description string // one sentence for search engines and previews; empty means the site's own
	Path        string // path and query of this page, kept by the language switch
	ShareURL    string // absolute address to share; empty for pages that are not shared
	ShareImage  string // absolute address of the picture that goes with it
	NoIndex     bool   // true keeps search engines away
	Flash       string // what the visitor's last act did, already translated; shown once
	Notice      string // a sentence for everybody above the page, already translated
	Refresh     int    // seconds after which the page loads again by itself; 0 never
	Staff       *Staff // who is signed in; nil for visitors
	Report      string // where this page can be reported; empty shows no link
	Demo        bool   // says that mail goes to the outbox and links there
}

// Staff is the signed-in person and the doors open to them.
type Staff struct {
	Name      string
	Links     []Link
	OnlyLooks bool // a viewer, on a page of others
}

// MayChange says whether the page offers what changes something.
func (p Page) MayChange() bool { return p.Staff == nil || !p.Staff.OnlyLooks }

// Link is one entry of a menu; More is a path that it leads on to, if any.
type Link struct{ URL, Text, More string }

// holds says whether a path lies under the entry.
func (l Link) holds(path string) bool {
	return strings.HasPrefix(path+"/", l.URL+"/") || l.More != "" && strings.HasPrefix(path+"/", l.More+"/")
}

// title is the text of the browser's tab.
func (p Page) title(site string) string {
	if p.Title == "" || p.Title == site {
		return site
	}
	return p.Title + " – " + site
}

// In returns the address of this page in another language.
func (p Page) In(lang string) string {
	u, err := url.Parse(p.Path)
	if err != nil || !strings.HasPrefix(p.Path, "/") || u.Host != "" {
		u = &url.URL{Path: "/"}
	}
	q := u.Query()
	q.Set("lang", lang)
	u.RawQuery = q.Encode()
	return u.String()
}

// current says whether the page lies under a menu entry, and under none that is
// longer: a door within the door.
func (p Page) current(entry Link) bool {
	path, _, _ := strings.Cut(p.Path, "?")
	return entry.holds(path) && (p.Staff == nil || !slices.ContainsFunc(p.Staff.Links, func(l Link) bool {
		return len(l.URL) > len(entry.URL) && l.holds(path)
	}))
}

// others lists the languages that the page is not in.
func others(lang string) []i18n.Language {
	var rest []i18n.Language
	for _, l := range i18n.Languages() {
		if l.Code != lang {
			rest = append(rest, l)
		}
	}
	return rest
}

// sheets are the style sheets of every page, weakest layer first.
var sheets = []string{"css/base.css", "css/layout.css", "css/components.css", "css/pages.css", "css/other.css"}
