package signing

import (
	"context"
	"maps"
	"slices"
	"time"

	"statehouse/internal/fault"
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
		b := &booking{Signing: s, tx: tx, now: s.moment(), campaigns: map[int64]models.Campaign{}, versions: map[int64]int{}, added: map[int64]int{}, credited: map[string]int{}, partners: map[int64]map[int64]int{}}
		if err := b.readAll(ctx, batch); err != nil {
			return err
		}
		rest, err := b.bookFirst(ctx, batch)
		if err != nil {
			return err
		}
		for _, a := range rest {
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
	versions  map[int64]int           // that people sign now, by campaign
	blocked   map[string]string       // addresses that may not be written to, with the reason
	known     map[string]bool         // addresses that already hold something on their campaign
	added     map[int64]int           // new signatures by campaign
	credited  map[string]int          // new signatures by channel
	partners  map[int64]map[int64]int // versions of those on a campaign, by campaign and partner
	drafts    []*mailroom.Draft
}

// readAll reads in a few statements what the whole batch needs to know.
func (b *booking) readAll(ctx context.Context, batch []*attempt) (err error) {
	var contacts, indexes [][]byte
	for _, a := range batch {
		campaign, err := b.campaign(ctx, a.campaignID)
		if err != nil {
			return err
		}
		if err := campaign.CanBeSigned(); err != nil {
			return err
		}
		if err := b.isWhatWasSeen(ctx, campaign, a.entry.version); err != nil {
			return err
		}
		contacts, indexes = append(contacts, a.contact), append(indexes, a.index)
	}
	if err = b.readPartners(ctx, batch); err != nil {
		return err
	}
	if b.blocked, err = models.Suppressed(ctx, b.tx, contacts); err != nil {
		return err
	}
	held, err := models.SignaturesByIndex(ctx, b.tx, indexes)
	b.known = map[string]bool{}
	for _, sig := range held {
		b.known[string(sig.EmailIndex)] = true
	}
	return err
}

// isWhatWasSeen refuses to put a signature below words that its signer has not
// seen: nobody swaps the text under them.
func (b *booking) isWhatWasSeen(ctx context.Context, c models.Campaign, seen int) error {
	if seen == 0 {
		return nil
	}
	if b.versions[c.ID] == 0 {
		petition, err := models.PetitionByID(ctx, b.tx, *c.PetitionID)
		if err != nil {
			return err
		}
		b.versions[c.ID] = petition.Version
	}
	if b.versions[c.ID] != seen {
		return fault.Fields(map[string]string{"version": "error.sign.changed"})
	}
	return nil
}

// bookFirst stores in one go the attempts of addresses that are new to their
// campaign and come once in the batch: nearly all. It returns the others.
func (b *booking) bookFirst(ctx context.Context, batch []*attempt) (rest []*attempt, err error) {
	times := map[string]int{}
	for _, a := range batch {
		times[string(a.contact)]++
	}
	var first []*attempt
	var contacts [][]byte
	for _, a := range batch {
		if times[string(a.contact)] > 1 || b.known[string(a.index)] || b.isBlocked(a) {
			rest = append(rest, a)
			continue
		}
		first, contacts = append(first, a), append(contacts, a.contact)
	}
	may, err := models.MayMailEach(ctx, b.tx, contacts, b.now)
	if err != nil {
		return nil, err
	}
	first = slices.DeleteFunc(first, func(a *attempt) bool { return !may[string(a.contact)] })
	return rest, b.store(ctx, first, 1)
}

// store adds new signatures in a household place, with their mails.
func (b *booking) store(ctx context.Context, attempts []*attempt, place int) error {
	rows := make([]*models.Signature, len(attempts))
	for i, a := range attempts {
		rows[i] = &models.Signature{
			Ref: token.Ref(), CampaignID: a.campaignID, EmailIndex: a.index, Household: place,
			State: models.SignaturePending, Channel: a.channel, Mails: 1, MailedAt: b.now, CreatedAt: b.now, MovedAt: b.now,
		}
		b.fill(rows[i], a)
	}
	if err := models.AddSignatures(ctx, b.tx, rows); err != nil {
		return err
	}
	var given []models.PartnerConsent
	for i, sig := range rows {
		if sig.ID == 0 { // another process was first: the next try sees its row
			return fault.New(fault.Conflict, "error.conflict")
		}
		b.added[sig.CampaignID]++
		if sig.Channel != nil {
			b.credited[*sig.Channel]++
		}
		given = append(given, b.consentsOf(attempts[i], sig.ID)...)
		b.drafts = append(b.drafts, attempts[i].confirmation.For(*sig))
	}
	return models.AddPartnerConsents(ctx, b.tx, given)
}

// finish books what the attempts have in common, campaigns in a fixed order so
// that two processes cannot deadlock on their counts.
func (b *booking) finish(ctx context.Context) error {
	for _, id := range slices.Sorted(maps.Keys(b.added)) {
		if err := models.CountPending(ctx, b.tx, id, b.added[id]); err != nil {
			return err
		}
	}
	for _, code := range slices.Sorted(maps.Keys(b.credited)) {
		if err := models.CountSigned(ctx, b.tx, code, b.credited[code]); err != nil {
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
	if b.isBlocked(a) {
		return nil
	}
	held, err := models.SignaturesAt(ctx, b.tx, a.campaignID, a.index)
	if err != nil {
		return err
	}
	same, sameName, err := b.samePerson(held, a.entry.person)
	if err != nil {
		return err
	}
	if same == nil {
		return b.bookNew(ctx, a, freePlace(held))
	}
	return b.bookAgain(ctx, a, same, sameName)
}

// isBlocked says whether the address must not be written to at all. Whoever
// only unsubscribed from updates may still sign.
func (b *booking) isBlocked(a *attempt) bool {
	reason := b.blocked[string(a.contact)]
	return reason != "" && reason != "unsubscribed"
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

func (b *booking) bookNew(ctx context.Context, a *attempt, place int) error {
	may, err := models.MayMail(ctx, b.tx, a.contact, b.now)
	if err != nil || !may {
		return err
	}
	return b.store(ctx, []*attempt{a}, place)
}

// fill writes what the form says into a signature.
func (b *booking) fill(sig *models.Signature, a *attempt) {
	sig.PetitionID = *b.campaigns[a.campaignID].PetitionID
	sig.Lang, sig.Display, sig.Updates, sig.Help, sig.Quotable = a.entry.lang, a.entry.display, a.entry.updates, a.entry.help, a.entry.quotable
	sig.InState = a.inState
	sig.SealPerson(b.keys, a.entry.person)
}

// bookAgain answers somebody who is already here: by mail, never on the page.
func (b *booking) bookAgain(ctx context.Context, a *attempt, sig *models.Signature, sameName bool) error {
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
		if err := b.revive(ctx, sig); err != nil {
			return err
		}
	}
	pending := sig.State == models.SignaturePending
	if revive || pending && sameName {
		b.fill(sig, a)
		if err := models.SetPartnerConsents(ctx, b.tx, sig.ID, b.consentsOf(a, sig.ID), b.now); err != nil {
			return err
		}
	}
	sig.Mails, sig.MailedAt = sig.Mails+1, b.now
	if err := models.SaveSignature(ctx, b.tx, sig); err != nil {
		return err
	}
	if pending {
		return b.remind(ctx, a, *sig, !revive)
	}
	return b.duplicate(ctx, *sig)
}

// revive makes a withdrawn signature pending again, as if it were new.
func (b *booking) revive(ctx context.Context, sig *models.Signature) error {
	if err := models.MoveSignature(ctx, b.tx, sig, models.SignaturePending, "", b.now); err != nil {
		return err
	}
	sig.Mails = 0
	return models.ForgetMatches(ctx, b.tx, *sig)
}

// remind mails another confirmation link.
func (b *booking) remind(ctx context.Context, a *attempt, sig models.Signature, again bool) error {
	draft, err := b.room.Confirmation(ctx, a.entry.lang, a.entry.person.Email, again, b.now)
	if err == nil {
		b.drafts = append(b.drafts, draft.For(sig))
	}
	return err
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
