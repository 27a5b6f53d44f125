package packets

import (
	"context"
	"encoding/csv"
	"strings"
	"testing"

	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestAPacketHoldsWhatItsSignersAllow(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := openDesk(t, db)
		five := testkit.MakeSeat(t, db, "az", "upper", "5")
		d.sign(signers{count: 7, name: "Hidden", districts: []models.Holder{five}},
			signers{count: 6, name: "First", display: models.DisplayFirst, districts: []models.Holder{five}},
			signers{count: 5, name: "Full", display: models.DisplayFull, outside: true},
			signers{count: 3, name: "Pending", display: models.DisplayFull, state: models.SignaturePending},
			signers{count: 3, name: "Gone", display: models.DisplayFull, state: models.SignatureWithdrawn})
		d.quote("Care first.", "Please hurry.")
		d.signOnPaper(41)
		packet, file := d.make(0)
		m := mustCheck(t, file)
		if m.Counts != (Counts{Signatures: 18, InState: 13, OutOfState: 5, Named: 11}) || packet.RowsDone != 11 || packet.RowsTotal != 11 {
			t.Errorf("counts %+v, rows %d of %d", m.Counts, packet.RowsDone, packet.RowsTotal)
		}
		rows, err := csv.NewReader(strings.NewReader(string(contents(t, file)[signaturesFile]))).ReadAll()
		if err != nil || len(rows) != 12 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		if got := strings.Join(rows[1], "|"); got != "1|First"+letters(0)+"|AZ|1" {
			t.Errorf("the first row is %q", got)
		}
		if got := strings.Join(rows[11], "|"); got != "11|Full"+letters(4)+" SurFull"+letters(4)+"|elsewhere|1" {
			t.Errorf("the last row is %q", got)
		}
		if len(m.Comments) != 1 || m.Comments[0] != "Care first." {
			t.Errorf("the comments are %q", m.Comments)
		}
		text := legible(t, file)
		for _, want := range []string{"First" + letters(5), "Full" + letters(4) + " SurFull" + letters(4), m.Versions[0].Hash, "41 people signed on paper", "Care first.", "Safe harbor for every child", "Proteger, no arrestar."} {
			if !strings.Contains(testkit.PDFText(t, contents(t, file)[petitionFile]), want) {
				t.Errorf("the document does not say %q", want)
			}
		}
		for _, never := range []string{"Hidden", "Pending", "Gone", "First" + letters(0) + " ", "85003", "someone@", "nobody cleared", "Please hurry."} {
			if strings.Contains(text, never) {
				t.Errorf("the packet says %q", never)
			}
		}
	})
}

func TestAPacketOfADistrictIsForWhoHoldsItsSeat(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := openDesk(t, db)
		five, six := testkit.MakeSeat(t, db, "az", "upper", "5"), testkit.MakeSeat(t, db, "az", "upper", "6")
		d.sign(signers{count: 8, name: "Near", display: models.DisplayFull, districts: []models.Holder{five}},
			signers{count: 9, name: "Far", display: models.DisplayFull, districts: []models.Holder{six}})
		_, file := d.make(five.DistrictID)
		m := mustCheck(t, file)
		if m.Counts.Signatures != 8 || m.Counts.Named != 8 || m.District.Code != "5" {
			t.Errorf("%+v of %+v", m.Counts, m.District)
		}
		text := testkit.PDFText(t, contents(t, file)[petitionFile])
		if !strings.Contains(text, "Sam Sample") || strings.Contains(text, "Far") || !strings.Contains(text, "Near"+letters(7)) {
			t.Error("the packet is not the district's")
		}
	})
}

