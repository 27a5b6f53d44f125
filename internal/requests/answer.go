package requests

import (
	"context"
	"slices"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/models"
)

// Claim takes a request, so that no two work on it. Faults: NotFound for who may
// not see it, Forbidden for who may not read it, Conflict if another has it.
func (s *Requests) Claim(ctx context.Context, actor models.Actor, ref string) (err error) {
	defer fault.Wrap(&err, "requests.Claim")
	return s.with(ctx, actor, ref, func(tx *models.Tx, r models.CampaignRequest) error {
		return models.ClaimCampaignRequest(ctx, tx, r.ID, actor.User.ID, s.moment())
	})
}

// Release gives a request back to the queue. Faults: NotFound, Forbidden, Conflict.
func (s *Requests) Release(ctx context.Context, actor models.Actor, ref string) (err error) {
	defer fault.Wrap(&err, "requests.Release")
	return s.with(ctx, actor, ref, func(tx *models.Tx, r models.CampaignRequest) error {
		return models.ReleaseCampaignRequest(ctx, tx, r.ID, actor.User.ID)
	})
}

func (s *Requests) with(ctx context.Context, actor models.Actor, ref string, act func(*models.Tx, models.CampaignRequest) error) error {
	return s.db.Write(ctx, func(tx *models.Tx) error {
		r, err := readable(ctx, tx, actor, ref)
		if err != nil {
			return err
		}
		return act(tx, r)
	})
}

func readable(ctx context.Context, tx *models.Tx, actor models.Actor, ref string) (models.CampaignRequest, error) {
	r, err := models.CampaignRequestByRef(ctx, tx, ref)
	switch {
	case err != nil:
	case !actor.MaySeeRequest(r) || r.State == models.CampaignRequestPending || r.State == models.CampaignRequestWithdrawn:
		err = fault.New(fault.NotFound, "error.not_found")
	case !actor.MayAnswerRequest(r):
		err = fault.New(fault.Forbidden, "error.request.trained")
	}
	return r, err
}

// Open shows a request to who has taken it, and an answered one to all who may
// read it. Faults: NotFound, Forbidden, Conflict if the actor has not taken it.
func (s *Requests) Open(ctx context.Context, actor models.Actor, ref string) (r models.CampaignRequest, words models.CampaignRequestWords, err error) {
	defer fault.Wrap(&err, "requests.Open")
	if r, err = readable(ctx, s.db.Read(), actor, ref); err != nil {
		return r, words, err
	}
	if r.State == models.CampaignRequestWaiting && !r.IsClaimedBy(actor.User.ID) {
		return r, words, fault.New(fault.Conflict, "error.request.claim")
	}
	words, err = r.Open(s.keys)
	return r, words, err
}

// Answer is what staff say to who asked, and the card that goes with it.
type Answer struct {
	Text     string
	Card     string
	Campaign string // slug, of a petition
	Role     string // slug
}

// Answer ends the wait of a request: who asked is told by mail, by name of who
// answers. Faults: Invalid with the fields answer, card, campaign and role,
// NotFound, Forbidden, Conflict if the actor has not taken it.
func (s *Requests) Answer(ctx context.Context, actor models.Actor, ref string, a Answer) (err error) {
	defer fault.Wrap(&err, "requests.Answer")
	return s.with(ctx, actor, ref, func(tx *models.Tx, r models.CampaignRequest) error {
		if r.State != models.CampaignRequestWaiting || !r.IsClaimedBy(actor.User.ID) {
			return fault.New(fault.Conflict, "error.request.claim")
		}
		words, err := r.Open(s.keys)
		if err != nil {
			return err
		}
		if words.Answer, err = a.read(ctx, tx, &r); err != nil {
			return err
		}
		now := s.moment()
		r.Seal(s.keys, models.CampaignRequestWords{Answer: words.Answer})
		r.State, r.AnsweredBy, r.AnsweredAt, r.MovedAt = models.CampaignRequestAnswered, &actor.User.ID, &now, now
		r.ClaimedBy, r.ClaimedAt, r.DueAt = nil, nil, nil
		if err := models.SaveCampaignRequest(ctx, tx, r, models.CampaignRequestWaiting); err != nil {
			return err
		}
		return s.tell(ctx, tx, r, words.Email, mailroom.RequestNews{Kind: mailroom.RequestAnswered, By: actor.User.Name, Answer: words.Answer})
	})
}

// read checks an answer, and fills the card of the request.
func (a Answer) read(ctx context.Context, tx *models.Tx, r *models.CampaignRequest) (text string, err error) {
	fields := map[string]string{}
	if text, err = models.ParseText(a.Text, models.MaxRequestAnswer); err != nil {
		fields["answer"] = fault.Of(err).Message
	} else if text == "" {
		fields["answer"] = "error.comment.answer"
	}
	r.Card, r.CampaignID, r.RoleID = models.AnswerCard(a.Card), nil, nil
	switch r.Card {
	case models.CardPetition:
		c, err := models.CampaignBySlug(ctx, tx, a.Campaign)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return "", err
		}
		if err != nil || !c.IsPublic() || c.State != r.USState {
			fields["campaign"] = "error.request.petition"
			break
		}
		r.CampaignID = &c.ID
	case models.CardRole:
		role, err := models.RoleBySlug(ctx, tx, a.Role)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return "", err
		}
		if err != nil || role.Status != models.RoleOpen {
			fields["role"] = "error.request.role"
			break
		}
		r.RoleID = &role.ID
	case models.CardDraft:
		if r.DraftID == nil {
			fields["card"] = "error.request.draft"
		}
	default:
		if !slices.Contains(models.AnswerCards, r.Card) {
			fields["card"] = "error.request.card"
		}
	}
	return text, fault.Fields(fields)
}

// tellPublished tells who asked, once, that there is a petition now.
func (s *Requests) tellPublished(ctx context.Context, tx *models.Tx, r models.CampaignRequest) error {
	if err := models.TellRequest(ctx, tx, r.ID, *r.ToldOf, s.moment()); err != nil {
		return err
	}
	words, err := r.Open(s.keys)
	if err != nil {
		return err
	}
	email, err := models.ParseEmail(words.Email)
	if err != nil {
		return err
	}
	may, err := models.IsReachable(ctx, tx, models.ContactIndex(s.keys, email))
	if err != nil || !may {
		return err
	}
	return s.tell(ctx, tx, r, words.Email, mailroom.RequestNews{Kind: mailroom.RequestPublished})
}
