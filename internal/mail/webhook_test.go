package mail_test

import (
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"statehouse/internal/mail"
	"statehouse/internal/testkit/fakeresend"
)

var hookTime = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

// sentOne gives a server at hookTime with one message sent.
func sentOne(t *testing.T) (*fakeresend.Server, fakeresend.Sent) {
	t.Helper()
	s := fakeresend.New(t, fakeresend.WithClock(func() time.Time { return hookTime }))
	if _, e := send(dial(t, s, 0), "k", message(5)); e != nil {
		t.Fatal(e)
	}
	return s, s.Ledger()[0]
}

func TestWebhookTellsTheEvent(t *testing.T) {
	t.Parallel()
	s, sent := sentOne(t)
	for typ, bounce := range map[string]string{"email.delivered": "", "email.bounced": "Permanent", "email.suppressed": "", "email.of_next_year": ""} {
		var details []fakeresend.HookDetail
		if bounce != "" {
			details = append(details, fakeresend.Bounce(bounce))
		}
		header, body := s.Webhook(sent, typ, details...)
		got, err := mail.VerifyWebhook(s.WebhookSecret, header, body, hookTime.Add(299*time.Second))
		want := mail.Event{ID: header.Get("svix-id"), Type: typ, ProviderID: sent.ID, Ref: message(5).Ref, BounceType: bounce, At: hookTime}
		if err != nil || got != want {
			t.Errorf("got %+v, %v; want %+v", got, err, want)
		}
	}
}

func TestWebhookBodies(t *testing.T) {
	t.Parallel()
	s, _ := sentOne(t)
	ref := strings.Repeat("a", 32)
	for body, want := range map[string]*mail.Event{
		`{"type":"email.sent","data":{"tags":[{"name":"kind","value":"x"},{"name":"msg","value":"` + ref + `"}]}}`:               {Ref: ref, Type: "email.sent", At: hookTime},
		`{"type":"email.sent","created_at":"2026-11-23T22:00:00.5Z","data":{"email_id":"e","tags":{"msg":"` + ref + `","n":1}}}`: {Ref: ref, ProviderID: "e", Type: "email.sent", At: hookTime.Add(-10*time.Hour + 500*time.Millisecond)},
		`{"type":"email.sent","created_at":"2026-11-23 22:00:00.5+00","data":{"tags":{"msg":"not ours"}}}`:                       {Type: "email.sent", At: hookTime.Add(-10*time.Hour + 500*time.Millisecond)},
		`{"type":"domain.updated","created_at":"soon","data":{"tags":"odd"}}`:                                                    {Type: "domain.updated", At: hookTime},
		`{"type":"contact.created","data":null}`:                                                                                 {Type: "contact.created", At: hookTime},
		`{"type":""}`:                                                                                                            nil, `{}`: nil, `[]`: nil, ``: nil, `{"type":"a"`: nil, `{"type":5}`: nil,
	} {
		hook := fakeresend.Hook{ID: "msg_1", Body: []byte(body)}
		got, err := mail.VerifyWebhook(s.WebhookSecret, s.Sign(hook, hookTime), hook.Body, hookTime)
		if want == nil {
			if !errors.Is(err, mail.ErrWebhookBody) {
				t.Errorf("%s: %v", body, err)
			}
			continue
		}
		want.ID = "msg_1"
		if err != nil || got != *want {
			t.Errorf("%s: got %+v, %v", body, got, err)
		}
	}
}

func TestWebhookWithSeveralSignatures(t *testing.T) {
	t.Parallel()
	s, sent := sentOne(t)
	header, body := s.Webhook(sent, "email.sent")
	good := header.Get("svix-signature")
	for _, signatures := range []string{"v1,AAAA " + good, good + " v1,AAAA", "v2,xyz v1a,xyz " + good, " " + good + " "} {
		header.Set("svix-signature", signatures)
		if _, err := mail.VerifyWebhook(s.WebhookSecret, header, body, hookTime); err != nil {
			t.Errorf("%q: %v", signatures, err)
		}
	}
}

// delivery is what a forger may change.
type delivery struct {
	secret string
	header http.Header
	body   []byte
	now    time.Time
}

