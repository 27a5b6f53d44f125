// Package variants is what organizers offer those who write a letter: texts to
// start from, and things to say in one's own words.
package variants

import (
	"context"
	"slices"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// The longest texts, in characters; a letter's own limits are those of models.
const (
	MaxTitle  = 60
	MaxPoint  = 240
	MaxSource = 160
)

// Variants does the acts.
type Variants struct {
	db  *models.DB
	now func() time.Time
}

// New makes the acts. All of them take an actor who may run the campaign for
// granted.
func New(db *models.DB, now func() time.Time) *Variants { return &Variants{db: db, now: now} }

// Save stores a text over the one with a number, or as a new one at the end with
// number 0, and says its number. Faults: Invalid with fields, NotFound, Conflict
// for a sixth.
func (v *Variants) Save(ctx context.Context, campaign models.Campaign, number int, f Form) (saved int, err error) {
	defer fault.Wrap(&err, "variants.Save(%d, %d)", campaign.ID, number)
	rows, err := f.Read()
	if err != nil {
		return 0, err
	}
	err = v.change(ctx, campaign, func(tx *models.Tx, list [][]models.LetterVariant) ([][]models.LetterVariant, error) {
		if saved = number; number != 0 {
			i, err := find(list, number)
			if err == nil {
				list[i] = numbered(rows, number)
			}
			return list, err
		}
		if len(list) >= models.MaxVariants {
			return nil, fault.New(fault.Conflict, "error.variant.many")
		}
		if saved, err = models.NextVariant(ctx, tx, campaign.ID); err != nil {
			return nil, err
		}
		return append(list, numbered(rows, saved)), nil
	})
	return saved, err
}

// Raise moves a text one place up; the first one stays. Faults: NotFound.
func (v *Variants) Raise(ctx context.Context, campaign models.Campaign, number int) (err error) {
	defer fault.Wrap(&err, "variants.Raise(%d, %d)", campaign.ID, number)
	return v.change(ctx, campaign, func(_ *models.Tx, list [][]models.LetterVariant) ([][]models.LetterVariant, error) {
		i, err := find(list, number)
		if err == nil && i > 0 {
			list[i-1], list[i] = list[i], list[i-1]
		}
		return list, err
	})
}

// Remove takes a text away; letters that began from it stay. Faults: NotFound,
// Conflict for the last one.
func (v *Variants) Remove(ctx context.Context, campaign models.Campaign, number int) (err error) {
	defer fault.Wrap(&err, "variants.Remove(%d, %d)", campaign.ID, number)
	return v.change(ctx, campaign, func(_ *models.Tx, list [][]models.LetterVariant) ([][]models.LetterVariant, error) {
		i, err := find(list, number)
		if err != nil {
			return nil, err
		}
		if len(list) == 1 {
			return nil, fault.New(fault.Conflict, "error.variant.last")
		}
		return slices.Delete(list, i, i+1), nil
	})
}

// change rewrites the campaign's texts, each with its languages, in their order.
func (v *Variants) change(ctx context.Context, campaign models.Campaign, with func(*models.Tx, [][]models.LetterVariant) ([][]models.LetterVariant, error)) error {
	return v.db.Write(ctx, func(tx *models.Tx) error {
		if err := models.LockVariants(ctx, tx, campaign.ID); err != nil {
			return err
		}
		rows, err := models.AllVariants(ctx, tx, campaign.ID)
		if err != nil {
			return err
		}
		list, err := with(tx, Grouped(rows))
		if err != nil {
			return err
		}
		var ordered []models.LetterVariant
		for i, texts := range list {
			for _, t := range texts {
				t.CampaignID, t.Place = campaign.ID, i+1
				ordered = append(ordered, t)
			}
		}
		return models.SetVariants(ctx, tx, campaign.ID, ordered)
	})
}

// Grouped puts the languages of each text together.
func Grouped(rows []models.LetterVariant) (list [][]models.LetterVariant) {
	for _, row := range rows {
		if n := len(list); n > 0 && list[n-1][0].Number == row.Number {
			list[n-1] = append(list[n-1], row)
			continue
		}
		list = append(list, []models.LetterVariant{row})
	}
	return list
}

func find(list [][]models.LetterVariant, number int) (int, error) {
	i := slices.IndexFunc(list, func(texts []models.LetterVariant) bool { return texts[0].Number == number })
	if i < 0 {
		return 0, fault.New(fault.NotFound, "error.not_found")
	}
	return i, nil
}

func numbered(rows []models.LetterVariant, number int) []models.LetterVariant {
	for i := range rows {
		rows[i].Number = number
	}
	return rows
}
