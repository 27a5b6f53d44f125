package mail_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"statehouse/internal/mail"
	"statehouse/internal/testkit/fakeresend"
)

func message(i int) mail.Message {
	return mail.Message{
		Ref: fmt.Sprintf("%032x", i), Kind: "confirmation",
		From: mail.Address{Name: "Statehouse", Email: "hello@example.org"}, To: mail.Address{Name: "Ana Núñez", Email: fmt.Sprintf("ana%d@example.org", i)},
		Subject: "Please confirm", Text: "Press the button.", HTML: "<p>Press the button.</p>",
		Headers: map[string]string{"List-Unsubscribe": "<https://statehouse.example.org/unsubscribe/x>"},
	}
}

func messages(n int) []mail.Message {
	ms := make([]mail.Message, n)
	for i := range ms {
		ms[i] = message(i + 1)
	}
	return ms
}

func dial(t *testing.T, s *fakeresend.Server, timeout time.Duration) *mail.Resend {
	t.Helper()
	r, err := mail.NewResend(s.APIKey, s.URL, timeout)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func send(r mail.Transport, key string, ms ...mail.Message) ([]mail.Receipt, *mail.Error) {
	rs, err := r.Send(context.Background(), key, ms)
	var e *mail.Error
	if err != nil && !errors.As(err, &e) {
		panic(fmt.Sprintf("Send gave %T", err))
	}
	return rs, e
}

func TestEachAnswerHasItsClass(t *testing.T) {
	t.Parallel()
	type want struct {
		class mail.Class
		doubt bool
		wait  time.Duration
	}
	table := map[fakeresend.Mode]want{
		fakeresend.AcceptThenCut:   {mail.Uncertain, true, 0},
		fakeresend.CutBefore:       {mail.Uncertain, true, 0},
		fakeresend.RateLimit429:    {mail.RateLimited, false, 2 * time.Second},
		fakeresend.DailyQuota429:   {mail.QuotaSpent, false, time.Hour},
		fakeresend.MonthlyQuota429: {mail.QuotaSpent, false, time.Hour},
		fakeresend.Err500:          {mail.Uncertain, true, 0},
		fakeresend.HTML502:         {mail.Uncertain, true, 0},
		fakeresend.HTML200:         {mail.Uncertain, true, 0},
		fakeresend.Hang:            {mail.Uncertain, true, 0},
		fakeresend.SlowDrip:        {mail.Uncertain, true, 0},
		fakeresend.Busy409:         {mail.Busy, true, time.Second},
		fakeresend.KeyReused409:    {mail.KeyReused, true, 0},
		fakeresend.BrokenJSON:      {mail.Uncertain, true, 0},
		fakeresend.Refuse422:       {mail.Refused, false, 0},
		fakeresend.Forbidden403:    {mail.Forbidden, false, 0},
		fakeresend.Restricted401:   {mail.Forbidden, false, 0},
	}
	for _, mode := range fakeresend.Modes()[1:] {
		for _, n := range []int{1, 3} {
			t.Run(fmt.Sprintf("%s/%d", mode, n), func(t *testing.T) {
				t.Parallel()
				w, ok := table[mode]
				if !ok {
					t.Fatal("mode without a row")
				}
				s := fakeresend.New(t, fakeresend.WithRate(0), fakeresend.WithHang(700*time.Millisecond), fakeresend.WithDrip(50*time.Millisecond))
				timeout := 10 * time.Second
				if mode == fakeresend.Hang || mode == fakeresend.SlowDrip {
					timeout = 350 * time.Millisecond
				}
				r := dial(t, s, timeout)
				s.SetMode(mode)
				ms := messages(n)
				rs, err := send(r, "confirmation/1", ms...)
				if rs != nil || err == nil || err.Class != w.class || err.Doubt != w.doubt || err.RetryAfter != w.wait {
					t.Fatalf("got %v %+v, want %+v", rs, err, w)
				}
				for _, private := range []string{"@", "ana", "Núñez", "confirm", "button", s.APIKey} {
					if strings.Contains(err.Error(), private) {
						t.Errorf("error tells %q: %v", private, err)
					}
				}
				// Once the trouble is over the same key and messages are sent, and sent once.
				s.SetMode(fakeresend.OK)
				deadline := time.Now().Add(5 * time.Second)
				for rs, err = send(r, "confirmation/1", ms...); err != nil && err.Doubt && time.Now().Before(deadline); rs, err = send(r, "confirmation/1", ms...) {
					time.Sleep(20 * time.Millisecond)
				}
				if err != nil || len(rs) != n || len(s.Ledger()) != n {
					t.Fatalf("afterwards: %v %v, ledger %d", rs, err, len(s.Ledger()))
				}
				for i, row := range s.Ledger() {
					if row.Ref != ms[i].Ref || row.ID != rs[i].ProviderID || row.Key != "confirmation/1" {
						t.Errorf("row %d is %+v, receipt %+v", i, row, rs[i])
					}
				}
			})
		}
	}
}

func TestNobodyThereIsNoDoubt(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	for name, base := range map[string]string{
		"refused": gone.URL, "no such host": "http://nowhere.invalid/", "no TLS": "https" + strings.TrimPrefix(plain.URL, "http"),
	} {
		r, err := mail.NewResend("re_x", base, 2*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		if _, e := send(r, "k", message(1)); e == nil || e.Class != mail.Unreachable || e.Doubt {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func TestOddAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		class  mail.Class
		doubt  bool
	}{
		"redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, mail.Unreachable, false},
		"empty 200":     {func(w http.ResponseWriter, r *http.Request) {}, mail.Uncertain, true},
		"no id":         {func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(`{"data":[]}`)) }, mail.Uncertain, true},
		"endless 200":   {func(w http.ResponseWriter, r *http.Request) { w.Write(make([]byte, 1<<20)) }, mail.Uncertain, true},
		"bare 409":      {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(409) }, mail.Busy, true},
		"bare 429":      {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(429) }, mail.RateLimited, false},
		"408":           {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(408) }, mail.Uncertain, true},
		"503":           {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(503) }, mail.Uncertain, true},
		"404":           {http.NotFound, mail.Refused, false},
		"405":           {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(405) }, mail.Refused, false},
		"422 then cut":  {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(422); cut(w) }, mail.Refused, false},
		"200 then cut":  {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(200); cut(w) }, mail.Uncertain, true},
		"name in error": {func(w http.ResponseWriter, r *http.Request) { echo(w, "Ana Núñez ana1@example.org Please confirm") }, mail.Refused, false},
	} {
		server := httptest.NewServer(c.answer)
		t.Cleanup(server.Close)
		r, err := mail.NewResend("re_x", server.URL, 2*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		_, e := send(r, "k", message(1))
		if e == nil || e.Class != c.class || e.Doubt != c.doubt {
			t.Errorf("%s: %+v", name, e)
		} else if strings.Contains(e.Error(), "Núñez") || strings.Contains(e.Error(), "ana1") || strings.Contains(e.Error(), "confirm") {
			t.Errorf("%s: error tells too much: %v", name, e)
		}
	}
}

