package models

import (
	"context"
	"fmt"
	"time"

	"statehouse/internal/privacy"
)

// PacketChunk is a part of a packet's file, sealed. The file lies in the
// database so that every process can serve it.
type PacketChunk struct {
	PacketID int64 `gorm:"primaryKey"`
	Number   int   `gorm:"primaryKey"` // from 0
	Bytes    []byte
}

// PacketChunkSize is how many bytes of a file each chunk but the last holds.
const PacketChunkSize = 256 << 10

// Seal fills the bytes; ref is the packet's.
func (c *PacketChunk) Seal(k *privacy.Keys, ref string, plain []byte) {
	c.Bytes = k.Seal("packet_chunks.bytes", c.row(ref), plain)
}

// Open opens the bytes.
func (c PacketChunk) Open(k *privacy.Keys, ref string) ([]byte, error) {
	return k.Open("packet_chunks.bytes", c.row(ref), c.Bytes)
}

func (c PacketChunk) row(ref string) string { return fmt.Sprintf("%s/%d", ref, c.Number) }

// PacketDownload is one time that somebody took the file, with the hash of the
// link that it was taken by.
type PacketDownload struct {
	ID        int64
	PacketID  int64
	UserID    int64
	LinkHash  []byte
	At        time.Time
	ExpiresAt time.Time
}

// AddChunk stores a chunk of the packet that the caller makes; a Conflict fault
// if the making was taken away.
func AddChunk(ctx context.Context, tx *Tx, p *Packet, c PacketChunk, now time.Time) error {
	if err := StepPacket(ctx, tx, p, now); err != nil {
		return err
	}
	return addOne(ctx, tx, &c)
}

// ChunkOf finds a chunk; none is a NotFound fault.
func ChunkOf(ctx context.Context, tx *Tx, packetID int64, number int) (PacketChunk, error) {
	return take[PacketChunk](ctx, tx, "packet_id = ? AND number = ?", packetID, number)
}

func dropChunks(ctx context.Context, tx *Tx, packetID int64) error {
	_, err := tx.exec(ctx, "DELETE FROM packet_chunks WHERE packet_id = ?", packetID)
	return err
}

// RequeuePackets queues packets again that nobody has worked on since a time,
// and names them.
func RequeuePackets(ctx context.Context, tx *Tx, before, now time.Time, limit int) ([]int64, error) {
	return rowsOf[int64](ctx, tx, `UPDATE packets SET state = 'queued', moved_at = ? WHERE id IN (
  SELECT id FROM packets WHERE state IN ('queued','making') AND moved_at < ? ORDER BY moved_at LIMIT ?) RETURNING id`, now, before, limit)
}

// ForgetPackets deletes the files whose time is over.
func ForgetPackets(ctx context.Context, tx *Tx, now time.Time) error {
	return expirePackets(ctx, tx, now, "expires_at <= ?", now)
}

// RecallPackets takes back the files of a campaign, because somebody who may be
// named in them is not to be named any more: ready ones are deleted, and one
// that is being made is begun anew.
func RecallPackets(ctx context.Context, tx *Tx, campaignID int64, now time.Time) error {
	if _, err := tx.exec(ctx, "UPDATE packets SET state = 'queued', moved_at = ? WHERE campaign_id = ? AND state = 'making'", now, campaignID); err != nil {
		return err
	}
	return expirePackets(ctx, tx, now, "campaign_id = ?", campaignID)
}

func expirePackets(ctx context.Context, tx *Tx, now time.Time, which string, arg any) error {
	ids, err := rowsOf[int64](ctx, tx, "UPDATE packets SET state = 'expired', moved_at = ? WHERE state = 'ready' AND "+which+" RETURNING id", now, arg)
	if err != nil || len(ids) == 0 {
		return err
	}
	_, err = tx.exec(ctx, "DELETE FROM packet_chunks WHERE packet_id IN ?", ids)
	return err
}

// AddDownload notes that somebody takes a file.
func AddDownload(ctx context.Context, tx *Tx, d *PacketDownload) error { return addOne(ctx, tx, d) }

// DownloadByHash finds the download that a link is for.
func DownloadByHash(ctx context.Context, tx *Tx, hash []byte) (PacketDownload, error) {
	return take[PacketDownload](ctx, tx, "link_hash = ?", hash)
}

// DownloadRow is a download with the name of who took it.
type DownloadRow struct {
	PacketID int64
	Name     string
	At       time.Time
}

// DownloadsOf lists who took the files of a campaign's packets, newest first.
func DownloadsOf(ctx context.Context, tx *Tx, campaignID int64, limit int) ([]DownloadRow, error) {
	return rowsOf[DownloadRow](ctx, tx, `SELECT d.packet_id, u.name, d.at FROM packet_downloads d JOIN packets p ON p.id = d.packet_id
JOIN users u ON u.id = d.user_id WHERE p.campaign_id = ? ORDER BY d.id DESC LIMIT ?`, campaignID, limit)
}
