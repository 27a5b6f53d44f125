package models

import (
	"context"
	"time"
)

// CommitteeRole is what a legislator is on a committee.
type CommitteeRole string

// The roles. Co-chairs chair; whoever has another role is a member.
const (
	RoleChair     CommitteeRole = "chair"
	RoleViceChair CommitteeRole = "vice_chair"
	RoleMember    CommitteeRole = "member"
)

// CommitteeRoles lists them all.
var CommitteeRoles = []CommitteeRole{RoleChair, RoleViceChair, RoleMember}

// Committee is a committee of a chamber, or of both. Rows are never deleted:
// targets name them.
type Committee struct {
	ID        int64
	OCD       string `gorm:"column:ocd_id"` // ocd-organization/…
	State     string
	Chamber   string // upper, lower, legislature
	Name      string
	EndedAt   *time.Time // since when the lists lack it
	UpdatedAt time.Time
}

// CommitteeMember is a legislator on a committee. Whose term has ended sits on
// none, whatever the last list says.
type CommitteeMember struct {
	CommitteeID  int64 `gorm:"primaryKey;autoIncrement:false"`
	LegislatorID int64 `gorm:"primaryKey;autoIncrement:false"`
	Role         CommitteeRole
}

// CommitteesOfState lists the committees of a state, ended ones too, by chamber
// and name.
func CommitteesOfState(ctx context.Context, tx *Tx, state string) ([]Committee, error) {
	return rowsOf[Committee](ctx, tx, "SELECT * FROM committees WHERE state = ? ORDER BY chamber DESC, name, id", state)
}

// CommitteeByID finds a committee.
func CommitteeByID(ctx context.Context, tx *Tx, id int64) (Committee, error) {
	return take[Committee](ctx, tx, "id = ?", id)
}

// CommitteeByOCD finds a committee by its ocd-organization id.
func CommitteeByOCD(ctx context.Context, tx *Tx, ocd string) (Committee, error) {
	return take[Committee](ctx, tx, "ocd_id = ?", ocd)
}

// SaveCommittee adds a committee and fills its id, or writes over what is known
// of it.
func SaveCommittee(ctx context.Context, tx *Tx, c *Committee) error {
	if c.ID == 0 {
		return addOne(ctx, tx, c)
	}
	return moved(tx.exec(ctx, "UPDATE committees SET chamber = ?, name = ?, ended_at = ?, updated_at = ? WHERE id = ?",
		c.Chamber, c.Name, c.EndedAt, c.UpdatedAt, c.ID))
}

// MembersOfCommittees lists who the last lists put on a state's committees.
func MembersOfCommittees(ctx context.Context, tx *Tx, state string) ([]CommitteeMember, error) {
	return rowsOf[CommitteeMember](ctx, tx, `SELECT m.* FROM committee_members m JOIN committees c ON c.id = m.committee_id
WHERE c.state = ? ORDER BY m.committee_id, m.legislator_id`, state)
}

// SetCommitteeMembers replaces the members of a committee.
func SetCommitteeMembers(ctx context.Context, tx *Tx, committeeID int64, members []CommitteeMember) error {
	if _, err := tx.exec(ctx, "DELETE FROM committee_members WHERE committee_id = ?", committeeID); err != nil {
		return err
	}
	return add(ctx, tx, members)
}
