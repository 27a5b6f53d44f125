package fakeresend

import (
	"fmt"
	"net/http"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sent is one message that was truly sent.
type Sent struct {
	ID       string // the id handed out
	Key      string // idempotency key of the request that sent it
	Ref      string // tag "msg"
	Kind     string // tag "kind"
	From, To string // bare addresses; several recipients joined by ", "
	FromName string
	ReplyTo  string
	Subject  string
	Headers  map[string]string
	Body     string // plain text
	HTML     string
	Files    int // attachments
	At       time.Time
	tags     []tag
}

// Ledger is every message sent so far, in order: one row each, however often it was asked for.
func (s *Server) Ledger() []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ledger)
}

// enter adds one row. Addresses were validated before.
func (s *Server) enter(key string, e email) Sent {
	from, to := mail.Address{Address: e.From}, make([]string, len(e.To))
	if parsed, err := mail.ParseAddress(e.From); err == nil {
		from = *parsed
	}
	for i, raw := range e.To {
		to[i] = raw
		if parsed, err := mail.ParseAddress(raw); err == nil {
			to[i] = parsed.Address
		}
	}
	row := Sent{
		ID:  fmt.Sprintf("00000000-0000-4000-8000-%012x", len(s.ledger)+1),
		Key: key, Ref: e.tag("msg"), Kind: e.tag("kind"),
		From: from.Address, FromName: from.Name, To: strings.Join(to, ", "), ReplyTo: e.ReplyTo,
		Subject: e.Subject, Headers: e.Headers, Body: e.Text, HTML: e.HTML, Files: len(e.Attachments),
		At: s.now(), tags: e.Tags,
	}
	s.ledger = append(s.ledger, row)
	return row
}

// entry is a message as GET /emails shows it.
func (row Sent) entry() map[string]any {
	return map[string]any{
		"object": "email", "id": row.ID, "from": row.From, "to": strings.Split(row.To, ", "), "subject": row.Subject,
		"created_at": row.At.Format("2006-01-02 15:04:05.999999+00"), "last_event": "sent", "reply_to": list(row.ReplyTo),
		"cc": []string{}, "bcc": []string{}, "scheduled_at": nil,
	}
}

func list(s string) []string {
	if s == "" {
		return []string{}
	}
	return []string{s}
}

// list is GET /emails: newest first, limit 1 to 100, after and before are ids.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	rows := s.Ledger()
	slices.Reverse(rows)
	limit, err := strconv.Atoi(r.FormValue("limit"))
	if err != nil || limit < 1 || limit > 100 {
		limit = 20
	}
	at := func(id string) int { return slices.IndexFunc(rows, func(row Sent) bool { return row.ID == id }) }
	if i := at(r.FormValue("after")); i >= 0 {
		rows = rows[i+1:]
	}
	if i := at(r.FormValue("before")); i >= 0 {
		rows = rows[max(0, i-limit):i]
	}
	data := []map[string]any{}
	for _, row := range rows[:min(limit, len(rows))] {
		data = append(data, row.entry())
	}
	writeJSON(w, http.StatusOK, map[string]any{"object": "list", "has_more": len(rows) > limit, "data": data})
}

// show is GET /emails/{id}.
func (s *Server) show(w http.ResponseWriter, r *http.Request) {
	for _, row := range s.Ledger() {
		if row.ID == r.PathValue("id") {
			full := row.entry()
			full["text"], full["html"], full["tags"] = row.Body, row.HTML, row.tags
			writeJSON(w, http.StatusOK, full)
			return
		}
	}
	notFound.write(w)
}
