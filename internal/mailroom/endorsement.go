package mailroom

import (
	"context"
	"time"

	"statehouse/internal/token"
	"statehouse/models"
	"statehouse/views/emails"
)

// Why somebody who signed for an organization is written to.
const (
	EndorsementConfirm  = emails.EndorsementConfirm
	EndorsementAgain    = emails.EndorsementAgain
	EndorsementAccepted = emails.EndorsementAccepted
	EndorsementDeclined = emails.EndorsementDeclined
)

// EndorsementNews is what a mail about an endorsement tells.
type EndorsementNews struct {
	Kind   emails.EndorsementKind
	Reason string // of a decline
}

// EndorsementMail is a mail about an endorsement, and the secret of the link in it.
type EndorsementMail struct{ linked }

// Endorsement writes to who signed for an organization. It holds nothing that
// anybody typed but staff's reason. A confirmation runs out with the endorsement.
func (r Room) Endorsement(ctx context.Context, lang, to string, news EndorsementNews, now time.Time) (*EndorsementMail, error) {
	tok := token.New()
	page := emails.Endorsement{Site: r.Site, Kind: news.Kind, Link: r.url("/endorsements/" + tok), Reason: news.Reason, Days: daysToConfirm}
	m, err := r.about(ctx, lang, to, KindEndorsement, page, tok, news.Kind == EndorsementConfirm, now)
	if err != nil {
		return nil, err
	}
	return &EndorsementMail{m}, nil
}

// PostEndorsement stores a mail about an endorsement with its link and its job.
func (r Room) PostEndorsement(ctx context.Context, tx *models.Tx, m *EndorsementMail, endorsementID int64) error {
	return r.postLinked(ctx, tx, m.linked, func(outboxID int64) error {
		return models.AddEndorsementLink(ctx, tx, models.EndorsementLink{Hash: m.hash, EndorsementID: endorsementID, OutboxID: &outboxID, CreatedAt: m.at})
	})
}

// PostMyDataOfEndorsements is PostMyDataOfComments for an address that has
// endorsements alone.
func (r Room) PostMyDataOfEndorsements(ctx context.Context, tx *models.Tx, lang, to string, endorsementID int64, now time.Time) error {
	m, err := r.linkedMyData(ctx, lang, to, now)
	if err != nil {
		return err
	}
	return r.PostEndorsement(ctx, tx, &EndorsementMail{m}, endorsementID)
}
