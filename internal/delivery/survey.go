package delivery

import (
	"context"
	"errors"
	"slices"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/token"
	"statehouse/models"
)

// surveyLimit is how many writers one run asks.
const surveyLimit = 50

// AskWriters asks those whose letters left long enough ago what came back, each
// once for a letter. Whoever must not be written to is not asked.
func (d *Delivery) AskWriters(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "delivery.AskWriters")
	ids, err := models.LettersToAsk(ctx, d.db.Read(), d.moment(), surveyLimit)
	if err != nil {
		return err
	}
	var failed []error // one that cannot be asked keeps nobody else waiting
	for _, id := range ids {
		failed = append(failed, d.db.Write(ctx, func(tx *models.Tx) error { return d.askWriter(ctx, tx, id) }))
	}
	return errors.Join(failed...)
}

func (d *Delivery) askWriter(ctx context.Context, tx *models.Tx, letterID int64) error {
	now := d.moment()
	first, err := models.AddSurvey(ctx, tx, letterID, now)
	if err != nil || !first {
		return err
	}
	letter, err := models.LetterByID(ctx, tx, letterID)
	if err != nil {
		return err
	}
	sig, err := models.SignatureByID(ctx, tx, letter.SignatureID)
	if err != nil {
		return err
	}
	person, err := sig.OpenPerson(d.keys)
	if err != nil {
		return err
	}
	email, err := models.ParseEmail(person.Email)
	if err != nil {
		return err
	}
	reason, err := models.SuppressionOf(ctx, tx, models.ContactIndex(d.keys, email))
	if err != nil || reason != "" {
		return err
	}
	tok := token.New()
	draft, err := d.room.Survey(ctx, sig.Lang, person.Email, tok, now)
	if err != nil {
		return err
	}
	mails, err := d.room.Post(ctx, tx, []*mailroom.Draft{draft.For(sig)})
	if err != nil {
		return err
	}
	if err := models.AddLinks(ctx, tx, []models.Link{{Hash: token.Hash(tok), Kind: models.LinkLetters, SignatureID: &sig.ID, LetterID: &letter.ID,
		CreatedAt: now, ExpiresAt: now.Add(models.LettersLife)}}); err != nil {
		return err
	}
	return models.SetSurveyMail(ctx, tx, letterID, mails[0])
}

// Tell stores what a writer says came back from one office. Faults: NotFound,
// Gone, Invalid with the fields answered and position.
func (d *Delivery) Tell(ctx context.Context, tok string, r models.LetterReply) (err error) {
	defer fault.Wrap(&err, "delivery.Tell")
	r.At = d.moment()
	if r.Answered == models.AnsweredNone {
		r.Position = models.ToldUnsaid
	}
	fields := map[string]string{}
	if !slices.Contains(models.AnsweredKinds, r.Answered) {
		fields["answered"] = "error.survey.answered"
	}
	if !slices.Contains(models.ToldPositions, r.Position) {
		fields["position"] = "error.survey.position"
	}
	return d.db.Write(ctx, func(tx *models.Tx) error {
		link, err := models.LinkByHash(ctx, tx, models.LinkLetters, token.Hash(tok))
		if err != nil {
			return err
		}
		if !link.IsLive(d.moment()) {
			return fault.New(fault.Gone, "error.link.expired")
		}
		letter, err := models.LetterByID(ctx, tx, *link.LetterID)
		if err != nil {
			return err
		}
		if letter.IsErased() {
			return fault.New(fault.NotFound, "error.not_found")
		}
		if err := fault.Fields(fields); err != nil {
			return err
		}
		return models.SaveReply(ctx, tx, letter.ID, r)
	})
}
