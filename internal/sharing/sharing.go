// Package sharing is the codes by which people come to a petition, and what is
// printed to be put on walls.
package sharing

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/feature"
	"statehouse/internal/token"
	"statehouse/models"
)

// Sharing does the acts.
type Sharing struct {
	db  *models.DB
	now func() time.Time
}

// New makes the acts.
func New(db *models.DB, now func() time.Time) *Sharing { return &Sharing{db: db, now: now} }

// Make adds a channel of a campaign's team. Faults: NotFound for who may not work
// on it, Invalid with the field label, Conflict once there are too many.
func (s *Sharing) Make(ctx context.Context, actor models.Actor, slug, label string) (err error) {
	defer fault.Wrap(&err, "sharing.Make")
	c, err := models.CampaignBySlug(ctx, s.db.Read(), slug)
	if err == nil && !actor.MayOrganize(c) {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	if err != nil {
		return err
	}
	text, err := models.ParseText(label, models.MaxChannelLabel)
	if err != nil {
		return fault.Fields(map[string]string{"label": fault.Of(err).Message})
	}
	if text == "" {
		return fault.Fields(map[string]string{"label": "error.channel.label"})
	}
	return s.db.Write(ctx, func(tx *models.Tx) error {
		known, err := models.TeamChannels(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if len(known) >= models.MaxTeamChannels {
			return fault.Fields(map[string]string{"label": "error.channel.many"})
		}
		return models.AddChannel(ctx, tx, models.Channel{Code: token.Code(models.ChannelCode), CampaignID: c.ID, Kind: models.ChannelTeam, Label: text,
			CreatedBy: &actor.User.ID, CreatedOn: models.Day(s.now())})
	})
}

// Give makes a channel for somebody who has just confirmed a signature on a
// campaign. The signature is looked at, and noted nowhere. Faults: NotFound,
// Forbidden for who has no signature there, Unavailable while codes are switched off.
func (s *Sharing) Give(ctx context.Context, slug string, signatureID int64) (code string, err error) {
	defer fault.Wrap(&err, "sharing.Give")
	c, err := models.CampaignBySlug(ctx, s.db.Read(), slug)
	if err == nil && !c.IsPublic() {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	if err == nil {
		err = models.OnlyWith(ctx, s.db.Read(), feature.Codes)
	}
	if err != nil {
		return "", err
	}
	sig, err := models.SignatureByID(ctx, s.db.Read(), signatureID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return "", err
	}
	if sig.CampaignID != c.ID || sig.State != models.SignatureCounted {
		return "", fault.New(fault.Forbidden, "error.channel.ticket")
	}
	code = token.Code(models.ChannelCode)
	return code, s.db.Write(ctx, func(tx *models.Tx) error {
		return models.AddChannel(ctx, tx, models.Channel{Code: code, CampaignID: c.ID, Kind: models.ChannelSupporter, CreatedOn: models.Day(s.now())})
	})
}