func cut(w http.ResponseWriter) {
	http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func echo(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(422)
	fmt.Fprintf(w, `{"statusCode":422,"name":"validation_error","message":"Invalid: %s\n"}`, text)
}

func TestOneMessageArrivesAsWritten(t *testing.T) {
	t.Parallel()
	s := fakeresend.New(t)
	r := dial(t, s, 0)
	m := message(7)
	m.ReplyTo = "reply@example.org"
	m.Attachments = []mail.Attachment{{Name: "shift.ics", ContentType: "text/calendar", Content: []byte("BEGIN:VCALENDAR")}}
	rs, e := send(r, "confirmation/7", m)
	if e != nil || len(rs) != 1 || rs[0].Refused != "" {
		t.Fatalf("%v %v", rs, e)
	}
	row := s.Ledger()[0]
	if row.ID != rs[0].ProviderID || row.Ref != m.Ref || row.Kind != m.Kind || row.To != m.To.Email || row.From != m.From.Email ||
		row.FromName != m.From.Name || row.ReplyTo != m.ReplyTo || row.Subject != m.Subject || row.Body != m.Text || row.HTML != m.HTML ||
		row.Headers["List-Unsubscribe"] != m.Headers["List-Unsubscribe"] || row.Files != 1 || row.Key != "confirmation/7" {
		t.Errorf("%+v", row)
	}
	parsed, err := netmail.ParseAddress(m.To.String())
	if err != nil || parsed.Name != m.To.Name {
		t.Errorf("%q: %v %v", m.To.String(), parsed, err)
	}
}

func TestBatchMapsIdsAndRefusals(t *testing.T) {
	t.Parallel()
	s := fakeresend.New(t)
	r := dial(t, s, 0)
	bad := map[string]bool{"ana1@example.org": true, "ana4@example.org": true, "ana5@example.org": true, "ana100@example.org": true}
	s.RefuseTo(func(to string) bool { return bad[to] })
	ms := messages(100)
	rs, e := send(r, "news/1/1", ms...)
	if e != nil || len(rs) != 100 {
		t.Fatalf("%d receipts, %v", len(rs), e)
	}
	byRef := map[string]string{}
	for _, row := range s.Ledger() {
		byRef[row.Ref] = row.ID
	}
	for i, m := range ms {
		if refused := rs[i].Refused != ""; refused != bad[m.To.Email] || rs[i].ProviderID != byRef[m.Ref] {
			t.Errorf("%s: %+v, ledger %q", m.To.Email, rs[i], byRef[m.Ref])
		}
		if strings.Contains(rs[i].Refused, "@") {
			t.Errorf("refusal tells an address: %s", rs[i].Refused)
		}
	}
	if len(byRef) != 96 {
		t.Errorf("%d sent", len(byRef))
	}
}

func TestBatchAnswersThatDoNotAddUpAreUncertain(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{}`, `{"data":[{"id":"a"}]}`, `{"data":[{"id":"a"},{"id":"b"},{"id":"c"}]}`, `{"data":[{"id":"a"},{"id":""}]}`,
		`{"data":[{"id":"a"}],"errors":[{"index":2,"message":"x"}]}`, `{"data":[{"id":"a"}],"errors":[{"index":-1,"message":"x"}]}`,
		`{"data":[],"errors":[{"index":1,"message":"x"},{"index":1,"message":"x"}]}`, `{"data":null,"errors":null}`, `[]`,
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(body)) }))
		t.Cleanup(server.Close)
		r, _ := mail.NewResend("re_x", server.URL, time.Second)
		if rs, e := send(r, "k", messages(2)...); rs != nil || e == nil || e.Class != mail.Uncertain || !e.Doubt {
			t.Errorf("%s: %v %+v", body, rs, e)
		}
	}
}

func TestSameKeyIsSentOnce(t *testing.T) {
	t.Parallel()
	s := fakeresend.New(t, fakeresend.WithRate(0))
	r := dial(t, s, 0)
	ms := messages(3)
	first, e := send(r, "news/1", ms...)
	if e != nil {
		t.Fatal(e)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			again, e := send(r, "news/1", ms...)
			if e != nil || fmt.Sprint(again) != fmt.Sprint(first) {
				t.Errorf("%v %v", again, e)
			}
		})
	}
	wg.Wait()
	if n := len(s.Ledger()); n != 3 {
		t.Errorf("ledger %d", n)
	}
	ms[1].Text = "Another text."
	if _, e := send(r, "news/1", ms...); e == nil || e.Class != mail.KeyReused {
		t.Errorf("other payload: %+v", e)
	}
}

func TestCallersMistakes(t *testing.T) {
	t.Parallel()
	s := fakeresend.New(t)
	r := dial(t, s, 0)
	filed, broken := message(2), message(3)
	filed.Attachments = []mail.Attachment{{Name: "a.ics", ContentType: "text/calendar", Content: []byte("x")}}
	broken.Subject = "a\nBcc: eve@example.net"
	for name, c := range map[string]struct {
		key   string
		ms    []mail.Message
		class mail.Class
	}{
		"none":              {"k", nil, mail.Misuse},
		"too many":          {"k", messages(101), mail.Misuse},
		"no key":            {"", messages(1), mail.Misuse},
		"long key":          {strings.Repeat("k", 257), messages(1), mail.Misuse},
		"key with a break":  {"k\nx", messages(1), mail.Misuse},
		"file in a batch":   {"k", []mail.Message{message(1), filed}, mail.Misuse},
		"injected in batch": {"k", []mail.Message{message(1), broken}, mail.Refused},
	} {
		if _, e := send(r, c.key, c.ms...); e == nil || e.Class != c.class || e.Doubt {
			t.Errorf("%s: %+v", name, e)
		}
	}
	if mail.Batchable(filed) || !mail.Batchable(message(1)) || len(s.Calls()) != 0 {
		t.Error("something reached the server")
	}
}

func TestConstructorsRefuseNonsense(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{{"", ""}, {"re x", ""}, {"re_x\n", ""}, {"re_x", "ftp://example.org"}, {"re_x", "example.org"}, {"re_x", "://"}, {"re_x", "https://a:b@example.org/"}} {
		if _, err := mail.NewResend(c[0], c[1], 0); err == nil {
			t.Errorf("took %q", c)
		} else if c[0] != "" && strings.Contains(err.Error(), c[0]) {
			t.Errorf("error tells the key: %v", err)
		}
	}
	for _, bad := range []string{"", "localhost:25", "http://example.org", "smtp://", "smtp://h:0", "smtp://h:70000", "smtp://h?tls=maybe", "smtps://h?tls=none", "smtp://u:secret%zz@h"} {
		if _, err := mail.NewSMTP(bad); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
