package offices_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/offices"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// deliver has every queued mail to an office taken by its server.
func (o *town) deliver() {
	o.t.Helper()
	o.Write(func(ctx context.Context, tx *models.Tx) error {
		mails, err := models.MailsAfter(ctx, tx, 0, 1000)
		for _, m := range mails {
			if m.Priority != models.PriorityLetter || m.State != models.MailQueued {
				continue
			}
			if _, err := models.ReportMail(ctx, tx, m.ID, models.MailDelivered, "id", o.Clock.Now()); err != nil {
				return err
			}
		}
		return err
	})
}

func (o *town) desk(tok string) offices.Office {
	o.t.Helper()
	d, err := o.Offices.Desk(context.Background(), tok, "en")
	if err != nil || len(d.Offices) != 1 {
		o.t.Fatalf("%+v, %v", d, err)
	}
	return d.Offices[0]
}

// TestTheDeskTellsOfItsOwnOfficeInRoundNumbers and names nobody.
func TestTheDeskTellsOfItsOwnOfficeInRoundNumbers(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		o := open(t, db)
		home := func(s *testkit.Signer) {
			s.Districts = []models.District{{ID: o.senate.DistrictID, Chamber: "upper"}}
		}
		o.wrote("ada@example.org")
		tok := o.link(mailroom.KindLetter)
		if seen := o.desk(tok); len(seen.Sent) != 0 {
			t.Errorf("before anything has left: %+v", seen.Sent)
		}
		o.deliver()
		for signed := range 12 {
			if seen := o.desk(tok); len(seen.Sent) != 1 || seen.Sent[0].Constituents != signed-signed%5 || !seen.Sent[0].AnyLetters || seen.Sent[0].Letters != 0 {
				t.Errorf("with %d constituents: %+v", signed, seen.Sent)
			}
			testkit.MakeSignature(t, db, o.Keys, o.campaign, home)
		}
		other := testkit.MakeCampaign(t, db) // that has written to nobody here
		testkit.MakeLetter(t, db, o.Keys, testkit.MakeSignature(t, db, o.Keys, other), testkit.MakeSeat(t, db, "az", "upper", "2"))
		o.deliver()
		if whole := fmt.Sprintf("%+v", o.desk(tok)); strings.Contains(whole, other.Slug) || regexp.MustCompile(`(ada|ben)[.@]`).MatchString(whole) || strings.Contains(whole, "Ada Example") {
			t.Errorf("the desk tells of others: %s", whole)
		}
	})
}

func TestADigestAndAPacketAreToldWithTheirSums(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		o := open(t, db)
		for range 5 {
			testkit.MakeSignature(t, db, o.Keys, o.campaign)
		}
		testkit.MakeMilestone(t, db, o.campaign, models.MilestoneOfState, 5)
		o.plan()
		_, messages := o.Mails(mailroom.KindDigest)
		if len(messages) != 1 {
			t.Fatalf("%d digests", len(messages))
		}
		tok := regexp.MustCompile(`/office/([\w-]{43})\n`).FindStringSubmatch(messages[0].Text)[1]
		o.deliver()
		seen := o.desk(tok)
		petition, err := models.PetitionByID(context.Background(), db.Read(), *o.campaign.PetitionID)
		if err != nil || len(seen.Sent) != 1 || len(seen.Sent[0].Digests) != 1 || seen.Sent[0].AnyLetters {
			t.Fatalf("%+v, %v", seen, err)
		}
		if g := seen.Sent[0].Digests[0]; g.Threshold != 5 || g.Version != 1 || string(g.Hash) != string(petition.Hash) {
			t.Errorf("%+v", g)
		}
		if d, err := o.Offices.Desk(context.Background(), tok, "en"); err != nil || d.Letters != nil {
			t.Errorf("a digest can be answered: %+v, %v", d.Letters, err)
		}
		if err := o.Offices.Answer(context.Background(), tok, answer()); !fault.Is(err, fault.NotFound) {
			t.Errorf("answering it: %v", err)
		}
	})
}

func TestTheDeskClosesWithTheTerm(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, o := context.Background(), open(t, db)
		o.wrote("ada@example.org")
		o.deliver()
		tok := o.link(mailroom.KindLetter)
		other := testkit.MakeSeat(t, db, "az", "upper", "2")
		for _, query := range []string{
			"UPDATE terms SET ends_at = starts_at WHERE seat_id = " + fmt.Sprint(other.SeatID),
			"UPDATE terms SET ends_at = starts_at WHERE seat_id = " + fmt.Sprint(o.senate.SeatID),
			fmt.Sprintf("INSERT INTO terms (seat_id, legislator_id, starts_at) SELECT %d, %d, starts_at FROM terms WHERE seat_id = %d", o.senate.SeatID, other.LegislatorID, other.SeatID),
		} {
			if _, err := db.SQL().ExecContext(ctx, query); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := o.Offices.Desk(ctx, tok, "en"); !fault.Is(err, fault.Gone) {
			t.Errorf("the desk of somebody who left: %v", err)
		}
		if err := o.Offices.Propose(ctx, tok, offices.Position{SeatID: o.senate.SeatID, CampaignID: o.campaign.ID, Stance: "supports", Source: "I said so"}); !fault.Is(err, fault.Gone) {
			t.Errorf("speaking for the new holder: %v", err)
		}
		if err := o.Offices.Ask(ctx, tok, offices.Request{SeatID: o.senate.SeatID, Kind: "digests"}); !fault.Is(err, fault.Gone) {
			t.Errorf("asking for the new holder: %v", err)
		}
		if _, err := o.Offices.Letters(ctx, tok); err != nil {
			t.Errorf("the letter can no more be answered: %v", err)
		}
	})
}

