// Package partners is who a campaign works with: organizations that people who
// sign may let have their name and address, each by a tick of its own.
package partners

import (
	"context"
	"net/url"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/token"
	"statehouse/models"
)

// Partners does the acts.
type Partners struct {
	db  *models.DB
	now func() time.Time
}

// New makes the acts.
func New(db *models.DB, now func() time.Time) *Partners { return &Partners{db: db, now: now} }

func (s *Partners) moment() time.Time { return models.Moment(s.now()) }

// Form is a partner as it was typed.
type Form struct {
	Name, Website, Policy, Email string
	Version                      int // that was changed; 0 for a new one
}

// read fills a partner; its error names every field that needs mending.
func (f Form) read(p *models.Partner) (err error) {
	fields := map[string]string{}
	if p.Name, err = models.ParseLine(f.Name, models.MaxPartner); err != nil {
		fields["name"] = fault.Of(err).Message
	} else if p.Name == "" {
		fields["name"] = "error.endorsement.organization"
	}
	if p.Website, err = models.ParseWebsite(f.Website); err != nil {
		fields["site"] = fault.Of(err).Message
	}
	if p.Policy = strings.TrimSpace(f.Policy); !isPolicy(p.Policy) {
		fields["policy"] = "error.partner.policy"
	}
	email, err := models.ParseEmail(f.Email)
	if err != nil {
		fields["email"] = fault.Of(err).Message
	}
	p.Email = email.Typed
	return fault.Fields(fields)
}

// maxPolicy is the longest address of a privacy policy.
const maxPolicy = 300

func isPolicy(text string) bool {
	at, err := url.Parse(text)
	return err == nil && len(text) <= maxPolicy && at.Scheme == "https" && at.User == nil && models.Domain(at.Hostname()) != ""
}

// Add makes a partner known, on no campaign yet. Faults: Forbidden, Invalid with
// fields.
func (s *Partners) Add(ctx context.Context, actor models.Actor, f Form) (ref string, err error) {
	defer fault.Wrap(&err, "partners.Add")
	if !actor.MayOperate() {
		return "", fault.New(fault.Forbidden, "error.forbidden")
	}
	now := s.moment()
	p := models.Partner{Ref: token.Ref(), Version: 1, AddedBy: actor.User.ID, CreatedAt: now, ChangedAt: now}
	if err := f.read(&p); err != nil {
		return "", err
	}
	return p.Ref, s.db.Write(ctx, func(tx *models.Tx) error { p.ID = 0; return models.AddPartner(ctx, tx, &p) })
}

// Change corrects a partner. Consents hold for what was shown: a new name, website
// or policy is another version. Faults: Forbidden, NotFound, Invalid with fields,
// Conflict if another changed or ended it.
func (s *Partners) Change(ctx context.Context, actor models.Actor, ref string, f Form) (err error) {
	defer fault.Wrap(&err, "partners.Change")
	if !actor.MayOperate() {
		return fault.New(fault.Forbidden, "error.forbidden")
	}
	return s.db.Write(ctx, func(tx *models.Tx) error {
		p, err := models.PartnerByRef(ctx, tx, ref)
		if err != nil {
			return err
		}
		was := p
		if err := f.read(&p); err != nil {
			return err
		}
		if p.Name != was.Name || p.Website != was.Website || p.Policy != was.Policy {
			p.Version++
		}
		p.ChangedAt = s.moment()
		return models.SavePartner(ctx, tx, p, f.Version)
	})
}

// End ends the work with a partner: nobody can consent any more, and it gets
// nothing but what to delete. Faults: Forbidden, NotFound, Conflict.
func (s *Partners) End(ctx context.Context, actor models.Actor, ref string) (err error) {
	defer fault.Wrap(&err, "partners.End")
	if !actor.MayOperate() {
		return fault.New(fault.Forbidden, "error.forbidden")
	}
	return s.db.Write(ctx, func(tx *models.Tx) error {
		p, err := models.PartnerByRef(ctx, tx, ref)
		if err != nil {
			return err
		}
		return models.EndPartner(ctx, tx, p.ID, s.moment())
	})
}

// Attach gives a partner a line of its own on a campaign's form. Faults: NotFound,
// Conflict if it is there or was ended.
func (s *Partners) Attach(ctx context.Context, actor models.Actor, slug, ref string) (err error) {
	defer fault.Wrap(&err, "partners.Attach(%q)", slug)
	return s.on(ctx, actor, slug, ref, func(tx *models.Tx, c models.Campaign, p models.Partner) error {
		if p.EndedAt != nil {
			return fault.New(fault.Conflict, "error.conflict")
		}
		return models.AttachPartner(ctx, tx, models.CampaignPartner{CampaignID: c.ID, PartnerID: p.ID, AttachedBy: actor.User.ID, AttachedAt: s.moment()})
	})
}

// Detach takes its line away; what people allowed before stands until they take it
// back. Faults: NotFound, Conflict if it is not there.
func (s *Partners) Detach(ctx context.Context, actor models.Actor, slug, ref string) (err error) {
	defer fault.Wrap(&err, "partners.Detach(%q)", slug)
	return s.on(ctx, actor, slug, ref, func(tx *models.Tx, c models.Campaign, p models.Partner) error {
		return models.DetachPartner(ctx, tx, c.ID, p.ID, s.moment())
	})
}

// on does something about a partner on a campaign that the actor may work on.
func (s *Partners) on(ctx context.Context, actor models.Actor, slug, ref string, act func(*models.Tx, models.Campaign, models.Partner) error) error {
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := models.OrganizedCampaign(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		p, err := models.PartnerByRef(ctx, tx, ref)
		if err != nil {
			return err
		}
		return act(tx, c, p)
	})
}
