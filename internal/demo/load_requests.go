package demo

import (
	"context"
	"fmt"
	"time"

	"statehouse/internal/token"
	"statehouse/models"
)

// addRequests lets invented readers of Florida ask for a petition that is not
// there: enough to be told in public, one soon due, one over its time, and one
// answered.
func (l *loader) addRequests(ctx context.Context) error {
	organizer, err := models.UserByEmail(ctx, l.tx, "organizer@example.org")
	if err != nil {
		return err
	}
	for i, asked := range []struct {
		words, lang string
		ago         time.Duration
		answer      string
	}{
		{"Young people in Orlando should get help and a bed, not a charge.", "en", 6 * 24 * time.Hour, ""},
		{"Que ningún menor sea detenido por esto.", "es", 112 * time.Hour, ""},
		{"", "en", 3 * 24 * time.Hour, ""},
		{"", "en", 2 * 24 * time.Hour, ""},
		{"", "es", 30 * time.Hour, ""},
		{"", "en", 20 * time.Hour, ""},
		{"Is there a law in Florida at all?", "en", 9 * 24 * time.Hour, "There is one already, with limits. The card of the state says what it covers and what is still open."},
	} {
		email, err := models.ParseEmail(fmt.Sprintf("florida.reader%d@example.org", i+1))
		if err != nil {
			return err
		}
		at := models.Moment(l.now.Add(-asked.ago))
		due := at.Add(models.AnswerRequestIn)
		r := models.CampaignRequest{Ref: token.Ref(), USState: "fl", Topic: "safe_harbor", State: models.CampaignRequestWaiting, Lang: asked.lang, Reader: models.ReaderModerators,
			EmailIndex: models.CampaignRequestIndex(l.keys, "fl", "safe_harbor", email), DueAt: &due, CreatedAt: at, ConfirmedAt: &at, MovedAt: at}
		r.Seal(l.keys, models.CampaignRequestWords{Email: email.Typed, Words: asked.words, Answer: asked.answer})
		if asked.answer != "" {
			at := at.Add(26 * time.Hour)
			r.State, r.Card, r.AnsweredBy, r.AnsweredAt, r.MovedAt, r.DueAt = models.CampaignRequestAnswered, models.CardLaw, &organizer.ID, &at, at, nil
		}
		if err := models.AddCampaignRequest(ctx, l.tx, &r); err != nil {
			return err
		}
	}
	return nil
}
