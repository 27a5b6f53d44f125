package signing

import (
	"context"
	"maps"
	"slices"
	"time"

	"statehouse/internal/districts"
	"statehouse/internal/mailroom"
	"statehouse/internal/token"
	"statehouse/models"
)

// resendAfter keeps an impatient double click from using up the mails that an
// address may get in a day.
const resendAfter = time.Minute

// commit books a batch of attempts in one transaction: rows, counts, mails,
// links and jobs, or nothing of them.
func (s *Signing) commit(ctx context.Context, batch []*attempt) error {
	return s.db.Write(ctx, func(tx *models.Tx) error {
		b := &booking{Signing: s, tx: tx, now: s.moment(), campaigns: map[int64]models.Campaign{}, added: map[int64]int{}}
		for _, a := range batch {
			if err := b.book(ctx, a); err != nil {
				return err
			}
		}
		return b.finish(ctx)
	})
}

// booking is one transaction's worth of attempts.
type booking struct {
	*Signing
	tx        *models.Tx
	now       time.Time
	campaigns map[int64]models.Campaign
	added     map[int64]int // new signatures by campaign
	drafts    []*mailroom.Draft
}

// finish books what the attempts have in common, campaigns in a fixed order so
// that two processes cannot deadlock on their counts.
func (b *booking) finish(ctx context.Context) error {
	for _, id := range slices.Sorted(maps.Keys(b.added)) {
		if err := models.CountPending(ctx, b.tx, id, b.added[id]); err != nil {
			return err
		}
	}
	_, err := b.room.Post(ctx, b.tx, b.drafts)
	return err
}

func (b *booking) campaign(ctx context.Context, id int64) (models.Campaign, error) {
	if c, ok := b.campaigns[id]; ok {
		return c, nil
	}
	c, err := models.CampaignByID(ctx, b.tx, id)
	b.campaigns[id] = c
	return c, err
}

func (b *booking) book(ctx context.Context, a *attempt) error {
	campaign, err := b.campaign(ctx, a.campaignID)
	if err != nil {
		return err
	}
	if err := campaign.CanBeSigned(); err != nil {
		return err
	}
	blocked, err := b.isBlocked(ctx, a)
	if err != nil || blocked {
		return err
	}
	held, err := models.SignaturesAt(ctx, b.tx, campaign.ID, a.index)
	if err != nil {
		return err
	}
	same, sameName, err := b.samePerson(held, a.entry.person)
	if err != nil {
		return err
	}
	if same == nil {
		return b.bookNew(ctx, a, campaign, freePlace(held))
	}
	return b.bookAgain(ctx, a, campaign, same, sameName)
}

// isBlocked says whether the address must not be written to at all. Whoever
// only unsubscribed from updates may still sign.
func (b *booking) isBlocked(ctx context.Context, a *attempt) (bool, error) {
	reason, err := models.SuppressionOf(ctx, b.tx, a.contact)
	return reason != "" && reason != "unsubscribed", err
}

// samePerson finds the signature that an attempt repeats, and whether it bears
// the same name. Two people of one household may share an address: the second
// counts only with another name and the same ZIP, and a third never does.
func (b *booking) samePerson(held []models.Signature, p models.Person) (same *models.Signature, sameName bool, err error) {
	for i := range held {
		known, err := held[i].OpenPerson(b.keys)
		if err != nil {
			return nil, false, err
		}
		if models.SameName(known.Name, p.Name) {
			return &held[i], true, nil
		}
		if known.ZIP != p.ZIP || i+1 == models.MaxHousehold {
			same = &held[i]
		}
	}
	return same, false, nil
}

// freePlace is the household place that nobody of the address holds.
func freePlace(held []models.Signature) int {
	if len(held) == 1 && held[0].Household == 1 {
		return 2
	}
	return 1
}

func (b *booking) bookNew(ctx context.Context, a *attempt, campaign models.Campaign, place int) error {
	may, err := models.MayMail(ctx, b.tx, a.contact, b.now)
	if err != nil || !may {
		return err
	}
	sig := models.Signature{
		Ref: token.Ref(), CampaignID: campaign.ID, EmailIndex: a.index, Household: place,
		State: models.SignaturePending, Mails: 1, MailedAt: b.now, CreatedAt: b.now, MovedAt: b.now,
	}
	if err := b.fill(ctx, &sig, a.entry, campaign); err != nil {
		return err
	}
	if err := models.AddSignature(ctx, b.tx, &sig); err != nil {
		return err
	}
	b.added[campaign.ID]++
	return b.confirmation(ctx, sig, a.entry, false)
}

// fill writes what the form says into a signature.
func (b *booking) fill(ctx context.Context, sig *models.Signature, e entry, campaign models.Campaign) (err error) {
	sig.PetitionID = *campaign.PetitionID
	sig.Lang, sig.Display, sig.Updates, sig.Help = e.lang, e.display, e.updates, e.help
	sig.SealPerson(b.keys, e.person)
	sig.InState, err = districts.InState(ctx, b.tx, campaign.State, e.person.ZIP)
	return err
}

func (b *booking) confirmation(ctx context.Context, sig models.Signature, e entry, again bool) error {
	draft, err := b.room.Confirmation(ctx, e.lang, e.person.Email, again, b.now)
	if err == nil {
		b.drafts = append(b.drafts, draft.For(sig))
	}
	return err
}

// bookAgain answers somebody who is already here: by mail, never on the page.
func (b *booking) bookAgain(ctx context.Context, a *attempt, campaign models.Campaign, sig *models.Signature, sameName bool) error {
	if sig.State == models.SignaturePending && b.now.Sub(sig.MailedAt) < resendAfter {
		return nil
	}
	revive := sig.State == models.SignatureWithdrawn
	if !revive && sig.Mails >= models.MaxMailsPerSignature {
		return nil
	}
	may, err := models.MayMail(ctx, b.tx, a.contact, b.now)
	if err != nil || !may {
		return err
	}
	if revive {
		if err := models.MoveSignature(ctx, b.tx, sig, models.SignaturePending, "", b.now); err != nil {
			return err
		}
		if err := models.ForgetMatches(ctx, b.tx, *sig); err != nil {
			return err
		}
		sig.Mails = 0
	}
	pending := sig.State == models.SignaturePending
	if revive || pending && sameName {
		if err := b.fill(ctx, sig, a.entry, campaign); err != nil {
			return err
		}
	}
	sig.Mails, sig.MailedAt = sig.Mails+1, b.now
	if err := models.SaveSignature(ctx, b.tx, sig); err != nil {
		return err
	}
	if pending {
		return b.confirmation(ctx, *sig, a.entry, !revive)
	}
	return b.duplicate(ctx, *sig)
}

// duplicate writes to the address that signed, in the language it signed in.
func (b *booking) duplicate(ctx context.Context, sig models.Signature) error {
	known, err := sig.OpenPerson(b.keys)
	if err != nil {
		return err
	}
	draft, err := b.room.Duplicate(ctx, sig.Lang, known.Email, b.now)
	if err == nil {
		b.drafts = append(b.drafts, draft.For(sig))
	}
	return err
}
