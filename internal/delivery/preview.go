package delivery

import (
	"context"
	"errors"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/models"
)

// errLooked rolls a preview back.
var errLooked = errors.New("delivery: only a look")

// Preview is the mail that each office would get for a letter, after every check
// that writing it makes. It stores nothing. Faults: as Write.
func (d *Delivery) Preview(ctx context.Context, signatureID int64, f Form) (mails []mailroom.Look, err error) {
	defer fault.Wrap(&err, "delivery.Preview(%d)", signatureID)
	text, err := f.read()
	if err != nil {
		return nil, err
	}
	err = d.db.Write(ctx, func(tx *models.Tx) error {
		mails = nil
		sig, campaign, holders, err := d.accept(ctx, tx, signatureID, f, text)
		if err != nil {
			return err
		}
		letter := models.Letter{Ref: "preview", ShareEmail: f.ShareEmail}
		letter.SealText(d.keys, text)
		draft, err := d.draft(ctx, tx, sig, campaign, letter)
		if err != nil {
			return err
		}
		own, err := d.ownDistricts(ctx, tx, sig, campaign.State)
		if err != nil {
			return err
		}
		for _, h := range holders {
			mails = append(mails, d.room.Look(ctx, addressed(draft, h, own[h.DistrictID])))
		}
		return errLooked
	})
	if errors.Is(err, errLooked) {
		err = nil
	}
	return mails, err
}
