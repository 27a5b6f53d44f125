package models

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// MaxVariants is how many drafts a campaign offers at most.
const MaxVariants = 5

// LetterVariant is a draft that a campaign offers its supporters, in one
// language. Its number stays its own; its place is where it stands in the list.
type LetterVariant struct {
	CampaignID int64  `gorm:"primaryKey;autoIncrement:false"`
	Number     int    `gorm:"primaryKey;autoIncrement:false"`
	Lang       string `gorm:"primaryKey"`
	Place      int
	Title      string
	Subject    string
	Body       string
}

// Filled is the draft as one supporter starts from it.
func (v LetterVariant) Filled(name, zip string) (subject, body string) {
	return v.Subject, strings.NewReplacer("{{name}}", name, "{{zip}}", zip).Replace(v.Body)
}

// VariantFor is the draft that a signature starts from, always the same for it
// while that one is offered; signatures are spread evenly over the drafts.
func VariantFor(ref string, variants []LetterVariant) LetterVariant {
	rank := func(v LetterVariant) string {
		sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", v.Number, ref))
		return string(sum[:])
	}
	return slices.MaxFunc(variants, func(a, b LetterVariant) int { return strings.Compare(rank(a), rank(b)) })
}

// VariantsOf lists a campaign's drafts in their order, each in a language, in
// English where it lacks that one.
func VariantsOf(ctx context.Context, tx *Tx, campaignID int64, lang string) ([]LetterVariant, error) {
	return rowsOf[LetterVariant](ctx, tx, `SELECT v.* FROM letter_variants v WHERE v.campaign_id = ? AND v.lang = (
  SELECT x.lang FROM letter_variants x WHERE x.campaign_id = v.campaign_id AND x.number = v.number
  ORDER BY CASE x.lang WHEN ? THEN 0 WHEN 'en' THEN 1 ELSE 2 END LIMIT 1) ORDER BY v.place, v.number`, campaignID, lang)
}

// AllVariants lists a campaign's drafts in every language.
func AllVariants(ctx context.Context, tx *Tx, campaignID int64) ([]LetterVariant, error) {
	return rowsOf[LetterVariant](ctx, tx, "SELECT * FROM letter_variants WHERE campaign_id = ? ORDER BY place, number, lang", campaignID)
}

// AddVariants stores drafts.
func AddVariants(ctx context.Context, tx *Tx, rows []LetterVariant) error { return add(ctx, tx, rows) }

// LockVariants makes others who change a campaign's drafts wait until the
// transaction ends.
func LockVariants(ctx context.Context, tx *Tx, campaignID int64) error {
	return moved(tx.exec(ctx, "UPDATE campaigns SET status = status WHERE id = ?", campaignID))
}

// SetVariants replaces a campaign's drafts, which LockVariants holds.
func SetVariants(ctx context.Context, tx *Tx, campaignID int64, rows []LetterVariant) error {
	if _, err := tx.exec(ctx, "DELETE FROM letter_variants WHERE campaign_id = ?", campaignID); err != nil {
		return err
	}
	return add(ctx, tx, rows)
}

// NextVariant is a number that no draft of the campaign has had: letters keep
// the number of the one they began from.
func NextVariant(ctx context.Context, tx *Tx, campaignID int64) (int, error) {
	n, err := valueOf(ctx, tx, `SELECT COALESCE(max(x.number), 0) FROM (SELECT number FROM letter_variants WHERE campaign_id = ?
UNION ALL SELECT variant FROM letters WHERE campaign_id = ? AND variant IS NOT NULL) x`, campaignID, campaignID)
	return n + 1, err
}

// VariantCount is how many letters began from a draft, and how many of them say
// it in their writer's own words.
type VariantCount struct {
	Variant  int
	Letters  int
	Personal int
}

// VariantCounts counts a campaign's letters by the draft they began from.
func VariantCounts(ctx context.Context, tx *Tx, campaignID int64) ([]VariantCount, error) {
	return rowsOf[VariantCount](ctx, tx, `SELECT variant, count(*) AS letters, sum(CASE WHEN fold LIKE 'draft %' THEN 0 ELSE 1 END) AS personal
FROM letters WHERE campaign_id = ? AND variant IS NOT NULL GROUP BY variant ORDER BY variant`, campaignID)
}
