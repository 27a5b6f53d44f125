package packets

import (
	"context"
	"hash"
	"io"

	"statehouse/internal/fault"
	"statehouse/internal/token"
	"statehouse/models"
)

// chunks takes a file and stores it sealed, part by part, each with a sign of
// life of its maker.
type chunks struct {
	ctx    context.Context
	p      *Packets
	packet *models.Packet
	buffer []byte
	number int
	size   int64
	sum    hash.Hash
}

// Write implements io.Writer.
func (c *chunks) Write(b []byte) (int, error) {
	c.sum.Write(b)
	c.size += int64(len(b))
	for rest := b; len(rest) > 0; {
		n := min(models.PacketChunkSize-len(c.buffer), len(rest))
		c.buffer, rest = append(c.buffer, rest[:n]...), rest[n:]
		if len(c.buffer) < models.PacketChunkSize {
			break
		}
		if err := c.store(c.buffer); err != nil {
			return 0, err
		}
		c.buffer = c.buffer[:0]
	}
	return len(b), nil
}

func (c *chunks) store(part []byte) error {
	chunk := models.PacketChunk{PacketID: c.packet.ID, Number: c.number}
	chunk.Seal(c.p.keys, c.packet.Ref, part)
	c.number++
	return c.p.db.Write(c.ctx, func(tx *models.Tx) error { return models.AddChunk(c.ctx, tx, c.packet, chunk, c.p.moment()) })
}

func (c *chunks) finish() error {
	if len(c.buffer) > 0 {
		if err := c.store(c.buffer); err != nil {
			return err
		}
	}
	return c.p.db.Write(c.ctx, func(tx *models.Tx) error {
		return models.FinishPacket(c.ctx, tx, c.packet, c.sum.Sum(nil), c.size, c.p.moment())
	})
}

// Download notes that the actor takes a packet's file, and returns the token of
// a link to it that works for a short time and for the actor alone. Faults:
// NotFound, Gone once the file has expired.
func (p *Packets) Download(ctx context.Context, actor models.Actor, slug, ref string) (tok string, err error) {
	defer fault.Wrap(&err, "packets.Download")
	c, err := p.Campaign(ctx, actor, slug)
	if err != nil {
		return "", err
	}
	tok = token.New()
	err = p.db.Write(ctx, func(tx *models.Tx) error {
		packet, err := models.PacketByRef(ctx, tx, c.ID, ref)
		if err != nil {
			return err
		}
		now := p.moment()
		if err := packet.CanBeDownloaded(now); err != nil {
			return err
		}
		return models.AddDownload(ctx, tx, &models.PacketDownload{PacketID: packet.ID, UserID: actor.User.ID, LinkHash: token.Hash(tok),
			At: now, ExpiresAt: now.Add(models.DownloadLife)})
	})
	return tok, err
}

// File is the packet that a download link of the actor's opens. Faults:
// NotFound, Gone.
func (p *Packets) File(ctx context.Context, actor models.Actor, tok string) (packet models.Packet, err error) {
	defer fault.Wrap(&err, "packets.File")
	tx := p.db.Read()
	d, err := models.DownloadByHash(ctx, tx, token.Hash(tok))
	if err != nil {
		return packet, err
	}
	if packet, err = models.PacketByID(ctx, tx, d.PacketID); err != nil {
		return packet, err
	}
	c, err := models.CampaignByID(ctx, tx, packet.CampaignID)
	if err != nil {
		return packet, err
	}
	if d.UserID != actor.User.ID || !actor.MayOrganize(c) {
		return packet, fault.New(fault.NotFound, "error.not_found")
	}
	if now := p.moment(); !now.Before(d.ExpiresAt) {
		return packet, fault.New(fault.Gone, "error.link.expired")
	}
	return packet, packet.CanBeDownloaded(p.moment())
}

// Copy writes a packet's file to w, a part at a time; before is called ahead of each.
func (p *Packets) Copy(ctx context.Context, w io.Writer, packet models.Packet, before func()) (err error) {
	defer fault.Wrap(&err, "packets.Copy(%d)", packet.ID)
	for number, left := 0, packet.Size; left > 0; number++ {
		chunk, err := models.ChunkOf(ctx, p.db.Read(), packet.ID, number)
		if err != nil {
			return err
		}
		part, err := chunk.Open(p.keys, packet.Ref)
		if err != nil {
			return err
		}
		before()
		if _, err := w.Write(part); err != nil {
			return err
		}
		left -= int64(len(part))
	}
	return nil
}
