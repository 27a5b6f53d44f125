package models

import (
	"context"
	"time"

	"statehouse/internal/fault"
)

// District is a piece of a state that sends members to one chamber. A place may
// lie in several of one chamber (council wards beside at-large seats).
type District struct {
	ID          int64
	State       string
	Chamber     string // upper, lower, legislature
	Code        string // as the state writes it: "5", "A", "1st Hampden"
	Name        string
	OCD         *string `gorm:"column:ocd_id"`
	CensusLayer string  // sldu, sldl or empty
	CensusGEOID string  `gorm:"column:census_geoid"` // join on layer and GEOID: chambers reuse codes
	NumSeats    int
}

// Seat is one place of a district.
type Seat struct {
	ID         int64
	DistrictID int64
	Position   int // from 1
}

// Method is how a signature's district was found.
type Method string

// The methods.
const (
	MethodZIP    Method = "zip_unique" // the ZIP lies in one district of the chamber
	MethodChosen Method = "chosen"     // the supporter picked it
)

// Match is a district that a signature counts for.
type Match struct {
	SignatureID int64 `gorm:"primaryKey"`
	DistrictID  int64 `gorm:"primaryKey"`
	Chamber     string
	Method      Method
	Confidence  string
	MatchedAt   time.Time
}

// DistrictsOfZIP lists the districts of a state that a ZIP touches, by chamber.
func DistrictsOfZIP(ctx context.Context, tx *Tx, state, zip string) ([]District, error) {
	return rowsOf[District](ctx, tx, `SELECT d.* FROM zip_districts z JOIN districts d ON d.id = z.district_id
WHERE z.zip = ? AND d.state = ? ORDER BY d.chamber DESC, length(d.code), d.code`, zip, state)
}

// StatesOfKnownZIP lists the states that the imported ZIP list gives a ZIP.
func StatesOfKnownZIP(ctx context.Context, tx *Tx, zip string) ([]string, error) {
	return rowsOf[string](ctx, tx, `SELECT DISTINCT d.state FROM zip_districts z JOIN districts d ON d.id = z.district_id WHERE z.zip = ?`, zip)
}

// DistrictsOfState lists a state's districts by chamber and code.
func DistrictsOfState(ctx context.Context, tx *Tx, state string) ([]District, error) {
	return rowsOf[District](ctx, tx, "SELECT * FROM districts WHERE state = ? ORDER BY chamber DESC, length(code), code", state)
}

// DistrictByID finds a district.
func DistrictByID(ctx context.Context, tx *Tx, id int64) (District, error) {
	return take[District](ctx, tx, "id = ?", id)
}

// DistrictByCode finds a district by what its state calls it.
func DistrictByCode(ctx context.Context, tx *Tx, state, chamber, code string) (District, error) {
	return take[District](ctx, tx, "state = ? AND chamber = ? AND code = ?", state, chamber, code)
}

// MatchesOf lists the districts that a signature counts for.
func MatchesOf(ctx context.Context, tx *Tx, signatureID int64) ([]Match, error) {
	return rowsOf[Match](ctx, tx, "SELECT * FROM matches WHERE signature_id = ? ORDER BY district_id", signatureID)
}

// SetMatches replaces a signature's districts in one chamber and moves the
// journal with them if the signature is counted.
func SetMatches(ctx context.Context, tx *Tx, s Signature, chamber string, matches []Match) error {
	if !s.InState && len(matches) > 0 {
		return fault.New(fault.Conflict, "error.district.elsewhere")
	}
	old, err := MatchesOf(ctx, tx, s.ID)
	if err != nil {
		return err
	}
	if _, err := tx.exec(ctx, "DELETE FROM matches WHERE signature_id = ? AND chamber = ?", s.ID, chamber); err != nil {
		return err
	}
	if err := add(ctx, tx, matches); err != nil || s.State != SignatureCounted {
		return err
	}
	for _, m := range old {
		if m.Chamber == chamber {
			if err := addDistrict(ctx, tx, s.CampaignID, m.DistrictID, -1); err != nil {
				return err
			}
		}
	}
	for _, m := range matches {
		if err := addDistrict(ctx, tx, s.CampaignID, m.DistrictID, 1); err != nil {
			return err
		}
	}
	return nil
}

// ForgetMatches deletes the districts of a signature that does not count, so
// that they are found anew.
func ForgetMatches(ctx context.Context, tx *Tx, s Signature) error {
	_, err := tx.exec(ctx, "DELETE FROM matches WHERE signature_id = ? AND EXISTS (SELECT 1 FROM signatures x WHERE x.id = ? AND x.state <> 'counted')", s.ID, s.ID)
	return err
}
