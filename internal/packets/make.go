package packets

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/models"
)

// pageSize named signatures are held in memory at a time.
const pageSize = 1000

// Make makes a queued packet. It may be called again after any end, a killed
// process included: it begins anew, and a maker that was given up writes nothing
// more. A packet that is not queued is left alone.
func (p *Packets) Make(ctx context.Context, id int64) (err error) {
	defer fault.Wrap(&err, "packets.Make(%d)", id)
	packet, err := models.PacketByID(ctx, p.db.Read(), id)
	if err != nil || packet.State != models.PacketQueued {
		return err
	}
	if packet.Tries >= models.PacketTries {
		return p.db.Write(ctx, func(tx *models.Tx) error {
			return models.EndPacket(ctx, tx, &packet, models.PacketFailed, "error", p.moment())
		})
	}
	if err := p.db.Write(ctx, func(tx *models.Tx) error { return models.ClaimPacket(ctx, tx, &packet, p.moment()) }); err != nil {
		return err
	}
	if err := p.make(i18n.With(ctx, packet.Lang), &packet); err != nil {
		return p.giveUp(ctx, &packet, err)
	}
	return nil
}

// giveUp ends a try: too few people are no reason to try again, and neither is
// the last try.
func (p *Packets) giveUp(ctx context.Context, packet *models.Packet, cause error) error {
	to, reason := models.PacketQueued, ""
	switch {
	case fault.Is(cause, fault.Conflict):
		return cause // it was taken away, and is no longer ours to end
	case fault.Is(cause, fault.Invalid):
		to, reason, cause = models.PacketFailed, "few", nil
	case packet.Tries >= models.PacketTries:
		to, reason = models.PacketFailed, "error"
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := p.db.Write(ctx, func(tx *models.Tx) error { return models.EndPacket(ctx, tx, packet, to, reason, p.moment()) })
	if cause == nil {
		return err
	}
	return cause
}

// make writes the whole file from one moment of the database.
func (p *Packets) make(ctx context.Context, packet *models.Packet) error {
	out := &chunks{ctx: ctx, p: p, packet: packet, sum: sha256.New()}
	w := writer{zip: zip.NewWriter(out)}
	doc := newDocument(ctx, packet.FileName)
	err := p.db.Snapshot(ctx, func(tx *models.Tx) error {
		facts, err := p.gather(ctx, tx, packet)
		if err != nil {
			return err
		}
		w.facts = facts
		packet.RowsTotal = facts.Counts.Named
		doc.cover(facts)
		return w.add(signaturesFile, facts.MadeAt, func(entry io.Writer) error { return p.sign(ctx, tx, packet, facts, entry, doc) })
	})
	if err != nil {
		return err
	}
	m := &w.facts.Manifest
	if err := w.add(petitionFile, m.MadeAt, doc.Write); err != nil {
		return err
	}
	if err := w.add(countsFile, m.MadeAt, func(entry io.Writer) error { return writeCounts(entry, *m) }); err != nil {
		return err
	}
	encoded, err := m.encode()
	if err != nil {
		return err
	}
	if err := w.add(manifestFile, m.MadeAt, func(entry io.Writer) error { _, err := entry.Write(encoded); return err }); err != nil {
		return err
	}
	if err := w.zip.Close(); err != nil {
		return err
	}
	return out.finish()
}

// writer writes the files of a packet and notes their sums.
type writer struct {
	zip   *zip.Writer
	facts facts
}

func (w *writer) add(name string, at time.Time, fill func(io.Writer) error) error {
	method := zip.Deflate
	if name == petitionFile {
		method = zip.Store // its pages are compressed already
	}
	entry, err := w.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: at})
	if err != nil {
		return err
	}
	sum, size := sha256.New(), &counter{}
	if err := fill(io.MultiWriter(entry, sum, size)); err != nil {
		return err
	}
	w.facts.Files = append(w.facts.Files, File{Name: name, Size: size.n, SHA256: hex.EncodeToString(sum.Sum(nil))})
	return nil
}

type counter struct{ n int64 }

func (c *counter) Write(b []byte) (int, error) {
	c.n += int64(len(b))
	return len(b), nil
}
