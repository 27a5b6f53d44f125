package laws

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Correction is a form by which staff correct the facts of a card, as typed.
type Correction struct {
	Mark                     string // of the card that the form was filled in for
	Status, Citation, Year   string
	SummaryEN, SummaryES     string
	Source, AsOf, Confidence string
	ReviewDue                string
}

// CorrectionOf is the form as it stands before anybody typed.
func CorrectionOf(c models.LawCard) Correction {
	year := ""
	if c.Year != nil {
		year = strconv.Itoa(*c.Year)
	}
	return Correction{Mark: c.Mark(), Status: c.Status, Citation: c.Citation, Year: year, SummaryEN: c.SummaryEN, SummaryES: c.SummaryES,
		Source: c.Source, AsOf: c.AsOf, Confidence: c.Confidence}
}

// Correct replaces the facts of a card and notes who did it and what it said
// before. It returns Invalid with the fields that are wrong, Conflict if
// somebody else changed the card since the form was shown, NotFound.
func Correct(ctx context.Context, db *models.DB, user int64, state, topic string, f Correction, now time.Time) (err error) {
	defer fault.Wrap(&err, "laws.Correct(%s, %s)", state, topic)
	return edit(ctx, db, user, state, topic, f.Mark, now, func(card models.LawCard) (models.LawCard, error) {
		return f.apply(card, now)
	})
}

// Review notes that the facts of a card still hold, and when to look again. Its
// faults are those of Correct.
func Review(ctx context.Context, db *models.DB, user int64, state, topic, mark, due string, now time.Time) (err error) {
	defer fault.Wrap(&err, "laws.Review(%s, %s)", state, topic)
	return edit(ctx, db, user, state, topic, mark, now, func(card models.LawCard) (models.LawCard, error) {
		if !isDue(due, now) {
			return card, fault.Fields(map[string]string{"next_review": "laws.error.due"})
		}
		card.ReviewedOn, card.ReviewDue = now.Format(time.DateOnly), due
		return card, nil
	})
}

func edit(ctx context.Context, db *models.DB, user int64, state, topic, mark string, now time.Time, change func(models.LawCard) (models.LawCard, error)) error {
	return db.Write(ctx, func(tx *models.Tx) error {
		before, err := models.LockLawCard(ctx, tx, state, topic)
		if err != nil {
			return err
		}
		after, err := change(before)
		if err != nil {
			return err
		}
		if before.Mark() != mark {
			return fault.New(fault.Conflict, "laws.error.changed")
		}
		facts := after
		facts.ReviewedOn, facts.ReviewDue = before.ReviewedOn, before.ReviewDue
		kind := models.LawCorrected
		if facts.Mark() == before.Mark() {
			kind = models.LawReviewed
		}
		return models.EditLawCard(ctx, tx, kind, before, after, user, models.Moment(now))
	})
}

// The longest texts that a form may bring.
const (
	longestSummary = 600
	longestSource  = 1000
)

// apply puts what was typed onto a card; a fault names what is wrong with it.
func (f Correction) apply(card models.LawCard, now time.Time) (models.LawCard, error) {
	wrong := map[string]string{}
	check := func(field string, ok bool, message string) {
		if !ok && wrong[field] == "" {
			wrong[field] = message
		}
	}
	text := func(field, typed string, longest int, message string) string {
		typed = strings.TrimSpace(typed)
		check(field, typed != "", message)
		check(field, len([]rune(typed)) <= longest, "laws.error.long")
		return typed
	}
	check("status", slices.Contains(statuses[card.Topic], f.Status), "laws.error.status")
	check("confidence", slices.Contains(models.Confidences, f.Confidence), "laws.error.confidence")
	check("review_due", isDue(f.ReviewDue, now), "laws.error.due")
	card.Status, card.Confidence = f.Status, f.Confidence
	card.SummaryEN = text("summary_en", f.SummaryEN, longestSummary, "laws.error.summary")
	card.SummaryES = text("summary_es", f.SummaryES, longestSummary, "laws.error.summary")
	card.Source = text("source", f.Source, longestSource, "laws.error.source")
	card.Citation = strings.TrimSpace(f.Citation)
	check("citation", len([]rune(card.Citation)) <= longestSource, "laws.error.long")
	card.AsOf = strings.TrimSpace(f.AsOf)
	check("as_of", asOf.MatchString(card.AsOf) && anyYear.FindString(card.AsOf) <= now.Format("2006"), "laws.error.as_of")
	card.Year = nil
	if typed := strings.TrimSpace(f.Year); typed != "" {
		year, err := strconv.Atoi(typed)
		check("year", err == nil && year >= firstYear && year <= now.Year(), "laws.error.year")
		card.Year = &year
	}
	card.ReviewedOn, card.ReviewDue = now.Format(time.DateOnly), f.ReviewDue
	return card, fault.Fields(wrong)
}

// firstYear is the earliest that a law of this kind can be from.
const firstYear = 1900

// isDue says whether text is a day after today.
func isDue(text string, now time.Time) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil && text > now.Format(time.DateOnly)
}
