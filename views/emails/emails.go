// Package emails writes every mail that the product sends, as plain text and as HTML that says the same.
package emails

import (
	"context"
	"strings"

	"github.com/a-h/templ"
)

// Mail is one message, written in the language of the context.
type Mail interface {
	Subject(ctx context.Context) string
	Text(ctx context.Context) string
	HTML(ctx context.Context) (string, error)
}

// Stoppable is a mail that shows its link to unsubscribe.
type Stoppable interface {
	Mail
	WithStop(url string) Mail
}

// paragraphs sets the parts of a text mail apart by an empty line and leaves
// out the empty ones.
func paragraphs(parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "\n\n") + "\n"
}

func render(ctx context.Context, c templ.Component) (string, error) {
	var b strings.Builder
	if err := c.Render(ctx, &b); err != nil {
		return "", err
	}
	return b.String(), nil
}

// bodyParagraphs splits what a person typed at its empty lines, and each
// paragraph at its line ends.
func bodyParagraphs(body string) [][]string {
	body = strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\r", "\n")
	var all [][]string
	var open []string
	for line := range strings.SplitSeq(body, "\n") {
		if line = strings.TrimRight(line, " \t"); line != "" {
			open = append(open, line)
			continue
		}
		if len(open) > 0 {
			all = append(all, open)
		}
		open = nil
	}
	if len(open) > 0 {
		all = append(all, open)
	}
	return all
}
