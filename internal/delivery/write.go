package delivery

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/token"
	"statehouse/models"
)

// Form is a letter as it was typed.
type Form struct {
	Subject, Body, Name string
	ShareEmail          bool
	OtherZIP            bool // a ZIP code from elsewhere in the text is right
	Seats               []int64
	Variant             int               // number of the draft that it began from; 0: none
	Choices             map[string]string // chamber → code of the district picked there
}

func (f Form) read() (models.LetterText, error) {
	fields := map[string]string{}
	note := func(field string, err error) {
		if err != nil {
			fields[field] = fault.Of(err).Message
		}
	}
	var t models.LetterText
	var err error
	t.Subject, err = models.ParseText(f.Subject, models.MaxLetterSubject)
	t.Subject = strings.Join(strings.Fields(t.Subject), " ")
	note("subject", err)
	if err == nil && t.Subject == "" {
		fields["subject"] = "error.subject.empty"
	}
	t.Body, err = models.ParseText(f.Body, models.MaxLetterBody)
	note("body", err)
	if err == nil && len([]rune(t.Body)) < models.MinLetterBody {
		fields["body"] = "error.body.short"
	}
	t.Name, err = models.ParseName(f.Name)
	note("name", err)
	if len(f.Seats) == 0 {
		fields["to"] = "error.to.empty"
	}
	return t, fault.Fields(fields)
}

// Written is a letter taken in, with the link by which its writer follows it.
type Written struct {
	LetterID int64
	Link     string // token
	Waits    bool   // until the signature is counted
}

// Write takes a letter from a signer to seats of their own districts. It goes
// out at once if the signature is counted, and waits if it is held. Faults:
// Invalid with fields, Conflict, Gone for a signature that was withdrawn.
func (d *Delivery) Write(ctx context.Context, signatureID int64, f Form) (w Written, err error) {
	defer fault.Wrap(&err, "delivery.Write(%d)", signatureID)
	text, err := f.read()
	if err != nil {
		return w, err
	}
	err = d.db.Write(ctx, func(tx *models.Tx) error {
		sig, campaign, holders, err := d.accept(ctx, tx, signatureID, f, text)
		if err != nil {
			return err
		}
		w, err = d.store(ctx, tx, sig, text, f.ShareEmail, f.Variant, holders)
		if err != nil || w.Waits {
			return err
		}
		return d.release(ctx, tx, sig, campaign)
	})
	return w, err
}

// accept books the districts that the writer chose, and finds the holders that
// the letter goes to once everything about it is in order.
func (d *Delivery) accept(ctx context.Context, tx *models.Tx, signatureID int64, f Form, text models.LetterText) (models.Signature, models.Campaign, []models.Holder, error) {
	sig, campaign, err := locked(ctx, tx, signatureID)
	if err != nil {
		return sig, campaign, nil, err
	}
	if sig.State != models.SignatureCounted && sig.State != models.SignatureHeld {
		return sig, campaign, nil, fault.New(fault.Gone, "error.signature.not_counted")
	}
	for _, chamber := range slices.Sorted(maps.Keys(f.Choices)) {
		if err := d.choose(ctx, tx, sig, campaign, chamber, f.Choices[chamber]); err != nil {
			return sig, campaign, nil, err
		}
	}
	holders, err := d.allowed(ctx, tx, sig, campaign, f.Seats)
	if err == nil {
		err = d.check(ctx, tx, sig, campaign.State, f, text, holders)
	}
	return sig, campaign, holders, err
}

// allowed are the holders of the asked seats; each must be one of the signer's
// own that the campaign is addressed to, or another office that it is; held,
// reachable by e-mail, not parked, and not yet written to.
func (d *Delivery) allowed(ctx context.Context, tx *models.Tx, sig models.Signature, campaign models.Campaign, seats []int64) ([]models.Holder, error) {
	chambers, err := d.chambersOf(ctx, tx, sig, campaign.State)
	if err != nil {
		return nil, err
	}
	scope, err := d.scope(ctx, tx, campaign)
	if err != nil {
		return nil, err
	}
	mine := map[int64]models.Holder{}
	for _, o := range scope.Others {
		if !sig.InState {
			break
		}
		mine[o.SeatID] = o.Holder
	}
	for _, c := range chambers {
		for _, h := range c.Holders {
			if scope.Includes(h) && slices.ContainsFunc(c.Certain, func(x models.District) bool { return x.ID == h.DistrictID }) {
				mine[h.SeatID] = h
			}
		}
	}
	var holders []models.Holder
	for _, seat := range slices.Compact(slices.Sorted(slices.Values(seats))) {
		h, ok := mine[seat]
		if !ok || !h.CanBeMailed() {
			return nil, fault.Fields(map[string]string{"to": "error.to.choice"})
		}
		written, err := models.WasWritten(ctx, tx, sig.ID, h)
		if err != nil {
			return nil, err
		}
		if written {
			return nil, fault.Fields(map[string]string{"to": "error.to.again"})
		}
		holders = append(holders, h)
	}
	parked, err := models.ParkedAmong(ctx, tx, d.keys, holders)
	if err == nil && len(parked) > 0 {
		err = fault.Fields(map[string]string{"to": "error.to.parked"})
	}
	return holders, err
}

