package demo

import (
	"context"
	"time"

	"statehouse/internal/mailroom"
	"statehouse/internal/token"
	"statehouse/models"
)

// answers are what the demo's offices answer through us, in turn.
var answers = []models.RelayText{
	{Name: "Rosa Clerk, office manager", Text: "Thank you for your letter.\n\nThe bill is on the agenda of the committee next month. We will let you know how it goes, and you are welcome to come."},
	{Name: "Theo Aide", Text: "Thank you for writing. Your letter was read today, by a person.\n\nWe have asked the agency what the services would cost, and will decide when we know."},
}

// answersFrom is how long after a letter arrived its office answers.
const answersFrom = 30 * time.Hour

// answer has every third office answer two of three letters that arrived; turn is
// different for each letter. The first answer says where the legislator stands,
// which waits for organizers, and its office asks for other hours.
func (l *loader) answer(ctx context.Context, s signer, deliveries []models.Delivery, mails []*models.Mail, turn int) error {
	for i, d := range deliveries {
		at := models.Moment(mails[i].MovedAt.Add(answersFrom))
		if mails[i].State != models.MailDelivered || d.SeatID%3 != 0 || turn%3 == 0 || at.After(l.now) {
			continue
		}
		relay := models.Relay{Ref: token.Ref(), OutboxID: mails[i].ID, Position: models.ToldUnsaid, At: at}
		if l.answered[s.CampaignID]++; l.answered[s.CampaignID] == 1 {
			relay.Position = "supports"
			if err := l.say(ctx, d, mails[i].ID, at); err != nil {
				return err
			}
		}
		relay.SealText(l.keys, answers[turn%len(answers)])
		if err := l.pass(ctx, s.Signature, d, relay); err != nil {
			return err
		}
	}
	return nil
}

// pass stores an answer with the mail that told its writer.
func (l *loader) pass(ctx context.Context, s models.Signature, d models.Delivery, relay models.Relay) error {
	ref, at := token.Ref(), relay.At
	m := &models.Mail{Ref: ref, Kind: mailroom.KindRelay, Priority: models.PriorityUpdate, State: models.MailAccepted, CampaignID: &s.CampaignID, SignatureID: &s.ID,
		ProviderID: ref, NotBefore: at, CreatedAt: at, AcceptedAt: &at, MovedAt: at}
	if err := models.AddMails(ctx, l.tx, []*models.Mail{m}); err != nil {
		return err
	}
	if _, err := models.AddRelay(ctx, l.tx, &relay); err != nil {
		return err
	}
	if err := models.AddRelayCopies(ctx, l.tx, []models.RelayCopy{{RelayID: relay.ID, DeliveryID: d.ID, OutboxID: &m.ID}}); err != nil {
		return err
	}
	return models.AddDeliveryEvent(ctx, l.tx, d.ID, models.EventAnswered, models.SourceOffice, "", at)
}

// say has an office say where its legislator stands, and ask for other hours.
func (l *loader) say(ctx context.Context, d models.Delivery, mailID int64, at time.Time) error {
	if err := models.AddProposal(ctx, l.tx, models.Proposal{CampaignID: d.CampaignID, SeatID: d.SeatID, LegislatorID: d.LegislatorID, OutboxID: mailID,
		Stance: models.StanceSupports, Source: "“I will vote for this bill.” In the newsletter of the office, this month.", CreatedAt: at}); err != nil {
		return err
	}
	request := models.OfficeRequest{Ref: token.Ref(), SeatID: d.SeatID, LegislatorID: d.LegislatorID, OutboxID: mailID, Kind: models.RequestHours, CreatedAt: at}
	request.SealDetail(l.keys, "While the house sits, after four in the afternoon, please.")
	return models.AddOfficeRequest(ctx, l.tx, &request)
}
