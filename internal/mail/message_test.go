package mail

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

const ref = "0123456789abcdef0123456789abcdef"

// sample is a valid message with everything but attachments.
func sample() Message {
	return Message{
		Ref: ref, Kind: "letter",
		From: Address{Name: "Ana Núñez, via Statehouse", Email: "letters@letters.example.org"},
		To:   Address{Name: `Sen. "Lee" Park`, Email: "seat4@senate.example.org"}, ReplyTo: "ana@example.org",
		Subject: "Vacatur for survivors: señal <ok>", Text: "Dear Senator,\n\nplease hear the bill — soon.\n",
		HTML:    "<p>Dear Senator,</p>\n<p>please hear the bill — soon.</p>\n",
		Headers: map[string]string{"List-Unsubscribe": "<https://statehouse.example.org/unsubscribe/" + strings.Repeat("a", 80) + ">", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
	}
}

func withFile() Message {
	m := sample()
	m.Attachments = []Attachment{{Name: "shift.ics", ContentType: "text/calendar; charset=utf-8", Content: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")}}
	return m
}

func TestSampleMessagesPass(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]Message{"plain": sample(), "with file": withFile()} {
		if err := m.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	m := sample()
	m.From.Name, m.To.Name, m.ReplyTo, m.HTML, m.Headers = "", "", "", "", nil
	if err := m.Check(); err != nil {
		t.Errorf("least: %v", err)
	}
}

func TestEncodeIsStableAndDecodeExact(t *testing.T) {
	t.Parallel()
	m := withFile()
	first, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(first)
	if err != nil || !reflect.DeepEqual(back, m) {
		t.Fatalf("got %+v, %v", back, err)
	}
	for range 20 { // map order differs from run to run
		again, _ := back.Encode()
		if !bytes.Equal(first, again) {
			t.Fatalf("%s\n%s", first, again)
		}
	}
	for _, bad := range []string{"", "{", "[]", string(first) + "{}", `{"ref":"x","extra":1}`} {
		if _, err := Decode([]byte(bad)); err == nil {
			t.Errorf("decoded %.40q", bad)
		}
	}
}

// breaks are the ways to end a line or a string that some mail program honours.
var breaks = []string{"\r\n", "\n", "\r", "\x00", "\v", "\f", "\u0085", "\u2028", "\u2029", "\x1b", "\x7f", "\xff", "\r\n\r\n", "\n\t", "%0d%0a\n"}

func TestHeaderInjectionIsRefused(t *testing.T) {
	t.Parallel()
	places := map[string]func(*Message, string){
		"from name":    func(m *Message, s string) { m.From.Name += s },
		"from":         func(m *Message, s string) { m.From.Email = s },
		"to name":      func(m *Message, s string) { m.To.Name += s },
		"to":           func(m *Message, s string) { m.To.Email = s },
		"reply-to":     func(m *Message, s string) { m.ReplyTo = s },
		"subject":      func(m *Message, s string) { m.Subject += s },
		"header value": func(m *Message, s string) { m.Headers["List-Unsubscribe"] += s },
		"header name":  func(m *Message, s string) { m.Headers["X-Note"+s] = "a" },
		"kind":         func(m *Message, s string) { m.Kind += s },
		"ref":          func(m *Message, s string) { m.Ref = m.Ref[:20] + s },
		"file name":    func(m *Message, s string) { m.Attachments[0].Name += s },
		"file type":    func(m *Message, s string) { m.Attachments[0].ContentType += s },
	}
	for place, put := range places {
		for _, b := range breaks {
			for _, s := range []string{b, b + "Bcc: eve@example.net", "ana@example.org" + b + "Bcc: eve@example.net"} {
				m := withFile()
				put(&m, s)
				err := m.Check()
				if err == nil {
					t.Errorf("%s took %q", place, s)
				} else if strings.Contains(err.Error(), "eve@") {
					t.Errorf("%s: error repeats the content: %v", place, err)
				}
			}
		}
	}
}

func TestAddressesAreExactlyOne(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		"", " ", "ana", "@example.org", "ana@", "ana@example.org, eve@example.net", "ana@example.org,eve@example.net",
		"ana@example.org;eve@example.net", "<ana@example.org>", "Ana <ana@example.org>", "ana@example.org>", "ana@example.org (x)",
		`"a b"@example.org`, `"a,b"@example.org`, "a b@example.org", "ana@@example.org", "ana@example.org@example.net",
		".ana@example.org", "ana.@example.org", "a..b@example.org", "ana@-example.org", "ana@example-.org", "ana@example..org",
		"ana@.org", "ana@example.org.", "ana@[127.0.0.1]", "aña@example.org", "ana@exámple.org", "team:ana@example.org;", "ana%0a@example.org\n",
		strings.Repeat("a", 250) + "@example.org",
	} {
		for name, put := range map[string]func(*Message){
			"to": func(m *Message) { m.To.Email = bad }, "from": func(m *Message) { m.From.Email = bad }, "reply-to": func(m *Message) { m.ReplyTo = bad },
		} {
			m := sample()
			put(&m)
			if err := m.Check(); err == nil && (name != "reply-to" || bad != "") {
				t.Errorf("%s took %q", name, bad)
			}
		}
	}
	for _, good := range []string{"a@b.example", "ana+x.y_z@mail.example.org", "o'neil@example.org", "ana@xn--exmple-qta.example", "root@localhost"} {
		m := sample()
		m.To.Email, m.From.Email, m.ReplyTo = good, good, good
		if err := m.Check(); err != nil {
			t.Errorf("refused %q: %v", good, err)
		}
	}
}

func TestCheckRefusesTheRest(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*Message){
		"short ref":        func(m *Message) { m.Ref = m.Ref[1:] },
		"upper ref":        func(m *Message) { m.Ref = strings.ToUpper(m.Ref) },
		"kind with dash":   func(m *Message) { m.Kind = "a-b" },
		"no subject":       func(m *Message) { m.Subject = "  " },
		"no text":          func(m *Message) { m.Text = "\n" },
		"NUL in text":      func(m *Message) { m.Text += "\x00" },
		"bad UTF-8":        func(m *Message) { m.HTML += "\xc3\x28" },
		"long subject":     func(m *Message) { m.Subject = strings.Repeat("s", 401) },
		"long name":        func(m *Message) { m.To.Name = strings.Repeat("n", 201) },
		"second From":      func(m *Message) { m.Headers["from"] = "eve@example.net" },
		"Bcc":              func(m *Message) { m.Headers["BCC"] = "eve@example.net" },
		"Message-ID":       func(m *Message) { m.Headers["Message-ID"] = "<x@example.org>" },
		"content type":     func(m *Message) { m.Headers["Content-Type"] = "text/html" },
		"our own header":   func(m *Message) { m.Headers["X-Statehouse-Kind"] = "x" },
		"header twice":     func(m *Message) { m.Headers["list-unsubscribe"] = "<https://example.org/>" },
		"header name":      func(m *Message) { m.Headers["X Note"] = "a" },
		"empty header":     func(m *Message) { m.Headers["X-Note"] = "" },
		"padded header":    func(m *Message) { m.Headers["X-Note"] = " a" },
		"long header":      func(m *Message) { m.Headers["X-Note"] = strings.Repeat("a", 901) },
		"header not ASCII": func(m *Message) { m.Headers["X-Note"] = "é" },
		"file path":        func(m *Message) { m.Attachments[0].Name = "../a.ics" },
		"hidden file":      func(m *Message) { m.Attachments[0].Name = ".ics" },
		"no file name":     func(m *Message) { m.Attachments[0].Name = "" },
		"file type":        func(m *Message) { m.Attachments[0].ContentType = "calendar;" },
		"empty file":       func(m *Message) { m.Attachments[0].Content = nil },
		"too big":          func(m *Message) { m.Attachments[0].Content = make([]byte, MaxBytes) },
	} {
		m := withFile()
		spoil(&m)
		if m.Check() == nil {
			t.Errorf("%s passed", name)
		}
	}
}
