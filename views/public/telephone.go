package public

import (
	"strings"

	"github.com/a-h/templ"
)

// telephone is the link that dials an American number written as
// "602-555-0123 ext. 12"; the extension is left to the caller.
func telephone(number string) templ.SafeURL {
	number, _, _ = strings.Cut(number, "ext")
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
	if len(digits) == 10 {
		digits = "1" + digits
	}
	if len(digits) > 6 {
		digits = "+" + digits
	}
	return templ.SafeURL("tel:" + digits)
}
