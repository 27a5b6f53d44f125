package models

import (
	"context"
	"time"
)

// Legislator is a person who holds or held a seat. Rows are never deleted: old
// deliveries name their holder.
type Legislator struct {
	ID            int64
	OCD           string `gorm:"column:ocd_id"` // ocd-person/…
	State         string
	Name          string
	Party         string
	Email         string // empty where none is known; may be shared, never unique
	Phone         string // capitol
	DistrictPhone string
	ContactURL    string
	UpdatedAt     time.Time
}

// Term is a legislator in a seat from a date to a date; no end means now.
type Term struct {
	ID           int64
	SeatID       int64
	LegislatorID int64
	StartsAt     time.Time
	EndsAt       *time.Time
}

// Holder is a seat with its district and who holds it now; a vacant seat has
// LegislatorID 0.
type Holder struct {
	SeatID       int64
	Position     int
	DistrictID   int64
	State        string
	Chamber      string
	Code         string
	DistrictName string
	LegislatorID int64
	Name         string
	Party        string
	Email        string
	Phone        string
	ContactURL   string
}

// IsVacant says whether nobody holds the seat.
func (h Holder) IsVacant() bool { return h.LegislatorID == 0 }

// CanBeMailed says whether somebody holds the seat who has an address.
func (h Holder) CanBeMailed() bool { return !h.IsVacant() && h.Email != "" }

const holders = `SELECT s.id AS seat_id, s.position, d.id AS district_id, d.state, d.chamber, d.code, d.name AS district_name,
  COALESCE(l.id, 0) AS legislator_id, COALESCE(l.name, '') AS name, COALESCE(l.party, '') AS party,
  COALESCE(l.email, '') AS email, COALESCE(NULLIF(l.phone, ''), l.district_phone, '') AS phone, COALESCE(l.contact_url, '') AS contact_url
FROM seats s JOIN districts d ON d.id = s.district_id
LEFT JOIN terms t ON t.seat_id = s.id AND t.ends_at IS NULL
LEFT JOIN legislators l ON l.id = t.legislator_id
`

const holdersOrder = " ORDER BY d.chamber DESC, length(d.code), d.code, s.position"

// HoldersOf lists the seats of districts with their holders.
func HoldersOf(ctx context.Context, tx *Tx, districtIDs []int64) ([]Holder, error) {
	if len(districtIDs) == 0 {
		return nil, nil
	}
	return rowsOf[Holder](ctx, tx, holders+"WHERE d.id IN ?"+holdersOrder, districtIDs)
}

// HolderOfSeat is a seat with who holds it now.
func HolderOfSeat(ctx context.Context, tx *Tx, seatID int64) (Holder, error) {
	rows, err := rowsOf[Holder](ctx, tx, holders+"WHERE s.id = ?", seatID)
	if err != nil || len(rows) == 1 {
		return append(rows, Holder{})[0], err
	}
	_, err = take[Seat](ctx, tx, "id = 0")
	return Holder{}, err
}

// HoldersOfState lists every seat of a state with its holder, the governor's too.
func HoldersOfState(ctx context.Context, tx *Tx, state string) ([]Holder, error) {
	return rowsOf[Holder](ctx, tx, holders+"WHERE d.state = ?"+holdersOrder, state)
}

// ImportRun is one file taken in, for showing how fresh the data is.
type ImportRun struct {
	ID         int64
	Kind       string // legislators, districts, zips, laws
	Scope      string // state code, or empty for all
	FileHash   []byte // SHA-256
	Rows       int
	Added      int
	Changed    int
	Ended      int
	Refused    int
	ImportedAt time.Time
}

// TableName is GORM's word for the table.
func (ImportRun) TableName() string { return "imports" }

// AddImport notes that a file was taken in.
func AddImport(ctx context.Context, tx *Tx, run *ImportRun) error { return addOne(ctx, tx, run) }

// LastImport is the newest run of a kind and scope; none is a NotFound fault.
func LastImport(ctx context.Context, tx *Tx, kind, scope string) (ImportRun, error) {
	rows, err := rowsOf[ImportRun](ctx, tx, "SELECT * FROM imports WHERE kind = ? AND scope = ? ORDER BY imported_at DESC, id DESC LIMIT 1", kind, scope)
	if err != nil || len(rows) == 1 {
		return append(rows, ImportRun{})[0], err
	}
	return take[ImportRun](ctx, tx, "id = 0")
}

// LastImports lists the newest run of every kind and scope.
func LastImports(ctx context.Context, tx *Tx) ([]ImportRun, error) {
	return rowsOf[ImportRun](ctx, tx, `SELECT i.* FROM imports i WHERE i.id = (
  SELECT x.id FROM imports x WHERE x.kind = i.kind AND x.scope = i.scope ORDER BY x.imported_at DESC, x.id DESC LIMIT 1) ORDER BY i.kind, i.scope`)
}

// HolderNames lists the names of all who hold a seat: they are no private people.
func HolderNames(ctx context.Context, tx *Tx) ([]string, error) {
	return rowsOf[string](ctx, tx, "SELECT DISTINCT l.name FROM legislators l JOIN terms t ON t.legislator_id = l.id WHERE t.ends_at IS NULL")
}
