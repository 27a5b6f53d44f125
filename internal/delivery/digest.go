package delivery

import (
	"context"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"statehouse/internal/certificate"
	"statehouse/internal/fault"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/smallcells"
	"statehouse/models"
)

// composed is a digest with what is kept of it.
type composed struct {
	mail     mailroom.Digest
	petition models.Petition
}

// compose writes what an office is told of a milestone, by the numbers of now.
func (d *Delivery) compose(ctx context.Context, tx *models.Tx, c models.Campaign, m models.Milestone, at time.Time, to models.Holder) (g composed, err error) {
	if c.PetitionID == nil {
		return g, fault.New(fault.Conflict, "error.digest.draft")
	}
	if g.petition, err = models.PetitionByID(ctx, tx, *c.PetitionID); err != nil {
		return g, err
	}
	text, err := models.TextOf(ctx, tx, *c.PetitionID, "en")
	if err != nil {
		return g, err
	}
	state, _ := models.StateByCode(c.State)
	g.mail = mailroom.Digest{To: mail.Address{Name: to.Name, Email: to.Email}, Title: text.Title, Ask: text.Ask, Bill: c.Bill, State: state.Name,
		OfState: m.Scope == models.MilestoneOfState, Threshold: m.Threshold, ReachedAt: at, Version: g.petition.Version, Hash: hex.EncodeToString(g.petition.Hash),
		CampaignAt: "/petitions/" + c.Slug, CertificateAt: "/petitions/" + c.Slug + "/deliveries/" + certificate.OfficeName(to)}
	districtID := to.DistrictID
	if to.Chamber == models.GovernorChamber {
		districtID = 0
	} else {
		g.mail.District = districtLine(to)
	}
	zips, err := d.zips(ctx, tx, c.ID, districtID)
	if err != nil {
		return g, err
	}
	g.mail.Told, g.mail.Cells, g.mail.Hides = Told(zips)
	if g.mail.Told > 0 {
		g.mail.Quotes, err = models.QuotedWords(ctx, tx, d.keys, c.ID, districtID, quotesTold)
	}
	return g, err
}

// quotesTold is how many comments a digest shows.
const quotesTold = 3

// zips counts a campaign's people by ZIP code, in a district, or in the state with 0.
func (d *Delivery) zips(ctx context.Context, tx *models.Tx, campaignID, districtID int64) (map[string]int, error) {
	people, err := models.ConstituentsOf(ctx, tx, campaignID, districtID)
	if err != nil {
		return nil, err
	}
	zips := map[string]int{}
	for _, p := range people {
		zip, err := d.keys.OpenText("signatures.zip", p.Ref, p.ZIP)
		if err != nil {
			return nil, err
		}
		zips[zip]++
	}
	return zips, nil
}

// Told is what an office may know of where people live. Small numbers are
// folded, and those that are left are rounded down: two digests then differ by
// as many people as are ever told of, or not at all.
func Told(zips map[string]int) (all int, cells []mailroom.DigestCell, hides bool) {
	var parts []smallcells.Part[string]
	for zip, n := range zips {
		parts, all = append(parts, smallcells.Part[string]{Key: zip, Count: n}), all+n
	}
	shown, rest, ok := smallcells.Fold(parts, nil)
	for zip, n := range shown {
		cells = append(cells, mailroom.DigestCell{ZIP: zip, Told: smallcells.Floor(n)})
	}
	slices.SortFunc(cells, func(a, b mailroom.DigestCell) int { return strings.Compare(a.ZIP, b.ZIP) })
	return smallcells.Floor(all), cells, rest > 0 || !ok && all > 0
}

// carryDigest writes the mail of a waiting digest, and keeps what it tells.
func (d *Delivery) carryDigest(ctx context.Context, tx *models.Tx, w models.WaitingDelivery) (*mailroom.Draft, error) {
	holder, err := models.HolderOfSeat(ctx, tx, w.SeatID)
	if err != nil {
		return nil, err
	}
	campaign, err := models.CampaignByID(ctx, tx, w.CampaignID)
	if err != nil {
		return nil, err
	}
	digest, err := models.DigestByID(ctx, tx, w.DigestID)
	if err != nil {
		return nil, err
	}
	milestone, err := models.MilestoneByID(ctx, tx, digest.MilestoneID)
	if err != nil {
		return nil, err
	}
	g, err := d.compose(ctx, tx, campaign, milestone, digest.CreatedAt, holder)
	if err != nil {
		return nil, err
	}
	now := d.moment()
	digest.PetitionID, digest.Told, digest.FrozenAt = &g.petition.ID, g.mail.Told, &now
	cells := make([]models.DigestCell, len(g.mail.Cells))
	for i, cell := range g.mail.Cells {
		cells[i] = models.DigestCell{DigestID: digest.ID, ZIP: cell.ZIP, Told: cell.Told}
	}
	if err := models.SaveDigest(ctx, tx, digest, cells); err != nil {
		return nil, err
	}
	draft, err := d.room.Digest(ctx, g.mail, now)
	if err != nil {
		return nil, err
	}
	return draft.About(campaign.ID), nil
}
