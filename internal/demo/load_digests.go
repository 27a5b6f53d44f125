package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"statehouse/internal/delivery"
	"statehouse/internal/mailroom"
	"statehouse/internal/officehours"
	"statehouse/models"
)

// milestones are those of the campaign that has some: the first of the state is
// reached, the others are not.
var milestones = map[models.MilestoneScope][]int{models.MilestoneOfState: {1000, 10_000}, models.MilestoneOfDistrict: {5000}}

// addDigests lets a campaign come to its first milestone on the day on which it
// did, and tells each legislator of it.
func (l *loader) addDigests(ctx context.Context, c models.Campaign, signers []signer) error {
	for scope, thresholds := range milestones {
		if err := models.SetMilestones(ctx, l.tx, c.ID, scope, thresholds, *c.OpenedAt); err != nil {
			return err
		}
	}
	all, err := models.MilestonesOf(ctx, l.tx, c.ID)
	if err != nil {
		return err
	}
	first := all[0]
	counted := slices.DeleteFunc(slices.Clone(signers), func(s signer) bool { return s.State != models.SignatureCounted || !s.InState })
	slices.SortFunc(counted, func(a, b signer) int { return a.CountedAt.Compare(*b.CountedAt) })
	if len(counted) < first.Threshold {
		return fmt.Errorf("demo: %s has %d signatures, too few for its milestone", c.Slug, len(counted))
	}
	counted = counted[:first.Threshold]
	reached := models.Reached{MilestoneID: first.ID, Counted: first.Threshold, ReachedAt: *counted[first.Threshold-1].CountedAt}
	if _, err := models.AddReached(ctx, l.tx, &reached); err != nil {
		return err
	}
	seats, err := models.TargetSeats(ctx, l.tx, c.ID)
	if err != nil {
		return err
	}
	for _, seat := range seats {
		if seat.IsVacant() {
			continue
		}
		digest := models.Digest{CampaignID: c.ID, MilestoneID: first.ID, ReachedID: reached.ID, SeatID: seat.SeatID, CreatedAt: reached.ReachedAt}
		if err := l.addDigest(ctx, c, digest, seat.Holder, counted); err != nil {
			return err
		}
	}
	return nil
}

// addDigest stores what one office was told, and its mail as it arrived.
func (l *loader) addDigest(ctx context.Context, c models.Campaign, digest models.Digest, to models.Holder, counted []signer) error {
	carried, err := models.AddDigest(ctx, l.tx, &digest, to.LegislatorID)
	if err != nil {
		return err
	}
	at, err := l.officeTime(c.State, digest.CreatedAt)
	if err != nil {
		return err
	}
	zips := map[string]int{}
	for _, s := range counted {
		if slices.ContainsFunc(s.Matches, func(m models.Match) bool { return m.DistrictID == to.DistrictID }) {
			zips[s.ZIP]++
		}
	}
	told, shown, _ := delivery.Told(zips)
	digest.PetitionID, digest.Told, digest.FrozenAt = c.PetitionID, told, &at
	var cells []models.DigestCell
	for _, cell := range shown {
		cells = append(cells, models.DigestCell{DigestID: digest.ID, ZIP: cell.ZIP, Told: cell.Told})
	}
	if err := models.SaveDigest(ctx, l.tx, digest, cells); err != nil {
		return err
	}
	mail := l.sent(models.Signature{CampaignID: c.ID}, mailroom.KindDigest, models.PriorityLetter, at)
	mail.SignatureID, mail.State, mail.MovedAt = nil, models.MailDelivered, earliest(mail.MovedAt.Add(time.Minute), l.now)
	if err := models.AddMails(ctx, l.tx, []*models.Mail{mail}); err != nil {
		return err
	}
	if err := models.SetDeliveriesMail(ctx, l.tx, []int64{carried}, mail.ID, at); err != nil {
		return err
	}
	for _, e := range []models.DeliveryEvent{
		{Kind: models.EventKind(models.MailSending), Source: models.SourceStatehouse, At: *mail.AcceptedAt},
		{Kind: models.EventKind(models.MailAccepted), Source: models.SourceProvider, At: *mail.AcceptedAt},
		{Kind: models.EventKind(models.MailDelivered), Source: models.SourceProvider, At: mail.MovedAt},
	} {
		if err := models.AddDeliveryEvent(ctx, l.tx, carried, e.Kind, e.Source, "", e.At); err != nil {
			return err
		}
	}
	return nil
}

// officeTime is the first hour in which an office is open, from a time on.
func (l *loader) officeTime(state string, at time.Time) (time.Time, error) {
	known, _ := models.StateByCode(state)
	zone, err := time.LoadLocation(known.TimeZone)
	if err != nil {
		return at, err
	}
	for officehours.Share(at.In(zone), delivery.MostAnHour) == 0 {
		at = at.Add(time.Hour)
	}
	return earliest(at, l.now), nil
}
