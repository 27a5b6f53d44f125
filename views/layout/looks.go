package layout

import (
	"bytes"
	"context"
	"io"
	"regexp"

	"github.com/a-h/templ"
)

var control = regexp.MustCompile(`<(/?form|button|input|select|textarea)\b[^>]*>`)

// onlyLooks is a page on which nothing can be sent that changes something: the
// controls of its forms are disabled, but for those of forms that ask.
func onlyLooks() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var page bytes.Buffer
		if err := templ.GetChildren(ctx).Render(templ.ClearChildren(ctx), &page); err != nil {
			return err
		}
		posts := false
		_, err := w.Write(control.ReplaceAllFunc(page.Bytes(), func(tag []byte) []byte {
			name := control.FindSubmatch(tag)[1]
			switch string(name) {
			case "form":
				posts = !bytes.Contains(tag, []byte(` method="get"`))
			case "/form":
				posts = false
			default:
				if posts {
					return append(append([]byte("<"), name...), append([]byte(" disabled"), tag[1+len(name):]...)...)
				}
			}
			return tag
		}))
		return err
	})
}
