package public

import (
	"context"
	"time"

	"statehouse/models"
	"statehouse/views/public"
)

// lawKey is what one card is about.
type lawKey struct{ state, topic string }

// lawBook is what we hold of the law, of one state or of all, as of a day.
type lawBook struct {
	day      string // 2006-01-02; "" is today
	today    string
	cards    map[lawKey]models.LawCard
	events   map[lawKey][]models.LawEvent
	criteria map[lawKey][]models.LawCriterion
}

func readLaws(ctx context.Context, tx *models.Tx, state, day, today string) (lawBook, error) {
	b := lawBook{day: day, today: today, cards: map[lawKey]models.LawCard{}, events: map[lawKey][]models.LawEvent{}, criteria: map[lawKey][]models.LawCriterion{}}
	cards, err := models.LawCards(ctx, tx, state)
	if err != nil {
		return b, err
	}
	for _, c := range cards {
		b.cards[lawKey{c.State, c.Topic}] = c
	}
	events, err := models.LawEvents(ctx, tx, state)
	if err != nil {
		return b, err
	}
	for _, e := range events {
		key := lawKey{e.State, e.Topic}
		b.events[key] = append(b.events[key], e)
	}
	criteria, err := models.LawCriteria(ctx, tx, state)
	for _, c := range criteria {
		key := lawKey{c.State, c.Topic}
		b.criteria[key] = append(b.criteria[key], c)
	}
	return b, err
}

// asOf reads the day that a visitor asks for; without one, and with a bad one,
// it is today.
func asOf(typed string, now time.Time) public.AsOf {
	today := now.UTC().Format(time.DateOnly)
	_, err := time.Parse(time.DateOnly, typed)
	switch {
	case typed == "" || typed == today:
		return public.AsOf{Typed: typed}
	case err != nil:
		return public.AsOf{Typed: typed, Error: "states.asof.bad"}
	case typed > today:
		return public.AsOf{Typed: typed, Error: "states.asof.future"}
	}
	return public.AsOf{Day: typed, Typed: typed}
}

// law is one state's card on a topic, on the day of the book.
func (b lawBook) law(state, topic, lang string) public.LawCard {
	key := lawKey{state, topic}
	card, ok := b.cards[key]
	if !ok {
		return public.LawCard{LawStatus: public.LawStatus{Topic: topic, AsOf: b.asked(), Unverified: true}, On: b.day}
	}
	view := lawCard(card, lang)
	if b.day != "" {
		view = b.then(card, models.LawOn(card, b.events[key], b.day), lang)
	}
	view.IsDue = card.IsDue(b.today)
	for _, e := range b.events[key] {
		view.History = append(view.History, public.LawChange{Date: e.Date, Dated: string(e.Dated), What: e.What(lang), Citation: e.Citation, Source: e.Source,
			Confidence: e.Confidence, Unverified: e.IsUnverified(), Later: b.day != "" && !e.HasHappened(b.day)})
	}
	return view
}

// then is the card for a day in the past.
func (b lawBook) then(card models.LawCard, then models.LawThen, lang string) public.LawCard {
	view := public.LawCard{LawStatus: public.LawStatus{Topic: card.Topic, Status: then.Status, AsOf: b.asked(), Unverified: true, Since: then.Since}}
	switch {
	case then.Card != nil:
		view = lawCard(card, lang)
	case then.Event != nil:
		e := then.Event
		view.AsOf, view.Confidence, view.Unverified = e.Date, e.Confidence, e.IsUnverified()
		view.Citation, view.Summary, view.Source = e.Citation, e.What(lang), e.Source
	case then.Since > 0:
		view.Confidence, view.Source, view.Citation = card.Confidence, card.Source, card.Citation
	}
	if then.Within != nil {
		view.Within = then.Within.Date
	}
	view.On = b.day
	return view
}

// asked is the day of the book, today if it has none.
func (b lawBook) asked() string {
	if b.day == "" {
		return b.today
	}
	return b.day
}

// lawCard is a card as it stands today.
func lawCard(card models.LawCard, lang string) public.LawCard {
	view := public.LawCard{
		LawStatus: public.LawStatus{Topic: card.Topic, Status: card.Status, AsOf: card.AsOf, Confidence: card.Confidence, Unverified: card.IsUnverified(), Source: card.Source},
		Citation:  card.Citation, Summary: card.Summary(lang), ReviewedOn: card.ReviewedOn, ReviewDue: card.ReviewDue,
	}
	if card.Year != nil {
		view.Year = *card.Year
	}
	return view
}
