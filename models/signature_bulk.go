package models

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"statehouse/internal/fault"
)

// Settled is a signature that comes in as it already stands, with the districts
// it counts for.
type Settled struct {
	Signature
	Matches []Match // their SignatureID is filled in
}

// AddSettled stores signatures in the states they stand in, fills their ids, and
// books them on the counts and journals in the same transaction. A Conflict
// fault means that a household place is taken, or that a signature from another
// state has districts.
func AddSettled(ctx context.Context, tx *Tx, rows []Settled) error {
	b := bookings{counts: map[int64]Counts{}, days: map[campaignDay]Counts{}, districts: map[campaignDistrict]int{}, channels: map[string]Credit{}}
	signatures := make([]Signature, len(rows))
	for i, row := range rows {
		if err := b.book(row); err != nil {
			return err
		}
		signatures[i] = row.Signature
	}
	if err := add(ctx, tx, signatures); err != nil {
		return err
	}
	var matches []Match
	for i := range rows {
		rows[i].ID = signatures[i].ID
		for j := range rows[i].Matches {
			rows[i].Matches[j].SignatureID = rows[i].ID
		}
		matches = append(matches, rows[i].Matches...)
	}
	if err := add(ctx, tx, matches); err != nil {
		return err
	}
	return b.save(ctx, tx)
}

// bookings gathers what many signatures add to the counts and journals.
type bookings struct {
	counts    map[int64]Counts
	days      map[campaignDay]Counts
	districts map[campaignDistrict]int
	channels  map[string]Credit
}

type campaignDay struct {
	campaignID int64
	day        time.Time
}

type campaignDistrict struct{ campaignID, districtID int64 }

func (b bookings) book(s Settled) error {
	if !s.InState && len(s.Matches) > 0 {
		return fault.New(fault.Conflict, "error.district.elsewhere")
	}
	counts := b.counts[s.CampaignID]
	counts.tally(s.State, s.InState, 1)
	b.counts[s.CampaignID] = counts
	if s.Channel != nil {
		credit := b.channels[*s.Channel]
		credit.Signed++
		if s.State == SignatureCounted {
			credit.Counted++
		}
		b.channels[*s.Channel] = credit
	}
	if s.State != SignatureCounted {
		return nil
	}
	if s.CountedAt == nil {
		return fmt.Errorf("models: signature %s is counted at no time", s.Ref)
	}
	day := campaignDay{s.CampaignID, s.CountedAt.UTC().Truncate(24 * time.Hour)}
	counts = b.days[day]
	counts.tally(s.State, s.InState, 1)
	b.days[day] = counts
	for _, m := range s.Matches {
		b.districts[campaignDistrict{s.CampaignID, m.DistrictID}]++
	}
	return nil
}

// save writes in a fixed order, so that two processes cannot deadlock.
func (b bookings) save(ctx context.Context, tx *Tx) error {
	for _, id := range slices.Sorted(maps.Keys(b.counts)) {
		if err := addCounts(ctx, tx, id, b.counts[id]); err != nil {
			return err
		}
	}
	for _, d := range slices.SortedFunc(maps.Keys(b.days), func(x, y campaignDay) int {
		return cmp.Or(cmp.Compare(x.campaignID, y.campaignID), x.day.Compare(y.day))
	}) {
		if err := addDay(ctx, tx, d.campaignID, d.day, b.days[d].InState, b.days[d].OutOfState); err != nil {
			return err
		}
	}
	for _, d := range slices.SortedFunc(maps.Keys(b.districts), func(x, y campaignDistrict) int {
		return cmp.Or(cmp.Compare(x.campaignID, y.campaignID), cmp.Compare(x.districtID, y.districtID))
	}) {
		if err := addDistrict(ctx, tx, d.campaignID, d.districtID, b.districts[d]); err != nil {
			return err
		}
	}
	for _, code := range slices.Sorted(maps.Keys(b.channels)) {
		credit := b.channels[code]
		if err := moved(tx.exec(ctx, "UPDATE channels SET signed = signed + ?, counted = counted + ? WHERE code = ?", credit.Signed, credit.Counted, code)); err != nil {
			return err
		}
	}
	return nil
}
