package demo

import (
	"context"
	"time"

	"statehouse/models"
)

// billed is the campaign whose bill is kept.
const billed = "az-safe-harbor"

const (
	billName = "SB 9001 (sample)"
	billPage = "https://legislature.example.org/bills/sb9001"
)

// addBill notes how far the bill has come: to its committee, which hears it soon.
func (l *loader) addBill(ctx context.Context, c campaign) error {
	if c.Slug != billed {
		return nil
	}
	organizer, err := models.UserByEmail(ctx, l.tx, "organizer@example.org")
	if err != nil {
		return err
	}
	committee, err := l.addCommittee(ctx, c.State)
	if err != nil {
		return err
	}
	if err := models.SaveBill(ctx, l.tx, models.Bill{CampaignID: c.row.ID, Chamber: "upper", Session: "Sample session", Title: "An act relating to young people who were sold for sex",
		Sponsors: "Two sample senators", URL: billPage, SavedBy: organizer.ID, SavedAt: l.now}, billName); err != nil {
		return err
	}
	state, _ := models.StateByCode(c.State)
	y, m, d := l.now.In(state.Zone()).Date()
	hearing := time.Date(y, m, d+2, 9, 30, 0, 0, state.Zone()).UTC()
	before := func(days int) string { return models.Day(l.now.AddDate(0, 0, -days)) }
	for _, e := range []models.BillEvent{
		{Kind: models.BillStep, Stage: models.BillIntroduced, Day: before(20)},
		{Kind: models.BillStep, Stage: models.BillCommittee, Day: before(11)},
		{Kind: models.BillVote, Day: before(6), Chamber: "upper", CommitteeID: &committee.ID, Body: committee.Name, Yes: 5, No: 2, Passed: true, Note: "To hear the bill before the new year."},
		{Kind: models.BillVote, Corrects: 3, Day: before(6), Chamber: "upper", CommitteeID: &committee.ID, Body: committee.Name, Yes: 4, No: 2, Absent: 1, Passed: true, Note: "To hear the bill before the new year."},
		{Kind: models.BillHearing, StartsAt: &hearing, Chamber: "upper", CommitteeID: &committee.ID, Body: committee.Name, Place: "Hearing room 1, also by video"},
	} {
		e.CampaignID, e.Bill, e.Source, e.UserID, e.At = c.row.ID, billName, billPage, organizer.ID, l.now
		if e.StartsAt != nil {
			e.Day = hearing.In(state.Zone()).Format(time.DateOnly)
		}
		if err := models.AddBillEvent(ctx, l.tx, &e); err != nil {
			return err
		}
	}
	return nil
}

// addCommittee puts the first members of the upper chamber on one.
func (l *loader) addCommittee(ctx context.Context, state string) (models.Committee, error) {
	committee := models.Committee{OCD: "ocd-organization/sample-justice", State: state, Chamber: "upper", Name: "Committee on Justice", UpdatedAt: l.now}
	if err := models.SaveCommittee(ctx, l.tx, &committee); err != nil {
		return committee, err
	}
	holders, err := models.HoldersOfState(ctx, l.tx, state)
	if err != nil {
		return committee, err
	}
	var members []models.CommitteeMember
	for _, h := range holders {
		if h.Chamber == "upper" && !h.IsVacant() && len(members) < 7 {
			members = append(members, models.CommitteeMember{CommitteeID: committee.ID, LegislatorID: h.LegislatorID, Role: models.RoleMember})
		}
	}
	if len(members) > 0 {
		members[0].Role = models.RoleChair
	}
	return committee, models.SetCommitteeMembers(ctx, l.tx, committee.ID, members)
}
