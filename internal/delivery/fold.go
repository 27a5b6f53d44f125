package delivery

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"statehouse/internal/mailroom"
	"statehouse/internal/shingles"
	"statehouse/models"
)

// compared is how many earlier letters to the same offices one is compared with.
const compared = 500

func (d *Delivery) sketch(text string, about ...string) []byte {
	return shingles.Sketch(func(s string) []byte { return d.keys.Blind("letter shingle", s) }, shingles.Words(text, about...))
}

// draftFold names the letters that say what a draft says now: once it is
// changed, later letters are of another fold.
func draftFold(v models.LetterVariant) string {
	text := sha256.Sum256([]byte(v.Body))
	return fmt.Sprintf("draft %d %s %x", v.Number, v.Lang, text[:4])
}

// began is the number of a draft of the campaign, or nil where there is none.
func (d *Delivery) began(ctx context.Context, tx *models.Tx, campaignID int64, number int) (*int, error) {
	variants, err := models.AllVariants(ctx, tx, campaignID)
	if !slices.ContainsFunc(variants, func(v models.LetterVariant) bool { return v.Number == number }) {
		return nil, err
	}
	return &number, nil
}

// fold finds the near-identical texts that a letter belongs to: a draft of its
// campaign, else an earlier letter to one of the same offices.
func (d *Delivery) fold(ctx context.Context, tx *models.Tx, l *models.Letter, text models.LetterText, zip string, to []models.Holder) error {
	l.Sketch = d.sketch(text.Body, text.Name, zip)
	variants, err := models.AllVariants(ctx, tx, l.CampaignID)
	if err != nil {
		return err
	}
	for _, v := range variants {
		if shingles.Alike(l.Sketch, d.sketch(v.Body)) >= shingles.Near {
			l.Fold = draftFold(v)
			return nil
		}
	}
	emails := make([]string, len(to))
	for i, h := range to {
		emails[i] = h.Email
	}
	earlier, err := models.LettersLike(ctx, tx, l.CampaignID, emails, compared)
	if err != nil {
		return err
	}
	for _, e := range earlier {
		if shingles.Alike(l.Sketch, e.Sketch) < shingles.Near {
			continue
		}
		if l.Fold = e.Fold; l.Fold != "" {
			return nil
		}
		l.Fold = fmt.Sprintf("letter %d", e.ID)
		return models.SetFold(ctx, tx, e.ID, l.Fold)
	}
	return nil
}

// carry writes the mail of a load: the digest or the letter itself, or the text of
// the first letter with everybody who sent it.
func (d *Delivery) carry(ctx context.Context, tx *models.Tx, l load) (*mailroom.Draft, error) {
	if l[0].Kind == models.DeliveryDigest {
		return d.carryDigest(ctx, tx, l[0])
	}
	holder, err := models.HolderOfSeat(ctx, tx, l[0].SeatID)
	if err != nil {
		return nil, err
	}
	var folded mailroom.Folded
	var first models.Signature
	seen, constituents := map[int64]bool{}, true
	for _, w := range l {
		if seen[w.LetterID] {
			continue
		}
		seen[w.LetterID] = true
		sig, letter, err := d.reopen(ctx, tx, w)
		if err != nil {
			return nil, err
		}
		own, err := d.ownDistricts(ctx, tx, sig, holder.State)
		if err != nil {
			return nil, err
		}
		constituents = constituents && own[holder.DistrictID]
		if len(folded.Writers) == 0 {
			first, folded.Letter = sig, letter
		}
		folded.Writers = append(folded.Writers, mailroom.Writer{Name: letter.Name, ZIP: letter.ZIP, Email: letter.ReplyTo})
	}
	folded.Letter = addressed(folded.Letter, holder, constituents)
	if len(folded.Writers) == 1 {
		draft, err := d.room.Letter(ctx, folded.Letter, d.moment())
		if err != nil {
			return nil, err
		}
		return draft.For(first), nil
	}
	draft, err := d.room.Folded(ctx, folded, d.moment())
	if err != nil {
		return nil, err
	}
	return draft.About(l[0].CampaignID), nil
}

// reopen is a waiting letter without its addressee, and its signature.
func (d *Delivery) reopen(ctx context.Context, tx *models.Tx, w models.WaitingDelivery) (models.Signature, mailroom.Letter, error) {
	sig, campaign, err := signatureAndCampaign(ctx, tx, w.SignatureID)
	if err != nil {
		return sig, mailroom.Letter{}, err
	}
	letter, err := models.LetterByID(ctx, tx, w.LetterID)
	if err != nil {
		return sig, mailroom.Letter{}, err
	}
	draft, err := d.draft(ctx, tx, sig, campaign, letter)
	return sig, draft, err
}
