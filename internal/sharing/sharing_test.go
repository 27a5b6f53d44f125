package sharing_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"statehouse/internal/fault"
	"statehouse/internal/feature"
	"statehouse/internal/i18n"
	"statehouse/internal/mailroom"
	"statehouse/internal/sharing"
	"statehouse/internal/signing"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

func staff(d *desk.Desk, name, state string) models.Actor {
	u := models.User{Name: name, Email: name + "@example.org", Role: models.RoleOrganizer, State: state, CreatedAt: testkit.Now}
	d.Write(func(ctx context.Context, tx *models.Tx) error { u.ID = 0; return models.AddUser(ctx, tx, &u) })
	return models.Actor{User: &u}
}

func TestACodeIsCreditedWithWhoSignedConfirmedAndWrote(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, ctx := desk.Open(t, db), t.Context()
		c, other := testkit.MakeCampaign(t, db), testkit.MakeCampaign(t, db)
		acts := sharing.New(db, d.Clock.Now)
		own, far := staff(d, "own", "az"), staff(d, "far", "hi")
		if err := acts.Make(ctx, far, c.Slug, "Sunday market"); !fault.Is(err, fault.NotFound) {
			t.Errorf("another state's organizer: %v", err)
		}
		for _, label := range []string{"", strings.Repeat("x", 61)} {
			if err := acts.Make(ctx, own, c.Slug, label); fault.Of(err).Fields["label"] == "" {
				t.Errorf("%q: %v", label, err)
			}
		}
		if err := acts.Make(ctx, own, c.Slug, "Sunday market"); err != nil {
			t.Fatal(err)
		}
		read := func() models.Channel {
			list, err := models.TeamChannels(ctx, db.Read(), c.ID)
			if err != nil || len(list) != 1 {
				t.Fatalf("%+v, %v", list, err)
			}
			return list[0]
		}
		code := read().Code
		sign := func(on models.Campaign, email, via string) {
			t.Helper()
			if err := d.Signing.Sign(ctx, on.Slug, signing.Form{Name: "Ada Example", Email: email, ZIP: "85003", Lang: "en", Via: via}); err != nil {
				t.Fatal(err)
			}
		}
		sign(c, "ada@example.org", code)
		sign(c, "ben@example.org", code)
		sign(c, "cem@example.org", "nosuchcd")
		sign(other, "dee@example.org", code) // of another campaign
		if got := read(); got.Signed != 2 || got.Counted != 0 {
			t.Errorf("%+v", got)
		}
		done, err := d.Signing.Confirm(ctx, d.Link(mailroom.KindConfirmation, "ada@example.org"))
		if err != nil {
			t.Fatal(err)
		}
		testkit.MakeLetter(t, db, d.Keys, d.Signature(done.SignatureID), testkit.MakeSeat(t, db, "az", "upper", "1"))
		if got := read(); got.Signed != 2 || got.Counted != 1 || got.Wrote != 1 {
			t.Errorf("%+v", got)
		}
		if err := d.Signing.Refuse(ctx, d.Link(mailroom.KindConfirmation, "ben@example.org")); err != nil {
			t.Fatal(err)
		}
		p, err := models.PulseOf(ctx, db.Read(), c, testkit.Now)
		if err != nil || p.Sources.Direct != (models.Credit{Signed: 1}) || p.Sources.Team[0].Signed != 1 {
			t.Errorf("%+v, %v", p.Sources, err)
		}
		if err := d.MyData.Ask(ctx, "ada@example.org", "en"); err != nil {
			t.Fatal(err)
		}
		if err := d.MyData.Erase(ctx, d.Link(mailroom.KindMyData, "ada@example.org")); err != nil {
			t.Fatal(err)
		}
		if got := read(); got.Signed != 1 || got.Counted != 0 {
			t.Errorf("%+v", got)
		}
	})
}

func TestASupportersCodeLeadsToNobody(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, ctx := desk.Open(t, db), t.Context()
		c, other := testkit.MakeCampaign(t, db), testkit.MakeCampaign(t, db)
		acts := sharing.New(db, d.Clock.Now)
		sig := testkit.MakeSignature(t, db, d.Keys, c)
		pending := testkit.MakeSignature(t, db, d.Keys, c, testkit.As(models.SignaturePending))
		for what, try := range map[string]int64{"nobody": 0, "who has not confirmed": pending.ID} {
			if _, err := acts.Give(ctx, c.Slug, try); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s got a code: %v", what, err)
			}
		}
		if _, err := acts.Give(ctx, other.Slug, sig.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who signed elsewhere got a code: %v", err)
		}
		before := d.Signature(sig.ID)
		boss := staff(d, "boss", "")
		switchCodes := func(number int, on bool) {
			d.Write(func(ctx context.Context, tx *models.Tx) error {
				return models.AddFeatureMove(ctx, tx, models.FeatureMove{Feature: feature.Codes, Number: number, IsOn: on, Reason: "For a day.", UserID: boss.User.ID, At: testkit.Now})
			})
		}
		switchCodes(1, false)
		if _, err := acts.Give(ctx, c.Slug, sig.ID); !models.IsClosed(err) {
			t.Errorf("while codes are switched off: %v", err)
		}
		switchCodes(2, true)
		code, err := acts.Give(ctx, c.Slug, sig.ID)
		if err != nil {
			t.Fatal(err)
		}
		after := d.Signature(sig.ID)
		if after.Channel != nil || !after.MovedAt.Equal(before.MovedAt) {
			t.Error("the signature knows of its code")
		}
		channel, err := models.ChannelOf(ctx, db.Read(), c.ID, code)
		if err != nil || channel != (models.Channel{Code: code, CampaignID: c.ID, Kind: models.ChannelSupporter, CreatedOn: models.Day(testkit.Now)}) {
			t.Errorf("%+v, %v", channel, err)
		}
	})
}

func TestPosterAndSheetAreOnePageEach(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "es"} {
		for _, strips := range []bool{true, false} {
			var file bytes.Buffer
			p := sharing.Poster{Slug: "az-test", Kicker: "Arizona", Title: strings.Repeat("A long title of a petition ", 4), Ask: strings.Repeat("What is asked for is said here. ", 12),
				Address: "https://statehouse.example.org/p/k7m2x9qa/sunday23", Typed: "statehouse.example.org/p/k7m2x9qa/sunday23", Strips: strips, Made: testkit.Now}
			if err := sharing.WritePoster(i18n.With(t.Context(), lang), &file, p); err != nil {
				t.Fatal(err)
			}
			if pages := bytes.Count(file.Bytes(), []byte("/Type /Page\n")); !bytes.HasPrefix(file.Bytes(), []byte("%PDF-")) || pages != 1 {
				t.Errorf("%s, strips %v: %d pages", lang, strips, pages)
			}
		}
	}
}
