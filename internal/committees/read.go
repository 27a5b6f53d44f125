// Package committees takes in who sits on which committee of a legislature,
// from the files that Open States publishes.
package committees

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"statehouse/internal/imports"
	"statehouse/models"
)

// Group is what files say of the committees of one state. It is taken in as a
// whole: a committee that is missing has ended.
type Group struct {
	State models.State
	list  []committee
	files []imports.Source
}

// Name says what the group is.
func (g Group) Name() string {
	return fmt.Sprintf("committees of %s in %d files", g.State.Name, len(g.files))
}

type committee struct {
	ID           string   `yaml:"id"`
	Jurisdiction string   `yaml:"jurisdiction"`
	Name         string   `yaml:"name"`
	Chamber      string   `yaml:"chamber"`
	Members      []member `yaml:"members"`

	file string
	line int
}

type member struct {
	Name     string `yaml:"name"`
	Role     string `yaml:"role"`
	PersonID string `yaml:"person_id"`

	line int
}

// UnmarshalYAML keeps the line.
func (m *member) UnmarshalYAML(n *yaml.Node) error {
	type plain member
	if err := n.Decode((*plain)(m)); err != nil {
		return err
	}
	m.line = n.Line
	return nil
}

// role is what the list calls it, as the records do: who leads with another
// chairs too, and whoever is neither chair nor their deputy is a member.
func (m member) role() models.CommitteeRole {
	switch strings.ReplaceAll(strings.ToLower(strings.TrimSpace(m.Role)), "-", " ") {
	case "chair", "co chair", "chairman", "chairwoman", "chairperson":
		return models.RoleChair
	case "vice chair", "vice chairman", "vice chairwoman":
		return models.RoleViceChair
	}
	return models.RoleMember
}

// Groups reads files (YAML or JSON, one committee or a list) and sorts them by
// state. An imports.Refusal says what is wrong with one of them.
func Groups(files []imports.Source) ([]Group, error) {
	var groups []Group
	for _, file := range files {
		nodes, err := imports.Documents(file.Data)
		if err != nil {
			return nil, named(file.Name, err)
		}
		for _, n := range nodes {
			c := committee{file: file.Name, line: n.Line}
			if err := imports.Into(n, &c); err != nil {
				return nil, named(file.Name, err)
			}
			if groups, err = join(groups, file, c); err != nil {
				return nil, named(file.Name, err)
			}
		}
	}
	return groups, nil
}

func named(file string, err error) error { return imports.Refuse(0, "%s: %s", file, err) }

func join(groups []Group, file imports.Source, c committee) ([]Group, error) {
	state, ok := models.StateByCode(imports.StateOfJurisdiction(c.Jurisdiction))
	c.Name = strings.TrimSpace(c.Name)
	switch {
	case !ok:
		return nil, imports.Refuse(c.line, "the jurisdiction is %q and must be that of a state", c.Jurisdiction)
	case !strings.HasPrefix(c.ID, "ocd-organization/"):
		return nil, imports.Refuse(c.line, "the id is %q and must begin with ocd-organization/", c.ID)
	case c.Name == "":
		return nil, imports.Refuse(c.line, "the name is empty")
	case c.Chamber != "legislature" && state.ChamberNamed(c.Chamber).Chamber == "":
		return nil, imports.Refuse(c.line, "%s has no chamber %q", state.Name, c.Chamber)
	}
	i := slices.IndexFunc(groups, func(g Group) bool { return g.State.Code == state.Code })
	if i < 0 {
		i = len(groups)
		groups = append(groups, Group{State: state})
	}
	g := &groups[i]
	if slices.ContainsFunc(g.list, func(other committee) bool { return other.ID == c.ID }) {
		return nil, imports.Refuse(c.line, "the same id is there already")
	}
	if n := len(g.files); n == 0 || g.files[n-1].Name != file.Name {
		g.files = append(g.files, file)
	}
	g.list = append(g.list, c)
	return groups, nil
}
