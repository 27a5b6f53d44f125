package endorsements_test

import (
	"context"
	"strings"
	"testing"

	"statehouse/internal/endorsements"
	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

type table struct {
	*desk.Desk
	t        *testing.T
	acts     *endorsements.Endorsements
	campaign models.Campaign
}

func open(t *testing.T, db *models.DB) *table {
	d := desk.Open(t, db)
	return &table{Desk: d, t: t, acts: endorsements.New(db, d.Keys, d.Room, d.Clock.Now), campaign: testkit.MakeCampaign(t, db)}
}

func (d *table) staff(name string, role models.Role, state string) models.Actor {
	d.t.Helper()
	u := models.User{Name: name, Email: strings.ToLower(name) + "@example.org", Role: role, State: state, CreatedAt: testkit.Now}
	d.Write(func(ctx context.Context, tx *models.Tx) error { u.ID = 0; return models.AddUser(ctx, tx, &u) })
	return models.Actor{User: &u}
}

func form(email string) endorsements.Form {
	return endorsements.Form{Organization: "Canary Street Church", Website: "canary.example.org", Kind: "faith", Place: "Phoenix", State: "AZ", Statement: "Care, not arrest.",
		Name: "Pat Pastor", Title: "Pastor", Email: email, Authorized: true, Lang: "en"}
}

// offer hands in a form and confirms it.
func (d *table) offer(f endorsements.Form) (tok string) {
	d.t.Helper()
	if err := d.acts.Offer(d.t.Context(), d.campaign.Slug, f); err != nil {
		d.t.Fatal(err)
	}
	tok = d.Link(mailroom.KindEndorsement, f.Email)
	if err := d.acts.Confirm(d.t.Context(), tok); err != nil {
		d.t.Fatal(err)
	}
	return tok
}

func (d *table) look(tok string) (models.Endorsement, models.EndorsementSigner) {
	d.t.Helper()
	e, who, err := d.acts.Look(d.t.Context(), tok)
	if err != nil {
		d.t.Fatal(err)
	}
	return e, who
}

func (d *table) shown() int {
	d.t.Helper()
	list, err := models.AcceptedEndorsements(d.t.Context(), d.DB.Read(), d.campaign.ID, 100)
	if err != nil {
		d.t.Fatal(err)
	}
	return len(list)
}

func TestAnOrganizationStandsThereOnceItsSignerConfirmedAndAnOrganizerAccepted(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, ctx := open(t, db), t.Context()
		here, elsewhere := d.staff("Here", models.RoleOrganizer, "az"), d.staff("Far", models.RoleOrganizer, "hi")
		slug := d.campaign.Slug
		if err := d.acts.Offer(ctx, slug, form("pat@mail.canary.example.org")); err != nil {
			t.Fatal(err)
		}
		tok := d.Link(mailroom.KindEndorsement, "pat@mail.canary.example.org")
		if _, mails := d.Mails(mailroom.KindEndorsement); strings.Contains(mails[0].Text+mails[0].Subject, "Canary") {
			t.Error("the first mail holds what somebody typed")
		}
		if list, err := d.acts.List(ctx, here, slug); err != nil || len(list) != 0 {
			t.Errorf("organizers see %d before it is confirmed, %v", len(list), err)
		}
		if err := d.acts.Confirm(ctx, tok); err != nil {
			t.Fatal(err)
		}
		if err := d.acts.Confirm(ctx, tok); !fault.Is(err, fault.Conflict) {
			t.Errorf("confirmed twice: %v", err)
		}
		e, who := d.look(tok)
		if e.State != models.EndorsementWaiting || e.Website != "https://canary.example.org" || e.USState != "az" || who != (models.EndorsementSigner{Name: "Pat Pastor", Title: "Pastor", Email: "pat@mail.canary.example.org"}) {
			t.Fatalf("%+v, %+v", e, who)
		}
		if strings.Contains(string(e.Name)+string(e.Title)+string(e.Email), "Pat") || d.shown() != 0 {
			t.Error("its signer is not sealed, or it is shown before anybody decided")
		}
		for what, err := range map[string]error{"seen": listed(d, elsewhere), "accepted": d.acts.Accept(ctx, elsewhere, slug, e.Ref), "declined": d.acts.Decline(ctx, elsewhere, slug, e.Ref, "No.")} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s from another state: %v", what, err)
			}
		}
		if err := d.acts.Decline(ctx, here, slug, e.Ref, " "); fault.Of(err).Fields["reason"] == "" {
			t.Errorf("declined without a reason: %v", err)
		}
		if err := d.acts.Accept(ctx, here, slug, e.Ref); err != nil || d.shown() != 1 {
			t.Errorf("%v, %d shown", err, d.shown())
		}
		if err := d.acts.Accept(ctx, here, slug, e.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("accepted twice: %v", err)
		}
		if err := d.acts.Decline(ctx, here, slug, e.Ref, "The address is not the church’s."); err != nil || d.shown() != 0 {
			t.Errorf("%v, %d shown", err, d.shown())
		}
		_, mails := d.Mails(mailroom.KindEndorsement)
		if len(mails) != 3 || !strings.Contains(mails[2].Text, "not the church’s") {
			t.Errorf("%d mails, the last is %q", len(mails), mails[len(mails)-1].Text)
		}
		if counts := d.Counts(d.campaign.ID); counts != (models.Counts{CampaignID: d.campaign.ID}) {
			t.Errorf("an organization is counted: %+v", counts)
		}
	})
}

