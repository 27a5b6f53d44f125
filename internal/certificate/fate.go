package certificate

import (
	"statehouse/internal/smallcells"
	"statehouse/models"
)

// Fate is how many letters of a row have a fate: a state of their mail, or a
// group of states that are too small to be told apart.
type Fate struct {
	Name    string
	Letters int
}

// group is a fate, or several that are told as one where they are small.
type group struct {
	name  string
	parts []group
}

// The groups of states.
const (
	Taken    = "taken"     // by our mail provider
	UnderWay = "under_way" // taken, and not turned back
	Turned   = "turned"    // taken, and refused or marked as unwanted
	NotTaken = "not_taken" // still here, not sent, or uncertain
)

func states(states ...models.MailState) (groups []group) {
	for _, s := range states {
		groups = append(groups, group{name: string(s)})
	}
	return groups
}

var every = group{"every", []group{
	{Taken, []group{
		{UnderWay, states(models.MailDelivered, models.MailAccepted, models.MailDelayed)},
		{Turned, states(models.MailBounced, models.MailComplained)},
	}},
	{NotTaken, states(models.MailQueued, models.MailSending, models.MailFailed, models.MailUnknown)},
}}

// tell lists the parts of a group as finely as none of them is small; fates of
// no letters are left out.
func tell(g group, sums map[string]int) []Fate {
	if len(g.parts) == 0 {
		if sums[g.name] == 0 {
			return nil
		}
		return []Fate{{g.name, sums[g.name]}}
	}
	var fates []Fate
	total, isSmall := 0, false
	for _, part := range g.parts {
		for _, f := range tell(part, sums) {
			fates = append(fates, f)
			total, isSmall = total+f.Letters, isSmall || f.Letters < smallcells.Fewest
		}
	}
	if isSmall {
		return []Fate{{g.name, total}}
	}
	return fates
}

// names lists a group after its parts.
func (g group) names() (names []string) {
	for _, part := range g.parts {
		names = append(names, part.names()...)
	}
	return append(names, g.name)
}
