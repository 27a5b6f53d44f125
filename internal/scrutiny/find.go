package scrutiny

import (
	"context"
	"math"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// How many signatures a page shows, and how many are opened for it at most: names,
// ZIP codes and domains are sealed, so that they can only be looked at one by one.
const (
	pageSize  = 50
	scanLimit = 20_000
	chunk     = 500
)

// Found is a signature with what it knows of its supporter.
type Found struct {
	models.FoundSignature
	models.Person
}

// Page is a part of what a search finds, newest first.
type Page struct {
	Rows   []Found
	Opened int
	Next   int64 // where the next part begins, 0 at the end
}

// Find lists what a search finds from before an id, from the newest with 0.
// Faults: NotFound.
func (s *Scrutiny) Find(ctx context.Context, actor models.Actor, ref string, before int64) (page Page, err error) {
	defer fault.Wrap(&err, "scrutiny.Find")
	search, criteria, err := s.Open(ctx, actor, ref)
	if err != nil || criteria.IsEmpty() { // what was looked for is forgotten
		return page, err
	}
	filter, err := s.filter(ctx, s.db.Read(), search, criteria, models.SignatureStates)
	if err != nil {
		return page, err
	}
	if before == 0 {
		before = math.MaxInt64
	}
	for page.Opened < scanLimit {
		rows, err := models.SignaturesDown(ctx, s.db.Read(), filter, before, chunk)
		if err != nil {
			return page, err
		}
		for _, row := range rows {
			if len(page.Rows) == pageSize {
				page.Next = before
				return page, nil
			}
			page.Opened, before = page.Opened+1, row.ID
			person, err := row.OpenPerson(s.keys)
			if err != nil {
				return page, err
			}
			if criteria.Fit(person) {
				page.Rows = append(page.Rows, Found{FoundSignature: row, Person: person})
			}
		}
		if len(rows) < chunk {
			return page, nil
		}
	}
	page.Next = before
	return page, nil
}

// filter is what the database can decide of a search, among some states.
func (s *Scrutiny) filter(ctx context.Context, tx *models.Tx, search models.SignatureSearch, c models.Criteria, among []models.SignatureState) (f models.SignatureFilter, err error) {
	f = models.SignatureFilter{State: search.State, Standings: c.Standings(among), ByAddress: c.Email != ""}
	if c.Campaign != "" {
		campaign, err := models.CampaignBySlug(ctx, tx, c.Campaign)
		if err != nil {
			return f, err
		}
		f.CampaignID = campaign.ID
	}
	if f.ByAddress {
		email, err := models.ParseEmail(c.Email)
		if err != nil {
			return f, err
		}
		codes, err := models.CodesByCampaign(ctx, tx)
		if err != nil {
			return f, err
		}
		for _, code := range codes {
			f.Indexes = append(f.Indexes, models.SignatureIndex(s.keys, code, email))
		}
	}
	if c.Since != "" {
		f.Since, _ = time.Parse(time.DateOnly, c.Since)
	}
	if c.Til != "" {
		til, _ := time.Parse(time.DateOnly, c.Til)
		f.Til = til.AddDate(0, 0, 1) // the day itself counts
	}
	return f, nil
}
