package delivery_test

import (
	"context"
	"strings"
	"testing"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestTargetsSayWhoMayBeWrittenTo(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		governor := testkit.MakeSeat(t, db, "az", models.GovernorChamber, "governor")
		if _, err := s.write(s.signer(models.SignatureCounted), letter(governor.SeatID)); fault.Of(err).Fields["to"] != "error.to.choice" {
			t.Errorf("a governor who is no target: %v", err)
		}
		s.Write(func(ctx context.Context, tx *models.Tx) error {
			k := models.Committee{OCD: "ocd-organization/j", State: "az", Chamber: "upper", Name: "Judiciary", UpdatedAt: testkit.Now}
			if err := models.SaveCommittee(ctx, tx, &k); err != nil {
				return err
			}
			chair := []models.CommitteeMember{{CommitteeID: k.ID, LegislatorID: s.nobby.LegislatorID, Role: models.RoleChair}}
			if err := models.SetCommitteeMembers(ctx, tx, k.ID, chair); err != nil {
				return err
			}
			return models.SetTargets(ctx, tx, s.campaign, []models.Target{models.ChamberTarget("lower"), models.ChamberTarget(models.GovernorChamber),
				models.CommitteeTarget(k.ID)}, testkit.Now)
		})
		if _, err := s.write(s.signer(models.SignatureCounted), letter(s.senate.SeatID)); fault.Of(err).Fields["to"] != "error.to.choice" {
			t.Errorf("an own seat in a chamber that is no target: %v", err)
		}
		outside := testkit.MakeSignature(t, db, s.Keys, s.campaign, func(w *testkit.Signer) { w.OutOfState = true })
		if _, err := s.write(outside, letter(governor.SeatID)); fault.Of(err).Fields["to"] != "error.to.choice" {
			t.Errorf("somebody from elsewhere wrote to the governor: %v", err)
		}
		if _, err := s.write(s.signer(models.SignatureCounted), withChoice(letter(governor.SeatID, s.nobby.SeatID, s.house.SeatID), "lower", "1")); err != nil {
			t.Fatal(err)
		}
		_, messages := s.Mails(mailroom.KindLetter)
		asResident := 0
		for _, m := range messages {
			if strings.Contains(m.Text, "as a resident of Arizona") {
				asResident++
			}
		}
		if len(messages) != 3 || asResident != 2 {
			t.Errorf("%d mails, %d as a resident", len(messages), asResident)
		}
	})
}
