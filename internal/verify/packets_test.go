package verify_test

import (
	"context"
	"testing"
	"time"

	"statehouse/internal/mydata"
	"statehouse/internal/signing"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

// readyPacket is a packet of the desk's campaign that somebody may download.
func (d *desk) readyPacket() models.Packet {
	d.Helper()
	user := models.User{Email: token.Code(8) + "@example.org", Name: "Max Maker", Role: models.RoleOrganizer, CreatedAt: d.clock.Now()}
	p := models.Packet{Ref: token.Ref(), CampaignID: d.campaign.ID, Scope: models.ScopeCampaign, Lang: "en", State: models.PacketQueued,
		FileName: "packet.zip", CreatedAt: d.clock.Now(), MovedAt: d.clock.Now()}
	d.do("making a packet", func(ctx context.Context) error {
		return d.db.Write(ctx, func(tx *models.Tx) error {
			if err := models.AddUser(ctx, tx, &user); err != nil {
				return err
			}
			p.UserID = user.ID
			if err := models.AddPacket(ctx, tx, &p); err != nil {
				return err
			}
			if err := models.ClaimPacket(ctx, tx, &p, d.clock.Now()); err != nil {
				return err
			}
			chunk := models.PacketChunk{PacketID: p.ID}
			chunk.Seal(testkit.Keys(), p.Ref, []byte("a file"))
			if err := models.AddChunk(ctx, tx, &p, chunk, d.clock.Now()); err != nil {
				return err
			}
			return models.FinishPacket(ctx, tx, &p, token.Hash("a file"), 6, d.clock.Now())
		})
	})
	return p
}

func (d *desk) stateOf(p models.Packet) models.PacketState {
	d.Helper()
	now, err := models.PacketByID(context.Background(), d.db.Read(), p.ID)
	if err != nil {
		d.Fatal(err)
	}
	return now.State
}

func TestWhoeverHidesTheirNameOrLeavesTakesThePacketsBack(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := openDesk(t, db)
		d.do("signing", func(ctx context.Context) error {
			return d.signing.Sign(ctx, d.campaign.Slug, signing.Form{Name: "Cleo Sample", Email: "cleo@example.org", ZIP: "10001", Lang: "en", Display: "full"})
		})
		id := d.confirm("cleo@example.org")
		sig, err := models.SignatureByID(t.Context(), db.Read(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			what string
			act  func(ctx context.Context, link string) error
			want models.PacketState
		}{
			{"asking for news", func(ctx context.Context, link string) error {
				return d.mydata.Correct(ctx, link, sig.Ref, mydata.Change{Name: "Cleo Sample", Display: "full", Updates: true})
			}, models.PacketReady},
			{"another name", func(ctx context.Context, link string) error {
				return d.mydata.Correct(ctx, link, sig.Ref, mydata.Change{Name: "Cleo Example", Display: "full"})
			}, models.PacketExpired},
			{"only the first name", func(ctx context.Context, link string) error {
				return d.mydata.Correct(ctx, link, sig.Ref, mydata.Change{Name: "Cleo Example", Display: "first"})
			}, models.PacketExpired},
			{"erasing", func(ctx context.Context, link string) error { return d.mydata.Erase(ctx, link) }, models.PacketExpired},
		} {
			p, link := d.readyPacket(), d.ownLink("cleo@example.org")
			d.do(c.what, func(ctx context.Context) error { return c.act(ctx, link) })
			if got := d.stateOf(p); got != c.want {
				t.Errorf("after %s the packet is %s, want %s", c.what, got, c.want)
			}
			d.clock.Advance(25 * time.Hour) // so that another link may be mailed
		}
	})
}
