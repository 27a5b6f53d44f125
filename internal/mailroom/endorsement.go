package mailroom

import (
	"context"
	"time"

	"statehouse/internal/mail"
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
type EndorsementMail struct {
	draft *Draft
	hash  []byte
	at    time.Time
}

// Endorsement writes to who signed for an organization. It holds nothing that
// anybody typed but staff's reason. A confirmation runs out with the endorsement.
func (r Room) Endorsement(ctx context.Context, lang, to string, news EndorsementNews, now time.Time) (*EndorsementMail, error) {
	tok := token.New()
	page := emails.Endorsement{Site: r.Site, Kind: news.Kind, Link: r.url("/endorsements/" + tok), Reason: news.Reason, Days: int(models.KeepUnconfirmed.Hours() / 24)}
	d, err := r.freeze(ctx, lang, page, mail.Message{Kind: KindEndorsement, To: mail.Address{Email: to}}, models.PriorityPerson, now)
	if err != nil {
		return nil, err
	}
	if news.Kind == EndorsementConfirm {
		until := now.Add(models.KeepUnconfirmed)
		d.mail.ExpiresAt = &until
	}
	return &EndorsementMail{draft: d, hash: token.Hash(tok), at: now}, nil
}

// PostEndorsement stores a mail about an endorsement with its link and its job.
func (r Room) PostEndorsement(ctx context.Context, tx *models.Tx, m *EndorsementMail, endorsementID int64) error {
	ids, err := r.Post(ctx, tx, []*Draft{m.draft})
	if err != nil {
		return err
	}
	return models.AddEndorsementLink(ctx, tx, models.EndorsementLink{Hash: m.hash, EndorsementID: endorsementID, OutboxID: &ids[0], CreatedAt: m.at})
}

// PostMyDataOfEndorsements is PostMyDataOfComments for an address that has
// endorsements alone.
func (r Room) PostMyDataOfEndorsements(ctx context.Context, tx *models.Tx, lang, to string, endorsementID int64, now time.Time) error {
	d, err := r.bareMyData(ctx, lang, to, now)
	if err != nil {
		return err
	}
	return r.PostEndorsement(ctx, tx, &EndorsementMail{draft: d, hash: token.Hash(token.New()), at: now}, endorsementID)
}
