package models

import (
	"context"
	"time"
)

// PartnerConsent is one signer's permission that a partner may have their name and
// address, in the words that they ticked. Ref names it in the files that the
// partner gets, so that what was taken back can be told without naming anybody.
type PartnerConsent struct {
	ID          int64
	Ref         string
	SignatureID int64
	PartnerID   int64
	Words       string // as they were shown
	Policy      string // address of the policy that was linked
	Lang        string
	Version     int // of the partner
	GivenAt     time.Time
	WithdrawnAt *time.Time
	ExportedAt  *time.Time // the last time that it left in a file
}

// AddPartnerConsents stores the consents of new signatures in one statement.
func AddPartnerConsents(ctx context.Context, tx *Tx, rows []PartnerConsent) error {
	return add(ctx, tx, rows)
}

// SetPartnerConsents makes consents those of a signature that is left again: what
// is not among them is taken back.
func SetPartnerConsents(ctx context.Context, tx *Tx, signatureID int64, rows []PartnerConsent, now time.Time) error {
	if err := WithdrawConsentsOf(ctx, tx, signatureID, now); err != nil {
		return err
	}
	for _, k := range rows {
		_, err := tx.exec(ctx, `INSERT INTO partner_consents (ref, signature_id, partner_id, words, policy, lang, version, given_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (signature_id, partner_id) DO UPDATE SET words = excluded.words, policy = excluded.policy, lang = excluded.lang, version = excluded.version,
  given_at = excluded.given_at, withdrawn_at = NULL`, k.Ref, signatureID, k.PartnerID, k.Words, k.Policy, k.Lang, k.Version, k.GivenAt)
		if err != nil {
			return err
		}
	}
	return nil
}

// WithdrawConsentsOf takes every consent of a signature back.
func WithdrawConsentsOf(ctx context.Context, tx *Tx, signatureID int64, now time.Time) error {
	_, err := tx.exec(ctx, "UPDATE partner_consents SET withdrawn_at = ? WHERE signature_id = ? AND withdrawn_at IS NULL", now, signatureID)
	return err
}

// WithdrawConsent takes one consent back; a Conflict fault if it was before.
func WithdrawConsent(ctx context.Context, tx *Tx, id int64, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE partner_consents SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL", now, id))
}

// ConsentOf is a consent with the partner's name.
type ConsentOf struct {
	PartnerConsent
	Name string
}

// ConsentsOf lists the consents of a signature, taken back or not.
func ConsentsOf(ctx context.Context, tx *Tx, signatureID int64) ([]ConsentOf, error) {
	return rowsOf[ConsentOf](ctx, tx, `SELECT k.*, p.name FROM partner_consents k JOIN partners p ON p.id = k.partner_id WHERE k.signature_id = ? ORDER BY p.name, k.id`, signatureID)
}

// ExportedConsent is a consent that stands, with who gave it on which campaign.
type ExportedConsent struct {
	Signature
	ConsentID int64
	Consent   string // its ref
	Words     string
	Said      string // language of the words
	GivenAt   time.Time
	Slug      string
}

// ConsentsToExport lists the consents to a partner that stand and are of counted
// signatures, by id.
func ConsentsToExport(ctx context.Context, tx *Tx, partnerID, after int64, limit int) ([]ExportedConsent, error) {
	return rowsOf[ExportedConsent](ctx, tx, `SELECT s.*, k.id AS consent_id, k.ref AS consent, k.words, k.lang AS said, k.given_at, c.slug
FROM partner_consents k JOIN signatures s ON s.id = k.signature_id JOIN campaigns c ON c.id = s.campaign_id
WHERE k.partner_id = ? AND k.id > ? AND k.withdrawn_at IS NULL AND s.state = 'counted' AND s.erased_at IS NULL ORDER BY k.id LIMIT ?`, partnerID, after, limit)
}

// NoteConsentsExported notes that consents leave in a file.
func NoteConsentsExported(ctx context.Context, tx *Tx, ids []int64, now time.Time) error {
	_, err := tx.exec(ctx, "UPDATE partner_consents SET exported_at = ? WHERE id IN ?", now, ids)
	return err
}

// EndedConsent is a consent that a partner was given and that stands no more.
type EndedConsent struct {
	ID          int64
	Ref         string
	ExportedAt  time.Time
	WithdrawnAt *time.Time // nil if its signature ended otherwise
	MovedAt     time.Time  // of the signature
}

// EndedAt is since when it stands no more.
func (k EndedConsent) EndedAt() time.Time {
	if k.WithdrawnAt != nil {
		return *k.WithdrawnAt
	}
	return k.MovedAt
}

// EndedConsents lists what a partner was given and has to delete, by id.
func EndedConsents(ctx context.Context, tx *Tx, partnerID, after int64, limit int) ([]EndedConsent, error) {
	return rowsOf[EndedConsent](ctx, tx, `SELECT k.id, k.ref, k.exported_at, k.withdrawn_at, s.moved_at FROM partner_consents k JOIN signatures s ON s.id = k.signature_id
WHERE k.partner_id = ? AND k.id > ? AND k.exported_at IS NOT NULL AND (k.withdrawn_at IS NOT NULL OR s.state <> 'counted') ORDER BY k.id LIMIT ?`, partnerID, after, limit)
}

// PartnerRules hold consents to their signatures and to partners of the campaign.
var PartnerRules = []Rule{
	{"is to a partner that was never on the campaign", `SELECT 'consent ' || k.id FROM partner_consents k JOIN signatures s ON s.id = k.signature_id
LEFT JOIN campaign_partners a ON a.campaign_id = s.campaign_id AND a.partner_id = k.partner_id WHERE a.partner_id IS NULL ORDER BY k.id`},
	{"stands though its signature was taken back", `SELECT 'consent ' || k.id FROM partner_consents k JOIN signatures s ON s.id = k.signature_id
WHERE s.state = 'withdrawn' AND k.withdrawn_at IS NULL ORDER BY k.id`},
	{"left in a file though its signature never counted", `SELECT 'consent ' || k.id FROM partner_consents k JOIN signatures s ON s.id = k.signature_id
WHERE k.exported_at IS NOT NULL AND s.counted_at IS NULL ORDER BY k.id`},
	{"does not say what was ticked", `SELECT 'consent ' || k.id FROM partner_consents k JOIN partners p ON p.id = k.partner_id WHERE k.words = '' OR k.version > p.version ORDER BY k.id`},
	{"is ended and still on a campaign", `SELECT 'partner ' || p.id FROM partners p JOIN campaign_partners a ON a.partner_id = p.id WHERE p.ended_at IS NOT NULL AND a.detached_at IS NULL ORDER BY p.id`},
}
