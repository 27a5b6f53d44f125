package models

import (
	"context"
	"strings"
)

// MaxFolded is how many letters one mail folds into one at most.
const MaxFolded = 1000

// SketchedLetter is a letter by what tells it from others.
type SketchedLetter struct {
	ID     int64
	Fold   string
	Sketch []byte
}

// LettersLike lists the newest letters of a campaign to the offices of some
// addresses, as far as they have a sketch.
func LettersLike(ctx context.Context, tx *Tx, campaignID int64, emails []string, limit int) ([]SketchedLetter, error) {
	lower := make([]string, len(emails))
	for i, e := range emails {
		lower[i] = strings.ToLower(e)
	}
	return rowsOf[SketchedLetter](ctx, tx, `SELECT x.id, x.fold, x.sketch FROM letters x WHERE x.campaign_id = ? AND x.sketch IS NOT NULL
AND EXISTS (SELECT 1 FROM deliveries d JOIN legislators l ON l.id = d.legislator_id WHERE d.letter_id = x.id AND lower(l.email) IN ?)
ORDER BY x.id DESC LIMIT ?`, campaignID, lower, limit)
}

// SetFold puts a letter that stood alone into a fold.
func SetFold(ctx context.Context, tx *Tx, letterID int64, fold string) error {
	_, err := tx.exec(ctx, "UPDATE letters SET fold = ? WHERE id = ? AND fold = ''", fold, letterID)
	return err
}

// FoldedOn says whether an office has been given a fold of a campaign on a day.
func FoldedOn(ctx context.Context, tx *Tx, office []byte, campaignID int64, fold, day string) (bool, error) {
	n, err := valueOf(ctx, tx, "SELECT count(*) FROM folded_days WHERE address_index = ? AND campaign_id = ? AND fold = ? AND day = ?", office, campaignID, fold, day)
	return n > 0, err
}

// AddFoldedDay notes that an office is given a fold on a day; a Conflict fault
// if it has been.
func AddFoldedDay(ctx context.Context, tx *Tx, office []byte, campaignID int64, fold, day string) error {
	return moved(tx.exec(ctx, "INSERT INTO folded_days (address_index, campaign_id, fold, day) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", office, campaignID, fold, day))
}

// ForgetFoldedDays deletes what was noted before a day.
func ForgetFoldedDays(ctx context.Context, tx *Tx, before string) error {
	_, err := tx.exec(ctx, "DELETE FROM folded_days WHERE day < ?", before)
	return err
}