func TestDistrictsThatWouldSinglePeopleOutAreNotOffered(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := openDesk(t, db)
		few, next, many := testkit.MakeSeat(t, db, "az", "upper", "1"), testkit.MakeSeat(t, db, "az", "upper", "2"), testkit.MakeSeat(t, db, "az", "upper", "3")
		if _, err := d.packets.Ask(t.Context(), d.actor, d.campaign.Slug, 0, "en"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a packet of nobody: %v", err)
		}
		d.sign(signers{count: 4, name: "A", districts: []models.Holder{few}}, signers{count: 7, name: "B", districts: []models.Holder{next}},
			signers{count: 9, name: "C", districts: []models.Holder{many}})
		offer, err := d.packets.Offer(t.Context(), d.campaign)
		if err != nil || len(offer) != 1 || offer[0].ID != many.DistrictID {
			t.Errorf("offered are %+v, %v", offer, err)
		}
		for _, h := range []models.Holder{few, next} {
			if _, err := d.packets.Ask(t.Context(), d.actor, d.campaign.Slug, h.DistrictID, "en"); !fault.Is(err, fault.Invalid) {
				t.Errorf("district %s: %v", h.Code, err)
			}
		}
		packet := d.ask(many.DistrictID)
		sigs, err := models.Recent(t.Context(), db.Read(), d.campaign.ID, 100)
		if err != nil {
			t.Fatal(err)
		}
		d.write(func(ctx context.Context, tx *models.Tx) error {
			for i := range sigs {
				if err := models.MoveSignature(ctx, tx, &sigs[i], models.SignatureWithdrawn, "", testkit.Now); err != nil {
					return err
				}
			}
			return nil
		})
		if err := d.packets.Make(t.Context(), packet.ID); err != nil {
			t.Fatal(err)
		}
		if packet = d.read(packet); packet.State != models.PacketFailed || packet.Reason != "few" {
			t.Errorf("once people left it is %s (%s)", packet.State, packet.Reason)
		}
	})
}

func TestAMakingThatWasKilledIsDoneAgain(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := openDesk(t, db)
		d.sign(signers{count: 30, name: "Full", display: models.DisplayFull})
		packet := d.ask(0)
		dead := packet
		d.write(func(ctx context.Context, tx *models.Tx) error {
			dead = packet
			if err := models.ClaimPacket(ctx, tx, &dead, d.clock.Now()); err != nil {
				return err
			}
			return models.AddChunk(ctx, tx, &dead, models.PacketChunk{PacketID: dead.ID, Bytes: []byte("half a file")}, d.clock.Now())
		})
		if err := d.packets.Make(t.Context(), packet.ID); err != nil || d.read(packet).State != models.PacketMaking {
			t.Fatalf("a second maker took it: %v, %s", err, d.read(packet).State)
		}
		d.clock.Advance(3 * testMinute)
		var ids []int64
		d.write(func(ctx context.Context, tx *models.Tx) (err error) {
			ids, err = models.RequeuePackets(ctx, tx, d.clock.Now().Add(-2*testMinute), d.clock.Now(), 10)
			return err
		})
		if len(ids) != 1 || ids[0] != packet.ID {
			t.Fatalf("left behind are %v", ids)
		}
		if err := d.packets.Make(t.Context(), packet.ID); err != nil {
			t.Fatal(err)
		}
		err := db.Write(t.Context(), func(tx *models.Tx) error {
			return models.AddChunk(t.Context(), tx, &dead, models.PacketChunk{PacketID: dead.ID, Number: 1, Bytes: []byte("the rest")}, d.clock.Now())
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("the dead maker still writes: %v", err)
		}
		if m := mustCheck(t, d.file(d.read(packet))); m.Counts.Named != 30 {
			t.Errorf("%+v", m.Counts)
		}
		if err := d.packets.Make(t.Context(), packet.ID); err != nil || d.read(packet).Tries != 2 {
			t.Errorf("a ready packet was made again: %v, %d tries", err, d.read(packet).Tries)
		}
	})
}

func TestAMakingThatIsCutOffWaitsForItsNextTry(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := openDesk(t, db)
		d.sign(signers{count: 10, name: "Full", display: models.DisplayFull})
		packet := d.ask(0)
		exec(t, db, "UPDATE signatures SET name = ref WHERE id = (SELECT max(id) FROM signatures)") // a name that does not open
		for try := 1; try <= models.PacketTries; try++ {
			if err := d.packets.Make(t.Context(), packet.ID); err == nil {
				t.Fatal("it was made")
			}
			want := models.PacketQueued
			if try == models.PacketTries {
				want = models.PacketFailed
			}
			if got := d.read(packet); got.State != want || got.Tries != try {
				t.Fatalf("after try %d it is %s with %d tries", try, got.State, got.Tries)
			}
		}
		if next := d.ask(0); next.ID == packet.ID {
			t.Error("one that failed is still under way")
		}
	})
}

func TestOnePacketOfAKindIsUnderWayAtATime(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := openDesk(t, db)
		d.sign(signers{count: 5, name: "Full"})
		first, again := d.ask(0), d.ask(0)
		if first.ID != again.ID {
			t.Error("two are queued")
		}
	})
}
