package volunteers_test

import (
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/internal/volunteers"
	"statehouse/models"
)

func offerOf(answer string, ofAge bool) volunteers.Offer {
	return volunteers.Offer{Answer: answer, OfAge: ofAge, Lang: "es"}
}

func signer(t *testing.T, d *desk.Desk, email string, options ...func(*testkit.Signer)) models.Signature {
	t.Helper()
	options = append(options, func(s *testkit.Signer) { s.Name, s.Email = "Ada Example", email })
	return testkit.MakeSignature(t, d.DB, d.Keys, testkit.MakeCampaign(t, d.DB), options...)
}

func withAgreement(r *models.VolunteerRole) { r.Steps = string(models.StepAgreement) }

func TestASupporterTakesARoleWithoutTypingAgain(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d, withAgreement)
		sig := signer(t, d, "ada@example.org")
		if err := d.Volunteers.Offer(ctx, sig.ID, role.Slug, offerOf("On Sundays.", false)); err != nil {
			t.Fatal(err)
		}
		tok := d.Link(mailroom.KindVolunteering, "ada@example.org")
		seen := look(t, d, tok)
		if a, who := seen.Application, seen.Applicant; a.ConfirmedAt == nil || a.State != models.ApplicationScreening || a.Lang != "es" ||
			who != (models.Applicant{Name: "Ada Example", Email: "ada@example.org", ZIP: "85003", Answer: "On Sundays."}) {
			t.Errorf("the offer is %s, confirmed %v, in %q, of %+v", a.State, a.ConfirmedAt, a.Lang, who)
		}
		if err := d.Volunteers.Step(ctx, tok, models.StepAgreement, true, ""); err != nil {
			t.Fatal(err)
		}
		if err := d.Volunteers.Offer(ctx, sig.ID, role.Slug, offerOf("Once more.", false)); err != nil {
			t.Fatal(err)
		}
		if err := d.Volunteers.Offer(ctx, sig.ID, role.Slug, offerOf("And again.", false)); !fault.Is(err, fault.TooMany) {
			t.Errorf("a third mail within a day: %v", err)
		}
		if seen := look(t, d, tok); seen.Application.State != models.ApplicationActive || seen.Applicant.Answer != "On Sundays." {
			t.Errorf("offering again changed it to %s, %q", seen.Application.State, seen.Applicant.Answer)
		}
	})
}

func TestOnlyAConfirmedSignatureTakesARole(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d, func(r *models.VolunteerRole) { r.Adults = true })
		for _, state := range models.SignatureStates {
			sig := signer(t, d, string(state)+"@example.org", testkit.As(state))
			err := d.Volunteers.Offer(ctx, sig.ID, role.Slug, offerOf("", true))
			if may := state == models.SignatureCounted || state == models.SignatureHeld; may != (err == nil) || !may && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", state, err)
			}
		}
		young := signer(t, d, "young@example.org")
		if err := d.Volunteers.Offer(ctx, young.ID, role.Slug, offerOf("", false)); fault.Of(err).Fields["of_age"] == "" {
			t.Errorf("a role for adults without the tick: %v", err)
		}
	})
}

func TestASignatureConfirmsWhatWasTypedBefore(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d, withAgreement)
		stranger := form("ada@example.org")
		stranger.Name = "Somebody Else"
		if err := d.Volunteers.Apply(ctx, role.Slug, stranger); err != nil {
			t.Fatal(err)
		}
		sig := signer(t, d, "ada@example.org")
		if err := d.Volunteers.Offer(ctx, sig.ID, role.Slug, offerOf("", false)); err != nil {
			t.Fatal(err)
		}
		tok := d.Link(mailroom.KindVolunteering, "ada@example.org")
		if seen := look(t, d, tok); seen.Applicant.Name != "Ada Example" || seen.Application.ConfirmedAt == nil {
			t.Errorf("it is of %q, confirmed %v", seen.Applicant.Name, seen.Application.ConfirmedAt)
		}
		if err := d.Volunteers.Leave(ctx, tok); err != nil {
			t.Fatal(err)
		}
		d.Clock.Advance(25 * time.Hour)
		if err := d.Volunteers.Offer(ctx, sig.ID, role.Slug, offerOf("Back again.", false)); err != nil {
			t.Fatal(err)
		}
		if seen := look(t, d, tok); seen.Application.State != models.ApplicationScreening || seen.Applicant.Answer != "Back again." {
			t.Errorf("who left is %s with %q", seen.Application.State, seen.Applicant.Answer)
		}
	})
}