func TestAnOfficeSpeaksForItselfAFewTimesADay(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, o := context.Background(), open(t, db)
		o.wrote("ada@example.org")
		o.deliver()
		tok, foreign := o.link(mailroom.KindLetter), testkit.MakeSeat(t, db, "az", "upper", "2")
		elsewhere := testkit.MakeCampaign(t, db)
		good := offices.Position{SeatID: o.senate.SeatID, CampaignID: o.campaign.ID, Stance: "opposes", Source: "https://example.org/said"}
		for field, change := range map[string]func(p *offices.Position){
			"about":  func(p *offices.Position) { p.SeatID = foreign.SeatID },
			"stance": func(p *offices.Position) { p.Stance = "withdrawn" },
			"source": func(p *offices.Position) { p.Source = "<script>alert(1)</script>" },
		} {
			p := good
			change(&p)
			if err := o.Offices.Propose(ctx, tok, p); !fault.Is(err, fault.Invalid) || fault.Of(err).Fields[field] == "" || len(fault.Of(err).Fields) != 1 {
				t.Errorf("%s: %v, %v", field, err, fault.Of(err).Fields)
			}
		}
		unknown := good
		unknown.CampaignID = elsewhere.ID
		if err := o.Offices.Propose(ctx, tok, unknown); fault.Of(err).Fields["about"] == "" {
			t.Errorf("on a campaign that has not written: %v", err)
		}
		for range 2 {
			if err := o.Offices.Propose(ctx, tok, good); err != nil {
				t.Fatal(err)
			}
		}
		if open, err := models.OpenProposals(ctx, db.Read(), o.campaign.ID); err != nil || len(open) != 1 || open[0].LegislatorID != o.senate.LegislatorID {
			t.Errorf("%+v, %v", open, err)
		}
		if seen := o.desk(tok); seen.Sent[0].Proposed != "opposes" || seen.Sent[0].Stance != "" {
			t.Errorf("the desk shows %+v", seen.Sent[0])
		}
		for n := 1; n <= models.MaxRelays; n++ {
			p := good
			p.Source = fmt.Sprint("Words, number ", n)
			if err := o.Offices.Propose(ctx, tok, p); fault.Is(err, fault.TooMany) != (n == models.MaxRelays) {
				t.Errorf("number %d: %v", n+1, err)
			}
		}
	})
}

func TestWhatAnOfficeAsksForWaitsForAdmins(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, o := context.Background(), open(t, db)
		o.wrote("ada@example.org")
		o.deliver()
		tok := o.link(mailroom.KindLetter)
		for _, c := range []struct {
			r     offices.Request
			field string
		}{
			{offices.Request{SeatID: o.senate.SeatID, Kind: "hours"}, "detail"},
			{offices.Request{SeatID: o.senate.SeatID, Kind: "digests", Detail: strings.Repeat("a", models.MaxRequest+1)}, "detail"},
			{offices.Request{SeatID: o.senate.SeatID, Kind: "fewer", Detail: "Please"}, "kind"},
			{offices.Request{SeatID: 999, Kind: "address", Detail: "a@example.org"}, "seat"},
		} {
			if err := o.Offices.Ask(ctx, tok, c.r); !fault.Is(err, fault.Invalid) || fault.Of(err).Fields[c.field] == "" || len(fault.Of(err).Fields) != 1 {
				t.Errorf("%s: %v, %v", c.field, err, fault.Of(err).Fields)
			}
		}
		for range 2 {
			for _, r := range []offices.Request{{SeatID: o.senate.SeatID, Kind: "digests"}, {SeatID: o.senate.SeatID, Kind: "hours", Detail: "After noon"}} {
				if err := o.Offices.Ask(ctx, tok, r); err != nil {
					t.Fatal(err)
				}
			}
		}
		waiting, err := o.Offices.Waiting(ctx)
		if err != nil || len(waiting) != 2 || waiting[1].Says != "After noon" || waiting[1].Holder.SeatID != o.senate.SeatID {
			t.Fatalf("%+v, %v", waiting, err)
		}
		user := models.User{Email: "admin@example.org", Name: "A", Role: models.RoleAdmin, CreatedAt: o.Clock.Now()}
		o.Write(func(ctx context.Context, tx *models.Tx) error { return models.AddUser(ctx, tx, &user) })
		if err := o.Offices.Finish(ctx, user, waiting[0].Request.ID); err != nil {
			t.Fatal(err)
		}
		if err := o.Offices.Finish(ctx, user, waiting[0].Request.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second time: %v", err)
		}
		if waiting, err = o.Offices.Waiting(ctx); err != nil || len(waiting) != 1 {
			t.Errorf("%+v, %v", waiting, err)
		}
		o.Clock.Advance(time.Minute)
		if err := o.Offices.Ask(ctx, tok, offices.Request{SeatID: o.senate.SeatID, Kind: "digests"}); err != nil {
			t.Fatal(err)
		}
		if waiting, err = o.Offices.Waiting(ctx); err != nil || len(waiting) != 2 {
			t.Errorf("asked again once it was seen to: %+v, %v", waiting, err)
		}
	})
}
