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
	Chamber     string // upper, lower, legislature, governor
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

// Method is how a signature's district was found, or its candidates were.
type Method string

// The methods. The last two find no district: the first of them leaves several
// candidates, as address and point may do, and the second leaves none.
const (
	MethodAddress    Method = "address"       // the geocoder knows the street address
	MethodPoint      Method = "point"         // the address lies within the district's boundary
	MethodZIP        Method = "zip_unique"    // the ZIP lies in one district of the chamber
	MethodChosen     Method = "chosen"        // the supporter picked it
	MethodAmbiguous  Method = "zip_ambiguous" // the ZIP lies in several
	MethodStateAlone Method = "state_only"    // nothing is known but the state
)

// MatchMethods are those of a match, CandidateMethods those of a candidate.
var (
	MatchMethods     = []Method{MethodAddress, MethodPoint, MethodZIP, MethodChosen}
	CandidateMethods = []Method{MethodAddress, MethodPoint, MethodAmbiguous}
)

// Match is a district that a signature counts for.
type Match struct {
	SignatureID int64 `gorm:"primaryKey"`
	DistrictID  int64 `gorm:"primaryKey"`
	Chamber     string
	Method      Method
	Confidence  string // high, medium, low
	Vintage     string // year of the map that said so; empty where no map was asked
	MatchedAt   time.Time
}

// Candidate is a district that a signature may lie in. It counts for none of
// its candidates until its supporter has chosen.
type Candidate struct {
	SignatureID int64 `gorm:"primaryKey"`
	DistrictID  int64 `gorm:"primaryKey"`
	Chamber     string
	Method      Method
	Vintage     string
	MatchedAt   time.Time
}

// TableName is GORM's word for the table.
func (Candidate) TableName() string { return "match_candidates" }

const (
	aroundZIP = `SELECT d.*, TRUE AS touched FROM zip_districts z JOIN districts d ON d.id = z.district_id WHERE z.zip = ?
UNION ALL SELECT d.*, FALSE AS touched FROM districts d WHERE d.state = ? AND d.census_geoid = ''`
	statesOfZIP = `SELECT DISTINCT d.state FROM zip_districts z JOIN districts d ON d.id = z.district_id WHERE z.zip = ?`
)

// DistrictAround is a district that a ZIP touches, or one that the Census does
// not draw: at-large seats, tribal seats, and any that no list of districts completed.
type DistrictAround struct {
	District
	Touched bool
}

// DistrictsAround lists the districts of all states that a ZIP touches, and
// those of one state that the Census does not draw, in no order.
func DistrictsAround(ctx context.Context, tx *Tx, zip, state string) ([]DistrictAround, error) {
	return rowsOf[DistrictAround](ctx, tx, aroundZIP, zip, state)
}

// DistrictsOfZIP lists the districts of a state that a ZIP touches, by chamber.
func DistrictsOfZIP(ctx context.Context, tx *Tx, state, zip string) ([]District, error) {
	return rowsOf[District](ctx, tx, `SELECT d.* FROM zip_districts z JOIN districts d ON d.id = z.district_id
WHERE z.zip = ? AND d.state = ? ORDER BY d.chamber DESC, length(d.code), d.code`, zip, state)
}

// StatesOfKnownZIP lists the states that the imported ZIP list gives a ZIP.
func StatesOfKnownZIP(ctx context.Context, tx *Tx, zip string) ([]string, error) {
	return rowsOf[string](ctx, tx, statesOfZIP, zip)
}

// DistrictsOfState lists a state's districts by chamber and code.
func DistrictsOfState(ctx context.Context, tx *Tx, state string) ([]District, error) {
	return rowsOf[District](ctx, tx, "SELECT * FROM districts WHERE state = ? ORDER BY chamber DESC, length(code), code", state)
}

// DistrictByCode finds a district by what its state calls it.
func DistrictByCode(ctx context.Context, tx *Tx, state, chamber, code string) (District, error) {
	return take[District](ctx, tx, "state = ? AND chamber = ? AND code = ?", state, chamber, code)
}

// DistrictByID finds a district.
func DistrictByID(ctx context.Context, tx *Tx, id int64) (District, error) {
	return take[District](ctx, tx, "id = ?", id)
}

// MatchesOf lists the districts that a signature counts for.
func MatchesOf(ctx context.Context, tx *Tx, signatureID int64) ([]Match, error) {
	return rowsOf[Match](ctx, tx, "SELECT * FROM matches WHERE signature_id = ? ORDER BY district_id", signatureID)
}

// CandidatesOf lists the districts that a signature may lie in.
func CandidatesOf(ctx context.Context, tx *Tx, signatureID int64) ([]Candidate, error) {
	return rowsOf[Candidate](ctx, tx, "SELECT * FROM match_candidates WHERE signature_id = ? ORDER BY district_id", signatureID)
}

// SetCandidates replaces a signature's candidates in one chamber.
func SetCandidates(ctx context.Context, tx *Tx, s Signature, chamber string, candidates []Candidate) error {
	if !s.InState && len(candidates) > 0 {
		return fault.New(fault.Conflict, "error.district.elsewhere")
	}
	if _, err := tx.exec(ctx, "DELETE FROM match_candidates WHERE signature_id = ? AND chamber = ?", s.ID, chamber); err != nil {
		return err
	}
	return add(ctx, tx, candidates)
}

// SetMatches replaces a signature's districts in one chamber, moves the journal
// with them if the signature is counted, and drops its candidates there.
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
	if err := SetCandidates(ctx, tx, s, chamber, nil); err != nil {
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

// ForgetMatches deletes the districts and candidates of a signature that does
// not count, so that they are found anew.
func ForgetMatches(ctx context.Context, tx *Tx, s Signature) error {
	for _, table := range []string{"matches", "match_candidates"} {
		_, err := tx.exec(ctx, "DELETE FROM "+table+" WHERE signature_id = ? AND EXISTS (SELECT 1 FROM signatures x WHERE x.id = ? AND x.state <> 'counted')", s.ID, s.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

// ZIPIn is the first ZIP code that touches a district; empty if none is known.
func ZIPIn(ctx context.Context, tx *Tx, districtID int64) (string, error) {
	zips, err := rowsOf[string](ctx, tx, "SELECT zip FROM zip_districts WHERE district_id = ? ORDER BY zip LIMIT 1", districtID)
	return append(zips, "")[0], err
}
