package scrutiny

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"statehouse/models"
)

// scan is what an invalidation looks through.
type scan struct {
	filter   models.SignatureFilter
	criteria models.Criteria
}

func (s *Scrutiny) scanOf(ctx context.Context, tx *models.Tx, v models.Invalidation) (sc scan, err error) {
	search, err := models.SearchByID(ctx, tx, v.SearchID)
	if err != nil {
		return sc, err
	}
	if sc.criteria, err = search.Open(s.keys); err != nil {
		return sc, err
	}
	sc.filter, err = s.filter(ctx, tx, search, sc.criteria, takable)
	return sc, err
}

// tally is what is counted before anything is taken out.
type tally struct {
	held, elsewhere int
	parts           map[int64]*models.InvalidationPart
	domains, zips   map[string]int
	hours           map[time.Time]int
}

func (t *tally) add(sig models.Signature, p models.Person) {
	if sig.State == models.SignatureHeld {
		t.held++
	}
	if !sig.InState {
		t.elsewhere++
	}
	if t.parts[sig.CampaignID] == nil {
		t.parts[sig.CampaignID] = &models.InvalidationPart{CampaignID: sig.CampaignID}
	}
	part := t.parts[sig.CampaignID]
	part.Found++
	if sig.State == models.SignatureCounted {
		part.Counted++
	}
	_, domain, _ := strings.Cut(strings.ToLower(p.Email), "@")
	t.domains[domain]++
	t.zips[p.ZIP]++
	t.hours[sig.CreatedAt.Truncate(time.Hour)]++
}

// count says what an invalidation would take out, if that is what it waits for. It
// only reads until the end, so that it can begin anew at any time.
func (s *Scrutiny) count(ctx context.Context, id int64) (bool, error) {
	v, err := models.InvalidationByID(ctx, s.db.Read(), id)
	if err != nil || v.State != models.InvalidationCounting {
		return false, err
	}
	t := tally{parts: map[int64]*models.InvalidationPart{}, domains: map[string]int{}, zips: map[string]int{}, hours: map[time.Time]int{}}
	sc, err := s.scanOf(ctx, s.db.Read(), v)
	if err != nil {
		return false, err
	}
	for last := int64(0); ; {
		rows, err := models.SignaturesUp(ctx, s.db.Read(), sc.filter, last, v.UpTo, chunk)
		if err != nil {
			return false, err
		}
		if len(rows) == 0 {
			break
		}
		for _, row := range rows {
			person, err := row.OpenPerson(s.keys)
			if err != nil {
				return false, err
			}
			if sc.criteria.Fit(person) {
				t.add(row.Signature, person)
			}
		}
		last = rows[len(rows)-1].ID
	}
	return true, s.db.Write(ctx, func(tx *models.Tx) error { return s.counted(ctx, tx, id, t) })
}

// counted stores a tally; one that somebody else stored first stays.
func (s *Scrutiny) counted(ctx context.Context, tx *models.Tx, id int64, t tally) error {
	v, err := models.LockInvalidation(ctx, tx, id)
	if err != nil || v.State != models.InvalidationCounting {
		return err
	}
	var parts []models.InvalidationPart
	for _, campaignID := range slices.Sorted(maps.Keys(t.parts)) {
		part := *t.parts[campaignID]
		counts, err := models.CountsOf(ctx, tx, campaignID)
		if err != nil {
			return err
		}
		part.InvalidationID, part.CountedBefore = id, counts.Counted()
		v.Found += part.Found
		parts = append(parts, part)
	}
	v.Held, v.Elsewhere = t.held, t.elsewhere
	v.TopDomain, v.TopZIP, v.TopHour = most(t.domains), most(t.zips), most(t.hours)
	if err := models.AddInvalidationParts(ctx, tx, parts); err != nil {
		return err
	}
	return models.MoveInvalidation(ctx, tx, &v, models.InvalidationReady, s.moment())
}

func most[K comparable](counts map[K]int) (n int) {
	for _, count := range counts {
		n = max(n, count)
	}
	return n
}
