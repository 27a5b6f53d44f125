package laws

import (
	"slices"
	"sync"
)

// subject is what one card is about.
type subject struct{ state, topic string }

var shippedCards = sync.OnceValue(func() map[subject]Card {
	cards, err := Shipped()
	if err != nil {
		panic("laws: shipped data: " + err.Error())
	}
	byTopic := make(map[subject]Card, len(cards))
	for _, c := range cards {
		byTopic[subject{c.State, c.Topic}] = c
	}
	return byTopic
})

// CriteriaOf lists the graded points of the card that the program ships for a
// state (lower-case postal code) and topic, none if there are none.
func CriteriaOf(state, topic string) []Criterion {
	return slices.Clone(shippedCards()[subject{state, topic}].Criteria)
}

// HistoryOf lists the dated changes of the law, oldest first, on the card that
// the program ships for a state (lower-case postal code) and topic.
func HistoryOf(state, topic string) []Event {
	return slices.Clone(shippedCards()[subject{state, topic}].History)
}
