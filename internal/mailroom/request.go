package mailroom

import (
	"context"
	"time"

	"statehouse/internal/mail"
	"statehouse/internal/token"
	"statehouse/models"
	"statehouse/views/emails"
)

// Why somebody who asked for a petition is written to.
const (
	RequestConfirm   = emails.RequestConfirm
	RequestAgain     = emails.RequestAgain
	RequestAnswered  = emails.RequestAnswered
	RequestPublished = emails.RequestPublished
)

// RequestNews is what a mail about a request tells.
type RequestNews struct {
	Kind       emails.RequestKind
	By, Answer string // of an answer
}

// RequestMail is a mail about a request, and the secret of the link in it.
type RequestMail struct {
	draft *Draft
	hash  []byte
	at    time.Time
}

// Request writes to who asked for a petition. It holds nothing that anybody typed
// but staff's answer. A confirmation runs out with the request.
func (r Room) Request(ctx context.Context, lang, to string, news RequestNews, now time.Time) (*RequestMail, error) {
	tok := token.New()
	page := emails.Request{Site: r.Site, Kind: news.Kind, Link: r.url("/requests/" + tok), By: news.By, Answer: news.Answer, Days: int(models.KeepUnconfirmed.Hours() / 24)}
	d, err := r.freeze(ctx, lang, page, mail.Message{Kind: KindRequest, To: mail.Address{Email: to}}, models.PriorityPerson, now)
	if err != nil {
		return nil, err
	}
	if news.Kind == RequestConfirm {
		until := now.Add(models.KeepUnconfirmed)
		d.mail.ExpiresAt = &until
	}
	return &RequestMail{draft: d, hash: token.Hash(tok), at: now}, nil
}

// PostRequest stores a mail about a request with its link and its job.
func (r Room) PostRequest(ctx context.Context, tx *models.Tx, m *RequestMail, requestID int64) error {
	ids, err := r.Post(ctx, tx, []*Draft{m.draft})
	if err != nil {
		return err
	}
	return models.AddCampaignRequestLink(ctx, tx, models.CampaignRequestLink{Hash: m.hash, RequestID: requestID, OutboxID: &ids[0], CreatedAt: m.at})
}

// PostMyDataOfRequests is PostMyDataOfComments for an address that has requests alone.
func (r Room) PostMyDataOfRequests(ctx context.Context, tx *models.Tx, lang, to string, requestID int64, now time.Time) error {
	d, err := r.bareMyData(ctx, lang, to, now)
	if err != nil {
		return err
	}
	return r.PostRequest(ctx, tx, &RequestMail{draft: d, hash: token.Hash(token.New()), at: now}, requestID)
}
