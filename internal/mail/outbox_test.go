package mail

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	netmail "net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

var someTime = time.Date(2026, 11, 24, 8, 1, 2, 345678000, time.UTC)

func outbox(t *testing.T) *Outbox {
	t.Helper()
	o, err := NewOutbox(filepath.Join(t.TempDir(), "outbox"))
	if err != nil {
		t.Fatal(err)
	}
	o.Now = func() time.Time { return someTime }
	return o
}

func post(t *testing.T, o *Outbox, m Message) {
	t.Helper()
	if rs, err := o.Send(context.Background(), "k", []Message{m}); err != nil || rs[0].ProviderID != m.Ref {
		t.Fatalf("%v %v", rs, err)
	}
}

func TestOutboxFileIsTheWholeMail(t *testing.T) {
	t.Parallel()
	o, m := outbox(t), withFile()
	post(t, o, m)
	list, err := ReadOutbox(o.dir)
	if err != nil || len(list) != 1 {
		t.Fatalf("%v %v", list, err)
	}
	if !regexp.MustCompile(`^20261124T080102\.345678-letter-[0-9a-f]{12}-` + ref + `\.eml$`).MatchString(list[0].Name) {
		t.Error(list[0].Name)
	}
	raw, err := os.ReadFile(filepath.Join(o.dir, list[0].Name))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(raw), "\r\n") {
		if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("bad line %.60q", line)
		}
	}
	parsed, err := netmail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]Address{"From": m.From, "To": m.To, "Reply-To": {Email: m.ReplyTo}} {
		got, err := parsed.Header.AddressList(field)
		if err != nil || len(got) != 1 || len(parsed.Header[field]) != 1 || got[0].Address != want.Email || got[0].Name != want.Name {
			t.Errorf("%s: %v %v", field, got, err)
		}
	}
	for field, want := range map[string]string{
		"Message-Id": "<" + ref + "@letters.example.org>", "X-Statehouse-Kind": "letter", "Mime-Version": "1.0",
		"List-Unsubscribe": m.Headers["List-Unsubscribe"], "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
	} {
		if got := parsed.Header[field]; len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q", field, got)
		}
	}
	if at, err := parsed.Header.Date(); err != nil || !at.Equal(someTime.Truncate(time.Second)) {
		t.Errorf("%v %v", at, err)
	}
	for _, field := range []string{"Bcc", "Cc", "User-Agent", "X-Mailer"} {
		if _, there := parsed.Header[field]; there {
			t.Errorf("unwanted %s", field)
		}
	}
}

func TestReadMailDecodes(t *testing.T) {
	t.Parallel()
	o, m := outbox(t), withFile()
	post(t, o, m)
	list, _ := ReadOutbox(o.dir)
	p, err := ReadMail(o.dir, list[0].Name)
	if err != nil {
		t.Fatal(err)
	}
	crlf := strings.NewReplacer("\r\n", "\n")
	if p.Subject != m.Subject || crlf.Replace(p.Text) != m.Text || crlf.Replace(p.HTML) != m.HTML || p.Kind != "letter" || p.Ref != ref ||
		!p.At.Equal(someTime) || fmt.Sprint(p.Attachments) != "[shift.ics]" || !strings.Contains(p.From, "Ana Núñez") {
		t.Errorf("%+v", p)
	}
	m = Message{Ref: strings.Repeat("b", 32), Kind: "notice", From: m.From, To: m.To, Subject: "Plain", Text: "Only text."}
	post(t, o, m)
	list, _ = ReadOutbox(o.dir)
	if p, err := ReadMail(o.dir, list[0].Name); err != nil || p.Text != "Only text." || p.HTML != "" || p.RecipientHash != list[1].RecipientHash {
		t.Errorf("%+v %v", p, err)
	}
}

func TestReadMailTakesOnlyItsOwnNames(t *testing.T) {
	t.Parallel()
	o := outbox(t)
	post(t, o, sample())
	list, _ := ReadOutbox(o.dir)
	good := list[0].Name
	secret := filepath.Join(filepath.Dir(o.dir), good)
	if err := os.WriteFile(secret, []byte("Subject: secret\r\n\r\nx"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := strings.Replace(good, ref, strings.Repeat("c", 32), 1)
	if err := os.Symlink(secret, filepath.Join(o.dir, link)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", ".", "..", "../" + good, "./" + good, secret, "x/" + good, good + "\x00", good + "/", strings.ToUpper(good), "%2e%2e/" + good, `..\` + good, link} {
		if p, err := ReadMail(o.dir, name); err == nil {
			t.Errorf("%q read: %+v", name, p)
		}
	}
	if _, err := ReadMail(o.dir, "../"+good); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestOutboxKeepsEachRefOnce(t *testing.T) {
	t.Parallel()
	o := outbox(t)
	second := &Outbox{Now: time.Now, dir: o.dir} // another process on the same folder
	m := sample()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := o.Send(context.Background(), "k", []Message{m}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	post(t, second, m)
	other := m
	other.Ref = strings.Repeat("d", 32)
	post(t, second, other)
	post(t, o, other)
	list, err := ReadOutbox(o.dir)
	if err != nil || len(list) != 2 || list[0].Ref != other.Ref {
		t.Errorf("%d files, %v", len(list), err)
	}
	left, _ := os.ReadDir(o.dir)
	for _, f := range left {
		if info, _ := f.Info(); strings.HasPrefix(f.Name(), ".") || info.Mode().Perm() != 0o600 {
			t.Errorf("%s %v", f.Name(), info.Mode())
		}
	}
}

func TestOutboxListIsNewestFirstAndCapped(t *testing.T) {
	t.Parallel()
	o := outbox(t)
	eml := []byte("To: ana@example.org\r\nSubject: x\r\n\r\nx")
	for i := range maxListed + 20 {
		m := sample()
		m.Ref = fmt.Sprintf("%032x", i)
		if err := os.WriteFile(filepath.Join(o.dir, fileName(m, someTime.Add(time.Duration(i)*time.Second))), eml, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list, err := ReadOutbox(o.dir)
	if err != nil || len(list) != maxListed {
		t.Fatalf("%d %v", len(list), err)
	}
	for i := 1; i < len(list); i++ {
		if !list[i].At.Before(list[i-1].At) {
			t.Fatal("order")
		}
	}
	if empty, err := ReadOutbox(filepath.Join(o.dir, "none")); err != nil || len(empty) != 0 {
		t.Errorf("%v %v", empty, err)
	}
}

func TestOutboxFailsDefinitely(t *testing.T) {
	t.Parallel()
	o := outbox(t)
	if err := os.RemoveAll(o.dir); err != nil {
		t.Fatal(err)
	}
	_, err := o.Send(context.Background(), "k", []Message{sample()})
	var e *Error
	if !errors.As(err, &e) || e.Class != Unreachable || e.Doubt || strings.Contains(e.Error(), o.dir) {
		t.Errorf("%v", err)
	}
	if _, err := o.Send(context.Background(), "k", []Message{sample(), sample()}); !errors.As(err, &e) || e.Class != Misuse {
		t.Errorf("%v", err)
	}
}
