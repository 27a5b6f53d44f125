// Package packets makes the packet in which a petition is handed over: the text,
// the count in its parts, and the signatures as each signer allowed.
package packets

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/jobs"
	"statehouse/internal/memo"
	"statehouse/internal/privacy"
	"statehouse/internal/smallcells"
	"statehouse/internal/token"
	"statehouse/models"
)

// Queue puts jobs into the caller's transaction.
type Queue interface {
	Add(ctx context.Context, tx *models.Tx, args ...jobs.Job) error
}

// Packets does the acts.
type Packets struct {
	db      *models.DB
	keys    *privacy.Keys
	queue   Queue
	baseURL string
	now     func() time.Time
	told    *memo.Memo[int64, Districts] // by campaign
}

// New makes the acts.
func New(db *models.DB, keys *privacy.Keys, queue Queue, baseURL string, now func() time.Time) *Packets {
	return &Packets{db: db, keys: keys, queue: queue, baseURL: baseURL, now: now, told: memo.New[int64, Districts](time.Minute)}
}

func (p *Packets) moment() time.Time { return models.Moment(p.now()) }

// Campaign is a campaign that the actor may work on; any other is NotFound.
func (p *Packets) Campaign(ctx context.Context, actor models.Actor, slug string) (c models.Campaign, err error) {
	defer fault.Wrap(&err, "packets.Campaign")
	c, err = models.CampaignBySlug(ctx, p.db.Read(), slug)
	if err == nil && (!actor.MayOrganize(c) || c.PetitionID == nil) {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return c, err
}

// Offer lists the districts of which a packet may be made.
func (p *Packets) Offer(ctx context.Context, c models.Campaign) (shown []models.District, err error) {
	defer fault.Wrap(&err, "packets.Offer(%d)", c.ID)
	tx := p.db.Read()
	districts, err := models.DistrictsOfState(ctx, tx, c.State)
	if err != nil {
		return nil, err
	}
	g, err := survey(ctx, tx, c.ID)
	if err != nil {
		return nil, err
	}
	tables := districtTables(g)
	for _, d := range districts {
		if tables.shows(d.ID) {
			shown = append(shown, d)
		}
	}
	return shown, nil
}

// Ask queues a packet of a campaign, or of one district of it, unless one is
// under way already. Faults: NotFound, Invalid with fields.
func (p *Packets) Ask(ctx context.Context, actor models.Actor, slug string, districtID int64, lang string) (packet models.Packet, err error) {
	defer fault.Wrap(&err, "packets.Ask")
	c, err := p.Campaign(ctx, actor, slug)
	if err != nil {
		return packet, err
	}
	packet = models.Packet{Ref: token.Ref(), CampaignID: c.ID, Scope: models.ScopeCampaign, UserID: actor.User.ID, Lang: lang,
		State: models.PacketQueued, CreatedAt: p.moment(), MovedAt: p.moment()}
	if err := p.aim(ctx, c, districtID, &packet); err != nil {
		return packet, err
	}
	packet.FileName = FileName(c, packet.CreatedAt)
	err = p.db.Write(ctx, func(tx *models.Tx) error {
		open, err := models.OpenPacket(ctx, tx, c.ID, districtID)
		if err == nil {
			packet = open
			return p.queue.Add(ctx, tx, jobs.MakePacket{PacketID: packet.ID}) // should its own have been lost
		}
		if !fault.Is(err, fault.NotFound) {
			return err
		}
		packet.ID = 0
		if err := models.AddPacket(ctx, tx, &packet); err != nil {
			return err
		}
		return p.queue.Add(ctx, tx, jobs.MakePacket{PacketID: packet.ID})
	})
	return packet, err
}

// aim sets whose signatures the packet holds. Fewer than five people, or a
// district whose number is folded into others, would single people out.
func (p *Packets) aim(ctx context.Context, c models.Campaign, districtID int64, packet *models.Packet) error {
	few := fault.Fields(map[string]string{"district": "error.packet.few"})
	if districtID == 0 {
		counts, err := models.CountsOf(ctx, p.db.Read(), c.ID)
		if err == nil && counts.Counted() < smallcells.Fewest {
			err = few
		}
		return err
	}
	offer, err := p.Offer(ctx, c)
	if err != nil {
		return err
	}
	for _, d := range offer {
		if d.ID == districtID {
			packet.Scope, packet.DistrictID = models.ScopeDistrict, &districtID
			return nil
		}
	}
	return few
}

// FileName is what a packet's file is called. It tells no district: names of
// files end up in lists of downloads.
func FileName(c models.Campaign, at time.Time) string {
	return c.Slug + "-" + at.UTC().Format("20060102-150405") + ".zip"
}
