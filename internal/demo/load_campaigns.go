package demo

import (
	"cmp"
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"statehouse/internal/privacy"
	"statehouse/models"
)

// loader stores the demo's own records in one transaction.
type loader struct {
	tx     *models.Tx
	keys   *privacy.Keys
	now    time.Time
	people Pools
	rng    *rand.Rand
	log    func(done, total int)

	answered map[int64]int // letters that offices answered, by campaign
}

func (l *loader) load(ctx context.Context, campaigns []Campaign) error {
	if err := l.addStaff(ctx); err != nil {
		return err
	}
	stored, err := l.addCampaigns(ctx, campaigns)
	if err != nil {
		return err
	}
	grounds := map[string]ground{}
	for _, state := range States {
		if grounds[state], err = l.survey(ctx, state); err != nil {
			return err
		}
	}
	var reaching campaign // the one with milestones
	var reachers []signer
	done, total := 0, 0
	for _, c := range stored {
		total += c.Signatures
	}
	for _, c := range stored {
		signers, err := l.addSignatures(ctx, c, grounds[c.State])
		if err != nil {
			return err
		}
		if c.Slug == handedOver {
			reaching, reachers = c, signers
		}
		if err := l.addLetters(ctx, c, grounds[c.State], signers); err != nil {
			return err
		}
		if err := l.addPositions(ctx, c); err != nil {
			return err
		}
		if err := l.addUpdate(ctx, c); err != nil {
			return err
		}
		if err := l.addBill(ctx, c); err != nil {
			return err
		}
		if err := l.addLastDay(ctx, c); err != nil {
			return err
		}
		if done += c.Signatures; l.log != nil {
			l.log(done, total)
		}
	}
	if err := l.addStories(ctx, stored); err != nil {
		return err
	}
	if err := l.addEndorsements(ctx, "az-safe-harbor"); err != nil {
		return err
	}
	if err := l.addPartners(ctx, "az-safe-harbor"); err != nil {
		return err
	}
	if err := l.addRequests(ctx); err != nil {
		return err
	}
	if err := l.addReports(ctx); err != nil {
		return err
	}
	if err := l.addComments(ctx); err != nil {
		return err
	}
	if err := l.addRoles(ctx); err != nil {
		return err
	}
	if err := l.askPacket(ctx, stored); err != nil {
		return err
	}
	if err := l.addDigests(ctx, reaching.row, reachers); err != nil {
		return err
	}
	return models.SaveSetting(ctx, l.tx, loadedSetting, l.now.Format(time.RFC3339), l.now)
}

func (l *loader) addStaff(ctx context.Context) error {
	for _, u := range []models.User{
		{Email: "admin@example.org", Name: "Robin Castellano", Role: models.RoleAdmin},
		{Email: "organizer@example.org", Name: "Imani Whitehorse", Role: models.RoleOrganizer},
		{Email: "moderator@example.org", Name: "Teo Lindgren", Role: models.RoleModerator},
		{Email: "viewer@example.org", Name: "Noor Almeida", Role: models.RoleViewer, State: "az"},
	} {
		u.CreatedAt = l.now
		if err := models.AddUser(ctx, l.tx, &u); err != nil {
			return err
		}
	}
	return nil
}

// campaign is one of the demo's campaigns with its stored record.
type campaign struct {
	Campaign
	row      models.Campaign
	versions []models.Petition // oldest first
}

// addCampaigns stores successors before those they follow.
func (l *loader) addCampaigns(ctx context.Context, campaigns []Campaign) ([]campaign, error) {
	ids := map[string]int64{}
	var stored []campaign
	for _, c := range slices.SortedStableFunc(slices.Values(campaigns), func(a, b Campaign) int {
		return cmp.Compare(len(a.Successor), len(b.Successor))
	}) {
		added, err := l.addCampaign(ctx, c, ids)
		if err != nil {
			return nil, err
		}
		ids[c.Slug] = added.row.ID
		stored = append(stored, added)
	}
	return stored, nil
}

func (l *loader) addCampaign(ctx context.Context, c Campaign, ids map[string]int64) (campaign, error) {
	opened, err := c.OpenedAt.At(l.now)
	if err != nil {
		return campaign{}, err
	}
	last, err := c.lastDay(l.now)
	if err != nil {
		return campaign{}, err
	}
	added := campaign{Campaign: c, row: models.Campaign{
		Slug: c.Slug, Code: c.Code, State: c.State, Topic: c.Topic, Criterion: c.Criterion, Bill: c.Bill,
		Status: models.CampaignStatus(c.Status), Outcome: models.Outcome(c.Outcome), Goal: c.Goal,
		OpenedAt: &opened, CreatedAt: opened.AddDate(0, 0, -3), UpdatedAt: last,
	}}
	if c.ClosedAt != nil {
		added.row.ClosedAt = &last
	}
	if id, ok := ids[c.Successor]; ok {
		added.row.SuccessorID = &id
	}
	if err := models.AddCampaign(ctx, l.tx, &added.row); err != nil {
		return added, err
	}
	if err := l.addVersions(ctx, &added); err != nil {
		return added, err
	}
	current := added.versions[len(added.versions)-1]
	if err := models.UsePetition(ctx, l.tx, &added.row, current.ID, last); err != nil {
		return added, err
	}
	return added, l.addVariants(ctx, added)
}

func (l *loader) addVersions(ctx context.Context, c *campaign) error {
	for _, p := range c.Petitions {
		since, err := p.Since.At(l.now)
		if err != nil {
			return err
		}
		var texts []models.PetitionText
		for _, lang := range slices.Sorted(maps.Keys(p.Texts)) {
			t := p.Texts[lang]
			texts = append(texts, models.PetitionText{Lang: lang, Title: t.Title, Ask: t.Ask, Summary: t.Summary, Story: t.Story})
		}
		version := models.Petition{CampaignID: c.row.ID, CreatedAt: since}
		if err := models.AddPetition(ctx, l.tx, &version, texts); err != nil {
			return err
		}
		c.versions = append(c.versions, version)
	}
	return nil
}

// versionAt is the version that people signed at a time.
func (c campaign) versionAt(at time.Time) int64 {
	id := c.versions[0].ID
	for _, v := range c.versions {
		if !v.CreatedAt.After(at) {
			id = v.ID
		}
	}
	return id
}

// isOpen says whether the campaign can be signed now.
func (c campaign) isOpen() bool { return c.row.Status == models.CampaignLive }
