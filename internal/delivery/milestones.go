package delivery

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/smallcells"
	"statehouse/models"
)

// The bounds of a campaign's milestones, in each scope.
const (
	MinThreshold  = smallcells.Fewest
	MaxThreshold  = 1_000_000
	MaxMilestones = 12
)

// Thresholds are a campaign's milestones as they were typed.
type Thresholds struct{ State, District string }

// SetMilestones replaces the milestones of a campaign that are not reached. It
// takes an actor who may run the campaign for granted. Fault: Invalid with fields.
func (d *Delivery) SetMilestones(ctx context.Context, c models.Campaign, typed Thresholds) (err error) {
	defer fault.Wrap(&err, "delivery.SetMilestones(%d)", c.ID)
	fields := map[string]string{}
	state, district := readThresholds(typed.State, "state", fields), readThresholds(typed.District, "district", fields)
	if err := fault.Fields(fields); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *models.Tx) error {
		if err := models.SetMilestones(ctx, tx, c.ID, models.MilestoneOfState, state, d.moment()); err != nil {
			return err
		}
		return models.SetMilestones(ctx, tx, c.ID, models.MilestoneOfDistrict, district, d.moment())
	})
}

// readThresholds reads numbers that blanks and commas part. A comma is never part
// of a number: "1,000" is refused, for nobody knows what "100,500" means.
func readThresholds(typed, field string, fields map[string]string) (list []int) {
	for _, word := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;", r) }) {
		n, err := strconv.Atoi(word)
		if err != nil || n < MinThreshold || n > MaxThreshold {
			fields[field] = "error.milestone.number"
			return nil
		}
		list = append(list, n)
	}
	slices.Sort(list)
	if list = slices.Compact(list); len(list) > MaxMilestones {
		fields[field] = "error.milestone.many"
	}
	return list
}

// Recipients are the held seats that a campaign is addressed to, each once.
func (d *Delivery) Recipients(ctx context.Context, c models.Campaign) (list []models.TargetedSeat, err error) {
	defer fault.Wrap(&err, "delivery.Recipients(%d)", c.ID)
	return recipients(ctx, d.db.Read(), c.ID)
}

// SetLettersOnly names the targets of a campaign that get letters and no digests,
// each as its kind and name with a colon between. Fault: Invalid with fields.
func (d *Delivery) SetLettersOnly(ctx context.Context, c models.Campaign, names []string) (err error) {
	defer fault.Wrap(&err, "delivery.SetLettersOnly(%d)", c.ID)
	return d.db.Write(ctx, func(tx *models.Tx) error {
		targets, err := models.Addressed(ctx, tx, c)
		if err != nil {
			return err
		}
		var rows []models.LettersOnly
		for _, t := range targets {
			if slices.Contains(names, TargetName(t)) {
				rows = append(rows, models.LettersOnly{CampaignID: c.ID, Kind: t.Kind, Name: t.Name()})
			}
		}
		if len(rows) != len(names) {
			return fault.Fields(map[string]string{"letters_only": "error.milestone.target"})
		}
		return models.SetLettersOnly(ctx, tx, c.ID, rows)
	})
}

// TargetName is how SetLettersOnly knows a target.
func TargetName(t models.Target) string { return string(t.Kind) + ":" + t.Name() }

// PreviewDigest is the mail that an office would get of a milestone now. Fault:
// Invalid with fields, for an office or a milestone that is not the campaign's.
func (d *Delivery) PreviewDigest(ctx context.Context, c models.Campaign, seatID, milestoneID int64) (look mailroom.Look, err error) {
	defer fault.Wrap(&err, "delivery.PreviewDigest(%d)", c.ID)
	g, err := d.composeNow(ctx, d.db.Read(), c, seatID, milestoneID)
	if err != nil {
		return look, err
	}
	return d.room.LookDigest(ctx, g.mail), nil
}

// TestDigest mails the same to a member of staff, marked as a test; no delivery
// comes of it. Faults: as PreviewDigest.
func (d *Delivery) TestDigest(ctx context.Context, user models.User, c models.Campaign, seatID, milestoneID int64) (err error) {
	defer fault.Wrap(&err, "delivery.TestDigest(%d)", c.ID)
	return d.db.Write(ctx, func(tx *models.Tx) error {
		g, err := d.composeNow(ctx, tx, c, seatID, milestoneID)
		if err != nil {
			return err
		}
		draft, err := d.room.DigestTest(ctx, g.mail, user.Email, d.moment())
		if err != nil {
			return err
		}
		_, err = d.room.Post(ctx, tx, []*mailroom.Draft{draft.About(c.ID)})
		return err
	})
}

// composeNow is compose for a milestone that may not be reached yet.
func (d *Delivery) composeNow(ctx context.Context, tx *models.Tx, c models.Campaign, seatID, milestoneID int64) (composed, error) {
	offices, err := recipients(ctx, tx, c.ID)
	if err != nil {
		return composed{}, err
	}
	milestones, err := models.MilestonesOf(ctx, tx, c.ID)
	if err != nil {
		return composed{}, err
	}
	seat := slices.IndexFunc(offices, func(o models.TargetedSeat) bool { return o.SeatID == seatID })
	milestone := slices.IndexFunc(milestones, func(m models.Milestone) bool { return m.ID == milestoneID })
	fields := map[string]string{}
	if seat < 0 {
		fields["seat"] = "error.milestone.office"
	}
	if milestone < 0 {
		fields["milestone"] = "error.milestone.unknown"
	}
	if err := fault.Fields(fields); err != nil {
		return composed{}, err
	}
	at := d.moment()
	reached, err := models.ReachedOf(ctx, tx, c.ID)
	if err != nil {
		return composed{}, err
	}
	for _, r := range reached {
		if r.MilestoneID == milestoneID && (r.DistrictID == nil || *r.DistrictID == offices[seat].DistrictID) {
			at = r.ReachedAt
		}
	}
	return d.compose(ctx, tx, c, milestones[milestone], at, offices[seat].Holder)
}
