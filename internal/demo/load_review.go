package demo

import (
	"context"
	"time"

	"statehouse/internal/campaigns"
	"statehouse/internal/mailroom"
	"statehouse/models"
)

// added is what the organizer would add to a petition, by language.
var added = map[string]string{
	"en": "\n\n## If this is about you\n\nA legal aid office can look at a record with you, and what you tell them stays with them. You owe nobody your story.\n",
	"es": "\n\n## Si se trata de usted\n\nUna oficina de asistencia legal puede revisar un registro con usted, y lo que le cuente queda allí. No le debe su historia a nadie.\n",
}

// sendIn has an organizer add to a petition; the new text waits for its review,
// soon over its time.
func sendIn(ctx context.Context, db *models.DB, now time.Time) error {
	organizer, err := models.UserByEmail(ctx, db.Read(), "organizer@example.org")
	if err != nil {
		return err
	}
	c, err := models.CampaignBySlug(ctx, db.Read(), "fl-vacatur-access")
	if err != nil {
		return err
	}
	texts, err := models.TextsOf(ctx, db.Read(), *c.PetitionID)
	if err != nil {
		return err
	}
	form := campaigns.TextForm{Revision: 1, Texts: map[string]campaigns.Text{}}
	for _, t := range texts {
		form.Texts[t.Lang] = campaigns.Text{"title": t.Title, "ask": t.Ask, "summary": t.Summary, "story": t.Story + added[t.Lang]}
	}
	actor, acts := models.Actor{User: &organizer}, campaigns.New(db, mailroom.Room{}, func() time.Time { return now.AddDate(0, 0, -4) })
	if err := acts.SaveText(ctx, actor, c.Slug, form); err != nil {
		return err
	}
	return acts.Submit(ctx, actor, c.Slug, "en")
}
