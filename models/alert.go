package models

import (
	"context"
	"strings"
	"time"

	"statehouse/internal/privacy"
)

// AlertKind is what is unusual.
type AlertKind string

// The kinds.
const (
	AlertDomain     AlertKind = "domain"     // many new signatures share a domain
	AlertPending    AlertKind = "pending"    // many are not confirmed
	AlertBounces    AlertKind = "bounces"    // many of the mails to signers come back
	AlertComplaints AlertKind = "complaints" // many of them are called unwanted
)

// AlertKinds lists them all.
var AlertKinds = []AlertKind{AlertDomain, AlertPending, AlertBounces, AlertComplaints}

// MaxAlertNote is the longest note on an alert, in characters.
const MaxAlertNote = 500

// AlertsApart is the least time between two alerts of the same, and KeepAlert how
// long one is kept.
const (
	AlertsApart = 12 * time.Hour
	KeepAlert   = 365 * 24 * time.Hour
)

// Alert points at what is unusual among a campaign's new signatures. It holds the
// name of a domain at most, never an address, and decides nothing.
type Alert struct {
	ID             int64
	Ref            string
	CampaignID     int64
	Kind           AlertKind
	Domain         string // of an AlertDomain
	Found, Among   int    // so many, of so many
	Usual          int    // what their share usually is, in thousandths; -1 where nobody knows
	Threshold      int    // the share from which it is told of, in thousandths
	Since, Til     time.Time
	CreatedAt      time.Time
	AcknowledgedBy *int64
	AcknowledgedAt *time.Time
	Note           []byte // sealed: what whoever looked at it found
}

// SealNote fills the sealed field.
func (a *Alert) SealNote(k *privacy.Keys, note string) {
	a.Note = k.SealText("alerts.note", a.Ref, note)
}

// OpenNote opens it; an alert without a note has an empty one.
func (a Alert) OpenNote(k *privacy.Keys) (string, error) {
	if a.Note == nil {
		return "", nil
	}
	return k.OpenText("alerts.note", a.Ref, a.Note)
}

// AddAlert stores an alert unless the same was told of lately, and says whether it did.
func AddAlert(ctx context.Context, tx *Tx, a *Alert) (bool, error) {
	n, err := valueOf(ctx, tx, "SELECT count(*) FROM alerts WHERE campaign_id = ? AND kind = ? AND domain = ? AND created_at > ?", a.CampaignID, a.Kind, a.Domain, a.CreatedAt.Add(-AlertsApart))
	if err != nil || n > 0 {
		return false, err
	}
	return true, addOne(ctx, tx, a)
}

// AlertByRef finds one.
func AlertByRef(ctx context.Context, tx *Tx, ref string) (Alert, error) {
	return take[Alert](ctx, tx, "ref = ?", ref)
}

// AlertRow is an alert with its campaign, and who acknowledged it.
type AlertRow struct {
	Alert
	Slug, State, Name string
}

// AlertsIn lists those of a state's campaigns, of all with "", newest first: those
// that wait, or those that were acknowledged.
func AlertsIn(ctx context.Context, tx *Tx, state string, waiting bool, limit int) ([]AlertRow, error) {
	which := "IS NOT NULL"
	if waiting {
		which = "IS NULL"
	}
	return rowsOf[AlertRow](ctx, tx, `SELECT a.*, c.slug, c.state, COALESCE(u.name, '') AS name FROM alerts a JOIN campaigns c ON c.id = a.campaign_id LEFT JOIN users u ON u.id = a.acknowledged_by
WHERE a.acknowledged_at `+which+` AND (? = '' OR c.state = ?) ORDER BY a.id DESC LIMIT ?`, state, state, limit)
}

// AlertsAfter pages through all alerts.
func AlertsAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]Alert, error) {
	return rowsOf[Alert](ctx, tx, "SELECT * FROM alerts WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// AcknowledgeAlert notes who looked at it; one that somebody else did is a Conflict.
func AcknowledgeAlert(ctx context.Context, tx *Tx, a Alert, userID int64, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE alerts SET acknowledged_by = ?, acknowledged_at = ?, note = ? WHERE id = ? AND acknowledged_at IS NULL", userID, now, blob(a.Note), a.ID))
}

// ForgetAlerts deletes those from before a time.
func ForgetAlerts(ctx context.Context, tx *Tx, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM alerts WHERE created_at < ?", before)
	return err
}

// Glance is what is looked at of a new signature.
type Glance struct {
	ID, CampaignID int64
	Ref            string
	State          SignatureState
	CreatedAt      time.Time
	Email          []byte // sealed
}

// Domain is that of its address.
func (g Glance) Domain(k *privacy.Keys) (string, error) {
	email, err := k.OpenText("signatures.email", g.Ref, g.Email)
	_, domain, _ := strings.Cut(strings.ToLower(email), "@")
	return domain, err
}

// NewestSignatures lists signatures from before an id, newest first.
func NewestSignatures(ctx context.Context, tx *Tx, before int64, limit int) ([]Glance, error) {
	return rowsOf[Glance](ctx, tx, "SELECT id, campaign_id, ref, state, created_at, email FROM signatures WHERE id < ? AND erased_at IS NULL ORDER BY id DESC LIMIT ?", before, limit)
}

// MailFate is how a campaign's mails to its signers fared.
type MailFate struct {
	CampaignID                   int64
	Settled, Bounced, Complained int
}

// MailFates are those of the confirmation mails whose fate was told since a time.
func MailFates(ctx context.Context, tx *Tx, since time.Time) ([]MailFate, error) {
	return rowsOf[MailFate](ctx, tx, `SELECT campaign_id, count(*) AS settled, count(CASE WHEN state = 'bounced' THEN 1 END) AS bounced, count(CASE WHEN state = 'complained' THEN 1 END) AS complained
FROM outbox WHERE kind = 'confirmation' AND state IN ('delivered','bounced','complained') AND moved_at >= ? AND campaign_id IS NOT NULL GROUP BY campaign_id ORDER BY campaign_id`, since)
}
