package models

import (
	"context"
	"slices"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
)

// SignatureState is where a signature stands.
type SignatureState string

// The states; contract: pending → counted, the others aside.
const (
	SignaturePending     SignatureState = "pending"
	SignatureCounted     SignatureState = "counted"
	SignatureHeld        SignatureState = "held"
	SignatureInvalidated SignatureState = "invalidated"
	SignatureWithdrawn   SignatureState = "withdrawn"
)

// signatureMoves is the transition table. A withdrawn signature becomes pending
// when its supporter signs again.
var signatureMoves = map[SignatureState][]SignatureState{
	SignaturePending:     {SignatureCounted, SignatureHeld, SignatureWithdrawn},
	SignatureHeld:        {SignatureCounted, SignatureInvalidated, SignatureWithdrawn},
	SignatureCounted:     {SignatureInvalidated, SignatureWithdrawn},
	SignatureInvalidated: {SignatureCounted, SignatureHeld, SignatureWithdrawn},
	SignatureWithdrawn:   {SignaturePending},
}

// SignatureStates lists them all.
var SignatureStates = []SignatureState{SignaturePending, SignatureCounted, SignatureHeld, SignatureInvalidated, SignatureWithdrawn}

// CanBecome says whether the transition table allows the move.
func (s SignatureState) CanBecome(to SignatureState) bool {
	return slices.Contains(signatureMoves[s], to)
}

// Display is how a supporter wants to be shown.
type Display string

// The choices; hidden is the default everywhere.
const (
	DisplayHidden Display = "hidden"
	DisplayFirst  Display = "first" // first name and state
	DisplayFull   Display = "full"
)

// Displays lists the choices.
var Displays = []Display{DisplayHidden, DisplayFirst, DisplayFull}

// MaxMailsPerSignature bounds what one signature can make us send.
const MaxMailsPerSignature = 3

// MaxHousehold people may share one address on one campaign.
const MaxHousehold = 2

// KeepPending is how long a signature waits for its confirmation.
const KeepPending = 30 * 24 * time.Hour

// Signature is one supporter on one campaign, bound to the version signed.
type Signature struct {
	ID         int64
	Ref        string // names the row to the seals
	CampaignID int64
	PetitionID int64
	EmailIndex []byte // blind index of the canonical address, keyed per campaign
	Household  int    // 1, or 2 for a second person with the same address
	Name       []byte // sealed
	Email      []byte // sealed, as typed
	ZIP        []byte `gorm:"column:zip"` // sealed
	Comment    []byte // sealed; nil for none
	Lang       string
	Display    Display
	Updates    bool
	Help       bool
	Quotable   bool // offices may be shown the comment, without the name
	InState    bool
	State      SignatureState
	Reason     string    // code, for held and invalidated
	Mails      int       // sent because of this signature so far
	MailedAt   time.Time // the last of them
	CreatedAt  time.Time
	CountedAt  *time.Time
	MovedAt    time.Time
	ErasedAt   *time.Time
	Channel    *string // code of the way it came by; nil for none. It stays as it was first
}

// IsConfirmed says whether its supporter has confirmed the signature and
// stands by it, so that they may go on from it.
func (s Signature) IsConfirmed() bool {
	return s.ErasedAt == nil && (s.State == SignatureCounted || s.State == SignatureHeld)
}

// Person is what a signature knows of its supporter, unsealed.
type Person struct{ Name, Email, ZIP, Comment string }

// SealPerson fills the sealed fields.
func (s *Signature) SealPerson(k *privacy.Keys, p Person) {
	s.Name = k.SealText("signatures.name", s.Ref, p.Name)
	s.Email = k.SealText("signatures.email", s.Ref, p.Email)
	s.ZIP = k.SealText("signatures.zip", s.Ref, p.ZIP)
	s.Comment = nil
	if p.Comment != "" {
		s.Comment = k.SealText("signatures.comment", s.Ref, p.Comment)
	}
}

// OpenPerson opens the sealed fields; an erased signature gives empty ones.
func (s Signature) OpenPerson(k *privacy.Keys) (p Person, err error) {
	if s.ErasedAt != nil {
		return Person{}, nil
	}
	if p.Name, err = k.OpenText("signatures.name", s.Ref, s.Name); err != nil {
		return p, err
	}
	if p.Email, err = k.OpenText("signatures.email", s.Ref, s.Email); err != nil {
		return p, err
	}
	if p.ZIP, err = k.OpenText("signatures.zip", s.Ref, s.ZIP); err != nil {
		return p, err
	}
	if s.Comment != nil {
		p.Comment, err = k.OpenText("signatures.comment", s.Ref, s.Comment)
	}
	return p, err
}

// MoveSignature moves s from the state it was read in to another, and the
// counts and journals with it, in the caller's transaction; packets that may
// name somebody who no longer counts are taken back, and with a withdrawn one
// what it allowed partners. A Conflict fault
// means that somebody else moved it first, or that the table forbids the move.
func MoveSignature(ctx context.Context, tx *Tx, s *Signature, to SignatureState, reason string, now time.Time) error {
	if !s.State.CanBecome(to) {
		return fault.New(fault.Conflict, "error.conflict")
	}
	countedAt := s.CountedAt
	if to == SignatureCounted && (s.State != SignatureInvalidated || s.CountedAt == nil) { // what is put back counts from when it did
		countedAt = &now
	}
	err := moved(tx.exec(ctx, `UPDATE signatures SET state = ?, reason = ?, counted_at = ?, moved_at = ? WHERE id = ? AND state = ?`,
		to, reason, countedAt, now, s.ID, s.State))
	if err != nil {
		return err
	}
	if to == SignatureWithdrawn {
		if err := WithdrawConsentsOf(ctx, tx, s.ID, now); err != nil {
			return err
		}
	}
	var change Counts
	change.tally(s.State, s.InState, -1)
	change.tally(to, s.InState, 1)
	if err := addCounts(ctx, tx, s.CampaignID, change); err != nil {
		return err
	}
	if step := countedStep(s.State, to); step != 0 {
		if err := journal(ctx, tx, s, *countedAt, step); err != nil {
			return err
		}
		if err := countCredited(ctx, tx, s, step); err != nil {
			return err
		}
		if step < 0 && s.Display != DisplayHidden {
			if err := RecallPackets(ctx, tx, s.CampaignID, now); err != nil {
				return err
			}
		}
	}
	s.State, s.Reason, s.CountedAt, s.MovedAt = to, reason, countedAt, now
	return nil
}

// countedStep is what a move does to the public count: +1, -1 or 0.
func countedStep(from, to SignatureState) int {
	switch {
	case to == SignatureCounted:
		return 1
	case from == SignatureCounted:
		return -1
	}
	return 0
}

// journal books step on the day s was counted and on each of its districts.
func journal(ctx context.Context, tx *Tx, s *Signature, countedAt time.Time, step int) error {
	in, out := step, 0
	if !s.InState {
		in, out = 0, step
	}
	if err := addDay(ctx, tx, s.CampaignID, countedAt, in, out); err != nil {
		return err
	}
	matches, err := MatchesOf(ctx, tx, s.ID)
	if err != nil {
		return err
	}
	for _, m := range matches {
		if err := addDistrict(ctx, tx, s.CampaignID, m.DistrictID, step); err != nil {
			return err
		}
	}
	return nil
}
