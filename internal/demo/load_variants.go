package demo

import (
	"context"
	"maps"
	"slices"
	"strings"

	"statehouse/models"
)

// Offer is what a campaign offers its writers beside its first text.
type Offer struct {
	More   []map[string]Variant `json:"more"` // each by language
	Points []Point              `json:"points"`
}

// Variant is one more text to start from.
type Variant struct {
	Title string `json:"title"`
	Letter
}

// Point is a talking point; no source and year 0 where none is needed.
type Point struct {
	EN     string `json:"en"`
	ES     string `json:"es"`
	Source string `json:"source"`
	Year   int    `json:"year"`
}

// Offers reads what campaigns offer, by slug.
func Offers() (map[string]Offer, error) { return read[map[string]Offer]("letters.json") }

var firstTitles = map[string]string{"en": "The whole case", "es": "El caso completo"}

// addVariants stores the texts that a campaign's writers start from, and what
// they may say in their own words.
func (l *loader) addVariants(ctx context.Context, c campaign) error {
	offers, err := Offers()
	if err != nil {
		return err
	}
	offer, first := offers[c.Slug], map[string]Variant{}
	for lang, letter := range c.Letter {
		first[lang] = Variant{Title: firstTitles[lang], Letter: letter}
	}
	var rows []models.LetterVariant
	for i, texts := range append([]map[string]Variant{first}, offer.More...) {
		for _, lang := range slices.Sorted(maps.Keys(texts)) {
			t := texts[lang]
			rows = append(rows, models.LetterVariant{CampaignID: c.row.ID, Number: i + 1, Place: i + 1, Lang: lang, Title: t.Title, Subject: t.Subject, Body: strings.TrimSpace(t.Body)})
		}
	}
	if err := models.AddVariants(ctx, l.tx, rows); err != nil {
		return err
	}
	var points []models.TalkingPoint
	for i, p := range offer.Points {
		for lang, text := range map[string]string{"en": p.EN, "es": p.ES} {
			point := models.TalkingPoint{CampaignID: c.row.ID, Place: i + 1, Lang: lang, Text: text, Source: p.Source}
			if p.Year > 0 {
				point.Year = &p.Year
			}
			points = append(points, point)
		}
	}
	return models.SetPoints(ctx, l.tx, c.row.ID, points)
}
