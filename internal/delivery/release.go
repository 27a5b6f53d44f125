package delivery

import (
	"context"
	"strconv"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/jobs"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/models"
)

// Release lets the letters of a signature that has been counted go out; doing it
// again does nothing. Faults: NotFound, Conflict if it is not counted.
func (d *Delivery) Release(ctx context.Context, signatureID int64) (err error) {
	defer fault.Wrap(&err, "delivery.Release(%d)", signatureID)
	return d.db.Write(ctx, func(tx *models.Tx) error {
		sig, campaign, err := locked(ctx, tx, signatureID)
		if err != nil {
			return err
		}
		if sig.State != models.SignatureCounted {
			return fault.New(fault.Conflict, "error.signature.not_counted")
		}
		return d.release(ctx, tx, sig, campaign)
	})
}

func (d *Delivery) release(ctx context.Context, tx *models.Tx, sig models.Signature, campaign models.Campaign) error {
	letters, err := models.LettersOf(ctx, tx, sig.ID)
	if err != nil {
		return err
	}
	for _, letter := range letters {
		if letter.ReleasedAt != nil || letter.IsErased() {
			continue
		}
		if err := models.MarkReleased(ctx, tx, &letter, d.moment()); err != nil {
			return err
		}
		if d.paced {
			if err := d.room.Queue.Add(ctx, tx, jobs.PlanDeliveries{}); err != nil {
				return err
			}
			continue
		}
		if err := d.post(ctx, tx, sig, campaign, letter); err != nil {
			return err
		}
	}
	return nil
}

// post queues one mail per office of a letter for the deliveries that have none;
// seats that share an address share the mail. A seat without somebody to write
// to keeps its delivery waiting.
func (d *Delivery) post(ctx context.Context, tx *models.Tx, sig models.Signature, campaign models.Campaign, letter models.Letter) error {
	deliveries, err := models.DeliveriesOf(ctx, tx, letter.ID)
	if err != nil {
		return err
	}
	draft, err := d.draft(ctx, tx, sig, campaign, letter)
	if err != nil {
		return err
	}
	own, err := d.ownDistricts(ctx, tx, sig, campaign.State)
	if err != nil {
		return err
	}
	mails := map[string]int64{}
	for _, delivery := range deliveries {
		if delivery.OutboxID != nil || delivery.StoppedAt != nil {
			continue
		}
		holder, err := d.address(ctx, tx, &delivery)
		if err != nil {
			return err
		}
		if !holder.CanBeMailed() {
			continue
		}
		key := strings.ToLower(holder.Email)
		if _, ok := mails[key]; !ok {
			if mails[key], err = d.mail(ctx, tx, sig, addressed(draft, holder, own[holder.DistrictID])); err != nil {
				return err
			}
		}
		if err := models.SetDeliveryMail(ctx, tx, &delivery, mails[key], d.moment()); err != nil {
			return err
		}
	}
	return nil
}

func (d *Delivery) mail(ctx context.Context, tx *models.Tx, sig models.Signature, letter mailroom.Letter) (int64, error) {
	draft, err := d.room.Letter(ctx, letter, d.moment())
	if err != nil {
		return 0, err
	}
	ids, err := d.room.Post(ctx, tx, []*mailroom.Draft{draft.For(sig)})
	if err != nil {
		return 0, err
	}
	return ids[0], nil
}

// draft is a letter without its addressee.
func (d *Delivery) draft(ctx context.Context, tx *models.Tx, sig models.Signature, campaign models.Campaign, letter models.Letter) (l mailroom.Letter, err error) {
	text, err := letter.OpenText(d.keys)
	if err != nil {
		return l, err
	}
	person, err := sig.OpenPerson(d.keys)
	if err != nil {
		return l, err
	}
	petition, err := models.TextOf(ctx, tx, sig.PetitionID, "en")
	if err != nil {
		return l, err
	}
	l = composedLetter(text, person.ZIP, campaign, petition)
	if letter.ShareEmail {
		l.ReplyTo = person.Email
	}
	return l, nil
}

// composedLetter is a text with what every office is told of its writer and its campaign.
func composedLetter(text models.LetterText, zip string, campaign models.Campaign, petition models.PetitionText) mailroom.Letter {
	return mailroom.Letter{Writer: writer(text.Name), Subject: text.Subject, Body: text.Body, Name: text.Name, ZIP: zip,
		CampaignTitle: petition.Title, CampaignAt: "/petitions/" + campaign.Slug}
}

// addressed is the letter for one office: its district, or the state where it is
// not the writer's own, and the holder's title and name where the writer left a
// place for them.
func addressed(l mailroom.Letter, h models.Holder, own bool) mailroom.Letter {
	state, _ := models.StateByCode(h.State)
	if !own {
		l.Resident = state.Name
	}
	l.To = mail.Address{Name: h.Name, Email: h.Email}
	l.District = districtLine(h)
	l.Body = strings.ReplaceAll(l.Body, "{{legislator}}", strings.TrimSpace(state.OfficeNamed(h.Chamber).Title+" "+h.Name))
	return l
}

// districtLine says a district in words: "Arizona Senate, District 11". One
// without a number goes by its name.
func districtLine(h models.Holder) string {
	state, _ := models.StateByCode(h.State)
	name := h.DistrictName
	if _, err := strconv.Atoi(h.Code); err == nil {
		name = "District " + h.Code
	}
	return state.ChamberNamed(h.Chamber).Name + ", " + name
}

// writer is how a constituent stands before "via Statehouse": first name and
// the initial of the last.
func writer(name string) string {
	parts := strings.Fields(name)
	if len(parts) < 2 {
		return name
	}
	return parts[0] + " " + string([]rune(parts[len(parts)-1])[:1]) + "."
}
