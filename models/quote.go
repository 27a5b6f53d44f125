package models

import (
	"bytes"
	"context"
	"time"

	"statehouse/internal/privacy"
)

// Quote is a supporter's comment that organizers chose to show to offices. It
// holds for the words that they read: when these change, it shows nothing.
type Quote struct {
	SignatureID int64 `gorm:"primaryKey;autoIncrement:false"`
	CampaignID  int64
	Said        []byte // keyed hash of the words
	UserID      int64  // who chose it
	ChosenAt    time.Time
}

// Quoted is a counted signature whose comment may be shown to offices; Said is
// empty unless it was chosen.
type Quoted struct {
	Signature
	Said []byte
}

// SaidIndex is the keyed hash of a comment.
func SaidIndex(k *privacy.Keys, ref, comment string) []byte {
	return k.Blind("quotes.said "+ref, comment)
}

// Words are the comment, and whether it was chosen as it stands.
func (q Quoted) Words(k *privacy.Keys) (words string, chosen bool, err error) {
	words, err = k.OpenText("signatures.comment", q.Ref, q.Comment)
	return words, err == nil && bytes.Equal(q.Said, SaidIndex(k, q.Ref, words)), err
}

// mayQuote are the signatures s whose comments may be shown: their supporters
// said so, and stand by them.
const mayQuote = "s.quotable AND s.state = 'counted' AND s.comment IS NOT NULL AND s.erased_at IS NULL"

// QuotableBefore lists signatures of a campaign whose comments may be shown,
// newest first: those with a smaller id, or with 0 the first ones.
func QuotableBefore(ctx context.Context, tx *Tx, campaignID, id int64, limit int) ([]Quoted, error) {
	return rowsOf[Quoted](ctx, tx, "SELECT s.*, q.said FROM signatures s LEFT JOIN quotes q ON q.signature_id = s.id WHERE s.campaign_id = ? AND "+mayQuote+
		" AND (? = 0 OR s.id < ?) ORDER BY s.id DESC LIMIT ?", campaignID, id, id, limit)
}

// QuotableByRef finds a signature of a campaign whose comment may be shown.
func QuotableByRef(ctx context.Context, tx *Tx, campaignID int64, ref string) (Quoted, error) {
	return first[Quoted](ctx, tx, "SELECT s.*, q.said FROM signatures s LEFT JOIN quotes q ON q.signature_id = s.id WHERE s.campaign_id = ? AND s.ref = ? AND "+mayQuote, campaignID, ref)
}

// QuotedWords are what people within the state said, of a district or of all with
// 0, as they allow and organizers chose it: at most so many, the last chosen first.
func QuotedWords(ctx context.Context, tx *Tx, k *privacy.Keys, campaignID, districtID int64, most int) (said []string, err error) {
	rows, err := quotesOf(ctx, tx, campaignID, districtID, 2*most+20) // some words may have changed since
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		words, chosen, err := row.Words(k)
		if err != nil {
			return nil, err
		}
		if chosen && len(said) < most {
			said = append(said, words)
		}
	}
	return said, nil
}

// quotesOf lists the chosen comments of people within the state, of a district,
// or of all with 0; the last chosen first.
func quotesOf(ctx context.Context, tx *Tx, campaignID, districtID int64, limit int) ([]Quoted, error) {
	return rowsOf[Quoted](ctx, tx, `SELECT s.*, q.said FROM quotes q JOIN signatures s ON s.id = q.signature_id
WHERE q.campaign_id = ? AND s.in_state AND `+mayQuote+` AND (? = 0 OR EXISTS (SELECT 1 FROM matches m WHERE m.signature_id = s.id AND m.district_id = ?))
ORDER BY q.chosen_at DESC, s.id DESC LIMIT ?`, campaignID, districtID, districtID, limit)
}

// AddQuote notes that a comment was chosen, in place of an earlier choice.
func AddQuote(ctx context.Context, tx *Tx, q Quote) error {
	_, err := tx.exec(ctx, `INSERT INTO quotes (signature_id, campaign_id, said, user_id, chosen_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (signature_id) DO UPDATE SET said = excluded.said, user_id = excluded.user_id, chosen_at = excluded.chosen_at`,
		q.SignatureID, q.CampaignID, q.Said, q.UserID, q.ChosenAt)
	return err
}

// DropQuote takes a choice back, and says whether there was one.
func DropQuote(ctx context.Context, tx *Tx, signatureID int64) (bool, error) {
	n, err := tx.exec(ctx, "DELETE FROM quotes WHERE signature_id = ?", signatureID)
	return n > 0, err
}
