package models

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
)

// Email is an address as it was typed, for sending, and its canonical form, for
// telling whether two addresses reach one mailbox. The canonical form is never
// written to.
type Email struct{ Typed, Canonical string }

// maxEmail is the longest address that SMTP can carry (RFC 5321, 4.5.3.1.3).
const maxEmail = 254

// ParseEmail reads one bare address. The error is a message id.
func ParseEmail(typed string) (Email, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return Email{}, fault.New(fault.Invalid, "error.email.empty")
	}
	bad := fault.New(fault.Invalid, "error.email.shape")
	if len(typed) > maxEmail || strings.ContainsFunc(typed, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return Email{}, bad
	}
	address, err := mail.ParseAddress(typed)
	if err != nil || address.Name != "" || address.Address != typed {
		return Email{}, bad
	}
	at := strings.LastIndexByte(typed, '@')
	local, domain := typed[:at], typed[at+1:]
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil || !strings.Contains(ascii, ".") || strings.HasPrefix(local, `"`) || !isASCII(local) {
		return Email{}, bad
	}
	return Email{Typed: local + "@" + ascii, Canonical: canonical(strings.ToLower(local), strings.ToLower(ascii))}, nil
}

// isASCII: mail to other local parts needs SMTPUTF8, which few servers speak.
func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// sameDomain names the domains that are one mail service.
var sameDomain = map[string]string{"googlemail.com": "gmail.com", "pm.me": "proton.me", "protonmail.com": "proton.me"}

// canonical folds what mail services ignore: everything after a plus, the dots
// of Gmail, what follows a hyphen at Yahoo.
func canonical(local, domain string) string {
	if same, ok := sameDomain[domain]; ok {
		domain = same
	}
	local, _, _ = strings.Cut(local, "+")
	switch {
	case domain == "gmail.com":
		local = strings.ReplaceAll(local, ".", "")
	case strings.HasPrefix(domain, "yahoo.") || domain == "ymail.com" || domain == "rocketmail.com":
		local, _, _ = strings.Cut(local, "-")
	}
	return local + "@" + domain
}

// ContactIndex finds an address over all campaigns: in the suppression list and
// under the caps, never on a signature.
func ContactIndex(k *privacy.Keys, e Email) []byte { return k.Blind("contact", e.Canonical) }

// SignatureIndex finds an address on one campaign.
func SignatureIndex(k *privacy.Keys, campaignCode string, e Email) []byte {
	return k.Blind("signatures.email "+campaignCode, e.Canonical)
}

// MaxName is the longest name, in characters.
const MaxName = 80

var linkLike = regexp.MustCompile(`(?i)https?:|www\.|://|\.(com|net|org|info|io|ru|cn)\b`)

// ParseName tidies a name: composed, single spaces. It refuses what is not a
// name: links, leading = + - @ (a spreadsheet would run them), control and
// direction characters, towers of combining marks. The error is a message id.
func ParseName(typed string) (string, error) {
	name := strings.Join(strings.Fields(norm.NFC.String(typed)), " ")
	switch {
	case name == "":
		return "", fault.New(fault.Invalid, "error.name.empty")
	case len([]rune(name)) > MaxName:
		return "", fault.New(fault.Invalid, "error.name.long")
	case linkLike.MatchString(name):
		return "", fault.New(fault.Invalid, "error.name.link")
	case strings.ContainsRune("=+-@", rune(name[0])) || !isNameText(name):
		return "", fault.New(fault.Invalid, "error.name.characters")
	}
	return name, nil
}

// isNameText allows letters of every script, and the two joiners that some
// scripts need. More than three marks on one letter are no writing.
func isNameText(name string) bool {
	marks, letters := 0, 0
	for _, r := range name {
		switch {
		case unicode.Is(unicode.Mn, r):
			if marks++; marks > 3 {
				return false
			}
			continue
		case unicode.IsLetter(r):
			letters++
		case r == '\u200c' || r == '\u200d':
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), r == unicode.ReplacementChar,
			strings.ContainsRune(`<>{}[]|\^~"`+"`", r):
			return false
		}
		marks = 0
	}
	return letters > 0
}

// SameName says whether two names are the same person's for the household
// rule: letters and digits only, without case and accents.
func SameName(a, b string) bool { return nameKey(a) == nameKey(b) }

func nameKey(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(name))
}

var zipShape = regexp.MustCompile(`^\d{5}(-?\d{4})?$`)

// ParseZIP reads a five-digit ZIP, or ZIP+4 of which it keeps five digits. The
// error is a message id.
func ParseZIP(typed string) (string, error) {
	typed = strings.Join(strings.Fields(typed), "")
	switch {
	case typed == "":
		return "", fault.New(fault.Invalid, "error.zip.empty")
	case !zipShape.MatchString(typed):
		return "", fault.New(fault.Invalid, "error.zip.shape")
	}
	return typed[:5], nil
}

// ShownName is how a supporter appears: empty for hidden.
func ShownName(name string, display Display) string {
	switch display {
	case DisplayFull:
		return name
	case DisplayFirst:
		first, _, _ := strings.Cut(name, " ")
		return first
	}
	return ""
}

// IsDisplay says whether a text is one of the choices.
func IsDisplay(d Display) bool { return slices.Contains(Displays, d) }

// ParseLine is ParseText for a text of one line: what separates words is one space.
func ParseLine(typed string, limit int) (string, error) {
	text, err := ParseText(typed, limit)
	return strings.Join(strings.Fields(text), " "), err
}

// ParseText tidies a text of several lines: composed, line ends of one kind,
// trimmed. It refuses control characters and more than limit characters. The
// error is a message id.
func ParseText(typed string, limit int) (string, error) {
	text := strings.TrimSpace(norm.NFC.String(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(typed)))
	if len([]rune(text)) > limit {
		return "", fault.New(fault.Invalid, "error.text.long")
	}
	if strings.ContainsFunc(text, func(r rune) bool {
		return r == unicode.ReplacementChar || unicode.IsControl(r) && r != '\n' && r != '\t'
	}) {
		return "", fault.New(fault.Invalid, "error.text.characters")
	}
	return text, nil
}
