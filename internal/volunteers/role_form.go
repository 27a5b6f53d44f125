package volunteers

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/models"
)

// RoleForm is a role as organizers typed it.
type RoleForm struct {
	Kind, State, Place, Places, StartsOn, EndsOn, ApplyBy string
	Campaign                                              string // slug, or empty
	Remote, Adults                                        bool
	Steps                                                 []string
	Words                                                 map[string]string // by part and language: "title_en"
}

// RolePart is one part of a role's text, with its limit in characters.
type RolePart struct {
	Name  string
	Limit int
	Needs bool // must be there
	of    func(*models.RoleText) *string
}

// RoleParts lists them in the order of the form.
var RoleParts = []RolePart{
	{"title", 100, true, func(t *models.RoleText) *string { return &t.Title }},
	{"summary", 300, true, func(t *models.RoleText) *string { return &t.Summary }},
	{"body", 5000, true, func(t *models.RoleText) *string { return &t.Body }},
	{"time", 100, true, func(t *models.RoleText) *string { return &t.TimeNeeded }},
	{"skills", 300, false, func(t *models.RoleText) *string { return &t.Skills }},
	{"access", 300, false, func(t *models.RoleText) *string { return &t.Access }},
	{"pay", 200, false, func(t *models.RoleText) *string { return &t.Pay }},
	{"eligibility", 500, false, func(t *models.RoleText) *string { return &t.Eligibility }},
	{"instructions", 3000, false, func(t *models.RoleText) *string { return &t.Instructions }},
}

// internParts are what an internship has to say besides.
var internParts = []string{"pay", "eligibility"}

// survivorSteps are what being with survivors takes, for everybody.
var survivorSteps = []models.Step{models.StepSafeguarding, models.StepTraining, models.StepApproval, models.StepSecond}

const maxRolePlaces = 1000

// read checks the form; its error names every field that needs mending. The
// campaign is not looked up here.
func (f RoleForm) read() (role models.VolunteerRole, texts []models.RoleText, err error) {
	fields := map[string]string{}
	role = models.VolunteerRole{Kind: models.RoleKind(f.Kind), State: f.State, Remote: f.Remote, Adults: f.Adults}
	if !slices.Contains(models.RoleKinds, role.Kind) {
		fields["kind"] = "error.role.kind"
	}
	f.readPlace(fields, &role)
	f.readDays(fields, &role)
	f.readSteps(fields, &role)
	for _, lang := range i18n.Codes() {
		if lang == "en" || f.says(lang) {
			texts = append(texts, f.readWords(fields, role.Kind, lang))
		}
	}
	return role, texts, fault.Fields(fields)
}

func (f RoleForm) readPlace(fields map[string]string, role *models.VolunteerRole) {
	if _, known := models.StateByCode(f.State); !known && f.State != "" {
		fields["state"] = "error.role.state"
	}
	var err error
	if role.Place, err = models.ParseText(f.Place, 100); err != nil {
		fields["place"] = fault.Of(err).Message
	}
	if role.Place == "" && !f.Remote || f.State == "" && !f.Remote {
		fields["place"] = "error.role.place"
	}
	if typed := strings.TrimSpace(f.Places); typed != "" {
		if role.Places, err = strconv.Atoi(typed); err != nil || role.Places < 0 || role.Places > maxRolePlaces {
			fields["places"] = "error.role.places"
		}
	}
}

func (f RoleForm) readDays(fields map[string]string, role *models.VolunteerRole) {
	for _, d := range []struct {
		name, typed string
		to          *string
	}{{"starts_on", f.StartsOn, &role.StartsOn}, {"ends_on", f.EndsOn, &role.EndsOn}, {"apply_by", f.ApplyBy, &role.ApplyBy}} {
		*d.to = strings.TrimSpace(d.typed)
		if _, err := time.Parse(time.DateOnly, *d.to); err != nil && *d.to != "" {
			fields[d.name] = "error.role.day"
		} else if *d.to == "" && role.Kind == models.RoleIntern {
			fields[d.name] = "error.role.intern"
		}
	}
	if fields["ends_on"] == "" && role.EndsOn != "" && role.EndsOn < role.StartsOn {
		fields["ends_on"] = "error.role.ends"
	}
	if fields["apply_by"] == "" && role.EndsOn != "" && role.ApplyBy > role.EndsOn {
		fields["apply_by"] = "error.role.apply_by"
	}
}

func (f RoleForm) readSteps(fields map[string]string, role *models.VolunteerRole) {
	var names []string
	has := func(s models.Step) bool { return slices.Contains(f.Steps, string(s)) }
	for _, s := range models.Steps { // in their own order, whatever order they came in
		if has(s) {
			names = append(names, string(s))
		}
	}
	role.Steps = strings.Join(names, " ")
	if has(models.StepSecond) && !has(models.StepApproval) {
		fields["steps"] = "error.role.second"
	}
	if role.Kind != models.RoleSurvivorContact {
		return
	}
	if !f.Adults {
		fields["adults"] = "error.role.adults"
	}
	if slices.ContainsFunc(survivorSteps, func(s models.Step) bool { return !has(s) }) {
		fields["steps"] = "error.role.survivor"
	}
}

// says tells whether anything was typed in a language.
func (f RoleForm) says(lang string) bool {
	return slices.ContainsFunc(RoleParts, func(p RolePart) bool { return strings.TrimSpace(f.Words[p.Name+"_"+lang]) != "" })
}

func (f RoleForm) readWords(fields map[string]string, kind models.RoleKind, lang string) models.RoleText {
	text := models.RoleText{Lang: lang}
	for _, p := range RoleParts {
		name := p.Name + "_" + lang
		words, err := models.ParseText(f.Words[name], p.Limit)
		switch {
		case err != nil:
			fields[name] = fault.Of(err).Message
		case words == "" && p.Needs:
			fields[name] = "error.role.empty"
		case words == "" && kind == models.RoleIntern && slices.Contains(internParts, p.Name):
			fields[name] = "error.role.intern"
		}
		*p.of(&text) = words
	}
	return text
}

// RoleFormOf is a stored role as a form; campaign is the slug of its petition.
func RoleFormOf(r models.VolunteerRole, texts []models.RoleText, campaign string) RoleForm {
	f := RoleForm{Kind: string(r.Kind), State: r.State, Place: r.Place, StartsOn: r.StartsOn, EndsOn: r.EndsOn, ApplyBy: r.ApplyBy, Campaign: campaign,
		Remote: r.Remote, Adults: r.Adults, Steps: strings.Fields(r.Steps), Words: map[string]string{}}
	if r.Places > 0 {
		f.Places = strconv.Itoa(r.Places)
	}
	for _, t := range texts {
		for _, p := range RoleParts {
			f.Words[p.Name+"_"+t.Lang] = *p.of(&t)
		}
	}
	return f
}
