package markdown_test

import (
	"strings"
	"testing"

	"statehouse/internal/markdown"
)

func TestWhatOrganizersUseComesThrough(t *testing.T) {
	t.Parallel()
	got, err := markdown.HTML("## Why\n\nA **strong** word, [a source](https://example.org/x).\n\n- one\n- two\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<h2>Why</h2>", "<strong>strong</strong>", `href="https://example.org/x"`, "nofollow", "noreferrer", "<li>one</li>"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %s", want, got)
		}
	}
}

func TestNothingThatRunsComesThrough(t *testing.T) {
	t.Parallel()
	for _, source := range []string{
		"<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](https://evil.example/x.png)", `<img src=x onerror=alert(1)>`,
		"[x](data:text/html,hi)", `<a href="http://example.org" onclick="x()">y</a>`, "[x](http://example.org)", `<p style="color:red">x</p>`, "<iframe src=x></iframe>",
	} {
		got, err := markdown.HTML(source)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"script", "javascript:", "<img", "onerror", "onclick", "data:", "http:", "style", "iframe"} {
			if strings.Contains(strings.ToLower(got), bad) {
				t.Errorf("%q → %q holds %q", source, got, bad)
			}
		}
	}
}
