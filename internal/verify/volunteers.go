package verify

import (
	"bytes"
	"context"

	"statehouse/models"
)

// applicationSeals opens every application, and makes its blind index again.
func applicationSeals(ctx context.Context, v *view) error {
	slugs, err := models.RoleSlugs(ctx, v.tx)
	if err != nil {
		return err
	}
	return each(ctx, v, 0, models.ApplicationsAfter, func(a models.Application) int64 { return a.ID }, func(a models.Application) {
		who, err := a.OpenApplicant(v.keys)
		if err != nil {
			v.note("application %d: its sealed fields do not open", a.ID)
			return
		}
		if a.Again != nil {
			if _, err := a.OpenAgain(v.keys); err != nil {
				v.note("application %d: what was typed anew does not open", a.ID)
			}
		}
		email, err := models.ParseEmail(who.Email)
		if err != nil || !bytes.Equal(a.EmailIndex, models.RoleIndex(v.keys, slugs[a.RoleID], email)) {
			v.note("application %d: its blind index is not its address's", a.ID)
		}
	})
}
