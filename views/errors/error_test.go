package errorpages

import (
	"strings"
	"testing"

	"statehouse/internal/i18n"
)

func TestEveryStatusSaysWhatToDo(t *testing.T) {
	t.Parallel()
	cases := map[int]string{
		400: "look over what you sent", 401: "who gave you the link", 403: "who gave you the link", 404: "typing mistake", 409: "look over what you sent",
		410: "typing mistake", 413: "look over what you sent", 429: "wait a few minutes", 500: "it was not saved", 503: "it was not saved",
	}
	for status, want := range cases {
		var b strings.Builder
		page := ErrorPage{Status: status, Sentence: "It did not work.", RequestID: "r-17"}
		if err := Error(page).Render(i18n.With(t.Context(), "en"), &b); err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{want, "It did not work.", "r-17", `href="/exit"`} {
			if !strings.Contains(b.String(), part) {
				t.Errorf("%d: the page lacks %q", status, part)
			}
		}
	}
}
