// Package quotes is how organizers choose, of the comments whose writers allow
// it, those that offices are shown.
package quotes

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
	"statehouse/internal/screening"
	"statehouse/models"
)

// PageSize is how many comments List reads at a time.
const PageSize = 50

// Quotes does the acts.
type Quotes struct {
	db   *models.DB
	keys *privacy.Keys
	now  func() time.Time
}

// New makes the acts. All of them take an actor who may run the campaign for
// granted.
func New(db *models.DB, keys *privacy.Keys, now func() time.Time) *Quotes {
	return &Quotes{db: db, keys: keys, now: now}
}

// Comment is what a supporter said. It has no name: who chooses needs none.
type Comment struct {
	Ref, Lang, Words string
	At               time.Time
	Chosen           bool
}

// List reads comments that may be shown to offices, newest first, before an id
// or with 0 the first ones. What names people, threatens, tells of harm or sells
// something is left out and counted. next is the id to go on from; 0 at the end.
func (q *Quotes) List(ctx context.Context, campaign models.Campaign, before int64) (list []Comment, unfit int, next int64, err error) {
	defer fault.Wrap(&err, "quotes.List(%d)", campaign.ID)
	rows, err := models.QuotableBefore(ctx, q.db.Read(), campaign.ID, before, PageSize)
	if err != nil {
		return nil, 0, 0, err
	}
	public, err := models.HolderNames(ctx, q.db.Read())
	if err != nil {
		return nil, 0, 0, err
	}
	for _, row := range rows {
		words, chosen, err := row.Words(q.keys)
		if err != nil {
			return nil, 0, 0, err
		}
		if isUnfit(words, public) {
			unfit++
			continue
		}
		list = append(list, Comment{Ref: row.Ref, Lang: row.Lang, Words: words, At: row.CreatedAt, Chosen: chosen})
	}
	if len(rows) == PageSize {
		next = rows[len(rows)-1].ID
	}
	return list, unfit, next, nil
}

// isUnfit says whether offices should not read it; who holds a seat may be named.
func isUnfit(words string, public []string) bool {
	return screening.Screen(words, public...).MustHold()
}

// Choose lets offices see a comment as it stands. Faults: NotFound, also for
// what List leaves out.
func (q *Quotes) Choose(ctx context.Context, actor models.Actor, campaign models.Campaign, ref string) (err error) {
	defer fault.Wrap(&err, "quotes.Choose(%d)", campaign.ID)
	return q.db.Write(ctx, func(tx *models.Tx) error {
		row, err := models.QuotableByRef(ctx, tx, campaign.ID, ref)
		if err != nil {
			return err
		}
		words, _, err := row.Words(q.keys)
		if err != nil {
			return err
		}
		public, err := models.HolderNames(ctx, tx)
		if err != nil {
			return err
		}
		if isUnfit(words, public) {
			return fault.New(fault.NotFound, "error.not_found")
		}
		return models.AddQuote(ctx, tx, models.Quote{SignatureID: row.ID, CampaignID: campaign.ID, Said: models.SaidIndex(q.keys, row.Ref, words),
			UserID: actor.User.ID, ChosenAt: models.Moment(q.now())})
	})
}

// Drop shows a comment to no office from now on; packets that hold it are taken
// away. Faults: NotFound.
func (q *Quotes) Drop(ctx context.Context, campaign models.Campaign, ref string) (err error) {
	defer fault.Wrap(&err, "quotes.Drop(%d)", campaign.ID)
	return q.db.Write(ctx, func(tx *models.Tx) error {
		row, err := models.QuotableByRef(ctx, tx, campaign.ID, ref)
		if err != nil {
			return err
		}
		if was, err := models.DropQuote(ctx, tx, row.ID); err != nil || !was {
			return err
		}
		return models.RecallPackets(ctx, tx, campaign.ID, models.Moment(q.now()))
	})
}
