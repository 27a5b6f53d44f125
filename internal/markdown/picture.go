package markdown

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// ownPicture is the address of a picture that we keep.
var ownPicture = regexp.MustCompile(`^/pictures/[0-9a-f]{64}\.jpg$`)

var illustrated = func() *bluemonday.Policy {
	p := newPolicy()
	p.AllowRelativeURLs(true)
	p.AllowAttrs("src").Matching(ownPicture).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	return p
}()

// Illustrated is HTML with the pictures that we keep ourselves.
func Illustrated(source string) (string, error) { return render(source, illustrated) }

// PictureProblem says what is wrong with the pictures of a text, as a message id:
// one of others would ask another host, and one without words says nothing to who
// cannot see it. "" is right.
func PictureProblem(source string) (problem string) {
	raw := []byte(source)
	_ = ast.Walk(goldmark.DefaultParser().Parse(text.NewReader(raw)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		picture, ok := n.(*ast.Image)
		switch {
		case !ok || !entering:
			return ast.WalkContinue, nil
		case !ownPicture.Match(picture.Destination):
			problem = "error.picture.foreign"
		case strings.TrimSpace(words(picture, raw)) == "":
			problem = "error.picture.words"
		default:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkStop, nil
	})
	return problem
}

// words are the text within a node.
func words(n ast.Node, raw []byte) string {
	var b strings.Builder
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if t, ok := child.(*ast.Text); ok {
			b.Write(t.Segment.Value(raw))
		} else {
			b.WriteString(words(child, raw))
		}
	}
	return b.String()
}
