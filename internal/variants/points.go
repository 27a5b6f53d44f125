package variants

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/models"
)

// oldest is the first year that a source may be of.
const oldest = 1900

// Point is a talking point as it was typed.
type Point struct {
	Texts        map[string]string // by language
	Source, Year string
}

func (p Point) isEmpty() bool {
	return strings.TrimSpace(p.Texts["en"]+p.Texts["es"]+p.Source+p.Year) == ""
}

// SavePoints replaces a campaign's talking points; empty ones are left out.
// Faults: Invalid with fields, named after the point's number from 1, its part
// and language ("point_2_es").
func (v *Variants) SavePoints(ctx context.Context, campaign models.Campaign, typed []Point) (err error) {
	defer fault.Wrap(&err, "variants.SavePoints(%d)", campaign.ID)
	fields, place := map[string]string{}, 0
	var rows []models.TalkingPoint
	for i, p := range typed {
		if p.isEmpty() {
			continue
		}
		place++
		rows = append(rows, v.readPoint(fields, fmt.Sprintf("point_%d_", i+1), campaign.ID, place, p)...)
	}
	if place > models.MaxPoints {
		return fault.New(fault.Conflict, "error.points.many")
	}
	if err := fault.Fields(fields); err != nil {
		return err
	}
	return v.db.Write(ctx, func(tx *models.Tx) error {
		if err := models.LockVariants(ctx, tx, campaign.ID); err != nil {
			return err
		}
		return models.SetPoints(ctx, tx, campaign.ID, rows)
	})
}

func (v *Variants) readPoint(fields map[string]string, name string, campaignID int64, place int, p Point) (rows []models.TalkingPoint) {
	source := line(read(fields, name+"source", p.Source, MaxSource, ""))
	var year *int
	if typed := strings.TrimSpace(p.Year); typed != "" {
		n, err := strconv.Atoi(typed)
		if err != nil || n < oldest || n > v.now().Year() {
			fields[name+"year"] = "error.points.year"
		}
		if year = &n; source == "" && fields[name+"source"] == "" {
			fields[name+"source"] = "error.points.source"
		}
	}
	for _, lang := range i18n.Codes() {
		empty := "error.points.empty"
		if lang != "en" {
			empty = ""
		}
		text := line(read(fields, name+lang, p.Texts[lang], MaxPoint, empty))
		if text != "" {
			rows = append(rows, models.TalkingPoint{CampaignID: campaignID, Place: place, Lang: lang, Text: text, Source: source, Year: year})
		}
	}
	return rows
}
