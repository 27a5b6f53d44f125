package models

import (
	"context"
	"time"
)

// ExportKind is what was taken out.
type ExportKind string

// The kinds.
const (
	ExportSignatures       ExportKind = "signatures"
	ExportDeliveries       ExportKind = "deliveries"
	ExportVolunteers       ExportKind = "volunteers"
	ExportRoster           ExportKind = "roster" // of one shift
	ExportHours            ExportKind = "hours"  // of one role
	ExportLetters          ExportKind = "letters"
	ExportUpdates          ExportKind = "updates"
	ExportAudit            ExportKind = "audit"
	ExportEndorsements     ExportKind = "endorsements"
	ExportPartner          ExportKind = "partner"           // what one partner may have
	ExportPartnerWithdrawn ExportKind = "partner_withdrawn" // what it has to delete
)

// ExportKinds lists them all.
var ExportKinds = []ExportKind{ExportSignatures, ExportDeliveries, ExportVolunteers, ExportRoster, ExportHours, ExportLetters, ExportUpdates, ExportAudit, ExportEndorsements, ExportPartner, ExportPartnerWithdrawn}

// Export notes that somebody took rows out, and what for. It is stored before
// the first row leaves; without an end it broke off.
type Export struct {
	ID         int64
	Kind       ExportKind
	CampaignID *int64 // of volunteers: of the roles of its state; nil: of all
	RoleID     *int64 // of rosters and hours
	PartnerID  *int64 // of what a partner gets
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

// ExportRow is an export with who took it and of which campaign.
type ExportRow struct {
	Export
	Name    string // "" for whoever may run commands
	Slug    string // "" for none
	Partner string // "" for none
}

// ExportRows lists those of a campaign, or with 0 of all, newest first.
func ExportRows(ctx context.Context, tx *Tx, campaignID int64, limit int) ([]ExportRow, error) {
	return rowsOf[ExportRow](ctx, tx, `SELECT e.*, COALESCE(u.name, '') AS name, COALESCE(c.slug, '') AS slug, COALESCE(p.name, '') AS partner FROM exports e
LEFT JOIN users u ON u.id = e.user_id LEFT JOIN campaigns c ON c.id = e.campaign_id LEFT JOIN partners p ON p.id = e.partner_id WHERE ? = 0 OR e.campaign_id = ? ORDER BY e.id DESC LIMIT ?`, campaignID, campaignID, limit)
}

// ExportedLetter is a letter without its words.
type ExportedLetter struct {
	ID         int64
	Variant    *int
	IsFolded   bool
	ShareEmail bool
	Seats      int
	CreatedAt  time.Time
	ReleasedAt *time.Time
}

// LettersToExport lists a campaign's letters by id.
func LettersToExport(ctx context.Context, tx *Tx, campaignID, after int64, limit int) ([]ExportedLetter, error) {
	return rowsOf[ExportedLetter](ctx, tx, `SELECT l.id, l.variant, l.fold <> '' AS is_folded, l.share_email, l.created_at, l.released_at,
  (SELECT count(*) FROM deliveries d WHERE d.letter_id = l.id) AS seats FROM letters l WHERE l.campaign_id = ? AND l.id > ? ORDER BY l.id LIMIT ?`, campaignID, after, limit)
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

// ApplicationsToExport lists applications whose address is confirmed, of a state's
// roles or of all, by id.
func ApplicationsToExport(ctx context.Context, tx *Tx, state string, after int64, limit int) ([]ExportedApplication, error) {
	return rowsOf[ExportedApplication](ctx, tx, `SELECT a.*, r.slug AS role FROM applications a JOIN roles r ON r.id = a.role_id
WHERE a.confirmed_at IS NOT NULL AND (? = '' OR r.state = ?) AND a.id > ? ORDER BY a.id LIMIT ?`, state, state, after, limit)
}
