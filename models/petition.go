package models

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Petition is one version of a campaign's text. It never changes: another text
// is another version, and a signature stays on the version it was left on.
type Petition struct {
	ID         int64
	CampaignID int64
	Version    int
	Hash       []byte // of the texts, see HashTexts
	CreatedAt  time.Time
}

// PetitionText is a version in one language.
type PetitionText struct {
	PetitionID int64  `gorm:"primaryKey"`
	Lang       string `gorm:"primaryKey"`
	Title      string
	Ask        string
	Summary    string
	Story      string // Markdown
}

// HashTexts is the content address of a version: SHA-256 over the JSON of its
// texts ordered by language.
func HashTexts(texts []PetitionText) []byte {
	type text struct{ Lang, Title, Ask, Summary, Story string }
	var plain []text
	for _, t := range texts {
		plain = append(plain, text{t.Lang, t.Title, t.Ask, t.Summary, t.Story})
	}
	slices.SortFunc(plain, func(a, b text) int { return strings.Compare(a.Lang, b.Lang) })
	encoded, err := json.Marshal(plain)
	if err != nil {
		panic(err) // strings always encode
	}
	sum := sha256.Sum256(encoded)
	return sum[:]
}

// AddPetition stores the next version of a campaign's text and fills p.
func AddPetition(ctx context.Context, tx *Tx, p *Petition, texts []PetitionText) error {
	last, err := valueOf(ctx, tx, "SELECT COALESCE(max(version), 0) FROM petitions WHERE campaign_id = ?", p.CampaignID)
	if err != nil {
		return err
	}
	p.Version, p.Hash = last+1, HashTexts(texts)
	if err := addOne(ctx, tx, p); err != nil {
		return err
	}
	for i := range texts {
		texts[i].PetitionID = p.ID
	}
	return add(ctx, tx, texts)
}

// PetitionByID finds a version.
func PetitionByID(ctx context.Context, tx *Tx, id int64) (Petition, error) {
	return take[Petition](ctx, tx, "id = ?", id)
}

// TextOf is a version's text in lang, else in English, else in what there is.
func TextOf(ctx context.Context, tx *Tx, petitionID int64, lang string) (PetitionText, error) {
	texts, err := TextsOf(ctx, tx, petitionID)
	if err != nil {
		return PetitionText{}, err
	}
	best := texts[0]
	for _, t := range texts {
		if t.Lang == lang || (t.Lang == "en" && best.Lang != lang) {
			best = t
		}
	}
	return best, nil
}

// TextsOf lists a version's texts by language; none at all is a NotFound fault.
func TextsOf(ctx context.Context, tx *Tx, petitionID int64) ([]PetitionText, error) {
	texts, err := rowsOf[PetitionText](ctx, tx, "SELECT * FROM petition_texts WHERE petition_id = ? ORDER BY lang", petitionID)
	if err == nil && len(texts) == 0 {
		_, err = take[PetitionText](ctx, tx, "petition_id = ?", petitionID)
	}
	return texts, err
}

// VersionRow is a version of a campaign with the signatures that rest on it.
type VersionRow struct {
	Petition `gorm:"embedded"`
	Counted  int
}

// VersionsOf lists a campaign's versions, oldest first.
func VersionsOf(ctx context.Context, tx *Tx, campaignID int64) ([]VersionRow, error) {
	return rowsOf[VersionRow](ctx, tx, `SELECT p.*, (SELECT count(*) FROM signatures s WHERE s.petition_id = p.id AND s.state = 'counted') AS counted
FROM petitions p WHERE p.campaign_id = ? ORDER BY p.version`, campaignID)
}
