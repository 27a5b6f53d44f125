package models

import (
	"context"
	"slices"
	"time"

	"statehouse/internal/fault"
)

// PacketState is where a packet stands.
type PacketState string

// The states: queued → making → ready → expired; failed aside.
const (
	PacketQueued  PacketState = "queued"
	PacketMaking  PacketState = "making"
	PacketReady   PacketState = "ready"
	PacketFailed  PacketState = "failed"
	PacketExpired PacketState = "expired" // its file is gone
)

// PacketStates lists them all.
var PacketStates = []PacketState{PacketQueued, PacketMaking, PacketReady, PacketFailed, PacketExpired}

// PacketScope is whose signatures a packet holds.
type PacketScope string

// The scopes.
const (
	ScopeCampaign PacketScope = "campaign"
	ScopeDistrict PacketScope = "district" // of the people in one district, for who holds its seats
)

// PacketScopes lists them all.
var PacketScopes = []PacketScope{ScopeCampaign, ScopeDistrict}

// How long a packet is kept once it is ready, how long a link to its file works,
// and how often making it is begun before it has failed.
const (
	PacketLife   = 7 * 24 * time.Hour
	DownloadLife = 15 * time.Minute
	PacketTries  = 5
)

// Packet is a petition with its signatures as one file, to be handed over.
type Packet struct {
	ID         int64
	Ref        string // names the row to the seals, and to its page
	CampaignID int64
	Scope      PacketScope
	DistrictID *int64
	UserID     int64 // who asked for it
	Lang       string
	State      PacketState
	Reason     string // code, for failed
	Tries      int    // names the maker: one that lost its try writes nothing more
	RowsDone   int
	RowsTotal  int
	FileName   string
	SHA256     []byte `gorm:"column:sha256"`
	Size       int64
	CreatedAt  time.Time
	MovedAt    time.Time // or the last sign of life while it is made
	ReadyAt    *time.Time
	ExpiresAt  *time.Time
}

// IsOpen says whether the packet is still to come.
func (p Packet) IsOpen() bool { return p.State == PacketQueued || p.State == PacketMaking }

// CanBeDownloaded is nil, or a Gone fault once the file has expired, or a
// NotFound fault while there is none.
func (p Packet) CanBeDownloaded(now time.Time) error {
	switch {
	case p.State == PacketReady && now.Before(*p.ExpiresAt):
		return nil
	case p.State == PacketReady, p.State == PacketExpired:
		return fault.New(fault.Gone, "error.packet.expired")
	}
	return fault.New(fault.NotFound, "error.not_found")
}

// AddPacket stores a packet and fills its id.
func AddPacket(ctx context.Context, tx *Tx, p *Packet) error { return addOne(ctx, tx, p) }

// PacketByID finds a packet.
func PacketByID(ctx context.Context, tx *Tx, id int64) (Packet, error) {
	return take[Packet](ctx, tx, "id = ?", id)
}

// PacketByRef finds a packet of a campaign.
func PacketByRef(ctx context.Context, tx *Tx, campaignID int64, ref string) (Packet, error) {
	return take[Packet](ctx, tx, "campaign_id = ? AND ref = ?", campaignID, ref)
}

// PacketsOf lists a campaign's packets, newest first.
func PacketsOf(ctx context.Context, tx *Tx, campaignID int64, limit int) ([]Packet, error) {
	return rowsOf[Packet](ctx, tx, "SELECT * FROM packets WHERE campaign_id = ? ORDER BY id DESC LIMIT ?", campaignID, limit)
}

// OpenPacket finds a packet for the same people that is still to come; none is
// a NotFound fault.
func OpenPacket(ctx context.Context, tx *Tx, campaignID, districtID int64) (Packet, error) {
	return take[Packet](ctx, tx, "campaign_id = ? AND COALESCE(district_id, 0) = ? AND state IN ('queued','making')", campaignID, districtID)
}

// ClaimPacket makes the caller the one who makes a queued packet, and deletes
// what another left of it; a Conflict fault if it is not queued.
func ClaimPacket(ctx context.Context, tx *Tx, p *Packet, now time.Time) error {
	err := moved(tx.exec(ctx, `UPDATE packets SET state = 'making', tries = tries + 1, rows_done = 0, rows_total = 0, moved_at = ?
WHERE id = ? AND state = 'queued' AND tries = ?`, now, p.ID, p.Tries))
	if err != nil {
		return err
	}
	p.State, p.Tries, p.RowsDone, p.RowsTotal, p.MovedAt = PacketMaking, p.Tries+1, 0, 0, now
	return dropChunks(ctx, tx, p.ID)
}

// StepPacket notes how far the making is; a Conflict fault if it was taken away.
func StepPacket(ctx context.Context, tx *Tx, p *Packet, now time.Time) error {
	p.MovedAt = now
	return moved(tx.exec(ctx, "UPDATE packets SET rows_done = ?, rows_total = ?, moved_at = ? WHERE id = ? AND state = 'making' AND tries = ?",
		p.RowsDone, p.RowsTotal, now, p.ID, p.Tries))
}

// FinishPacket makes a packet ready with the sum and size of its file.
func FinishPacket(ctx context.Context, tx *Tx, p *Packet, sum []byte, size int64, now time.Time) error {
	expires := now.Add(PacketLife)
	p.State, p.SHA256, p.Size, p.MovedAt, p.ReadyAt, p.ExpiresAt = PacketReady, sum, size, now, &now, &expires
	return moved(tx.exec(ctx, `UPDATE packets SET state = 'ready', sha256 = ?, size = ?, rows_done = ?, moved_at = ?, ready_at = ?, expires_at = ?
WHERE id = ? AND state = 'making' AND tries = ?`, sum, size, p.RowsDone, now, now, expires, p.ID, p.Tries))
}

// EndPacket ends a try: the packet is queued again or has failed.
func EndPacket(ctx context.Context, tx *Tx, p *Packet, to PacketState, reason string, now time.Time) error {
	if !slices.Contains([]PacketState{PacketQueued, PacketFailed}, to) {
		return fault.New(fault.Conflict, "error.conflict")
	}
	err := moved(tx.exec(ctx, "UPDATE packets SET state = ?, reason = ?, moved_at = ? WHERE id = ? AND state = ? AND tries = ?",
		to, reason, now, p.ID, p.State, p.Tries))
	if err != nil {
		return err
	}
	p.State, p.Reason, p.MovedAt = to, reason, now
	return dropChunks(ctx, tx, p.ID)
}
