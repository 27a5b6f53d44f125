package verify

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

// makeWorld fills a database with at least one row of everything that the
// checks look at, through the program's own writers.
func makeWorld(t *testing.T, db *models.DB) {
	t.Helper()
	keys := testkit.Keys()
	upper, lower := testkit.MakeSeat(t, db, "az", "upper", "1"), testkit.MakeSeat(t, db, "az", "lower", "1")
	testkit.MakeSeat(t, db, "ok", "upper", "1")
	makeDeeds(t, db)
	c := testkit.MakeCampaign(t, db)
	testkit.MakeCampaign(t, db, func(c *models.Campaign) { c.Status = models.CampaignDraft })
	home := func(s *testkit.Signer) {
		s.Districts = []models.District{{ID: upper.DistrictID, Chamber: "upper"}, {ID: lower.DistrictID, Chamber: "lower"}}
		s.Comment = "A comment"
	}
	for _, state := range models.SignatureStates {
		testkit.MakeSignature(t, db, keys, c, home, testkit.As(state))
	}
	makeChannel(t, db, c)
	testkit.MakeSignature(t, db, keys, c, func(s *testkit.Signer) { s.OutOfState, s.Channel = true, aChannel })
	// left before midnight, counted after it
	late := func(s *testkit.Signer) { s.At = testkit.Now.Truncate(24 * time.Hour).Add(-30 * time.Second) }
	writer := testkit.MakeSignature(t, db, keys, c, home, late)
	makeOffice(t, db, keys, c, writer, testkit.MakeLetter(t, db, keys, writer, upper, lower))
	waiting := testkit.MakeSignature(t, db, keys, c, home, testkit.As(models.SignatureHeld))
	testkit.MakeLetter(t, db, keys, waiting, upper)
	makeTargets(t, db, c, upper)
	milestone := testkit.MakeMilestone(t, db, c, models.MilestoneOfState, 5)
	testkit.MakeDigest(t, db, keys, milestone, lower, 5, models.DigestCell{ZIP: "85003", Told: 5})
	makeLinks(t, db, keys, writer)
	makeBill(t, db, c)
	makeReturner(t, db, keys, c)
	makeErased(t, db, keys, c, upper)
	makePackets(t, db, keys, c)
	makeComments(t, db, keys)
	makeReports(t, db, keys)
	makeRequests(t, db, keys, c)
	makeEndorsements(t, db, keys, c)
	makeConsent(t, db, c, writer)
	makeStaff(t, db, keys)
	makePaper(t, db, keys, c)
	makeUpdate(t, db, c, writer)
	makeEnd(t, db)
	makeInvalidation(t, db, keys, c)
	role := testkit.MakeRole(t, db)
	testkit.MakeRole(t, db)
	testkit.MakeHeldPlace(t, db, testkit.MakeApplication(t, db, keys, role, "ada@example.org"))
}

// makePackets leaves one that is ready and was taken, and one that waits.
func makePackets(t *testing.T, db *models.DB, keys *privacy.Keys, c models.Campaign) {
	t.Helper()
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		user := models.User{Email: "maker@example.org", Name: "Max Maker", Role: models.RoleOrganizer, CreatedAt: testkit.Now}
		if err := models.AddUser(ctx, tx, &user); err != nil {
			return err
		}
		asked := models.Packet{CampaignID: c.ID, Scope: models.ScopeCampaign, UserID: user.ID, Lang: "en", State: models.PacketQueued,
			FileName: "packet.zip", CreatedAt: testkit.Now, MovedAt: testkit.Now}
		ready, waiting := asked, asked
		ready.Ref, waiting.Ref = token.Ref(), token.Ref()
		if err := models.AddPacket(ctx, tx, &ready); err != nil {
			return err
		}
		if err := models.ClaimPacket(ctx, tx, &ready, testkit.Now); err != nil {
			return err
		}
		file := "the file of a packet"
		chunk := models.PacketChunk{PacketID: ready.ID}
		chunk.Seal(keys, ready.Ref, []byte(file))
		if err := models.AddChunk(ctx, tx, &ready, chunk, testkit.Now); err != nil {
			return err
		}
		if err := models.FinishPacket(ctx, tx, &ready, token.Hash(file), int64(len(file)), testkit.Now); err != nil {
			return err
		}
		if err := models.AddDownload(ctx, tx, &models.PacketDownload{PacketID: ready.ID, UserID: user.ID, LinkHash: token.Hash(token.New()),
			At: testkit.Now, ExpiresAt: testkit.Now.Add(models.DownloadLife)}); err != nil {
			return err
		}
		return models.AddPacket(ctx, tx, &waiting)
	})
}

