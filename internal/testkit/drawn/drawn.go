// Package drawn reads what a view draws, as a browser would.
package drawn

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"statehouse/internal/i18n"
)

// Component is anything that can draw itself: a page or a part of one.
type Component interface {
	Render(ctx context.Context, w io.Writer) error
}

// In draws a component in a language.
func In(t testing.TB, c Component, lang string) *goquery.Document {
	t.Helper()
	var b strings.Builder
	if err := c.Render(i18n.With(t.Context(), lang), &b); err != nil {
		t.Fatal(err)
	}
	return Read(t, b.String())
}

// Read parses HTML.
func Read(t testing.TB, html string) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
