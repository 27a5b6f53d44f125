package mail

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/resend/resend-go/v2"
)

const (
	resendURL     = "https://api.resend.com/"
	resendTimeout = 15 * time.Second
)

// Resend sends through the Resend API: one message by /emails, several by /emails/batch.
type Resend struct{ client *resend.Client }

// NewResend needs an API key; baseURL "" means Resend itself, timeout 0 means 15 s for a whole request.
func NewResend(apiKey, baseURL string, timeout time.Duration) (*Resend, error) {
	if !visibleASCII(apiKey) {
		return nil, errors.New("mail: the Resend API key is empty or holds spaces")
	}
	if baseURL == "" {
		baseURL = resendURL
	}
	// The client resolves "emails" against the base, which replaces a last segment without its slash.
	base, err := url.Parse(strings.TrimRight(baseURL, "/") + "/")
	if err != nil || base.Host == "" || base.User != nil || (base.Scheme != "https" && base.Scheme != "http") {
		return nil, errors.New("mail: the Resend base URL must be http(s)://host[:port]/")
	}
	if timeout == 0 {
		timeout = resendTimeout
	}
	client := resend.NewCustomClient(&http.Client{
		Timeout:   timeout,
		Transport: recorder{http.DefaultTransport.(*http.Transport).Clone()},
		// A redirected POST would lose its body or its key.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, apiKey)
	client.BaseURL = base
	return &Resend{client}, nil
}

// Name is "resend".
func (r *Resend) Name() string { return "resend" }

// BatchSize is 100, Resend's own limit.
func (r *Resend) BatchSize() int { return 100 }

// Send posts the messages under the idempotency key, which Resend remembers for 24 hours.
func (r *Resend) Send(ctx context.Context, key string, ms []Message) ([]Receipt, error) {
	if err := admit(r, key, ms); err != nil {
		return nil, err
	}
	ctx, a := watch(ctx)
	if len(ms) == 1 {
		return r.sendOne(ctx, a, key, ms[0])
	}
	return r.sendMany(ctx, a, key, ms)
}

func (r *Resend) sendOne(ctx context.Context, a *answer, key string, m Message) ([]Receipt, error) {
	got, err := r.client.Emails.SendWithOptions(ctx, request(m), &resend.SendEmailOptions{IdempotencyKey: key})
	if err != nil {
		return nil, a.explain(err, m)
	}
	if got.Id == "" {
		return nil, unreadable("no id")
	}
	return []Receipt{{ProviderID: got.Id}}, nil
}

func (r *Resend) sendMany(ctx context.Context, a *answer, key string, ms []Message) ([]Receipt, error) {
	batch := make([]*resend.SendEmailRequest, len(ms))
	for i, m := range ms {
		batch[i] = request(m)
	}
	got, err := r.client.Batch.SendWithOptions(ctx, batch, &resend.BatchSendEmailOptions{
		IdempotencyKey: key, BatchValidation: resend.BatchValidationPermissive,
	})
	if err != nil {
		return nil, a.explain(err, ms...)
	}
	return receipts(got, ms)
}

// receipts maps a permissive answer: refusals carry their index, ids follow in the
// order of the messages that remain. An answer that does not add up is no answer.
func receipts(got *resend.BatchEmailResponse, ms []Message) ([]Receipt, error) {
	if len(got.Data)+len(got.Errors) != len(ms) {
		return nil, unreadable("%d ids and %d refusals for %d messages", len(got.Data), len(got.Errors), len(ms))
	}
	rs := make([]Receipt, len(ms))
	for _, e := range got.Errors {
		if e.Index < 0 || e.Index >= len(ms) || rs[e.Index].Refused != "" {
			return nil, unreadable("refusal with a wrong index")
		}
		if rs[e.Index].Refused = scrub(e.Message, ms[e.Index]); rs[e.Index].Refused == "" {
			rs[e.Index].Refused = "refused without a reason"
		}
	}
	ids := got.Data
	for i := range rs {
		if rs[i].Refused != "" {
			continue
		}
		if ids[0].Id == "" {
			return nil, unreadable("no id")
		}
		rs[i].ProviderID, ids = ids[0].Id, ids[1:]
	}
	return rs, nil
}

func unreadable(format string, args ...any) *Error {
	return &Error{Class: Uncertain, Doubt: true, Detail: "unreadable answer: " + fmt.Sprintf(format, args...)}
}

func request(m Message) *resend.SendEmailRequest {
	req := &resend.SendEmailRequest{
		From: m.From.String(), To: []string{m.To.String()}, ReplyTo: m.ReplyTo,
		Subject: m.Subject, Text: m.Text, Html: m.HTML, Headers: m.Headers,
		Tags: []resend.Tag{{Name: "msg", Value: m.Ref}, {Name: "kind", Value: m.Kind}},
	}
	for _, a := range m.Attachments {
		req.Attachments = append(req.Attachments, &resend.Attachment{Filename: a.Name, ContentType: a.ContentType, Content: a.Content})
	}
	return req
}