func listed(d *table, actor models.Actor) error {
	_, err := d.acts.List(d.t.Context(), actor, d.campaign.Slug)
	return err
}

func TestAnEndorsementIsReadFieldByFieldAndOneAddressHasOne(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, ctx := open(t, db), t.Context()
		bad := endorsements.Form{Website: "none", Kind: "army", State: "xx", Statement: strings.Repeat("x", 501), Email: "no", Trap: "filled"}
		err := d.acts.Offer(ctx, d.campaign.Slug, bad)
		for _, field := range []string{"organization", "site", "kind", "state", "statement", "name", "title", "email", "authorized", "website"} {
			if fault.Of(err).Fields[field] == "" {
				t.Errorf("nothing is said of %s: %v", field, err)
			}
		}
		f := form("pat@canary.example.org")
		if err := d.acts.Offer(ctx, d.campaign.Slug, f); err != nil {
			t.Fatal(err)
		}
		f.Organization, f.Email = "Canary Street Parish", "pat+x@canary.example.org"
		tok := d.offer(f)
		if e, who := d.look(tok); e.Organization != "Canary Street Parish" || who.Email != f.Email {
			t.Errorf("%+v, %+v", e, who)
		}
		f.Organization, f.Email = "Another", "pat@canary.example.org" // the third in a day is not written to
		if err := d.acts.Offer(ctx, d.campaign.Slug, f); err != nil {
			t.Fatal(err)
		}
		if rows, _ := d.Mails(mailroom.KindEndorsement); len(rows) != 2 {
			t.Errorf("%d mails", len(rows))
		}
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			return models.MoveCampaign(ctx, tx, &d.campaign, models.CampaignClosed, d.Clock.Now())
		})
		if err := d.acts.Offer(ctx, d.campaign.Slug, form("late@example.org")); !fault.Is(err, fault.Gone) {
			t.Errorf("endorsed after it closed: %v", err)
		}
	})
}

func TestWhatMayBeByASurvivorIsDecidedByAdminsAlone(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, ctx := open(t, db), t.Context()
		organizer, admin := d.staff("One", models.RoleOrganizer, "az"), d.staff("Ada", models.RoleAdmin, "")
		f := form("pat@canary.example.org")
		f.Statement = "I was trafficked when I was fifteen and they arrested me."
		e, _ := d.look(d.offer(f))
		list, err := d.acts.List(ctx, organizer, d.campaign.Slug)
		if err != nil || len(list) != 1 || list[0].MayDecide || list[0].Statement != "" || list[0].Signer != (models.EndorsementSigner{}) {
			t.Errorf("%+v, %v", list, err)
		}
		if err := d.acts.Accept(ctx, organizer, d.campaign.Slug, e.Ref); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%v", err)
		}
		if err := d.acts.Accept(ctx, admin, d.campaign.Slug, e.Ref); err != nil {
			t.Error(err)
		}
	})
}

