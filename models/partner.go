package models

import (
	"context"
	"time"
)

// MaxPartner is the longest name of a partner, in characters.
const MaxPartner = 120

// Partner is an organization that a campaign works with, and that people who sign
// may let have their name and address.
type Partner struct {
	ID        int64
	Ref       string
	Name      string
	Website   string
	Policy    string // address of its privacy policy
	Email     string // where we write to it
	Version   int    // of name, website and policy, from 1: a consent holds for the one that was shown
	AddedBy   int64
	CreatedAt time.Time
	ChangedAt time.Time
	EndedAt   *time.Time // since when it gets nothing any more
}

// CampaignPartner is a partner on a campaign; nobody can consent once it is detached.
type CampaignPartner struct {
	CampaignID int64 `gorm:"primaryKey;autoIncrement:false"`
	PartnerID  int64 `gorm:"primaryKey;autoIncrement:false"`
	AttachedBy int64
	AttachedAt time.Time
	DetachedAt *time.Time
}

// AddPartner stores a partner.
func AddPartner(ctx context.Context, tx *Tx, p *Partner) error { return addOne(ctx, tx, p) }

// PartnerByRef finds a partner.
func PartnerByRef(ctx context.Context, tx *Tx, ref string) (Partner, error) {
	return take[Partner](ctx, tx, "ref = ?", ref)
}

// PartnerByID finds a partner.
func PartnerByID(ctx context.Context, tx *Tx, id int64) (Partner, error) {
	return take[Partner](ctx, tx, "id = ?", id)
}

// Partners lists them all by name, those that are over last.
func Partners(ctx context.Context, tx *Tx) ([]Partner, error) {
	return rowsOf[Partner](ctx, tx, "SELECT * FROM partners ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, name, id")
}

// SavePartner stores what a partner is, if nobody changed or ended it since its
// version was read; else a Conflict fault.
func SavePartner(ctx context.Context, tx *Tx, p Partner, was int) error {
	return moved(tx.exec(ctx, `UPDATE partners SET name = ?, website = ?, policy = ?, email = ?, version = ?, changed_at = ?
WHERE id = ? AND version = ? AND ended_at IS NULL`, p.Name, p.Website, p.Policy, p.Email, p.Version, p.ChangedAt, p.ID, was))
}

// EndPartner ends the work with a partner on every campaign; a Conflict fault if it
// was ended before.
func EndPartner(ctx context.Context, tx *Tx, id int64, now time.Time) error {
	if err := moved(tx.exec(ctx, "UPDATE partners SET ended_at = ? WHERE id = ? AND ended_at IS NULL", now, id)); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "UPDATE campaign_partners SET detached_at = ? WHERE partner_id = ? AND detached_at IS NULL", now, id)
	return err
}

// AttachPartner puts a partner on a campaign; a Conflict fault if it is there.
func AttachPartner(ctx context.Context, tx *Tx, c CampaignPartner) error {
	return moved(tx.exec(ctx, `INSERT INTO campaign_partners (campaign_id, partner_id, attached_by, attached_at) VALUES (?, ?, ?, ?)
ON CONFLICT (campaign_id, partner_id) DO UPDATE SET attached_by = excluded.attached_by, attached_at = excluded.attached_at, detached_at = NULL
WHERE campaign_partners.detached_at IS NOT NULL`, c.CampaignID, c.PartnerID, c.AttachedBy, c.AttachedAt))
}

// DetachPartner takes a partner off a campaign; a Conflict fault if it is not there.
func DetachPartner(ctx context.Context, tx *Tx, campaignID, partnerID int64, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE campaign_partners SET detached_at = ? WHERE campaign_id = ? AND partner_id = ? AND detached_at IS NULL", now, campaignID, partnerID))
}

// PartnersOf lists the partners on a campaign by name.
func PartnersOf(ctx context.Context, tx *Tx, campaignID int64) ([]Partner, error) {
	return rowsOf[Partner](ctx, tx, `SELECT p.* FROM partners p JOIN campaign_partners c ON c.partner_id = p.id
WHERE c.campaign_id = ? AND c.detached_at IS NULL AND p.ended_at IS NULL ORDER BY p.name, p.id`, campaignID)
}

// PartnerNumbers are the consents to one partner: those that stand and are of
// counted signatures, of these the ones it was never given, and those that it was
// given and that stand no more.
type PartnerNumbers struct{ Standing, Fresh, Withdrawn int }

// PartnerNumbersOf counts the consents to a partner, on one campaign or with 0 on all.
func PartnerNumbersOf(ctx context.Context, tx *Tx, partnerID, campaignID int64) (PartnerNumbers, error) {
	return first[PartnerNumbers](ctx, tx, `SELECT count(CASE WHEN k.withdrawn_at IS NULL AND s.state = 'counted' THEN 1 END) AS standing,
  count(CASE WHEN k.withdrawn_at IS NULL AND s.state = 'counted' AND k.exported_at IS NULL THEN 1 END) AS fresh,
  count(CASE WHEN k.exported_at IS NOT NULL AND (k.withdrawn_at IS NOT NULL OR s.state <> 'counted') THEN 1 END) AS withdrawn
FROM partner_consents k JOIN signatures s ON s.id = k.signature_id WHERE k.partner_id = ? AND (? = 0 OR s.campaign_id = ?)`, partnerID, campaignID, campaignID)
}

// PartnerCampaign is a campaign on which a partner is or was.
type PartnerCampaign struct {
	CampaignPartner
	Slug string
}

// CampaignsOfPartner lists where a partner is or was, the newest first.
func CampaignsOfPartner(ctx context.Context, tx *Tx, partnerID int64) ([]PartnerCampaign, error) {
	return rowsOf[PartnerCampaign](ctx, tx, `SELECT a.*, c.slug FROM campaign_partners a JOIN campaigns c ON c.id = a.campaign_id
WHERE a.partner_id = ? ORDER BY a.attached_at DESC, c.id DESC`, partnerID)
}
