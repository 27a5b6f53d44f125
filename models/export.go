package models

import (
	"context"
	"time"
)

// ExportKind is what was taken out.
type ExportKind string

// The kinds.
const (
	ExportSignatures ExportKind = "signatures"
	ExportDeliveries ExportKind = "deliveries"
	ExportVolunteers ExportKind = "volunteers"
	ExportRoster     ExportKind = "roster" // of one shift
	ExportHours      ExportKind = "hours"  // of one role
)

// ExportKinds lists them all.
var ExportKinds = []ExportKind{ExportSignatures, ExportDeliveries, ExportVolunteers, ExportRoster, ExportHours}

// Export notes that somebody took rows out, and what for. It is stored before
// the first row leaves; without an end it broke off.
type Export struct {
	ID         int64
	Kind       ExportKind
	CampaignID *int64 // of volunteers: of all roles
	RoleID     *int64 // of rosters and hours
	UserID     *int64 // nil: whoever may run commands
	Named      bool   // with names and addresses
	Purpose    string
	Rows       *int
	BegunAt    time.Time
	EndedAt    *time.Time
}

// AddExport stores it and fills its id.
func AddExport(ctx context.Context, tx *Tx, e *Export) error { return addOne(ctx, tx, e) }

// EndExport notes how many rows left.
func EndExport(ctx context.Context, tx *Tx, id int64, rows int, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE exports SET rows = ?, ended_at = ? WHERE id = ? AND ended_at IS NULL", rows, now, id))
}

// Exports lists them, newest first.
func Exports(ctx context.Context, tx *Tx, limit int) ([]Export, error) {
	return rowsOf[Export](ctx, tx, "SELECT * FROM exports ORDER BY id DESC LIMIT ?", limit)
}

// ExportedSignature is a signature with the version that was signed.
type ExportedSignature struct {
	Signature
	Version int
}

// SignaturesToExport lists a campaign's signatures by id.
func SignaturesToExport(ctx context.Context, tx *Tx, campaignID, after int64, limit int) ([]ExportedSignature, error) {
	return rowsOf[ExportedSignature](ctx, tx, `SELECT s.*, p.version FROM signatures s JOIN petitions p ON p.id = s.petition_id
WHERE s.campaign_id = ? AND s.id > ? ORDER BY s.id LIMIT ?`, campaignID, after, limit)
}

// ExportedDelivery is a delivery with where it went and what became of it.
type ExportedDelivery struct {
	ID                          int64
	Kind                        DeliveryKind
	Chamber, District, Position string
	Legislator                  string
	Fate                        MailState
	CreatedAt                   time.Time
	AcceptedAt, MovedAt         *time.Time
}

// DeliveriesToExport lists a campaign's deliveries by id.
func DeliveriesToExport(ctx context.Context, tx *Tx, campaignID, after int64, limit int) ([]ExportedDelivery, error) {
	return rowsOf[ExportedDelivery](ctx, tx, `SELECT d.id, d.kind, t.chamber, t.name AS district, CAST(s.position AS text) AS position, l.name AS legislator, `+fate+` AS fate,
  d.created_at, o.accepted_at, o.moved_at
FROM deliveries d JOIN seats s ON s.id = d.seat_id JOIN districts t ON t.id = s.district_id JOIN legislators l ON l.id = d.legislator_id
LEFT JOIN outbox o ON o.id = d.outbox_id WHERE d.campaign_id = ? AND d.id > ? ORDER BY d.id LIMIT ?`, campaignID, after, limit)
}

// ExportedApplication is an application with its role.
type ExportedApplication struct {
	Application
	Role string
}

// ApplicationsToExport lists applications whose address is confirmed, by id.
func ApplicationsToExport(ctx context.Context, tx *Tx, after int64, limit int) ([]ExportedApplication, error) {
	return rowsOf[ExportedApplication](ctx, tx, `SELECT a.*, r.slug AS role FROM applications a JOIN roles r ON r.id = a.role_id
WHERE a.confirmed_at IS NOT NULL AND a.id > ? ORDER BY a.id LIMIT ?`, after, limit)
}
