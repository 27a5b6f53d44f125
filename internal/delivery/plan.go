package delivery

import (
	"context"
	"errors"
	"slices"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/models"
)

// Paced makes letters wait for the working hours of their offices, a few at a
// time. Without it they go out at once.
func (d *Delivery) Paced() *Delivery {
	d.paced = true
	return d
}

// mostWaiting is how many deliveries of one office a plan looks at.
const mostWaiting = 3000

// Plan notes the milestones that were reached, and gives waiting deliveries the
// mails that are due soon: digests first, then letters of their own, each singly,
// then the folded ones, one mail a day for each text.
func (d *Delivery) Plan(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "delivery.Plan")
	failed := []error{d.reach(ctx), d.followDigests(ctx)}
	offices, err := d.due(ctx)
	if err != nil {
		return errors.Join(append(failed, err)...)
	}
	// One office does not keep the others waiting.
	for _, o := range offices {
		failed = append(failed, d.db.Write(ctx, func(tx *models.Tx) error { return d.planOffice(ctx, tx, o) }))
	}
	return errors.Join(failed...)
}

// due are the offices that something waits for and that may be given it now.
func (d *Delivery) due(ctx context.Context) ([]models.WaitingOffice, error) {
	tx := d.db.Read()
	waiting, err := models.WaitingOffices(ctx, tx)
	if err != nil {
		return nil, err
	}
	indexes := make([][]byte, len(waiting))
	for i, w := range waiting {
		indexes[i] = models.OfficeIndex(d.keys, w.Email)
	}
	known, err := models.Offices(ctx, tx, indexes)
	if err != nil {
		return nil, err
	}
	var due []models.WaitingOffice
	for i, w := range waiting {
		office := known[string(indexes[i])]
		office.AddressIndex = indexes[i]
		times, err := d.slots(&office, w.State)
		if err != nil {
			return nil, err
		}
		if office.ParkedAt == nil && (len(times) > 0 || !d.paced) {
			due = append(due, w)
		}
	}
	return due, nil
}

func (d *Delivery) slots(o *models.Office, state string) ([]slot, error) {
	local, err := localTime(state, d.moment())
	return slots(o, local, d.moment()), err
}

func (d *Delivery) planOffice(ctx context.Context, tx *models.Tx, w models.WaitingOffice) error {
	office, err := models.LockOffice(ctx, tx, models.OfficeIndex(d.keys, w.Email))
	if err != nil || office.ParkedAt != nil {
		return err
	}
	times, err := d.slots(&office, w.State)
	if err != nil {
		return err
	}
	waiting, err := models.WaitingAt(ctx, tx, w.Email, mostWaiting)
	if err != nil {
		return err
	}
	if !d.paced {
		times = make([]slot, len(waiting))
		for i := range times {
			times[i] = slot{number: office.Slots, at: d.moment()}
		}
	}
	for _, load := range loads(waiting) {
		if len(times) == 0 {
			break
		}
		sent, err := d.give(ctx, tx, office, load, times[0].at)
		if err != nil {
			return err
		}
		if sent {
			office.Slots, office.DayMails, times = times[0].number+1, office.DayMails+1, times[1:]
		}
	}
	return models.SavePace(ctx, tx, office)
}

// load is what one mail carries: a digest; one letter, for one seat or for
// several that share the address; or all letters of a fold.
type load []models.WaitingDelivery

// loads puts digests first, and letters of their own before the folded ones; the
// oldest first.
func loads(waiting []models.WaitingDelivery) (all []load) {
	type key struct {
		digest, letter, campaign int64
		fold                     string
	}
	place := map[key]int{}
	for _, w := range waiting {
		k := key{digest: w.DigestID, letter: w.LetterID}
		if w.Fold != "" {
			k = key{campaign: w.CampaignID, fold: w.Fold}
		}
		i, ok := place[k]
		if !ok {
			i = len(all)
			place[k], all = i, append(all, nil)
		}
		all[i] = append(all[i], w)
	}
	slices.SortStableFunc(all, func(a, b load) int { return a.rank() - b.rank() })
	return all
}

func (l load) rank() int {
	switch {
	case l[0].Kind == models.DeliveryDigest:
		return 0
	case l[0].Fold == "":
		return 1
	}
	return 2
}

// give freezes the mail of a load; false if nothing of it may go today.
func (d *Delivery) give(ctx context.Context, tx *models.Tx, o models.Office, l load, at time.Time) (bool, error) {
	l, err := d.present(ctx, tx, l)
	if err != nil || len(l) == 0 {
		return false, err
	}
	if l[0].Fold != "" {
		done, err := models.FoldedOn(ctx, tx, o.AddressIndex, l[0].CampaignID, l[0].Fold, o.Day)
		if err != nil || done {
			return false, err
		}
		if err := models.AddFoldedDay(ctx, tx, o.AddressIndex, l[0].CampaignID, l[0].Fold, o.Day); err != nil {
			return false, err
		}
	}
	draft, err := d.carry(ctx, tx, l)
	if err != nil {
		return false, err
	}
	ids, err := d.room.Post(ctx, tx, []*mailroom.Draft{draft.At(at)})
	if err != nil {
		return false, err
	}
	deliveries := make([]int64, len(l))
	for i, w := range l {
		deliveries[i] = w.ID
	}
	return true, models.SetDeliveriesMail(ctx, tx, deliveries, ids[0], d.moment())
}

// present leaves out whose writer took the signature back meanwhile, and who is
// too many for one mail.
func (d *Delivery) present(ctx context.Context, tx *models.Tx, l load) (load, error) {
	if l[0].Kind == models.DeliveryDigest {
		return l, nil
	}
	ids := make([]int64, len(l))
	for i, w := range l {
		ids[i] = w.SignatureID
	}
	counted, err := models.StillCounted(ctx, tx, ids)
	l = slices.DeleteFunc(slices.Clone(l), func(w models.WaitingDelivery) bool { return !counted[w.SignatureID] })
	return l[:min(len(l), models.MaxFolded)], err
}