func (d *Delivery) store(ctx context.Context, tx *models.Tx, sig models.Signature, text models.LetterText, share bool, variant int, holders []models.Holder) (w Written, err error) {
	now := d.moment()
	letter := models.Letter{Ref: token.Ref(), CampaignID: sig.CampaignID, SignatureID: sig.ID, ShareEmail: share, CreatedAt: now}
	if letter.Variant, err = d.began(ctx, tx, sig.CampaignID, variant); err != nil {
		return
	}
	letter.SealText(d.keys, text)
	person, err := sig.OpenPerson(d.keys)
	if err != nil {
		return
	}
	if err = d.fold(ctx, tx, &letter, text, person.ZIP, holders); err != nil {
		return
	}
	if err = models.AddLetter(ctx, tx, &letter); err != nil {
		return
	}
	var deliveries []models.Delivery
	for _, h := range holders {
		deliveries = append(deliveries, models.Delivery{CampaignID: sig.CampaignID, Kind: models.DeliveryLetter, LetterID: &letter.ID, SeatID: h.SeatID, LegislatorID: h.LegislatorID, CreatedAt: now})
	}
	if err = models.AddDeliveries(ctx, tx, deliveries); err != nil {
		return
	}
	w = Written{LetterID: letter.ID, Link: token.New(), Waits: sig.State != models.SignatureCounted}
	return w, models.AddLinks(ctx, tx, []models.Link{{Hash: token.Hash(w.Link), Kind: models.LinkLetters, SignatureID: &sig.ID, LetterID: &letter.ID,
		CreatedAt: now, ExpiresAt: now.Add(models.LettersLife)}})
}

// Follow is a letter with what became of it.
type Follow struct {
	Campaign models.Campaign
	Letter   models.Letter
	Text     models.LetterText
	Fates    []models.DeliveryFate
	Events   []models.DeliveryEvent // by delivery and number
	Until    time.Time              // when the link stops working
	Asked    []int64                // deliveries that the writer may tell of
	Replies  map[int64]models.LetterReply
	Relays   []models.RelayOf // what offices answered
}

// Follow opens a letter by its writer's link. Faults: NotFound, Gone.
func (d *Delivery) Follow(ctx context.Context, tok string) (f Follow, err error) {
	defer fault.Wrap(&err, "delivery.Follow")
	tx := d.db.Read()
	link, err := models.LinkByHash(ctx, tx, models.LinkLetters, token.Hash(tok))
	if err != nil {
		return f, err
	}
	if !link.IsLive(d.moment()) {
		return f, fault.New(fault.Gone, "error.link.expired")
	}
	f.Until = link.ExpiresAt
	if f.Letter, err = models.LetterByID(ctx, tx, *link.LetterID); err != nil {
		return f, err
	}
	if f.Campaign, err = models.CampaignByID(ctx, tx, f.Letter.CampaignID); err != nil {
		return f, err
	}
	if f.Fates, err = models.FatesOf(ctx, tx, f.Letter.ID); err != nil {
		return f, err
	}
	ids := make([]int64, len(f.Fates))
	for i, fate := range f.Fates {
		ids[i] = fate.DeliveryID
	}
	if f.Events, err = models.EventsOf(ctx, tx, ids); err != nil {
		return f, err
	}
	if f.Letter.IsErased() {
		return f, nil
	}
	if f.Asked, err = models.DeliveriesToAskOf(ctx, tx, f.Letter.ID, d.moment()); err != nil {
		return f, err
	}
	if f.Replies, err = models.RepliesOf(ctx, tx, f.Letter.ID); err != nil {
		return f, err
	}
	if f.Relays, err = models.RelaysOf(ctx, tx, d.keys, f.Letter.ID); err != nil {
		return f, err
	}
	f.Text, err = f.Letter.OpenText(d.keys)
	return f, err
}
