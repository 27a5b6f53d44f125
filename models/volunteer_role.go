package models

import (
	"context"
	"strings"
	"time"
)

// RoleKind is what a volunteer does.
type RoleKind string

// The kinds.
const (
	RoleCirculator      RoleKind = "circulator" // carries the petition on paper
	RoleOutreach        RoleKind = "outreach"
	RolePhone           RoleKind = "phone" // telephone and mail
	RoleHost            RoleKind = "host"  // of an event
	RoleTranslator      RoleKind = "translator"
	RoleResearcher      RoleKind = "researcher"
	RoleIntern          RoleKind = "intern"
	RoleSurvivorContact RoleKind = "survivor_contact" // adults, trained, approved by two people
)

// RoleKinds lists them all.
var RoleKinds = []RoleKind{RoleCirculator, RoleOutreach, RolePhone, RoleHost, RoleTranslator, RoleResearcher, RoleIntern, RoleSurvivorContact}

// RoleOpen and RoleClosed say whether a role takes applications.
const (
	RoleOpen   = "open"
	RoleClosed = "closed"
)

// VolunteerRole is volunteer work that people can offer to do.
type VolunteerRole struct {
	ID         int64
	Slug       string
	CampaignID *int64
	State      string // where it is done; empty for anywhere
	Place      string // town, or empty
	Remote     bool
	Kind       RoleKind
	Adults     bool   // 18 and over only
	Steps      string // of screening, separated by spaces; see Step
	Places     int    // people who may be active at once; 0 for any number
	StartsOn   string // YYYY-MM-DD, or empty
	EndsOn     string // YYYY-MM-DD, or empty
	ApplyBy    string // YYYY-MM-DD, or empty
	Status     string
	CreatedAt  time.Time
	// Worked by people who have been erased since: sums without names.
	PastMinutes int64
	PastShifts  int
}

// TableName is GORM's word for the table.
func (VolunteerRole) TableName() string { return "roles" }

// Step is one part of screening.
type Step string

// The steps. The applicant does the first three by link, staff note the others.
const (
	StepQuestions    Step = "questions"
	StepAgreement    Step = "agreement"
	StepSafeguarding Step = "safeguarding" // the rules for being with people who were harmed
	StepCall         Step = "call"
	StepTraining     Step = "training"
	StepApproval     Step = "approval"
	StepSecond       Step = "second_approval" // by another member of staff
)

// Steps lists them all, OwnSteps those that the applicant does.
var (
	Steps    = []Step{StepQuestions, StepAgreement, StepSafeguarding, StepCall, StepTraining, StepApproval, StepSecond}
	OwnSteps = []Step{StepQuestions, StepAgreement, StepSafeguarding}
)

// Screening lists the role's steps in order.
func (r VolunteerRole) Screening() (steps []Step) {
	for name := range strings.FieldsSeq(r.Steps) {
		steps = append(steps, Step(name))
	}
	return steps
}

// TakesApplications says whether somebody may apply now.
func (r VolunteerRole) TakesApplications(now time.Time) bool {
	return r.Status == RoleOpen && (r.ApplyBy == "" || Day(now) <= r.ApplyBy)
}

// RoleText is a role in one language.
type RoleText struct {
	RoleID       int64  `gorm:"primaryKey"`
	Lang         string `gorm:"primaryKey"`
	Title        string
	Summary      string
	Body         string // Markdown
	TimeNeeded   string
	Skills       string
	Access       string // stairs, noise, languages, help on the spot
	Pay          string // stipend, travel; empty for none
	Eligibility  string // who may apply; empty for everybody
	Instructions string // Markdown, for active volunteers only
}

// AddRole stores a role with its texts and fills its id.
func AddRole(ctx context.Context, tx *Tx, r *VolunteerRole, texts []RoleText) error {
	if err := addOne(ctx, tx, r); err != nil {
		return err
	}
	for i := range texts {
		texts[i].RoleID = r.ID
	}
	return add(ctx, tx, texts)
}

// RoleByID finds a role.
func RoleByID(ctx context.Context, tx *Tx, id int64) (VolunteerRole, error) {
	return take[VolunteerRole](ctx, tx, "id = ?", id)
}

// RoleBySlug finds a role.
func RoleBySlug(ctx context.Context, tx *Tx, slug string) (VolunteerRole, error) {
	return take[VolunteerRole](ctx, tx, "slug = ?", slug)
}

// RoleTextOf is a role's text in a language, in English where there is none.
func RoleTextOf(ctx context.Context, tx *Tx, roleID int64, lang string) (RoleText, error) {
	return first[RoleText](ctx, tx, "SELECT * FROM role_texts WHERE role_id = ? AND lang IN (?, 'en') ORDER BY CASE WHEN lang = ? THEN 0 ELSE 1 END LIMIT 1", roleID, lang, lang)
}

// RoleFilter narrows a list of roles; empty fields do not.
type RoleFilter struct {
	State  string // roles of the state, and those done from anywhere
	Kind   RoleKind
	Remote bool
}

// OpenRoles lists the roles that take applications on a day, the nearest
// deadline first.
func OpenRoles(ctx context.Context, tx *Tx, f RoleFilter, day string) ([]VolunteerRole, error) {
	return rowsOf[VolunteerRole](ctx, tx, `SELECT * FROM roles WHERE status = 'open' AND (apply_by = '' OR apply_by >= ?)
  AND (? = '' OR state = ? OR state = '') AND (? = '' OR kind = ?) AND (remote OR NOT ?)
ORDER BY CASE WHEN apply_by = '' THEN 1 ELSE 0 END, apply_by, slug`, day, f.State, f.State, f.Kind, f.Kind, f.Remote)
}

// RoleSlugs lists the slugs of all roles, which key the blind indexes, by id.
func RoleSlugs(ctx context.Context, tx *Tx) (map[int64]string, error) {
	rows, err := rowsOf[VolunteerRole](ctx, tx, "SELECT id, slug FROM roles")
	slugs := make(map[int64]string, len(rows))
	for _, r := range rows {
		slugs[r.ID] = r.Slug
	}
	return slugs, err
}

// RolesOf lists the roles of a state, or with "" of all.
func RolesOf(ctx context.Context, tx *Tx, state string) ([]VolunteerRole, error) {
	return rowsOf[VolunteerRole](ctx, tx, "SELECT * FROM roles WHERE ? = '' OR state = ? ORDER BY slug", state, state)
}
