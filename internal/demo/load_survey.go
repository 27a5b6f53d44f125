package demo

import (
	"context"
	"time"

	"statehouse/models"
)

// tales are what the demo's writers say came back, in turn.
var tales = []models.LetterReply{
	{Answered: models.AnsweredPersonal, Position: "supports"}, {Answered: models.AnsweredNone, Position: models.ToldUnsaid},
	{Answered: models.AnsweredStandard, Position: models.ToldUnsaid}, {Answered: models.AnsweredStandard, Position: "undecided"},
	{Answered: models.AnsweredNone, Position: models.ToldUnsaid},
}

// askWriter has the writer of a letter that left long enough ago asked what came
// back; every other one told. turn is different for each letter.
func (l *loader) askWriter(ctx context.Context, letter models.Letter, deliveries []models.Delivery, mails []*models.Mail, turn int) error {
	at := letter.CreatedAt.Add(models.SurveyAfter)
	if at.After(l.now.Add(time.Hour)) {
		return nil
	}
	if _, err := models.AddSurvey(ctx, l.tx, letter.ID, earliest(at, l.now)); err != nil || turn%2 == 0 || at.After(l.now.Add(-time.Hour)) {
		return err
	}
	for i, d := range deliveries {
		if state := mails[i].State; state != models.MailAccepted && state != models.MailDelivered {
			continue
		}
		told := tales[turn/2%len(tales)] // from every office alike
		told.DeliveryID, told.At = d.ID, l.now
		if err := models.SaveReply(ctx, l.tx, letter.ID, told); err != nil {
			return err
		}
	}
	return nil
}
