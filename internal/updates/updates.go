// Package updates tells a campaign's supporters what became of it: written by
// organizers, seen by a second person where many get it, and sent by day.
package updates

import (
	"context"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/jobs"
	"statehouse/internal/mailroom"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// Limits of an update, in characters.
const (
	MaxHeadline = 120
	MaxBody     = 6000
)

// Queue puts jobs into the caller's transaction.
type Queue interface {
	Add(ctx context.Context, tx *models.Tx, args ...jobs.Job) error
}

// Updates does the acts.
type Updates struct {
	db    *models.DB
	keys  *privacy.Keys
	room  mailroom.Room
	queue Queue
	now   func() time.Time
}

// New makes the acts.
func New(db *models.DB, keys *privacy.Keys, room mailroom.Room, queue Queue, now func() time.Time) *Updates {
	return &Updates{db: db, keys: keys, room: room, queue: queue, now: now}
}

func (u *Updates) moment() time.Time { return models.Moment(u.now()) }

// Form is an update as its author typed it.
type Form struct {
	Texts      map[string]models.UpdateText // by language
	Audience   string
	DistrictID int64
	IsPublic   bool
}

// draft checks a form against a campaign. Faults: Invalid with the fields
// headline_en, body_en, headline_es, body_es, audience and district.
func (f Form) draft(ctx context.Context, tx *models.Tx, c models.Campaign) (update models.Update, texts []models.UpdateText, err error) {
	wrong := map[string]string{}
	for _, lang := range i18n.Codes() {
		text := models.UpdateText{Lang: lang, Headline: strings.TrimSpace(f.Texts[lang].Headline), Body: strings.TrimSpace(f.Texts[lang].Body)}
		if text.Headline == "" && text.Body == "" && lang != "en" {
			continue // who reads it gets the English one
		}
		texts = append(texts, text)
		for field, id := range checkText(text) {
			wrong[field+"_"+lang] = id
		}
	}
	update.Audience, update.IsPublic = models.Audience(f.Audience), f.IsPublic
	switch update.Audience {
	case models.AudienceAll, models.AudienceWrote, models.AudienceNotWrote:
	case models.AudienceDistrict:
		district, err := models.DistrictByID(ctx, tx, f.DistrictID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return update, nil, err
		}
		if err != nil || district.State != c.State {
			wrong["district"] = "error.update.district"
		}
		update.DistrictID = &f.DistrictID
	default:
		wrong["audience"] = "error.update.audience"
	}
	if len(wrong) > 0 {
		return update, nil, fault.Fields(wrong)
	}
	return update, texts, nil
}

func checkText(t models.UpdateText) map[string]string {
	wrong := map[string]string{}
	switch n := len([]rune(t.Headline)); {
	case n == 0:
		wrong["headline"] = "error.update.headline.empty"
	case n > MaxHeadline:
		wrong["headline"] = "error.update.headline.long"
	case strings.ContainsAny(t.Headline, "\r\n"):
		wrong["headline"] = "error.update.headline.line"
	}
	switch n := len([]rune(t.Body)); {
	case n == 0:
		wrong["body"] = "error.update.body.empty"
	case n > MaxBody:
		wrong["body"] = "error.update.body.long"
	}
	return wrong
}

// Write stores a new draft.
func (u *Updates) Write(ctx context.Context, author models.User, c models.Campaign, f Form) (update models.Update, err error) {
	defer fault.Wrap(&err, "updates.Write(%d)", c.ID)
	err = u.db.Write(ctx, func(tx *models.Tx) error {
		var texts []models.UpdateText
		if update, texts, err = f.draft(ctx, tx, c); err != nil {
			return err
		}
		update.Ref, update.CampaignID, update.UserID, update.State = token.Ref(), c.ID, author.ID, models.UpdateDraft
		update.CreatedAt, update.MovedAt = u.moment(), u.moment()
		return models.AddUpdate(ctx, tx, &update, texts)
	})
	return update, err
}

// Change stores what was changed of a draft; one that waited for a second
// person is a draft again. Faults: NotFound, Conflict, Invalid with fields.
func (u *Updates) Change(ctx context.Context, c models.Campaign, ref string, f Form) (err error) {
	defer fault.Wrap(&err, "updates.Change")
	return u.db.Write(ctx, func(tx *models.Tx) error {
		update, err := models.UpdateByRef(ctx, tx, c.ID, ref)
		if err != nil {
			return err
		}
		changed, texts, err := f.draft(ctx, tx, c)
		if err != nil {
			return err
		}
		update.Audience, update.DistrictID, update.IsPublic = changed.Audience, changed.DistrictID, changed.IsPublic
		return models.SaveUpdate(ctx, tx, &update, texts, u.moment())
	})
}
