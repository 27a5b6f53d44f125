package legislators

import (
	"slices"
	"strings"
	"time"

	"statehouse/models"
)

// person is a file about one person, as Open States keeps them.
type person struct {
	ID    string `yaml:"id"`
	Name  string `yaml:"name"`
	Email string `yaml:"email"`
	Party []struct {
		Name    string `yaml:"name"`
		EndDate string `yaml:"end_date"`
	} `yaml:"party"`
	Roles   []role `yaml:"roles"`
	Offices []struct {
		Classification string `yaml:"classification"`
		Voice          string `yaml:"voice"`
	} `yaml:"offices"`
	Links []struct {
		URL  string `yaml:"url"`
		Note string `yaml:"note"`
	} `yaml:"links"`

	file string
	line int
}

// role is an office that a person holds or held; dates may be a year, a month
// or a day.
type role struct {
	Type         string `yaml:"type"`
	District     string `yaml:"district"`
	Jurisdiction string `yaml:"jurisdiction"`
	StartDate    string `yaml:"start_date"`
	EndDate      string `yaml:"end_date"`
}

func (r role) runs(day string) bool {
	return (r.StartDate == "" || r.StartDate <= day) && (r.EndDate == "" || r.EndDate > day)
}

// chamber is empty for offices that are neither a seat of a legislature nor a
// governor's. The mayor of the District of Columbia signs its laws.
func (r role) chamber() string {
	isMayor := r.Type == "mayor" && strings.Contains(r.Jurisdiction, "/district:dc/")
	switch {
	case slices.Contains(chambers, r.Type):
		return r.Type
	case r.Type == models.GovernorChamber, isMayor:
		return models.GovernorChamber
	}
	return ""
}

// seat is the role that a person holds at a time, one with a seat before
// others; without any it is the last one, and not active.
func (p person) seat(at time.Time) (last role, active bool) {
	day := at.UTC().Format(time.DateOnly)
	for _, r := range p.Roles {
		runs := r.runs(day)
		switch {
		case runs && r.chamber() != "":
			return r, true
		case runs || !active:
			last, active = r, runs
		}
	}
	return last, active
}

func (p person) row(r role) Row {
	row := Row{Line: p.line, OCD: p.ID, Name: strings.TrimSpace(p.Name), Chamber: r.chamber(), District: strings.TrimSpace(r.District)}
	if row.Chamber == models.GovernorChamber {
		row.District = models.GovernorChamber
	}
	for _, party := range p.Party {
		if party.EndDate == "" && row.Party == "" {
			row.Party = party.Name
		}
	}
	for _, office := range p.Offices {
		to := &row.DistrictPhone
		if office.Classification == "capitol" {
			to = &row.Phone
		}
		if *to == "" && (office.Classification == "capitol" || office.Classification == "district") {
			*to = office.Voice
		}
	}
	var links []string
	for _, link := range p.Links {
		links = append(links, link.URL)
		if note := strings.ToLower(link.Note); row.ContactURL == "" && strings.Contains(note, "contact") && isHTTPS(link.URL) {
			row.ContactURL = link.URL
		}
	}
	if row.ContactURL == "" {
		row.ContactURL = contactForm(links)
	}
	row.setEmail(strings.TrimSpace(p.Email))
	return row
}
