package models

import (
	"slices"
	"time"

	"statehouse/internal/privacy"
)

// ApplicationState is where an offer to help stands.
type ApplicationState string

// The states; contract: submitted → screening → active → left, the others aside.
const (
	ApplicationSubmitted  ApplicationState = "submitted"
	ApplicationScreening  ApplicationState = "screening"
	ApplicationActive     ApplicationState = "active"
	ApplicationLeft       ApplicationState = "left"
	ApplicationWaitlisted ApplicationState = "waitlisted"
	ApplicationDeclined   ApplicationState = "declined"
	ApplicationPaused     ApplicationState = "paused"
)

// ApplicationStates lists them all.
var ApplicationStates = []ApplicationState{ApplicationSubmitted, ApplicationScreening, ApplicationActive, ApplicationLeft,
	ApplicationWaitlisted, ApplicationDeclined, ApplicationPaused}

// applicationMoves are the moves that there are.
var applicationMoves = map[ApplicationState][]ApplicationState{
	ApplicationSubmitted:  {ApplicationScreening, ApplicationActive, ApplicationWaitlisted, ApplicationDeclined, ApplicationLeft},
	ApplicationScreening:  {ApplicationActive, ApplicationWaitlisted, ApplicationDeclined, ApplicationLeft},
	ApplicationWaitlisted: {ApplicationActive, ApplicationDeclined, ApplicationLeft},
	ApplicationActive:     {ApplicationPaused, ApplicationLeft, ApplicationDeclined},
	ApplicationPaused:     {ApplicationActive, ApplicationLeft, ApplicationDeclined},
	ApplicationLeft:       {ApplicationSubmitted},
	ApplicationDeclined:   {},
}

// MayBecome says whether there is a move from one state to another.
func (s ApplicationState) MayBecome(to ApplicationState) bool {
	return slices.Contains(applicationMoves[s], to)
}

// Application is a person's offer to take a role.
type Application struct {
	ID          int64
	Ref         string
	RoleID      int64
	EmailIndex  []byte
	Name        []byte // sealed
	Email       []byte // sealed
	ZIP         []byte `gorm:"column:zip"` // sealed
	Answer      []byte // sealed; what they wrote
	Lang        string
	OfAge       bool
	State       ApplicationState
	Reason      string // of a decline, in public words
	CreatedAt   time.Time
	ConfirmedAt *time.Time // their address; until then nobody else sees the application
	MovedAt     time.Time
	Again       []byte // sealed; see Again
	AgainAt     *time.Time
}

// Applicant is who applied, unsealed.
type Applicant struct{ Name, Email, ZIP, Answer string }

// RoleIndex finds an address on one role.
func RoleIndex(k *privacy.Keys, roleSlug string, e Email) []byte {
	return k.Blind("applications.email "+roleSlug, e.Canonical)
}

// SealApplicant fills the sealed fields.
func (a *Application) SealApplicant(k *privacy.Keys, who Applicant) {
	a.Name = k.SealText("applications.name", a.Ref, who.Name)
	a.Email = k.SealText("applications.email", a.Ref, who.Email)
	a.ZIP = k.SealText("applications.zip", a.Ref, who.ZIP)
	a.Answer = k.SealText("applications.answer", a.Ref, who.Answer)
}

// OpenApplicant opens the sealed fields.
func (a Application) OpenApplicant(k *privacy.Keys) (who Applicant, err error) {
	for _, f := range []struct {
		purpose string
		sealed  []byte
		to      *string
	}{{"applications.name", a.Name, &who.Name}, {"applications.email", a.Email, &who.Email}, {"applications.zip", a.ZIP, &who.ZIP}, {"applications.answer", a.Answer, &who.Answer}} {
		if *f.to, err = k.OpenText(f.purpose, a.Ref, f.sealed); err != nil {
			return who, err
		}
	}
	return who, nil
}
