package packets

import (
	"context"
	"strings"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

const testMinute = time.Minute

func exec(t testing.TB, db *models.DB, statement string) {
	t.Helper()
	if db.Dialect == models.Postgres {
		statement = strings.Replace(statement, "name = ref", "name = ref::bytea", 1)
	}
	if _, err := db.SQL().ExecContext(context.Background(), statement); err != nil {
		t.Fatal(err)
	}
}

func TestOnlyTheCampaignsOwnStaffGetPackets(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := openDesk(t, db)
		d.sign(signers{count: 5, name: "Full"})
		packet, _ := d.make(0)
		for name, c := range map[string]struct {
			actor models.Actor
			want  fault.Kind
		}{
			"own state":   {d.staff(models.RoleOrganizer, "az"), ""},
			"every state": {d.staff(models.RoleOrganizer, ""), ""},
			"admin":       {d.staff(models.RoleAdmin, ""), ""},
			"other state": {d.staff(models.RoleOrganizer, "hi"), fault.NotFound},
			"moderator":   {d.staff(models.RoleModerator, "az"), fault.NotFound},
			"nobody":      {models.Actor{}, fault.NotFound},
		} {
			_, asked := d.packets.Ask(t.Context(), c.actor, d.campaign.Slug, 0, "en")
			_, taken := d.packets.Download(t.Context(), c.actor, d.campaign.Slug, packet.Ref)
			for what, err := range map[string]error{"asking": asked, "downloading": taken} {
				if (err != nil) != (c.want != "") || err != nil && !fault.Is(err, c.want) {
					t.Errorf("%s, %s: %v", name, what, err)
				}
			}
		}
	})
}

func TestADownloadLinkIsItsOwnersAndRunsOut(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := openDesk(t, db)
		d.sign(signers{count: 5, name: "Full"})
		packet, _ := d.make(0)
		tok, err := d.packets.Download(t.Context(), d.actor, d.campaign.Slug, packet.Ref)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.packets.File(t.Context(), d.actor, tok); err != nil {
			t.Errorf("a fresh link: %v", err)
		}
		if _, err := d.packets.File(t.Context(), d.staff(models.RoleAdmin, ""), tok); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else's link: %v", err)
		}
		if _, err := d.packets.File(t.Context(), d.actor, token.New()); !fault.Is(err, fault.NotFound) {
			t.Errorf("an unknown link: %v", err)
		}
		d.clock.Advance(models.DownloadLife)
		if _, err := d.packets.File(t.Context(), d.actor, tok); !fault.Is(err, fault.Gone) {
			t.Errorf("an old link: %v", err)
		}
		d.clock.Advance(models.PacketLife)
		if _, err := d.packets.Download(t.Context(), d.actor, d.campaign.Slug, packet.Ref); !fault.Is(err, fault.Gone) {
			t.Errorf("an old packet: %v", err)
		}
		d.write(func(ctx context.Context, tx *models.Tx) error { return models.ForgetPackets(ctx, tx, d.clock.Now()) })
		if got := d.read(packet); got.State != models.PacketExpired || chunksOf(t, db) != 0 {
			t.Errorf("the sweep left it %s with %d chunks", got.State, chunksOf(t, db))
		}
		if _, err := d.packets.Download(t.Context(), d.actor, d.campaign.Slug, packet.Ref); !fault.Is(err, fault.Gone) {
			t.Errorf("a packet that is gone: %v", err)
		}
		rows, err := models.DownloadsOf(t.Context(), db.Read(), d.campaign.ID, 10)
		if err != nil || len(rows) != 1 || rows[0].Name != d.actor.User.Name || !rows[0].At.Equal(testkit.Now) {
			t.Errorf("booked are %+v, %v", rows, err)
		}
	})
}

func chunksOf(t testing.TB, db *models.DB) (n int) {
	t.Helper()
	if err := db.SQL().QueryRow("SELECT count(*) FROM packet_chunks").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAPacketIsTakenBackWithWhoeverItNames(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := openDesk(t, db)
		d.sign(signers{count: 5, name: "Hidden"})
		hidden, err := models.Recent(t.Context(), db.Read(), d.campaign.ID, 1)
		if err != nil {
			t.Fatal(err)
		}
		d.sign(signers{count: 5, name: "Full", display: models.DisplayFull})
		packet, _ := d.make(0)
		making := d.ask(0)
		d.write(func(ctx context.Context, tx *models.Tx) error {
			return models.ClaimPacket(ctx, tx, &making, d.clock.Now())
		})
		d.withdraw(hidden[0])
		if got := d.read(packet); got.State != models.PacketReady {
			t.Errorf("somebody who is not named in it withdrew: %s", got.State)
		}
		all, err := models.Recent(t.Context(), db.Read(), d.campaign.ID, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			if s.Display == models.DisplayFull {
				d.withdraw(s)
				break
			}
		}
		if got := d.read(packet); got.State != models.PacketExpired || chunksOf(t, db) != 0 {
			t.Errorf("somebody who is named in it withdrew: %s", got.State)
		}
		if got := d.read(making); got.State != models.PacketQueued {
			t.Errorf("the one that was being made is %s", got.State)
		}
		if err := db.Write(t.Context(), func(tx *models.Tx) error { return models.FinishPacket(t.Context(), tx, &making, nil, 1, d.clock.Now()) }); !fault.Is(err, fault.Conflict) {
			t.Errorf("it was finished all the same: %v", err)
		}
	})
}

func (d *desk) withdraw(s models.Signature) {
	d.t.Helper()
	d.write(func(ctx context.Context, tx *models.Tx) error {
		moved := s
		return models.MoveSignature(ctx, tx, &moved, models.SignatureWithdrawn, "", d.clock.Now())
	})
}
