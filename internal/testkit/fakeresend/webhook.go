package fakeresend

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Hook is one webhook, not yet signed: signing happens at each delivery, as a repeat
// after hours carries the same id and body with a fresh timestamp.
type Hook struct {
	ID   string
	Body []byte
}

// HookDetail changes a webhook's data.
type HookDetail func(data map[string]any)

// Bounce adds what email.bounced carries; kind is Permanent, Transient or Undetermined.
func Bounce(kind string) HookDetail {
	return func(data map[string]any) {
		data["bounce"] = map[string]string{"type": kind, "subType": "General", "message": "The mailbox did not take the message."}
	}
}

// NewHook makes a webhook about sent, created now by the server's clock. typ is
// "email.delivered", "email.bounced", ….
func (s *Server) NewHook(sent Sent, typ string, details ...HookDetail) Hook {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hooks++
	tags := map[string]string{}
	for _, t := range sent.tags {
		tags[t.Name] = t.Value
	}
	data := map[string]any{
		"email_id": sent.ID, "created_at": sent.At.Format(time.RFC3339Nano), "from": sent.From,
		"to": strings.Split(sent.To, ", "), "subject": sent.Subject, "tags": tags,
	}
	for _, detail := range details {
		detail(data)
	}
	body, _ := json.Marshal(map[string]any{ // maps of strings always encode
		"type": typ, "created_at": s.now().Format(time.RFC3339Nano), "data": data,
	})
	return Hook{ID: fmt.Sprintf("msg_fake%08d", s.hooks), Body: body}
}

// Webhook makes and signs a webhook in one step.
func (s *Server) Webhook(sent Sent, typ string, details ...HookDetail) (http.Header, []byte) {
	hook := s.NewHook(sent, typ, details...)
	return s.Sign(hook, s.Now()), hook.Body
}

// Sign gives the headers of a delivery of hook at that time.
func (s *Server) Sign(hook Hook, at time.Time) http.Header {
	return signWith(s.WebhookSecret, hook, at)
}

func signWith(secret string, hook Hook, at time.Time) http.Header {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		panic("fakeresend: webhook secret is not base64")
	}
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", hook.ID, stamp, hook.Body)
	h := http.Header{}
	h.Set("Content-Type", "application/json")
	h.Set("svix-id", hook.ID)
	h.Set("svix-timestamp", stamp)
	h.Set("svix-signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	return h
}

// Manner is how webhooks are delivered.
type Manner int

const (
	Normal   Manner = iota
	Doubled         // each twice in a row
	Reversed        // last first
	Late            // signed now, about what happened 10 h ago
	Stale           // replayed with the signature of 10 h ago
	Forged          // signed with another secret
)

// Deliver posts the hooks to url and gives each answer's status. Signatures carry the
// server's time, so the receiver's clock must agree with it within 300 s.
func (s *Server) Deliver(url string, manner Manner, hooks ...Hook) ([]int, error) {
	secret, order, age := s.WebhookSecret, slices.Clone(hooks), time.Duration(0)
	switch manner {
	case Doubled:
		order = order[:0:0]
		for _, hook := range hooks {
			order = append(order, hook, hook)
		}
	case Reversed:
		slices.Reverse(order)
	case Late:
		for i := range order {
			order[i] = s.aged(order[i], 10*time.Hour)
		}
	case Stale:
		age = 10 * time.Hour
	case Forged:
		secret = "whsec_" + base64.StdEncoding.EncodeToString([]byte("a secret of somebody else"))
	}
	statuses := make([]int, 0, len(order))
	for _, hook := range order {
		status, err := s.Post(url, signWith(secret, hook, s.Now().Add(-age)), hook.Body)
		if err != nil {
			return statuses, err
		}
		statuses = append(statuses, status)
	}
	return statuses, nil
}

// aged is the hook as if it had been created that long before now.
func (s *Server) aged(hook Hook, age time.Duration) Hook {
	var event map[string]any
	if err := json.Unmarshal(hook.Body, &event); err != nil {
		return hook // a body that is no event stays as it is
	}
	event["created_at"] = s.Now().Add(-age).Format(time.RFC3339Nano)
	body, _ := json.Marshal(event) // decoded from JSON just now
	return Hook{ID: hook.ID, Body: body}
}

// Post sends one webhook as it is and gives the answer's status.
func (s *Server) Post(url string, header http.Header, body []byte) (int, error) {
	req, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header = header.Clone()
	resp, err := s.client.Do(req)
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	return resp.StatusCode, nil
}
