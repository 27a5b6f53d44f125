package packets

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"statehouse/internal/jobs"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

// desk is the acts on one database, with a campaign and its organizer.
type desk struct {
	t        testing.TB
	db       *models.DB
	clock    *testkit.Clock
	packets  *Packets
	campaign models.Campaign
	actor    models.Actor
}

type noJobs struct{}

func (noJobs) Add(context.Context, *models.Tx, ...jobs.Job) error { return nil }

func openDesk(t testing.TB, db *models.DB) *desk {
	t.Helper()
	clock := testkit.NewClock()
	d := &desk{t: t, db: db, clock: clock, campaign: testkit.MakeCampaign(t, db),
		packets: New(db, testkit.Keys(), noJobs{}, "https://statehouse.example.org", clock.Now)}
	d.actor = d.staff(models.RoleOrganizer, "az")
	return d
}

func (d *desk) staff(role models.Role, state string) models.Actor {
	d.t.Helper()
	user := models.User{Email: token.Code(8) + "@example.org", Name: "Sam Sample", Role: role, State: state, CreatedAt: testkit.Now}
	d.write(func(ctx context.Context, tx *models.Tx) error {
		user.ID = 0
		return models.AddUser(ctx, tx, &user)
	})
	return models.Actor{User: &user}
}

func (d *desk) write(fn func(ctx context.Context, tx *models.Tx) error) {
	d.t.Helper()
	ctx := context.Background()
	if err := d.db.Write(ctx, func(tx *models.Tx) error { return fn(ctx, tx) }); err != nil {
		d.t.Fatal(err)
	}
}

// signers is a group of people alike.
type signers struct {
	count     int
	name      string // part of both names of each
	display   models.Display
	outside   bool
	districts []models.Holder
	state     models.SignatureState
}

func (s signers) nameOf(n int) string {
	return fmt.Sprintf("%s%s Sur%s%s", s.name, letters(n), s.name, letters(n))
}

// letters writes a number in letters, so that no name is part of another's.
func letters(n int) string {
	return strings.NewReplacer("0", "zo", "1", "ya", "2", "xe", "3", "wu", "4", "vi", "5", "uo", "6", "ta", "7", "se", "8", "ru", "9", "qi").Replace(fmt.Sprintf("%06d", n))
}

// signOnPaper leaves a batch of sheets of which n rows count.
func (d *desk) signOnPaper(n int) {
	d.t.Helper()
	b := models.PaperBatch{Ref: token.Ref(), CampaignID: d.campaign.ID, PetitionID: *d.campaign.PetitionID, Sheets: 5, State: models.PaperCounted, Counted: n,
		IssuedBy: d.actor.User.ID, IssuedAt: testkit.Now, MovedAt: testkit.Now}
	d.write(func(ctx context.Context, tx *models.Tx) error { b.ID = 0; return models.AddPaperBatch(ctx, tx, &b) })
}

func (d *desk) sign(groups ...signers) {
	d.t.Helper()
	keys := testkit.Keys()
	var rows []models.Settled
	for _, g := range groups {
		for n := range g.count {
			state := g.state
			if state == "" {
				state = models.SignatureCounted
			}
			display := g.display
			if display == "" {
				display = models.DisplayHidden
			}
			s := models.Settled{Signature: models.Signature{Ref: token.Ref(), CampaignID: d.campaign.ID, PetitionID: *d.campaign.PetitionID,
				EmailIndex: []byte(token.Ref()), Household: 1, Lang: "en", Display: display, InState: !g.outside, State: state,
				Mails: 1, MailedAt: testkit.Now, CreatedAt: testkit.Now, MovedAt: testkit.Now, CountedAt: &testkit.Now}}
			s.SealPerson(keys, models.Person{Name: g.nameOf(n), Email: "someone@example.org", ZIP: "85003", Comment: "A comment that nobody cleared."})
			for _, h := range g.districts {
				s.Matches = append(s.Matches, models.Match{DistrictID: h.DistrictID, Chamber: h.Chamber, Method: models.MethodZIP, Confidence: "high", MatchedAt: testkit.Now})
			}
			rows = append(rows, s)
			if len(rows) == 2000 {
				d.settle(rows)
				rows = rows[:0]
			}
		}
	}
	d.settle(rows)
}

// quote gives the first two signers comments that offices may see, of which
// organizers chose the first.
func (d *desk) quote(chosen, other string) {
	d.t.Helper()
	keys := testkit.Keys()
	d.write(func(ctx context.Context, tx *models.Tx) error {
		for id, words := range []string{chosen, other} {
			sig, err := models.SignatureByID(ctx, tx, int64(id+1))
			if err != nil {
				return err
			}
			person, err := sig.OpenPerson(keys)
			if err != nil {
				return err
			}
			person.Comment, sig.Quotable = words, true
			sig.SealPerson(keys, person)
			if err := models.SaveSignature(ctx, tx, &sig); err != nil {
				return err
			}
			if words == chosen {
				if err := models.AddQuote(ctx, tx, models.Quote{SignatureID: sig.ID, CampaignID: d.campaign.ID, Said: models.SaidIndex(keys, sig.Ref, words), UserID: d.actor.User.ID, ChosenAt: testkit.Now}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (d *desk) settle(rows []models.Settled) {
	d.t.Helper()
	d.write(func(ctx context.Context, tx *models.Tx) error { return models.AddSettled(ctx, tx, rows) })
}

// ask asks for a packet without making it.
func (d *desk) ask(districtID int64) models.Packet {
	d.t.Helper()
	packet, err := d.packets.Ask(context.Background(), d.actor, d.campaign.Slug, districtID, "en")
	if err != nil {
		d.t.Fatal(err)
	}
	return packet
}

// make asks for a packet, makes it and takes its file.
func (d *desk) make(districtID int64) (models.Packet, []byte) {
	d.t.Helper()
	packet := d.ask(districtID)
	if err := d.packets.Make(context.Background(), packet.ID); err != nil {
		d.t.Fatal(err)
	}
	packet = d.read(packet)
	return packet, d.file(packet)
}

func (d *desk) read(packet models.Packet) models.Packet {
	d.t.Helper()
	packet, err := models.PacketByID(context.Background(), d.db.Read(), packet.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	return packet
}

func (d *desk) file(packet models.Packet) []byte {
	d.t.Helper()
	if packet.State != models.PacketReady {
		d.t.Fatalf("the packet is %s (%s)", packet.State, packet.Reason)
	}
	var b bytes.Buffer
	if err := d.packets.Copy(context.Background(), &b, packet, func() {}); err != nil {
		d.t.Fatal(err)
	}
	return b.Bytes()
}

// contents are the files of a packet by name.
func contents(t testing.TB, file []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, f := range archive.File {
		content, err := read(f, 1<<30)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = content
	}
	return all
}

// legible is everything that can be read in a file: a document's streams are
// unpacked, and its two-byte characters made one.
func legible(t testing.TB, file []byte) string {
	t.Helper()
	var b strings.Builder
	for name, content := range contents(t, file) {
		b.Write(content)
		if name == petitionFile {
			b.WriteString(testkit.PDFText(t, content))
		}
	}
	return b.String()
}

func mustCheck(t testing.TB, file []byte) Manifest {
	t.Helper()
	m, problems, err := Check(bytes.NewReader(file), int64(len(file)))
	if err != nil || len(problems) > 0 {
		t.Fatalf("a fresh packet has problems: %v, %v", problems, err)
	}
	return m
}
