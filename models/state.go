package models

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
)

//go:embed data/states.json
var statesJSON []byte

//go:embed data/zip3.json
var zip3JSON []byte

// State is one of the fifty states, DC or Puerto Rico: plain facts that ship
// with the program.
type State struct {
	Code           string    `json:"code"` // lower-case postal code
	Name           string    `json:"name"`
	NameES         string    `json:"name_es"` // where the Spanish name differs
	FIPS           string    `json:"fips"`
	Capital        string    `json:"capital"`
	Legislature    string    `json:"legislature"`
	Chambers       []Chamber `json:"chambers"`
	TimeZone       string    `json:"time_zone"`
	LegislatureURL string    `json:"legislature_url"`
}

// Chamber is a house of a legislature: upper, lower, or legislature where
// there is only one.
type Chamber struct {
	Chamber   string `json:"chamber"`
	Name      string `json:"name"`
	Title     string `json:"title"` // of a member: Senator, Representative, …
	Seats     int    `json:"seats"`
	Districts int    `json:"districts"`
}

var (
	states     = mustDecode[[]State](statesJSON)
	zip3States = mustDecode[map[string][]string](zip3JSON)
)

func mustDecode[T any](data []byte) (v T) {
	if err := json.Unmarshal(data, &v); err != nil {
		panic("models: shipped data: " + err.Error())
	}
	return v
}

// States lists them all by name.
func States() []State { return states }

// StateByCode finds a state by its postal code in any case.
func StateByCode(code string) (State, bool) {
	code = strings.ToLower(code)
	i := slices.IndexFunc(states, func(s State) bool { return s.Code == code })
	if i < 0 {
		return State{}, false
	}
	return states[i], true
}

// NameIn is the state's name in a language.
func (s State) NameIn(lang string) string {
	if lang == "es" && s.NameES != "" {
		return s.NameES
	}
	return s.Name
}

// ChamberNamed finds a chamber of the state; the zero Chamber if it has none such.
func (s State) ChamberNamed(chamber string) Chamber {
	for _, c := range s.Chambers {
		if c.Chamber == chamber {
			return c
		}
	}
	return Chamber{}
}

// GovernorChamber is the chamber word of the one seat that is no chamber's: the
// governor's, in a district that is the whole state.
const GovernorChamber = "governor"

// OfficeNamed is ChamberNamed, and the governor's office besides. The District
// of Columbia has a mayor.
func (s State) OfficeNamed(chamber string) Chamber {
	if chamber != GovernorChamber {
		return s.ChamberNamed(chamber)
	}
	title := "Governor"
	if s.Code == "dc" {
		title = "Mayor"
	}
	return Chamber{Chamber: GovernorChamber, Name: title + " of " + s.Name, Title: title, Seats: 1, Districts: 1}
}

// StatesOfZIP lists the states that a ZIP's first three digits lie in: usually
// one, none for a prefix that is not assigned or military.
func StatesOfZIP(zip string) []string {
	if len(zip) < 3 {
		return nil
	}
	return zip3States[zip[:3]]
}
