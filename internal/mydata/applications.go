package mydata

import (
	"context"
	"slices"

	"statehouse/internal/fault"
	"statehouse/models"
)

// ApplicationEntry is one application as its applicant sees it.
type ApplicationEntry struct {
	Application models.Application
	Applicant   models.Applicant
	Role        models.VolunteerRole
	Title       string
	Again       *models.Again // what was typed since they left, and is not confirmed
	Shifts      int           // that they hold, held or wait for
}

// Applications lists the offers to help of a link's address. Faults: NotFound, Gone.
func (m *MyData) Applications(ctx context.Context, tok, lang string) (entries []ApplicationEntry, err error) {
	defer fault.Wrap(&err, "mydata.Applications")
	tx := m.db.Read()
	email, _, err := m.open(ctx, tx, tok)
	if err != nil {
		return nil, err
	}
	applied, err := m.applied(ctx, tx, email)
	if err != nil {
		return nil, err
	}
	for _, a := range applied {
		e := ApplicationEntry{Application: a}
		if e.Applicant, err = a.OpenApplicant(m.keys); err != nil {
			return nil, err
		}
		if a.Again != nil {
			again, err := a.OpenAgain(m.keys)
			if err != nil {
				return nil, err
			}
			e.Again = &again
		}
		if e.Role, err = models.RoleByID(ctx, tx, a.RoleID); err != nil {
			return nil, err
		}
		text, err := models.RoleTextOf(ctx, tx, a.RoleID, lang)
		if err != nil {
			return nil, err
		}
		e.Title = text.Title
		places, err := models.PlacesOfApplication(ctx, tx, a.ID)
		if err != nil {
			return nil, err
		}
		e.Shifts = len(slices.DeleteFunc(places, func(p models.ShiftPlace) bool { return p.State == models.PlaceDropped }))
		entries = append(entries, e)
	}
	return entries, nil
}

// applied finds every application of an address: each role has its own blind
// index, so each is asked.
func (m *MyData) applied(ctx context.Context, tx *models.Tx, email models.Email) ([]models.Application, error) {
	slugs, err := models.RoleSlugs(ctx, tx)
	if err != nil {
		return nil, err
	}
	var indexes [][]byte
	for _, slug := range slugs {
		indexes = append(indexes, models.RoleIndex(m.keys, slug, email))
	}
	return models.ApplicationsByIndex(ctx, tx, indexes)
}

// eraseApplications deletes the applications of an address; who waits for the
// places that become free is offered them by the shift clock.
func (m *MyData) eraseApplications(ctx context.Context, tx *models.Tx, email models.Email) error {
	applied, err := m.applied(ctx, tx, email)
	if err != nil {
		return err
	}
	for _, a := range applied {
		if err := models.LockApplication(ctx, tx, a); err != nil {
			return err
		}
		if err := models.EraseApplication(ctx, tx, a); err != nil {
			return err
		}
	}
	return nil
}
