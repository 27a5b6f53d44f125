// Package markdown turns the Markdown that organizers write into HTML that is
// safe to show.
package markdown

import (
	"bytes"
	"regexp"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
)

var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.RequireParseableURLs(true)
	p.AllowURLSchemes("https")
	p.AllowElements("p", "br", "h2", "h3", "h4", "strong", "em", "ul", "ol", "li", "blockquote", "hr")
	p.AllowAttrs("href").Matching(onHTTPS).OnElements("a")
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	return p
}

var onHTTPS = regexp.MustCompile(`^(?i:https)://`)

// HTML renders Markdown. Raw HTML, images and links other than https are left out.
func HTML(source string) (string, error) { return render(source, policy) }

func render(source string, allowed *bluemonday.Policy) (string, error) {
	var b bytes.Buffer
	if err := goldmark.Convert([]byte(source), &b); err != nil {
		return "", err
	}
	return string(allowed.SanitizeBytes(b.Bytes())), nil
}
