package delivery

import (
	"context"
	"slices"

	"statehouse/internal/fault"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/models"
)

// The invented constituent of a sample; their ZIP code is one of the district.
const (
	sampleName = "Ada Example"
	sampleZIP  = "00000" // where no ZIP code of the district is known
)

// Sample is the mail that an office of the campaign would get for a draft that
// nobody has changed. Faults: Conflict if there is no office to write to.
func (d *Delivery) Sample(ctx context.Context, campaign models.Campaign, v models.LetterVariant) (look mailroom.Look, err error) {
	defer fault.Wrap(&err, "delivery.Sample(%d)", campaign.ID)
	letter, err := d.sample(ctx, d.db.Read(), campaign, v)
	if err != nil {
		return look, err
	}
	return d.room.Look(ctx, letter), nil
}

// Test sends the sample of a stored draft to a member of staff, and to nobody
// else: no delivery and no event comes of it. Faults: NotFound, Conflict if there
// is no office to write to, TooMany.
func (d *Delivery) Test(ctx context.Context, user models.User, campaign models.Campaign, number int, lang string) (err error) {
	defer fault.Wrap(&err, "delivery.Test(%d, %d)", campaign.ID, number)
	return d.db.Write(ctx, func(tx *models.Tx) error {
		all, err := models.AllVariants(ctx, tx, campaign.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(v models.LetterVariant) bool { return v.Number == number && v.Lang == lang })
		if i < 0 {
			return fault.New(fault.NotFound, "error.not_found")
		}
		letter, err := d.sample(ctx, tx, campaign, all[i])
		if err != nil {
			return err
		}
		if err := models.SpendLetterTest(ctx, tx, user.ID, d.moment()); err != nil {
			return err
		}
		draft, err := d.room.Trial(ctx, letter, mail.Address{Name: user.Name, Email: user.Email}, d.moment())
		if err != nil {
			return err
		}
		_, err = d.room.Post(ctx, tx, []*mailroom.Draft{draft})
		return err
	})
}

// sample is a draft as its first office would get it.
func (d *Delivery) sample(ctx context.Context, tx *models.Tx, campaign models.Campaign, v models.LetterVariant) (l mailroom.Letter, err error) {
	targeted, err := models.TargetSeats(ctx, tx, campaign.ID)
	if err != nil {
		return l, err
	}
	i := slices.IndexFunc(targeted, func(t models.TargetedSeat) bool { return t.CanBeMailed() })
	if i < 0 {
		return l, fault.New(fault.Conflict, "error.sample.nobody")
	}
	office := targeted[i].Holder
	zip, err := models.ZIPIn(ctx, tx, office.DistrictID)
	if err != nil {
		return l, err
	}
	if zip == "" {
		zip = sampleZIP
	}
	petition, err := models.WorkingText(ctx, tx, campaign, "en")
	if err != nil {
		return l, err
	}
	text := models.LetterText{Name: sampleName}
	text.Subject, text.Body = v.Filled(sampleName, zip)
	return addressed(composedLetter(text, zip, campaign, petition), office, office.Chamber != models.GovernorChamber), nil
}
