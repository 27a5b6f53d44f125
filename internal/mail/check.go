package mail

import (
	"errors"
	"fmt"
	"mime"
	netmail "net/mail"
	"net/textproto"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxBytes caps a message: subject, bodies, headers and attachments together.
const MaxBytes = 5 << 20

const (
	maxEmail   = 254 // RFC 5321 4.5.3.1.3, less the angle brackets
	maxName    = 200
	maxSubject = 400
	maxHeader  = 900 // a value is one line, and RFC 5322 2.1.1 ends a line at 998 octets
)

var (
	refShape  = regexp.MustCompile(`^[0-9a-f]{32}$`)
	kindShape = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	// Dot-atom local part and host name: no quoting, comments or domain literals.
	emailShape  = regexp.MustCompile(`^[A-Za-z0-9!#$%&'*+/=?^_{|}~` + "`" + `-]+(\.[A-Za-z0-9!#$%&'*+/=?^_{|}~` + "`" + `-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$`)
	headerShape = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,62}$`)
)

// ownHeaders are written from the message's fields; a caller may not set them again.
var ownHeaders = map[string]bool{
	"From": true, "To": true, "Cc": true, "Bcc": true, "Sender": true, "Reply-To": true, "Return-Path": true,
	"Subject": true, "Date": true, "Message-Id": true, "Mime-Version": true, "Received": true, "Dkim-Signature": true,
}

// Check refuses what could add a header, a recipient or a line: line breaks of any
// kind and control characters in names, subject, addresses and headers. Each address
// must parse to exactly one mailbox. The error names the field, never its content.
func (m Message) Check() error {
	return errors.Join(
		unless(refShape.MatchString(m.Ref), "ref: not 32 hex digits"),
		unless(kindShape.MatchString(m.Kind), "kind: not a short lower-case word"),
		m.From.check("from"),
		m.To.check("to"),
		m.checkReplyTo(),
		checkLine("subject", m.Subject, maxSubject),
		unless(strings.TrimSpace(m.Subject) != "", "subject: empty"),
		unless(strings.TrimSpace(m.Text) != "", "text: empty"),
		unless(plainText(m.Text), "text: control character or invalid UTF-8"),
		unless(plainText(m.HTML), "html: control character or invalid UTF-8"),
		m.checkHeaders(),
		m.checkAttachments(),
		unless(m.size() <= MaxBytes, "size: over the limit"),
	)
}

func (a Address) check(field string) error {
	if err := checkLine(field+" name", a.Name, maxName); err != nil {
		return err
	}
	if len(a.Email) > maxEmail || !emailShape.MatchString(a.Email) {
		return fmt.Errorf("%s: not one plain address", field)
	}
	list, err := netmail.ParseAddressList(a.String())
	if err != nil || len(list) != 1 || list[0].Address != a.Email {
		return fmt.Errorf("%s: not one plain address", field)
	}
	return nil
}

func (m Message) checkReplyTo() error {
	if m.ReplyTo == "" {
		return nil
	}
	return Address{Email: m.ReplyTo}.check("reply-to")
}

func (m Message) checkHeaders() error {
	seen := map[string]bool{}
	for name, value := range m.Headers {
		key := textproto.CanonicalMIMEHeaderKey(name)
		switch {
		case !headerShape.MatchString(name):
			return errors.New("headers: name not allowed")
		case ownHeaders[key], strings.HasPrefix(key, "Content-"), strings.HasPrefix(key, "X-Statehouse-"):
			return fmt.Errorf("headers: %s is not the caller's to set", key)
		case seen[key]:
			return fmt.Errorf("headers: %s twice", key)
		case len(value) > maxHeader || strings.TrimSpace(value) != value || !visibleASCII(strings.ReplaceAll(value, " ", "_")):
			return fmt.Errorf("headers: %s must be one short line of ASCII", key)
		}
		seen[key] = true
	}
	return nil
}

func (m Message) checkAttachments() error {
	for _, a := range m.Attachments {
		if err := checkLine("attachment name", a.Name, 120); err != nil {
			return err
		}
		if a.Name == "" || strings.ContainsAny(a.Name, `/\"<>`) || strings.HasPrefix(a.Name, ".") {
			return errors.New("attachment name: not a plain file name")
		}
		kind, _, err := mime.ParseMediaType(a.ContentType)
		if err != nil || !strings.Contains(kind, "/") || checkLine("", a.ContentType, 120) != nil {
			return errors.New("attachment type: not a media type")
		}
		if len(a.Content) == 0 {
			return errors.New("attachment: empty")
		}
	}
	return nil
}

func (m Message) size() int {
	n := len(m.Subject) + len(m.Text) + len(m.HTML)
	for name, value := range m.Headers {
		n += len(name) + len(value)
	}
	for _, a := range m.Attachments {
		n += len(a.Name) + len(a.Content)
	}
	return n
}

// checkLine refuses control characters (CR, LF, NUL, NEL, VT, FF … are among them),
// the line and paragraph separators U+2028 and U+2029, and broken UTF-8.
func checkLine(field, s string, limit int) error {
	if len(s) > limit {
		return fmt.Errorf("%s: too long", field)
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, breaksLine) {
		return fmt.Errorf("%s: line break, control character or invalid UTF-8", field)
	}
	return nil
}

func breaksLine(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }

// plainText allows line breaks and tabs, and no other control character.
func plainText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t'
	})
}

func visibleASCII(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

func unless(ok bool, sentence string) error {
	if ok {
		return nil
	}
	return errors.New(sentence)
}