func TestAnEndorsementGoesWithItsSignerOrItsTime(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, ctx := open(t, db), t.Context()
		organizer := d.staff("One", models.RoleOrganizer, "az")
		withdrawn, erased, declined := d.offer(form("withdrawn@example.org")), d.offer(form("erased@example.org")), d.offer(form("declined@example.org"))
		if err := d.acts.Offer(ctx, d.campaign.Slug, form("never@example.org")); err != nil {
			t.Fatal(err)
		}
		never := d.Link(mailroom.KindEndorsement, "never@example.org")
		for _, tok := range []string{withdrawn, erased} {
			e, _ := d.look(tok)
			if err := d.acts.Accept(ctx, organizer, d.campaign.Slug, e.Ref); err != nil {
				t.Fatal(err)
			}
		}
		e, _ := d.look(declined)
		if err := d.acts.Decline(ctx, organizer, d.campaign.Slug, e.Ref, "Not now."); err != nil {
			t.Fatal(err)
		}
		if err := d.acts.Withdraw(ctx, withdrawn); err != nil {
			t.Fatal(err)
		}
		if e, who := d.look(withdrawn); e.State != models.EndorsementWithdrawn || who != (models.EndorsementSigner{}) || e.Organization == "" || d.shown() != 1 {
			t.Errorf("%+v, %+v, %d shown", e, who, d.shown())
		}
		if err := d.MyData.Ask(ctx, "erased@example.org", "en"); err != nil {
			t.Fatal(err)
		}
		mine := d.Link(mailroom.KindMyData, "erased@example.org")
		entries, err := d.MyData.Endorsements(ctx, mine, "en")
		if err != nil || len(entries) != 1 || entries[0].Signer.Name != "Pat Pastor" {
			t.Fatalf("%+v, %v", entries, err)
		}
		if err := d.MyData.WithdrawEndorsement(ctx, mine, e.Ref); !fault.Is(err, fault.NotFound) {
			t.Errorf("another's is withdrawn: %v", err)
		}
		if err := d.MyData.Erase(ctx, mine); err != nil {
			t.Fatal(err)
		}
		if _, _, err := d.acts.Look(ctx, erased); !fault.Is(err, fault.NotFound) || d.shown() != 0 {
			t.Errorf("%v, %d shown", err, d.shown())
		}
		if rows, _ := d.Mails(mailroom.KindMyData); len(rows) != 0 {
			t.Error("the mail to who erased everything still holds them")
		}
		d.Clock.Advance(models.KeepUnconfirmed)
		if err := d.acts.Confirm(ctx, never); !fault.Is(err, fault.Gone) {
			t.Errorf("%v", err)
		}
		d.Clock.Advance(models.KeepDeclinedSigner)
		if err := d.acts.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if _, _, err := d.acts.Look(ctx, never); !fault.Is(err, fault.NotFound) {
			t.Errorf("what nobody confirmed is still there: %v", err)
		}
		e, who := d.look(declined)
		if e.EmptiedAt == nil || who != (models.EndorsementSigner{}) {
			t.Errorf("%+v, %+v", e, who)
		}
		if err := d.acts.Accept(ctx, organizer, d.campaign.Slug, e.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("one that holds nobody is accepted: %v", err)
		}
	})
}

func TestWhoMayNotBeWrittenToIsNot(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := open(t, db)
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			email, err := models.ParseEmail("pat@canary.example.org")
			if err != nil {
				return err
			}
			return models.Suppress(ctx, tx, models.ContactIndex(d.Keys, email), "complained", testkit.Now)
		})
		if err := d.acts.Offer(t.Context(), d.campaign.Slug, form("pat@canary.example.org")); err != nil {
			t.Fatal(err)
		}
		if rows, _ := d.Mails(mailroom.KindEndorsement); len(rows) != 0 {
			t.Error("a suppressed address got a mail")
		}
	})
}