func makeDeeds(t *testing.T, db *models.DB) {
	t.Helper()
	for _, act := range []string{"statehouse user add", "POST /admin/site/notice", "POST /admin/site/signing"} {
		ctx := models.WithDeed(context.Background(), &models.Deed{Act: act, At: func() time.Time { return testkit.Now }})
		if err := db.Write(ctx, func(*models.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
}

func makeTargets(t *testing.T, db *models.DB, c models.Campaign, h models.Holder) {
	t.Helper()
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		k := models.Committee{OCD: "ocd-organization/judiciary", State: "az", Chamber: "upper", Name: "Judiciary", UpdatedAt: testkit.Now}
		if err := models.SaveCommittee(ctx, tx, &k); err != nil {
			return err
		}
		if err := models.SetCommitteeMembers(ctx, tx, k.ID, []models.CommitteeMember{{CommitteeID: k.ID, LegislatorID: h.LegislatorID, Role: models.RoleChair}}); err != nil {
			return err
		}
		return models.SetTargets(ctx, tx, c, []models.Target{models.SeatTarget(h.SeatID), models.CommitteeTarget(k.ID)}, testkit.Now)
	})
}

func makeLinks(t *testing.T, db *models.DB, keys *privacy.Keys, s models.Signature) {
	t.Helper()
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		user := models.User{Email: "organizer@example.org", Name: "Olga Organizer", Role: models.RoleOrganizer, CreatedAt: testkit.Now}
		if err := models.AddUser(ctx, tx, &user); err != nil {
			return err
		}
		letters, err := models.LettersOf(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		link := func(kind models.LinkKind) models.Link {
			return models.Link{Hash: token.Hash(token.New()), Kind: kind, Ref: token.Ref(), CreatedAt: testkit.Now, ExpiresAt: testkit.Now.Add(models.MyDataLife)}
		}
		signIn, follow, mine, stop := link(models.LinkSignIn), link(models.LinkLetters), link(models.LinkMyData), link(models.LinkUnsubscribe)
		signIn.UserID, follow.SignatureID, follow.LetterID, stop.SignatureID = &user.ID, &s.ID, &letters[0].ID, &s.ID
		mine.SealContact(keys, "ada@example.org")
		stop.SealContact(keys, "ada@example.org")
		return models.AddLinks(ctx, tx, []models.Link{signIn, follow, mine, stop})
	})
}

// makeReturner signs, withdraws, and is pending again with the mail of the first time.
func makeReturner(t *testing.T, db *models.DB, keys *privacy.Keys, c models.Campaign) {
	t.Helper()
	s := testkit.MakeSignature(t, db, keys, c, testkit.As(models.SignatureWithdrawn))
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		return models.MoveSignature(ctx, tx, &s, models.SignaturePending, "", testkit.Now)
	})
}

// makeErased wrote a letter, withdrew, and was erased.
func makeErased(t *testing.T, db *models.DB, keys *privacy.Keys, c models.Campaign, to models.Holder) {
	t.Helper()
	s := testkit.MakeSignature(t, db, keys, c)
	testkit.MakeLetter(t, db, keys, s, to)
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		if err := models.DropMailsOf(ctx, tx, s.ID, "withdrawn", testkit.Now); err != nil {
			return err
		}
		if err := models.MoveSignature(ctx, tx, &s, models.SignatureWithdrawn, "", testkit.Now); err != nil {
			return err
		}
		if err := models.EraseLetters(ctx, tx, s.ID); err != nil {
			return err
		}
		return models.EraseSignature(ctx, tx, &s, token.Hash(token.New()), testkit.Now)
	})
}

func write(t testing.TB, db *models.DB, fn func(ctx context.Context, tx *models.Tx) error) {
	t.Helper()
	ctx := context.Background()
	if err := db.Write(ctx, func(tx *models.Tx) error { return fn(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
}

func TestASoundDatabasePasses(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		makeWorld(t, db)
		var heard []string
		rows := 0
		found, err := Database(context.Background(), db, testkit.Keys(), func(check string, n int) {
			if !slices.Contains(heard, check) {
				heard = append(heard, check)
			}
			rows = max(rows, n)
		})
		if err != nil || len(found) > 0 {
			t.Fatalf("found %v, %v", found, err)
		}
		if len(heard) != len(Checks) || rows == 0 {
			t.Fatalf("heard of %v and %d rows", heard, rows)
		}
	})
}

func TestAnEmptyDatabasePasses(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		if found, err := Database(context.Background(), db, testkit.Keys()); err != nil || len(found) > 0 {
			t.Fatalf("found %v, %v", found, err)
		}
	})
}

func TestOtherKeysBreakTheSealsOnly(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		makeWorld(t, db)
		other, err := privacy.New("another root secret for tests, 0123456789")
		if err != nil {
			t.Fatal(err)
		}
		if red := redWith(t, db, other); !slices.Equal(red, []string{"seals"}) {
			t.Fatalf("red: %v", red)
		}
	})
}

func TestFindingsStopAtTheFirstCheckAndAtTwenty(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := testkit.MakeCampaign(t, db)
		for range MaxFindings + 3 {
			testkit.MakeSignature(t, db, testkit.Keys(), c)
		}
		exec(t, db, "UPDATE signatures SET name = email")
		exec(t, db, "UPDATE petitions SET version = 7")
		found, err := Database(context.Background(), db, testkit.Keys())
		if err != nil || len(found) != MaxFindings {
			t.Fatalf("%d findings, %v", len(found), err)
		}
		for _, f := range found {
			if f.Check != "seals" || strings.Contains(f.Detail, "@") {
				t.Errorf("%+v", f)
			}
		}
	})
}

func TestABrokenDatabaseIsAnErrorAndNoFinding(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		exec(t, db, "DROP TABLE day_counts")
		found, err := Database(context.Background(), db, testkit.Keys())
		if err == nil || found != nil || fault.KindOf(err) != fault.Internal || !strings.Contains(err.Error(), "days") {
			t.Fatalf("found %v, %v", found, err)
		}
	})
}

// redWith runs every check, whatever the others say, and names those with findings.
func redWith(t *testing.T, db *models.DB, keys *privacy.Keys) []string {
	t.Helper()
	var red []string
	for _, check := range Checks {
		found, err := run(context.Background(), check, db.Read(), keys)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 {
			red = append(red, check.Name)
		}
	}
	return red
}

func exec(t *testing.T, db *models.DB, statement string) {
	t.Helper()
	if _, err := db.SQL().ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
