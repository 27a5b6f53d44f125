package models

import (
	"time"

	"statehouse/internal/privacy"
)

// CampaignRequestState is where a request for a campaign stands.
type CampaignRequestState string

// The states: pending → waiting → answered; any → withdrawn.
const (
	CampaignRequestPending   CampaignRequestState = "pending" // its address has not confirmed it
	CampaignRequestWaiting   CampaignRequestState = "waiting" // for an answer
	CampaignRequestAnswered  CampaignRequestState = "answered"
	CampaignRequestWithdrawn CampaignRequestState = "withdrawn" // taken back, or erased
)

// CampaignRequestStates lists them all.
var CampaignRequestStates = []CampaignRequestState{CampaignRequestPending, CampaignRequestWaiting, CampaignRequestAnswered, CampaignRequestWithdrawn}

// AnswerCard is what an answer points to, beside its words.
type AnswerCard string

// The cards.
const (
	CardNone     AnswerCard = ""
	CardPetition AnswerCard = "petition" // one of the state
	CardLaw      AnswerCard = "law"      // what the state's law says on the topic
	CardRole     AnswerCard = "role"     // volunteer work
	CardDraft    AnswerCard = "draft"    // the campaign that was begun because of the request
)

// AnswerCards lists them all.
var AnswerCards = []AnswerCard{CardNone, CardPetition, CardLaw, CardRole, CardDraft}

// How long a request may wait for its answer, how long it is kept, and how long
// its words may be.
const (
	AnswerRequestIn    = 5 * 24 * time.Hour
	KeepRequest        = 365 * 24 * time.Hour
	MaxRequestWords    = 1000 // characters
	MaxRequestAnswer   = 2000
	FewestRequestsTold = 5 // fewer are not told in public
)

// CampaignRequest is one person's request for a petition of a state on a topic.
// Address, words and answer are sealed.
type CampaignRequest struct {
	ID          int64
	Ref         string
	USState     string `gorm:"column:us_state"`
	Topic       string
	State       CampaignRequestState
	Lang        string
	EmailIndex  []byte
	Email       []byte
	Words       []byte // nil for none
	Classes     string // found by screening, with commas
	Urgency     int
	Reader      string
	Hotline     bool // who asks is shown where help is
	ClaimedBy   *int64
	ClaimedAt   *time.Time
	DueAt       *time.Time // nil: nobody waits
	DraftID     *int64     // the campaign that was begun because of it
	Card        AnswerCard
	CampaignID  *int64 // of the card
	RoleID      *int64 // of the card
	Answer      []byte
	AnsweredBy  *int64
	AnsweredAt  *time.Time
	ToldOf      *int64 // the published campaign that its person was told of
	ToldAt      *time.Time
	CreatedAt   time.Time
	ConfirmedAt *time.Time
	MovedAt     time.Time
	EmptiedAt   *time.Time
}

// CampaignRequestWords is what is sealed of a request.
type CampaignRequestWords struct{ Email, Words, Answer string }

// Seal fills the sealed fields that are not empty; Ref must be set.
func (r *CampaignRequest) Seal(k *privacy.Keys, w CampaignRequestWords) {
	for _, f := range r.sealed(&w) {
		if *f.plain != "" {
			*f.field = k.SealText(f.purpose, r.Ref, *f.plain)
		}
	}
}

// Open opens what is sealed; of an emptied request that is nothing.
func (r CampaignRequest) Open(k *privacy.Keys) (w CampaignRequestWords, err error) {
	for _, f := range r.sealed(&w) {
		if len(*f.field) == 0 {
			continue
		}
		if *f.plain, err = k.OpenText(f.purpose, r.Ref, *f.field); err != nil {
			return w, err
		}
	}
	return w, nil
}

type sealedField struct {
	field   *[]byte
	purpose string
	plain   *string
}

func (r *CampaignRequest) sealed(w *CampaignRequestWords) []sealedField {
	return []sealedField{{&r.Email, "campaign_requests.email", &w.Email}, {&r.Words, "campaign_requests.words", &w.Words},
		{&r.Answer, "campaign_requests.answer", &w.Answer}}
}

// CampaignRequestIndex finds what an address asked of a state on a topic.
func CampaignRequestIndex(k *privacy.Keys, state, topic string, e Email) []byte {
	return k.Blind("campaign_requests.email "+state+" "+topic, e.Canonical)
}

// IsClaimedByOther says whether somebody else works on the request.
func (r CampaignRequest) IsClaimedByOther(userID int64, now time.Time) bool {
	return r.ClaimedBy != nil && *r.ClaimedBy != userID && r.ClaimedAt != nil && now.Sub(*r.ClaimedAt) < ClaimLife
}

// IsClaimedBy says whether a member of staff has taken the request.
func (r CampaignRequest) IsClaimedBy(userID int64) bool {
	return r.ClaimedBy != nil && *r.ClaimedBy == userID
}

// MaySeeRequest says whether the actor's list has a request: it is of their state.
func (a Actor) MaySeeRequest(r CampaignRequest) bool { return a.organizesIn(r.USState) }

// MayAnswerRequest says whether the actor may read and answer a request: what is
// about children, distress or survivors is for admins, who are trained for it.
func (a Actor) MayAnswerRequest(r CampaignRequest) bool {
	return a.MaySeeRequest(r) && (a.is(RoleAdmin) || r.Reader == ReaderModerators)
}
