package committees

import (
	"context"
	"slices"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/imports"
	"statehouse/models"
)

const (
	smallest  = 80 // percent of the last list's committees that a new one must have
	mostNotes = 50 // about refused members that a report carries
)

// Import takes the group in. Members are legislators whom an import of
// legislators has brought: others are refused, and with more than a fifth of
// them the whole group. An imports.Refusal says what is wrong; then, as after
// any error, nothing has changed.
func (g Group) Import(ctx context.Context, db *models.DB, o imports.Options) (imports.Report, error) {
	source := imports.Together(g.State.Code, g.Name(), g.files)
	return imports.Run(ctx, db, source, "committees", g.State.Code, o, func(tx *models.Tx) (imports.Report, error) {
		report := imports.Report{Rows: len(g.list)}
		if err := g.refuseShort(ctx, tx); err != nil {
			return report, err
		}
		members, err := g.members(ctx, tx, &report)
		if err != nil {
			return report, err
		}
		err = g.save(ctx, tx, members, o, &report)
		return report, err
	})
}

func (g Group) refuseShort(ctx context.Context, tx *models.Tx) error {
	last, err := models.LastImport(ctx, tx, "committees", g.State.Code)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err == nil && len(g.list)*100 < last.Rows*smallest {
		err = imports.Refuse(0, "there are %d committees and the last list for %s had %d: name all files of the state at once", len(g.list), g.State.Name, last.Rows)
	}
	return err
}

// members are those of each committee, by its ocd-organization id.
func (g Group) members(ctx context.Context, tx *models.Tx, report *imports.Report) (map[string][]models.CommitteeMember, error) {
	var ids []string
	for _, c := range g.list {
		for _, m := range c.Members {
			ids = append(ids, m.PersonID)
		}
	}
	people, err := models.LegislatorsByOCD(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	known := map[string]int64{}
	for _, p := range people {
		if p.State == g.State.Code {
			known[p.OCD] = p.ID
		}
	}
	members := map[string][]models.CommitteeMember{}
	for _, c := range g.list {
		for _, m := range c.Members {
			if known[m.PersonID] == 0 {
				report.Refused++
				if report.Refused <= mostNotes {
					report.Note(m.line, "%s: %s of %s is no known legislator of %s", c.file, m.Name, c.Name, g.State.Name)
				}
				continue
			}
			members[c.ID] = seated(members[c.ID], models.CommitteeMember{LegislatorID: known[m.PersonID], Role: m.role()})
		}
	}
	if report.Refused*5 > len(ids) {
		return nil, imports.Refuse(0, "%d of %d members are no known legislators: import the legislators first", report.Refused, len(ids))
	}
	return members, nil
}

// seated adds a member; who is listed twice keeps the higher role.
func seated(list []models.CommitteeMember, m models.CommitteeMember) []models.CommitteeMember {
	i := slices.IndexFunc(list, func(other models.CommitteeMember) bool { return other.LegislatorID == m.LegislatorID })
	if i < 0 {
		return append(list, m)
	}
	rank := func(r models.CommitteeRole) int { return slices.Index(models.CommitteeRoles, r) }
	if rank(m.Role) < rank(list[i].Role) {
		list[i].Role = m.Role
	}
	return list
}

// save writes the differences only.
func (g Group) save(ctx context.Context, tx *models.Tx, members map[string][]models.CommitteeMember, o imports.Options, report *imports.Report) error {
	rows, err := models.CommitteesOfState(ctx, tx, g.State.Code)
	if err != nil {
		return err
	}
	sitting, err := models.MembersOfCommittees(ctx, tx, g.State.Code)
	if err != nil {
		return err
	}
	known, old := map[string]models.Committee{}, map[int64][]models.CommitteeMember{}
	for _, row := range rows {
		known[row.OCD] = row
	}
	for _, m := range sitting {
		old[m.CommitteeID] = append(old[m.CommitteeID], m)
	}
	for i, c := range g.list {
		was := known[c.ID]
		delete(known, c.ID)
		if err := g.saveOne(ctx, tx, c, was, old[was.ID], members[c.ID], o.Moment(), report); err != nil {
			return err
		}
		o.Step(i+1, len(g.list))
	}
	return end(ctx, tx, rows, known, o.Moment(), report)
}

func (g Group) saveOne(ctx context.Context, tx *models.Tx, c committee, row models.Committee, old, members []models.CommitteeMember, at time.Time, report *imports.Report) error {
	isNew := row.ID == 0
	for i := range members {
		members[i].CommitteeID = row.ID
	}
	slices.SortFunc(members, func(a, b models.CommitteeMember) int { return int(a.LegislatorID - b.LegislatorID) })
	if !isNew && row.Name == c.Name && row.Chamber == c.Chamber && row.EndedAt == nil && slices.Equal(old, members) {
		return nil
	}
	what := "changed"
	if isNew {
		what = "added"
		report.Added++
	} else {
		report.Changed++
	}
	report.Show(c.line, "%s: %s, %s", what, c.Name, c.Chamber)
	row.OCD, row.State, row.Chamber, row.Name, row.EndedAt, row.UpdatedAt = c.ID, g.State.Code, c.Chamber, c.Name, nil, at
	if err := models.SaveCommittee(ctx, tx, &row); err != nil {
		return err
	}
	for i := range members {
		members[i].CommitteeID = row.ID
	}
	return models.SetCommitteeMembers(ctx, tx, row.ID, members)
}

// end ends the committees that the list lacks.
func end(ctx context.Context, tx *models.Tx, rows []models.Committee, missing map[string]models.Committee, at time.Time, report *imports.Report) error {
	for _, row := range rows {
		if _, ok := missing[row.OCD]; !ok || row.EndedAt != nil {
			continue
		}
		report.Ended++
		report.Show(0, "ended: %s, %s", row.Name, row.Chamber)
		row.EndedAt, row.UpdatedAt = &at, at
		if err := models.SaveCommittee(ctx, tx, &row); err != nil {
			return err
		}
	}
	return nil
}
