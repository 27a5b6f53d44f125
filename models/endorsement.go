package models

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
)

// EndorsementState is where an organization's endorsement stands.
type EndorsementState string

// The states; see endorsementMoves.
const (
	EndorsementPending   EndorsementState = "pending" // its signer has not confirmed it
	EndorsementWaiting   EndorsementState = "waiting" // for an organizer
	EndorsementAccepted  EndorsementState = "accepted"
	EndorsementDeclined  EndorsementState = "declined"
	EndorsementWithdrawn EndorsementState = "withdrawn" // by its signer
)

// EndorsementStates lists them all.
var EndorsementStates = []EndorsementState{EndorsementPending, EndorsementWaiting, EndorsementAccepted, EndorsementDeclined, EndorsementWithdrawn}

// endorsementMoves is the transition table.
var endorsementMoves = map[EndorsementState][]EndorsementState{
	EndorsementPending:  {EndorsementWaiting},
	EndorsementWaiting:  {EndorsementAccepted, EndorsementDeclined, EndorsementWithdrawn},
	EndorsementAccepted: {EndorsementDeclined, EndorsementWithdrawn},
	EndorsementDeclined: {EndorsementAccepted, EndorsementWithdrawn},
}

// CanBecome says whether the transition table allows the move.
func (s EndorsementState) CanBecome(to EndorsementState) bool {
	return slices.Contains(endorsementMoves[s], to)
}

// OrganizationKind is what an organization is.
type OrganizationKind string

// The kinds.
const (
	OrganizationNonprofit  OrganizationKind = "nonprofit"
	OrganizationFaith      OrganizationKind = "faith"
	OrganizationBusiness   OrganizationKind = "business"
	OrganizationUnion      OrganizationKind = "union"
	OrganizationSchool     OrganizationKind = "school"
	OrganizationPublicBody OrganizationKind = "public_body"
	OrganizationOther      OrganizationKind = "other"
)

// OrganizationKinds lists them all.
var OrganizationKinds = []OrganizationKind{OrganizationNonprofit, OrganizationFaith, OrganizationBusiness, OrganizationUnion, OrganizationSchool, OrganizationPublicBody, OrganizationOther}

// Limits of an endorsement, in characters, and how long one that was declined is
// kept with its person.
const (
	MaxOrganization    = 120
	MaxWebsite         = 200
	MaxPlace           = 80
	MaxSignerTitle     = 80
	MaxStatement       = 500
	MaxDeclineReason   = 300
	KeepDeclinedSigner = 180 * 24 * time.Hour
)

// Endorsement is an organization's signature on a campaign. Who signed it for the
// organization is sealed.
type Endorsement struct {
	ID           int64
	Ref          string
	CampaignID   int64
	State        EndorsementState
	Lang         string
	Organization string
	Website      string
	Kind         OrganizationKind
	Place        string
	USState      string `gorm:"column:us_state"` // "" for none
	Statement    string // "" for none
	EmailIndex   []byte
	Name         []byte
	Title        []byte // what the signer is there
	Email        []byte
	Classes      string // found by screening, with commas
	Reader       string
	Reason       string // of a decline, in staff's words
	DecidedBy    *int64
	DecidedAt    *time.Time
	CreatedAt    time.Time
	ConfirmedAt  *time.Time
	MovedAt      time.Time
	EmptiedAt    *time.Time // since when nothing is held of the signer
}

// EndorsementSigner is who signs for an organization.
type EndorsementSigner struct{ Name, Title, Email string }

// Seal fills the sealed fields; Ref must be set.
func (e *Endorsement) Seal(k *privacy.Keys, who EndorsementSigner) {
	for _, f := range e.sealed(&who) {
		*f.field = k.SealText(f.purpose, e.Ref, *f.plain)
	}
}

// Open opens what is sealed; of an emptied endorsement that is nothing.
func (e Endorsement) Open(k *privacy.Keys) (who EndorsementSigner, err error) {
	for _, f := range e.sealed(&who) {
		if len(*f.field) == 0 {
			continue
		}
		if *f.plain, err = k.OpenText(f.purpose, e.Ref, *f.field); err != nil {
			return who, err
		}
	}
	return who, nil
}

func (e *Endorsement) sealed(who *EndorsementSigner) []sealedField {
	return []sealedField{{&e.Name, "endorsements.name", &who.Name}, {&e.Title, "endorsements.title", &who.Title}, {&e.Email, "endorsements.email", &who.Email}}
}

// EndorsementIndex finds what an address endorsed on one campaign.
func EndorsementIndex(k *privacy.Keys, campaignCode string, e Email) []byte {
	return k.Blind("endorsements.email "+campaignCode, e.Canonical)
}

// MayDecideEndorsement says whether the actor may read an endorsement's statement
// and decide on it: what may be about children, distress or survivors is for
// admins, who are trained for it.
func (a Actor) MayDecideEndorsement(e Endorsement) bool {
	return a.is(RoleAdmin) || e.Reader == ReaderModerators
}

// ParseWebsite reads the address of an organization's website, with or without
// its scheme. The error is a message id.
func ParseWebsite(typed string) (string, error) {
	bad := fault.New(fault.Invalid, "error.endorsement.website")
	typed = strings.TrimSpace(typed)
	if typed == "" || len(typed) > MaxWebsite || strings.ContainsAny(typed, " \t\n\\") {
		return "", bad
	}
	if !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	u, err := url.Parse(typed)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.Port() != "" {
		return "", bad
	}
	host, err := idna.Lookup.ToASCII(strings.ToLower(u.Hostname()))
	if err != nil || Domain(host) == "" {
		return "", bad
	}
	u.Host, u.RawQuery, u.Fragment = host, "", ""
	return u.String(), nil
}
