package markdown_test

import (
	"strings"
	"testing"

	"statehouse/internal/markdown"
)

var own = "/pictures/" + strings.Repeat("ab", 32) + ".jpg"

func TestOnlyOurOwnPicturesAreShownAndOnlyWhereTheyMayBe(t *testing.T) {
	t.Parallel()
	source := "![A table in a park](" + own + ")\n\n![x](https://elsewhere.example/x.png)\n\n![x](/my-data/secret.jpg)\n\n[home](/admin)"
	got, err := markdown.Illustrated(source)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got, `<img src="`+own+`" alt="A table in a park"`) || strings.Count(got, " src=") != 1 || strings.Contains(got, "elsewhere") || strings.Contains(got, "my-data") || strings.Contains(got, "/admin") {
		t.Errorf("shown is %s", got)
	}
	if plain, err := markdown.HTML(source); err != nil || strings.Contains(plain, "<img") {
		t.Errorf("in a mail: %s, %v", plain, err)
	}
}

func TestAPictureHasWordsAndIsOurs(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"No picture.":                         "",
		"![A *table* in a park](" + own + ")": "",
		"![](" + own + ")":                    "error.picture.words",
		"![ ](" + own + ")":                   "error.picture.words",
		"![x](https://example.org/x.png)":     "error.picture.foreign",
		"![x][y]\n\n[y]: //example.org/x.png": "error.picture.foreign",
		"`![](x)`":                            "",
	} {
		if got := markdown.PictureProblem(source); got != want {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}
