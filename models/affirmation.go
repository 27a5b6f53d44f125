package models

import (
	"context"
	"time"
)

// Affirmation is a supporter's word that a signature holds for a later version
// too. It counts there from then on, and no longer for the version before.
type Affirmation struct {
	SignatureID int64 `gorm:"primaryKey;autoIncrement:false"`
	PetitionID  int64 `gorm:"primaryKey;autoIncrement:false"`
	BeforeID    int64 // the version that it rested on
	At          time.Time
}

// Affirm moves a signature to another version of its campaign. A Conflict fault
// if it was moved meanwhile.
func Affirm(ctx context.Context, tx *Tx, s *Signature, petitionID int64, now time.Time) error {
	a := Affirmation{SignatureID: s.ID, PetitionID: petitionID, BeforeID: s.PetitionID, At: now}
	err := moved(tx.exec(ctx, "UPDATE signatures SET petition_id = ? WHERE id = ? AND petition_id = ? AND state = ?", petitionID, s.ID, s.PetitionID, s.State))
	if err != nil {
		return err
	}
	s.PetitionID = petitionID
	return addOne(ctx, tx, &a)
}
