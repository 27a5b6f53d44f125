package verify

import (
	"bytes"
	"context"
	"crypto/sha256"

	"statehouse/internal/fault"
	"statehouse/models"
)

// packets holds every packet to its file, and each file to its sum. That the
// parts open is for the check of the seals to say.
func packets(ctx context.Context, v *view) error {
	if err := holds(models.PacketRules)(ctx, v); err != nil {
		return err
	}
	return v.files(ctx, func(p models.Packet, sum []byte, opens bool) {
		if opens && !bytes.Equal(sum, p.SHA256) {
			v.note("packet %d: its file is not the one with its sum", p.ID)
		}
	})
}

func packetSeals(ctx context.Context, v *view) error {
	return v.files(ctx, func(p models.Packet, _ []byte, opens bool) {
		if !opens {
			v.note("packet %d: its file does not open", p.ID)
		}
	})
}

// files puts the file of every packet together again.
func (v *view) files(ctx context.Context, look func(p models.Packet, sum []byte, opens bool)) error {
	return pages(ctx, v, 0, models.ReadyPacketsAfter, func(p models.Packet) int64 { return p.ID }, func(rows []models.Packet) error {
		for _, p := range rows {
			if err := v.file(ctx, p, look); err != nil {
				return err
			}
		}
		return nil
	})
}

// file looks at one. It may have been deleted since its row was read: that is
// no drift.
func (v *view) file(ctx context.Context, p models.Packet, look func(p models.Packet, sum []byte, opens bool)) error {
	sum := sha256.New()
	for number, left := 0, p.Size; left > 0; number++ {
		chunk, err := models.ChunkOf(ctx, v.tx, p.ID, number)
		if fault.Is(err, fault.NotFound) {
			return nil // the rules count the chunks in one moment
		}
		if err != nil {
			return err
		}
		part, err := chunk.Open(v.keys, p.Ref)
		if err != nil {
			look(p, nil, false)
			return nil
		}
		sum.Write(part)
		left -= int64(len(part))
	}
	look(p, sum.Sum(nil), true)
	return nil
}
