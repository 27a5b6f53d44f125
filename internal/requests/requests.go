// Package requests is how people ask for a petition of their state, and how
// staff answer each of them.
package requests

import (
	"context"
	"slices"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/feature"
	"statehouse/internal/mailroom"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// Requests does the acts.
type Requests struct {
	db   *models.DB
	keys *privacy.Keys
	room mailroom.Room
	now  func() time.Time
}

// New makes the acts.
func New(db *models.DB, keys *privacy.Keys, room mailroom.Room, now func() time.Time) *Requests {
	return &Requests{db: db, keys: keys, room: room, now: now}
}

func (s *Requests) moment() time.Time { return models.Moment(s.now()) }

// Form is a request as it was typed.
type Form struct {
	State, Topic, Words, Email string
	Trap                       string // a field that people do not see
	Lang                       string
}

func (f Form) read() (email models.Email, words string, err error) {
	fields := map[string]string{}
	if _, ok := models.StateByCode(f.State); !ok {
		fields["state"] = "error.state.choice"
	}
	if !slices.Contains(models.Topics, f.Topic) {
		fields["topic"] = "error.topic.choice"
	}
	if words, err = models.ParseText(f.Words, models.MaxRequestWords); err != nil {
		fields["words"] = fault.Of(err).Message
	}
	if email, err = models.ParseEmail(f.Email); err != nil {
		fields["email"] = fault.Of(err).Message
	}
	if f.Trap != "" {
		fields["website"] = "error.website.filled"
	}
	return email, words, fault.Fields(fields)
}

// Ask takes a request. Nil says only that the form was good; the rest is told by
// mail alone. Who asks for the same again gets a link to what they asked, and may
// change words that they have not confirmed. Faults: Invalid with fields, Unavailable
// while requests are switched off.
func (s *Requests) Ask(ctx context.Context, f Form) (err error) {
	defer fault.Wrap(&err, "requests.Ask")
	if err := models.OnlyWith(ctx, s.db.Read(), feature.Requests); err != nil {
		return err
	}
	f.State = strings.ToLower(f.State)
	email, words, err := f.read()
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *models.Tx) error {
		may, err := s.mayMail(ctx, tx, email)
		if err != nil || !may {
			return err
		}
		now := s.moment()
		index := models.CampaignRequestIndex(s.keys, f.State, f.Topic, email)
		known, err := models.CampaignRequestsByIndex(ctx, tx, [][]byte{index})
		if err != nil {
			return err
		}
		if len(known) == 0 {
			r := models.CampaignRequest{Ref: token.Ref(), USState: f.State, Topic: f.Topic, State: models.CampaignRequestPending, Lang: f.Lang,
				EmailIndex: index, Reader: models.ReaderModerators, CreatedAt: now, MovedAt: now}
			r.Seal(s.keys, models.CampaignRequestWords{Email: email.Typed, Words: words})
			if err := models.AddCampaignRequest(ctx, tx, &r); err != nil {
				return err
			}
			return s.tell(ctx, tx, r, email.Typed, mailroom.RequestNews{Kind: mailroom.RequestConfirm})
		}
		r := known[0]
		if r.State != models.CampaignRequestPending {
			return s.tell(ctx, tx, r, email.Typed, mailroom.RequestNews{Kind: mailroom.RequestAgain})
		}
		r.Lang, r.Words, r.MovedAt = f.Lang, nil, now
		r.Seal(s.keys, models.CampaignRequestWords{Email: email.Typed, Words: words})
		if err := models.SaveCampaignRequest(ctx, tx, r, r.State); err != nil {
			return err
		}
		return s.tell(ctx, tx, r, email.Typed, mailroom.RequestNews{Kind: mailroom.RequestConfirm})
	})
}

// mayMail says whether an address may be asked to confirm: it is not
// suppressed, and was asked less than twice in 24 hours.
func (s *Requests) mayMail(ctx context.Context, tx *models.Tx, email models.Email) (bool, error) {
	may, err := models.IsReachable(ctx, tx, models.ContactIndex(s.keys, email))
	if err != nil || !may {
		return false, err
	}
	return models.MayMail(ctx, tx, s.keys.Blind("contact requests", email.Canonical), s.moment())
}

// tell writes to who asked, with a fresh link to what they asked.
func (s *Requests) tell(ctx context.Context, tx *models.Tx, r models.CampaignRequest, to string, news mailroom.RequestNews) error {
	mail, err := s.room.Request(ctx, r.Lang, to, news, s.moment())
	if err != nil {
		return err
	}
	return s.room.PostRequest(ctx, tx, mail, r.ID)
}
