package offices

import (
	"context"
	"slices"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/smallcells"
	"statehouse/models"
)

// Desk is what an office sees of itself.
type Desk struct {
	Offices []Office // several where legislators share an address
	Letters *Letters // of the mail whose link was used; nil where none can be answered
	Until   time.Time
}

// Office is one seat with who holds it, and what was sent there.
type Office struct {
	models.Holder
	Sent []Sent
}

// Sent is what one campaign's people have sent to an office. Numbers of people are
// rounded down; 0 are fewer than are told of.
type Sent struct {
	Campaign     models.Campaign
	Title        string
	Constituents int
	Letters      int
	AnyLetters   bool
	Digests      []models.SentDigest
	Packets      []models.HandedOver
	Stance       models.Stance // as published; empty: silent
	Proposed     models.Stance // what waits for organizers; empty: nothing
}

// Desk opens the desk of the office that a mail went to, in a language. Once the
// seat is somebody else's it is closed. Faults: NotFound, Gone.
func (o *Offices) Desk(ctx context.Context, tok, lang string) (d Desk, err error) {
	defer fault.Wrap(&err, "offices.Desk")
	tx := o.db.Read()
	link, err := o.look(ctx, tx, tok)
	if err != nil {
		return d, err
	}
	d.Until = link.ExpiresAt
	holders, err := o.holders(ctx, tx, link)
	if err != nil {
		return d, err
	}
	for _, h := range holders {
		office := Office{Holder: h}
		if office.Sent, err = o.sent(ctx, tx, h, lang); err != nil {
			return d, err
		}
		d.Offices = append(d.Offices, office)
	}
	letters, err := o.letters(ctx, tx, link)
	switch {
	case err == nil:
		d.Letters = &letters
	case fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone):
		err = nil
	}
	return d, err
}

// holders are those whom a mail went to and who still hold their seats.
func (o *Offices) holders(ctx context.Context, tx *models.Tx, link models.OfficeLink) ([]models.Holder, error) {
	carried, err := models.DeliveriesIn(ctx, tx, link.OutboxID)
	if err != nil {
		return nil, err
	}
	var holders []models.Holder
	seen := map[int64]bool{}
	for _, d := range carried {
		if seen[d.SeatID] {
			continue
		}
		seen[d.SeatID] = true
		holder, err := models.HolderOfSeat(ctx, tx, d.SeatID)
		if err != nil {
			return nil, err
		}
		if holder.LegislatorID == d.LegislatorID {
			holders = append(holders, holder)
		}
	}
	if len(holders) == 0 {
		return nil, fault.New(fault.Gone, "error.office.moved")
	}
	return holders, nil
}

func (o *Offices) sent(ctx context.Context, tx *models.Tx, h models.Holder, lang string) ([]Sent, error) {
	counts, err := models.SentToOffice(ctx, tx, h.SeatID, h.LegislatorID)
	if err != nil {
		return nil, err
	}
	digests, err := models.DigestsToOffice(ctx, tx, h.SeatID, h.LegislatorID)
	if err != nil {
		return nil, err
	}
	var all []Sent
	for _, n := range counts {
		s := Sent{Letters: smallcells.Floor(n.Letters), AnyLetters: n.Letters > 0,
			Digests: slices.DeleteFunc(slices.Clone(digests), func(g models.SentDigest) bool { return g.CampaignID != n.CampaignID })}
		if err := o.fill(ctx, tx, &s, n.CampaignID, h, lang); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// fill adds what an office may know of a campaign.
func (o *Offices) fill(ctx context.Context, tx *models.Tx, s *Sent, campaignID int64, h models.Holder, lang string) (err error) {
	if s.Campaign, err = models.CampaignByID(ctx, tx, campaignID); err != nil {
		return err
	}
	text, err := models.TextOf(ctx, tx, *s.Campaign.PetitionID, lang)
	if err != nil {
		return err
	}
	s.Title = text.Title
	people, err := constituents(ctx, tx, campaignID, h)
	if err != nil {
		return err
	}
	s.Constituents = smallcells.Floor(people)
	if s.Packets, err = models.PacketsForOffice(ctx, tx, campaignID, h.DistrictID); err != nil {
		return err
	}
	position, err := models.NewestPosition(ctx, tx, campaignID, h.SeatID, h.LegislatorID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if position.Stance != models.StanceWithdrawn {
		s.Stance = position.Stance
	}
	open, err := models.OpenProposals(ctx, tx, campaignID)
	for _, p := range open {
		if p.SeatID == h.SeatID && p.LegislatorID == h.LegislatorID {
			s.Proposed = p.Stance
		}
	}
	return err
}

// constituents counts who signed in an office's district, or in the whole state.
func constituents(ctx context.Context, tx *models.Tx, campaignID int64, h models.Holder) (int, error) {
	if h.Chamber != models.GovernorChamber {
		return models.DistrictSigned(ctx, tx, campaignID, h.DistrictID)
	}
	counts, err := models.CountsOf(ctx, tx, campaignID)
	return counts.InState, err
}
