package mydata

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/models"
)

// WithdrawConsent takes back what a signature of a link's address allowed one
// partner; another's is NotFound. Faults: NotFound, Gone, Conflict if it was taken
// back before.
func (m *MyData) WithdrawConsent(ctx context.Context, tok, ref string) (err error) {
	defer fault.Wrap(&err, "mydata.WithdrawConsent")
	return m.db.Write(ctx, func(tx *models.Tx) error {
		email, _, err := m.open(ctx, tx, tok)
		if err != nil {
			return err
		}
		held, err := m.held(ctx, tx, email)
		if err != nil {
			return err
		}
		for _, sig := range held {
			consents, err := models.ConsentsOf(ctx, tx, sig.ID)
			if err != nil {
				return err
			}
			for _, k := range consents {
				if k.Ref == ref {
					return models.WithdrawConsent(ctx, tx, k.ID, m.moment())
				}
			}
		}
		return fault.New(fault.NotFound, "error.not_found")
	})
}
