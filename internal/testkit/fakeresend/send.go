package fakeresend

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io"
	"net/http"
	"net/mail"
	"strings"
	"time"
)

// keyed is what an idempotency key stands for: a payload, and its answer once there is one.
type keyed struct {
	payload [sha256.Size]byte
	at      time.Time
	answer  []byte // nil while the first request is under way
}

// email is the body of /emails.
type email struct {
	From        string            `json:"from"`
	To          []string          `json:"to"`
	ReplyTo     string            `json:"reply_to"`
	Subject     string            `json:"subject"`
	Text        string            `json:"text"`
	HTML        string            `json:"html"`
	Headers     map[string]string `json:"headers"`
	Tags        []tag             `json:"tags"`
	Attachments []json.RawMessage `json:"attachments"`
	ScheduledAt string            `json:"scheduled_at"`
}

type tag struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func (e email) tag(name string) string {
	for _, t := range e.Tags {
		if t.Name == name {
			return t.Value
		}
	}
	return ""
}

// receive is POST /emails and POST /emails/batch.
func (s *Server) receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		notJSON.write(w)
		return
	}
	batch := r.URL.Path == "/emails/batch"
	emails, err := readEmails(body, batch)
	call := Call{Key: r.Header.Get("Idempotency-Key"), Path: r.URL.Path}
	for _, e := range emails {
		call.Refs = append(call.Refs, e.tag("msg"))
	}
	mode := s.note(call)
	switch {
	case err != nil:
		notJSON.write(w)
		return
	case len(call.Key) > 256:
		keyInvalid.write(w)
		return
	}
	answer, refused := s.claim(call.Key, r.URL.Path, body)
	if refused != nil {
		refused.write(w)
		return
	}
	if answer == nil {
		defer s.release(call.Key)
		if s.before(w, mode) {
			return
		}
		if answer, refused = s.take(call.Key, emails, batch, r.Header.Get("x-batch-validation") == "permissive"); refused != nil {
			refused.write(w)
			return
		}
	} else if !mode.Takes() && s.before(w, mode) {
		return
	}
	s.after(w, mode, answer)
}

func readEmails(body []byte, batch bool) ([]email, error) {
	var many []email
	if batch {
		return many, json.Unmarshal(body, &many)
	}
	var one email
	err := json.Unmarshal(body, &one)
	return []email{one}, err
}

// claim looks the key up: an answer to repeat, a refusal, or neither and the key is taken for this request.
func (s *Server) claim(key, path string, body []byte) (answer []byte, refused *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if key == "" {
		return nil, nil
	}
	payload := sha256.Sum256(append([]byte(path+"\n"), bytes.TrimSpace(body)...))
	k := s.keys[key]
	if k != nil && k.answer != nil && s.now().Sub(k.at) >= KeyLife {
		k = nil
	}
	switch {
	case k == nil:
		s.keys[key] = &keyed{payload: payload, at: s.now()}
		return nil, nil
	case k.payload != payload:
		return nil, &keyReused
	case k.answer == nil:
		return nil, &keyBusy
	}
	return k.answer, nil
}

// release forgets a key whose request was not taken.
func (s *Server) release(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := s.keys[key]; k != nil && k.answer == nil {
		delete(s.keys, key)
	}
}

// take validates, writes the ledger and keeps the answer under the key.
func (s *Server) take(key string, emails []email, batch, permissive bool) ([]byte, *refusal) {
	s.mu.Lock()
	accepted, refused, err := s.sift(emails, batch, permissive)
	if err != nil {
		s.mu.Unlock()
		return nil, err
	}
	sent := make([]Sent, len(accepted))
	for i, e := range accepted {
		sent[i] = s.enter(key, e)
	}
	answer := answerTo(sent, refused, batch, permissive)
	if k := s.keys[key]; k != nil {
		k.answer = answer
	}
	callback := s.onAccept
	s.mu.Unlock()
	if callback != nil {
		for _, one := range sent {
			callback(one)
		}
	}
	return answer, nil
}

type batchError struct {
	Index   int    `json:"index"`
	Message string `json:"message"`
}

// sift parts the good from the bad; outside a permissive batch one bad message refuses all.
func (s *Server) sift(emails []email, batch, permissive bool) (good []email, bad []batchError, err *refusal) {
	if batch && (len(emails) == 0 || len(emails) > 100) {
		e := invalid("A batch holds 1 to 100 emails.")
		return nil, nil, &e
	}
	for i, e := range emails {
		problem := s.problem(e, batch)
		switch {
		case problem == nil:
			good = append(good, e)
		case batch && permissive:
			bad = append(bad, batchError{i, problem.Message})
		default:
			return nil, nil, problem
		}
	}
	return good, bad, nil
}

// problem is what Resend would refuse e for.
func (s *Server) problem(e email, batch bool) *refusal {
	refuse := func(r refusal) *refusal { return &r }
	switch {
	case e.From == "":
		return refuse(missing("from"))
	case len(e.To) == 0:
		return refuse(missing("to"))
	case e.Subject == "":
		return refuse(missing("subject"))
	case e.Text == "" && e.HTML == "":
		return refuse(missing("html` or `text"))
	case batch && (len(e.Attachments) > 0 || e.ScheduledAt != ""):
		return refuse(invalid("A batch takes no attachments and no schedule."))
	case len(e.To) > 50:
		return refuse(invalid("The `to` field holds at most 50 addresses."))
	}
	for _, address := range append([]string{e.From}, e.To...) {
		parsed, err := mail.ParseAddress(address)
		if err != nil || (address != e.From && s.refuses != nil && s.refuses(parsed.Address)) {
			return refuse(invalid("Invalid address `" + address + "`."))
		}
	}
	for _, t := range e.Tags {
		if !tagText(t.Name) || !tagText(t.Value) {
			return refuse(invalid("Tags hold only ASCII letters, digits, underscores and dashes."))
		}
	}
	return nil
}

func tagText(s string) bool {
	return s != "" && len(s) <= 256 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == ""
}

func answerTo(sent []Sent, refused []batchError, batch, permissive bool) []byte {
	type id struct {
		ID string `json:"id"`
	}
	ids := make([]id, len(sent))
	for i, one := range sent {
		ids[i].ID = one.ID
	}
	var v any
	switch {
	case !batch:
		v = ids[0]
	case permissive:
		v = struct {
			Data   []id         `json:"data"`
			Errors []batchError `json:"errors,omitempty"`
		}{ids, refused}
	default:
		v = map[string]any{"data": ids}
	}
	b, _ := json.Marshal(v) // plain structs always encode
	return b
}