func TestForgedWebhooksAreRefused(t *testing.T) {
	t.Parallel()
	s, sent := sentOne(t)
	set := func(name, value string) func(*delivery) {
		return func(d *delivery) { d.header.Set(name, value) }
	}
	signature := func(change func(string) string) func(*delivery) {
		return func(d *delivery) { d.header.Set("svix-signature", change(d.header.Get("svix-signature"))) }
	}
	body := func(change func(string) string) func(*delivery) {
		return func(d *delivery) { d.body = []byte(change(string(d.body))) }
	}
	forgeries := map[string]func(*delivery){
		"no id":                      func(d *delivery) { d.header.Del("svix-id") },
		"no timestamp":               func(d *delivery) { d.header.Del("svix-timestamp") },
		"no signature":               func(d *delivery) { d.header.Del("svix-signature") },
		"no headers":                 func(d *delivery) { d.header = http.Header{} },
		"other id":                   set("svix-id", "msg_other"),
		"empty id":                   set("svix-id", ""),
		"id with a dot":              set("svix-id", "msg.1"),
		"id twice":                   func(d *delivery) { d.header.Add("svix-id", "msg_other") },
		"timestamp twice":            func(d *delivery) { d.header.Add("svix-timestamp", "1") },
		"signature twice":            func(d *delivery) { d.header.Add("svix-signature", "v1,AAAA") },
		"later timestamp":            set("svix-timestamp", "1795507201"),
		"timestamp in milliseconds":  func(d *delivery) { d.header.Set("svix-timestamp", d.header.Get("svix-timestamp")+"000") },
		"timestamp with plus":        func(d *delivery) { d.header.Set("svix-timestamp", "+"+d.header.Get("svix-timestamp")) },
		"timestamp with zero":        func(d *delivery) { d.header.Set("svix-timestamp", "0"+d.header.Get("svix-timestamp")) },
		"timestamp with fraction":    func(d *delivery) { d.header.Set("svix-timestamp", d.header.Get("svix-timestamp")+".0") },
		"timestamp no number":        set("svix-timestamp", "now"),
		"timestamp huge":             set("svix-timestamp", "99999999999999999999"),
		"timestamp negative":         set("svix-timestamp", "-1"),
		"empty signature":            set("svix-signature", ""),
		"version alone":              set("svix-signature", "v1,"),
		"no version":                 signature(func(v string) string { return strings.TrimPrefix(v, "v1,") }),
		"version 2":                  signature(func(v string) string { return strings.Replace(v, "v1", "v2", 1) }),
		"version 1a":                 signature(func(v string) string { return strings.Replace(v, "v1", "v1a", 1) }),
		"cut signature":              signature(func(v string) string { return v[:len(v)-4] }),
		"longer signature":           signature(func(v string) string { return v + "AAAA" }),
		"signature in upper case":    signature(strings.ToUpper),
		"separated by commas":        signature(func(v string) string { return "v1,AAAA," + v }),
		"signature of zeros":         set("svix-signature", "v1,"+base64.StdEncoding.EncodeToString(make([]byte, 32))),
		"body changed":               body(func(b string) string { return strings.Replace(b, "delivered", "complained", 1) }),
		"body with a space":          body(func(b string) string { return b + " " }),
		"body empty":                 body(func(string) string { return "" }),
		"body doubled":               body(func(b string) string { return b + b }),
		"one bit of the body":        func(d *delivery) { d.body[10] ^= 1 },
		"another event's signature":  func(d *delivery) { h, _ := s.Webhook(sent, "email.bounced"); d.header = h },
		"signed with another secret": func(d *delivery) { d.secret = "whsec_" + base64.StdEncoding.EncodeToString(make([]byte, 24)) },
		"replayed after the window":  func(d *delivery) { d.now = d.now.Add(301 * time.Second) },
		"from the future":            func(d *delivery) { d.now = d.now.Add(-301 * time.Second) },
		"replayed after a day":       func(d *delivery) { d.now = d.now.Add(24 * time.Hour) },
		"no secret set":              func(d *delivery) { d.secret = "" },
		"empty secret":               func(d *delivery) { d.secret = "whsec_" },
		"short secret":               func(d *delivery) { d.secret = "whsec_AAAA" },
		"secret not base64":          func(d *delivery) { d.secret = "whsec_!!!" },
	}
	for name, forge := range forgeries {
		header, body := s.Webhook(sent, "email.delivered")
		d := delivery{s.WebhookSecret, header, body, hookTime}
		if _, err := mail.VerifyWebhook(d.secret, d.header, d.body, d.now); err != nil {
			t.Fatalf("the original is refused: %v", err)
		}
		forge(&d)
		if e, err := mail.VerifyWebhook(d.secret, d.header, d.body, d.now); err == nil || e != (mail.Event{}) {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
	}
	if len(forgeries) < 30 {
		t.Errorf("only %d forgeries", len(forgeries))
	}
	header, raw := s.Webhook(sent, "email.delivered")
	if _, err := mail.VerifyWebhook(s.WebhookSecret, header, raw, hookTime.Add(time.Hour)); !errors.Is(err, mail.ErrWebhookStale) {
		t.Errorf("a wrong clock is told as %v", err)
	}
}

func TestDeliveriesReachTheReceiver(t *testing.T) {
	t.Parallel()
	s, sent := sentOne(t)
	var events []mail.Event
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		e, err := mail.VerifyWebhook(s.WebhookSecret, r.Header, body, s.Now())
		if err != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		events = append(events, e)
	}))
	t.Cleanup(receiver.Close)
	first, second := s.NewHook(sent, "email.sent"), s.NewHook(sent, "email.delivered")
	for manner, want := range map[fakeresend.Manner]string{
		fakeresend.Normal: "email.sent email.delivered", fakeresend.Reversed: "email.delivered email.sent",
		fakeresend.Doubled: "email.sent email.sent email.delivered email.delivered", fakeresend.Late: "email.sent email.delivered",
		fakeresend.Stale: "", fakeresend.Forged: "",
	} {
		events = nil
		statuses, err := s.Deliver(receiver.URL, manner, first, second)
		var types []string
		for _, e := range events {
			types = append(types, e.Type)
			if age := hookTime.Sub(e.At); (age == 10*time.Hour) != (manner == fakeresend.Late) || e.Ref != sent.Ref {
				t.Errorf("%d: %+v", manner, e)
			}
		}
		if err != nil || strings.Join(types, " ") != want || (want == "" && statuses[0] != http.StatusUnauthorized) {
			t.Errorf("%d: %v %v %v", manner, types, statuses, err)
		}
	}
}
