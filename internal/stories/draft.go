package stories

import (
	"strconv"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/markdown"
	"statehouse/models"
)

// The longest parts of a story, in characters, and the most rows of one kind.
const (
	MaxTitle, MaxSummary, MaxBody = 120, 300, 12000
	MaxLine, MaxCaveat, MaxRows   = 300, 600, 20
)

// Draft is a story as its form was typed. Empty rows are none.
type Draft struct {
	Texts     map[string]DraftText // by language
	Sources   []DraftSource
	Campaigns []string // slugs
}

// DraftText is the story in one language.
type DraftText struct {
	Title, Summary, Body string
	Claims               []DraftClaim
}

// DraftClaim is a row of the register of figures.
type DraftClaim struct{ Claim, Figure, Source, Year, Caveat string }

// DraftSource is a row of the sources.
type DraftSource struct{ Title, URL, Dated string }

// DraftOf is a stored story as its form shows it.
func DraftOf(p models.StoryParts, campaigns []string) Draft {
	d := Draft{Texts: map[string]DraftText{}, Campaigns: campaigns}
	for _, t := range p.Texts {
		d.Texts[t.Lang] = DraftText{Title: t.Title, Summary: t.Summary, Body: t.Body}
	}
	for _, c := range p.Claims {
		text, year := d.Texts[c.Lang], ""
		if c.Year != 0 {
			year = strconv.Itoa(c.Year)
		}
		text.Claims = append(text.Claims, DraftClaim{c.Claim, c.Figure, c.Source, year, c.Caveat})
		d.Texts[c.Lang] = text
	}
	for _, s := range p.Sources {
		d.Sources = append(d.Sources, DraftSource{s.Title, s.URL, s.Dated})
	}
	return d
}

// reading collects what is wrong with a draft, field by field.
type reading struct {
	fields map[string]string
	strict bool // for everybody to read, not yet a draft
}

func (r reading) line(field, typed string, limit int, required bool) string {
	text, err := models.ParseText(typed, limit)
	switch {
	case err != nil:
		r.fields[field] = fault.Of(err).Message
	case text == "" && required:
		r.fields[field] = "error.story.missing"
	}
	return text
}

// read checks a draft. A title in English is always asked for; what readers see
// must be whole, and every figure says who gave it and when.
func (d Draft) read(strict bool, now time.Time) (p models.StoryParts, err error) {
	r := reading{map[string]string{}, strict}
	for _, lang := range i18n.Codes() {
		typed, ok := d.Texts[lang]
		if lang != "en" && (!ok || typed.isEmpty()) {
			continue
		}
		p.Texts = append(p.Texts, models.StoryText{Lang: lang, Title: r.line("title_"+lang, typed.Title, MaxTitle, true),
			Summary: r.line("summary_"+lang, typed.Summary, MaxSummary, strict), Body: r.line("body_"+lang, typed.Body, MaxBody, strict)})
		if problem := markdown.PictureProblem(typed.Body); problem != "" {
			r.fields["body_"+lang] = problem
		}
		for i, row := range typed.Claims {
			if claim, ok := r.claim("claim_"+lang+"_"+strconv.Itoa(i+1), row, now); ok {
				claim.Lang = lang
				p.Claims = append(p.Claims, claim)
			}
		}
	}
	number(p.Claims)
	for i, row := range d.Sources {
		if source, ok := r.source("source_"+strconv.Itoa(i+1), row, now); ok {
			p.Sources = append(p.Sources, source)
		}
	}
	if strict && len(p.Sources) == 0 && r.fields["source_1_title"] == "" {
		r.fields["source_1_title"] = "error.story.sources"
	}
	return p, fault.Fields(r.fields)
}

func (t DraftText) isEmpty() bool {
	for _, c := range t.Claims {
		if c != (DraftClaim{}) {
			return false
		}
	}
	return strings.TrimSpace(t.Title+t.Summary+t.Body) == ""
}

// number counts the figures of each language from 1.
func number(claims []models.StoryClaim) {
	last := map[string]int{}
	for i := range claims {
		last[claims[i].Lang]++
		claims[i].Number = last[claims[i].Lang]
	}
}

func (r reading) claim(field string, row DraftClaim, now time.Time) (c models.StoryClaim, ok bool) {
	if row == (DraftClaim{}) {
		return c, false
	}
	c = models.StoryClaim{Claim: r.line(field+"_claim", row.Claim, MaxLine, false), Figure: r.line(field+"_figure", row.Figure, MaxLine, r.strict),
		Source: r.line(field+"_source", row.Source, MaxLine, r.strict), Caveat: r.line(field+"_caveat", row.Caveat, MaxCaveat, false)}
	year := strings.TrimSpace(row.Year)
	n, err := strconv.Atoi(year)
	switch {
	case year == "" && r.strict:
		r.fields[field+"_year"] = "error.story.missing"
	case year != "" && (err != nil || n < 1800 || n > now.Year()):
		r.fields[field+"_year"] = "error.story.year"
	default:
		c.Year = n
	}
	return c, true
}

func (r reading) source(field string, row DraftSource, now time.Time) (s models.StorySource, ok bool) {
	if row == (DraftSource{}) {
		return s, false
	}
	s = models.StorySource{Title: r.line(field+"_title", row.Title, MaxLine, true), URL: r.line(field+"_url", row.URL, MaxLine, false), Dated: strings.TrimSpace(row.Dated)}
	if s.URL != "" {
		if !models.IsWebAddress(s.URL) {
			r.fields[field+"_url"] = "error.story.url"
		}
	}
	if s.Dated != "" {
		if day, err := time.Parse(time.DateOnly, s.Dated); err != nil || day.After(now.Add(24*time.Hour)) {
			r.fields[field+"_dated"] = "error.story.day"
		}
	}
	return s, true
}
