package mailroom

import (
	"context"
	"time"

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
type RequestMail struct{ linked }

// Request writes to who asked for a petition. It holds nothing that anybody typed
// but staff's answer. A confirmation runs out with the request.
func (r Room) Request(ctx context.Context, lang, to string, news RequestNews, now time.Time) (*RequestMail, error) {
	tok := token.New()
	page := emails.Request{Site: r.Site, Kind: news.Kind, Link: r.url("/requests/" + tok), By: news.By, Answer: news.Answer, Days: daysToConfirm}
	m, err := r.about(ctx, lang, to, KindRequest, page, tok, news.Kind == RequestConfirm, now)
	if err != nil {
		return nil, err
	}
	return &RequestMail{m}, nil
}

// PostRequest stores a mail about a request with its link and its job.
func (r Room) PostRequest(ctx context.Context, tx *models.Tx, m *RequestMail, requestID int64) error {
	return r.postLinked(ctx, tx, m.linked, func(outboxID int64) error {
		return models.AddCampaignRequestLink(ctx, tx, models.CampaignRequestLink{Hash: m.hash, RequestID: requestID, OutboxID: &outboxID, CreatedAt: m.at})
	})
}

// PostMyDataOfRequests is PostMyDataOfComments for an address that has requests alone.
func (r Room) PostMyDataOfRequests(ctx context.Context, tx *models.Tx, lang, to string, requestID int64, now time.Time) error {
	m, err := r.linkedMyData(ctx, lang, to, now)
	if err != nil {
		return err
	}
	return r.PostRequest(ctx, tx, &RequestMail{m}, requestID)
}
