package exports

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// partner lists who lets a partner have their name and address: counted signatures
// with a consent that stands, and nobody else. What leaves is noted first, so that
// it can be called back. Fault: Conflict for a partner that was ended.
func (x *Exports) partner(ctx context.Context, out *sheet, partnerID int64) error {
	p, err := models.PartnerByID(ctx, x.db.Read(), partnerID)
	if err != nil {
		return err
	}
	if p.EndedAt != nil {
		return fault.New(fault.Conflict, "error.conflict")
	}
	if err := out.head("consent", "campaign", "name", "email", "consented_at", "language", "words"); err != nil {
		return err
	}
	for last := int64(0); ; {
		page, err := models.ConsentsToExport(ctx, x.db.Read(), partnerID, last, pageSize)
		if err != nil || len(page) == 0 {
			return err
		}
		ids := make([]int64, len(page))
		for i, k := range page {
			ids[i] = k.ConsentID
		}
		if err := x.db.Write(ctx, func(tx *models.Tx) error {
			return models.NoteConsentsExported(ctx, tx, ids, models.Moment(x.now()))
		}); err != nil {
			return err
		}
		for _, k := range page {
			person, err := k.OpenPerson(x.keys)
			if err != nil {
				return err
			}
			if err := out.row(k.Consent, k.Slug, person.Name, person.Email, k.GivenAt.UTC().Format(time.RFC3339), k.Said, k.Words); err != nil {
				return err
			}
		}
		last = ids[len(ids)-1]
	}
}

// partnerWithdrawn lists the consents that a partner was given and that stand no
// more, by the name that each has in its files: whoever it was may be erased here.
func (x *Exports) partnerWithdrawn(ctx context.Context, out *sheet, partnerID int64) error {
	if err := out.head("consent", "handed_over_at", "ended_at"); err != nil {
		return err
	}
	for last := int64(0); ; {
		page, err := models.EndedConsents(ctx, x.db.Read(), partnerID, last, pageSize)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, k := range page {
			if err := out.row(k.Ref, k.ExportedAt.UTC().Format(time.RFC3339), k.EndedAt().UTC().Format(time.RFC3339)); err != nil {
				return err
			}
		}
		last = page[len(page)-1].ID
	}
}
