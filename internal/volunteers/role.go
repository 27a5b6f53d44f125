package volunteers

import (
	"cmp"
	"context"
	"maps"

	"statehouse/internal/fault"
	"statehouse/internal/slug"
	"statehouse/models"
)

// AddRole stores a role, open for applications, and returns its slug. Faults:
// Invalid with fields.
func (v *Volunteers) AddRole(ctx context.Context, actor models.Actor, f RoleForm) (name string, err error) {
	defer fault.Wrap(&err, "volunteers.AddRole")
	role, texts, err := v.readRole(ctx, actor, f)
	if err != nil {
		return "", err
	}
	role.Status, role.CreatedAt = models.RoleOpen, v.moment()
	name = cmp.Or(role.State, "any") + "-" + cmp.Or(slug.Of(texts[0].Title), "role")
	name, err = slug.Free(name, func(name string) error {
		return v.db.Write(ctx, func(tx *models.Tx) error {
			role.ID, role.Slug = 0, name
			return models.AddRole(ctx, tx, &role, texts)
		})
	})
	if fault.Is(err, fault.Conflict) {
		err = fault.Fields(map[string]string{"title_en": "error.role.same"})
	}
	return name, err
}

// SaveRole writes what was changed. Once people have applied, a role keeps its
// state, since others would see them, and being with survivors begins and ends
// with no role. Faults: NotFound, Invalid with fields.
func (v *Volunteers) SaveRole(ctx context.Context, actor models.Actor, slug string, f RoleForm) (err error) {
	defer fault.Wrap(&err, "volunteers.SaveRole")
	was, err := v.Role(ctx, actor, slug)
	if err != nil {
		return err
	}
	role, texts, err := v.readRole(ctx, actor, f)
	if err != nil {
		return err
	}
	role.ID, role.Slug, role.Status = was.ID, was.Slug, was.Status
	return v.db.Write(ctx, func(tx *models.Tx) error {
		all, young, err := models.Applied(ctx, tx, was.ID)
		if err != nil {
			return err
		}
		if err := fault.Fields(late(was, role, all, young)); err != nil {
			return err
		}
		if err := models.SaveRole(ctx, tx, role, texts); err != nil {
			return err
		}
		return v.advanceAll(ctx, tx, role)
	})
}

// late lists what can no longer be changed of a role.
func late(was, now models.VolunteerRole, all, young int) map[string]string {
	fields := map[string]string{}
	if all > 0 && was.State != now.State {
		fields["state"] = "error.role.state.late"
	}
	if all > 0 && was.Kind != now.Kind && (was.Kind == models.RoleSurvivorContact || now.Kind == models.RoleSurvivorContact) {
		fields["kind"] = "error.role.kind.late"
	}
	if young > 0 && now.Adults {
		fields["adults"] = "error.role.adults.late"
	}
	return fields
}

// advanceAll moves on who has done all steps, now that there may be fewer.
func (v *Volunteers) advanceAll(ctx context.Context, tx *models.Tx, role models.VolunteerRole) error {
	waiting, err := models.InScreening(ctx, tx, role.ID)
	if err != nil {
		return err
	}
	for _, a := range waiting {
		if err := models.LockApplication(ctx, tx, a); err != nil {
			return err
		}
		if err := v.advance(ctx, tx, role, &a); err != nil {
			return err
		}
	}
	return nil
}

// MoveRole opens a role for applications, or closes it. Faults: NotFound,
// Conflict if it already is.
func (v *Volunteers) MoveRole(ctx context.Context, actor models.Actor, slug, to string) (err error) {
	defer fault.Wrap(&err, "volunteers.MoveRole")
	role, err := v.Role(ctx, actor, slug)
	if err != nil {
		return err
	}
	if to != models.RoleOpen && to != models.RoleClosed {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return v.db.Write(ctx, func(tx *models.Tx) error { return models.MoveRole(ctx, tx, role, to) })
}

// readRole checks a form against what its author may do.
func (v *Volunteers) readRole(ctx context.Context, actor models.Actor, f RoleForm) (models.VolunteerRole, []models.RoleText, error) {
	role, texts, err := f.read()
	if err != nil && !fault.Is(err, fault.Invalid) {
		return role, nil, err
	}
	fields := map[string]string{}
	if err != nil {
		maps.Copy(fields, fault.Of(err).Fields)
	}
	if fields["state"] == "" && !actor.MayOrganizeRole(role) {
		fields["state"] = "error.role.state"
	}
	if f.Campaign != "" {
		campaign, err := models.CampaignBySlug(ctx, v.db.Read(), f.Campaign)
		switch {
		case err != nil && !fault.Is(err, fault.NotFound):
			return role, nil, err
		case err != nil || !actor.MayOrganize(campaign) || role.State != "" && campaign.State != role.State:
			fields["campaign"] = "error.role.campaign"
		}
		role.CampaignID = &campaign.ID
	}
	return role, texts, fault.Fields(fields)
}
