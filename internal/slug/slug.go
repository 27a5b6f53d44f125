// Package slug makes the names that things have in addresses.
package slug

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"statehouse/internal/fault"
)

// most is the longest name, in characters: short enough to be read aloud.
const most = 60

// tries is how many things may have one name but for the number behind it.
const tries = 50

// Of is a title in small letters a to z, digits and hyphens; accents go without a
// trace. It is empty where nothing is left.
func Of(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(norm.NFKD.String(title)) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case !unicode.Is(unicode.Mn, r) && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	name := b.String()
	if len(name) > most {
		name = name[:most]
		if i := strings.LastIndexByte(name, '-'); i > most/2 {
			name = name[:i]
		}
	}
	return strings.Trim(name, "-")
}

// Free stores something under a name, with a number behind it as long as store
// says that it is taken, by a Conflict fault. Store is a transaction of its own,
// so that two at once get two names.
func Free(name string, store func(name string) error) (free string, err error) {
	for n := range tries {
		if free = name; n > 0 {
			free += "-" + strconv.Itoa(n+1)
		}
		if err = store(free); !fault.Is(err, fault.Conflict) {
			break
		}
	}
	return free, err
}
