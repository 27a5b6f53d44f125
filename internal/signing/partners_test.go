package signing_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"testing"
	"time"

	"statehouse/internal/exports"
	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/signing"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

func consents(t *testing.T, d *desk.Desk, signatureID int64) []models.ConsentOf {
	t.Helper()
	list, err := models.ConsentsOf(context.Background(), d.DB.Read(), signatureID)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// handOver takes the rows of a kind out for a partner, without their head.
func handOver(t *testing.T, d *desk.Desk, kind models.ExportKind, p models.Partner) [][]string {
	t.Helper()
	var file bytes.Buffer
	r := exports.Request{Kind: kind, PartnerID: p.ID, Purpose: "For the partner’s first mail.", Named: true, By: "Ana Admin"}
	if _, err := exports.New(d.DB, d.Keys, d.Clock.Now).Write(context.Background(), &file, r); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func TestOnlyATickedLineIsAConsentAndInTheWordsThatWereShown(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, c := open(t, db)
		one, two := testkit.MakePartner(t, db, "Partner One", c), testkit.MakePartner(t, db, "Partner Two", c)
		elsewhere := testkit.MakePartner(t, db, "Partner Three")
		f := form("Ada Example", ada)
		f.Lang, f.Partners = "es", []string{signing.PartnerTick(one), signing.PartnerTick(elsewhere), "none", ""}
		sign(t, d, c, f)
		sign(t, d, c, form("Ben Example", "ben@example.org"))
		given := consents(t, d, at(t, d, c, ada)[0].ID)
		if len(given) != 1 || given[0].PartnerID != one.ID || given[0].Lang != "es" || given[0].Version != 1 || given[0].Policy != one.Policy || !given[0].GivenAt.Equal(d.Clock.Now()) ||
			given[0].Words != signing.PartnerWords("es", "Partner One", "Un puerto seguro para cada menor") {
			t.Errorf("%+v", given)
		}
		if given := consents(t, d, at(t, d, c, "ben@example.org")[0].ID); len(given) != 0 {
			t.Errorf("who ticked nothing: %+v", given)
		}
		f.Email, f.Partners = "cleo@example.org", []string{one.Ref + ".2"}
		if err := d.Signing.Sign(context.Background(), c.Slug, f); fault.Of(err).Fields["partners"] == "" {
			t.Errorf("words that were never shown: %v", err)
		}
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			return models.DetachPartner(ctx, tx, c.ID, two.ID, d.Clock.Now())
		})
		f.Partners = []string{signing.PartnerTick(two)}
		sign(t, d, c, f)
		if given := consents(t, d, at(t, d, c, "cleo@example.org")[0].ID); len(given) != 0 {
			t.Errorf("a detached partner: %+v", given)
		}
	})
}

func TestAPartnerGetsCountedConsentsThatStandAndHearsWhatEnded(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, c := open(t, db)
		p, other := testkit.MakePartner(t, db, "Partner One", c), testkit.MakePartner(t, db, "Partner Two", c)
		f := form("Ada Example", ada)
		f.Partners = []string{signing.PartnerTick(p), signing.PartnerTick(other)}
		sign(t, d, c, f)
		if rows := handOver(t, d, models.ExportPartner, p); len(rows) != 0 {
			t.Errorf("before it counts: %v", rows)
		}
		peek, err := d.Signing.Look(context.Background(), d.Link(mailroom.KindConfirmation, ada))
		if err != nil || len(peek.Shares) != 2 {
			t.Errorf("who confirms is shown %v, %v", peek.Shares, err)
		}
		if err := confirm(d, d.Link(mailroom.KindConfirmation, ada)); err != nil {
			t.Fatal(err)
		}
		sig := at(t, d, c, ada)[0]
		own := consents(t, d, sig.ID)[0]
		rows := handOver(t, d, models.ExportPartner, p)
		if len(rows) != 1 || rows[0][0] != own.Ref || rows[0][2] != "Ada Example" || rows[0][3] != ada || rows[0][6] != own.Words {
			t.Fatalf("%v", rows)
		}
		if rows := handOver(t, d, models.ExportPartnerWithdrawn, p); len(rows) != 0 {
			t.Errorf("nothing is taken back yet: %v", rows)
		}
		d.Clock.Advance(time.Hour)
		if err := d.MyData.Ask(context.Background(), ada, "en"); err != nil {
			t.Fatal(err)
		}
		mine := d.Link(mailroom.KindMyData, ada)
		if err := d.MyData.WithdrawConsent(context.Background(), mine, own.Ref+"x"); !fault.Is(err, fault.NotFound) {
			t.Errorf("another's consent: %v", err)
		}
		if err := d.MyData.WithdrawConsent(context.Background(), mine, own.Ref); err != nil {
			t.Fatal(err)
		}
		if err := d.MyData.WithdrawConsent(context.Background(), mine, own.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		if d.Counts(c.ID).Counted() != 1 {
			t.Error("the signature went with the consent")
		}
		if rows := handOver(t, d, models.ExportPartner, p); len(rows) != 0 {
			t.Errorf("handed over after it was taken back: %v", rows)
		}
		if rows := handOver(t, d, models.ExportPartnerWithdrawn, p); len(rows) != 1 || rows[0][0] != own.Ref {
			t.Errorf("to be deleted: %v", rows)
		}
		if rows := handOver(t, d, models.ExportPartner, other); len(rows) != 1 {
			t.Errorf("the other partner: %v", rows)
		}
		if err := d.MyData.Erase(context.Background(), mine); err != nil {
			t.Fatal(err)
		}
		if rows := handOver(t, d, models.ExportPartnerWithdrawn, other); len(rows) != 1 || rows[0][0] == own.Ref {
			t.Errorf("to be deleted after erasing: %v", rows)
		}
	})
}

func TestWhoSignsAgainConsentsAnewOrNotAtAll(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, c := open(t, db)
		p, other := testkit.MakePartner(t, db, "Partner One", c), testkit.MakePartner(t, db, "Partner Two", c)
		f := form("Ada Example", ada)
		f.Partners = []string{signing.PartnerTick(p)}
		sign(t, d, c, f)
		if err := confirm(d, d.Link(mailroom.KindConfirmation, ada)); err != nil {
			t.Fatal(err)
		}
		handOver(t, d, models.ExportPartner, p)
		sig := d.Signature(at(t, d, c, ada)[0].ID)
		d.Clock.Advance(48 * time.Hour)
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			moved := sig
			return models.MoveSignature(ctx, tx, &moved, models.SignatureWithdrawn, "", d.Clock.Now())
		})
		if given := consents(t, d, sig.ID); len(given) != 1 || given[0].WithdrawnAt == nil {
			t.Errorf("a consent outlives its signature: %+v", given)
		}
		f.Partners = []string{signing.PartnerTick(other)}
		sign(t, d, c, f)
		if err := confirm(d, d.Link(mailroom.KindConfirmation, ada)); err != nil {
			t.Fatal(err)
		}
		for _, k := range consents(t, d, sig.ID) {
			if (k.WithdrawnAt == nil) != (k.PartnerID == other.ID) {
				t.Errorf("%s: taken back at %v", k.Name, k.WithdrawnAt)
			}
		}
		if rows := handOver(t, d, models.ExportPartnerWithdrawn, p); len(rows) != 1 {
			t.Errorf("to be deleted: %v", rows)
		}
	})
}
