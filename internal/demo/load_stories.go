package demo

import (
	"context"
	"slices"

	"statehouse/internal/i18n"
	"statehouse/internal/stories"
	"statehouse/models"
)

// Story is an article that the demo ships; its facts are those of the law cards.
type Story struct {
	Slug      string               `json:"slug"`
	DaysAgo   int                  `json:"days_ago"`
	Draft     bool                 `json:"draft"`     // nobody but staff sees it
	Campaigns []string             `json:"campaigns"` // slugs of those about the same thing
	Texts     map[string]StoryText `json:"texts"`     // by language
	Claims    map[string][]Claim   `json:"claims"`    // by language
	Sources   []Source             `json:"sources"`
}

// StoryText is a story in one language; Body is Markdown.
type StoryText struct {
	Title   string `json:"title"`
	Summary string `json:"summary"`
	Body    string `json:"body"`
}

// Claim is a figure with what it is said of, who gave it, when, and what it does
// not say.
type Claim struct {
	Claim  string `json:"claim"`
	Figure string `json:"figure"`
	Source string `json:"source"`
	Year   int    `json:"year"`
	Caveat string `json:"caveat"`
}

// Source is where facts come from.
type Source struct {
	Title string `json:"title"`
	URL   string `json:"url"`
	Dated string `json:"dated"` // as 2006-01-02
}

// Stories reads the demo's stories.
func Stories() ([]Story, error) { return read[[]Story]("stories.json") }

func (l *loader) addStories(ctx context.Context, campaigns []campaign) error {
	list, err := Stories()
	if err != nil {
		return err
	}
	admin, err := models.UserByEmail(ctx, l.tx, "admin@example.org")
	if err != nil {
		return err
	}
	for _, s := range list {
		day := l.now.AddDate(0, 0, -s.DaysAgo)
		row := models.Story{Slug: s.Slug, UserID: &admin.ID, PublisherID: &admin.ID, PublishedAt: &day}
		publish := stories.Publish
		if s.Draft {
			row.Status, row.PublisherID, row.PublishedAt, publish = models.StoryDraft, nil, nil, models.AddStory
		}
		if err := publish(ctx, l.tx, &row, s.parts(campaigns)); err != nil {
			return err
		}
	}
	return nil
}

func (s Story) parts(campaigns []campaign) (p models.StoryParts) {
	for _, lang := range i18n.Codes() {
		text := s.Texts[lang]
		p.Texts = append(p.Texts, models.StoryText{Lang: lang, Title: text.Title, Summary: text.Summary, Body: text.Body})
		for i, c := range s.Claims[lang] {
			p.Claims = append(p.Claims, models.StoryClaim{Number: i + 1, Lang: lang, Claim: c.Claim, Figure: c.Figure, Source: c.Source, Year: c.Year, Caveat: c.Caveat})
		}
	}
	for _, source := range s.Sources {
		p.Sources = append(p.Sources, models.StorySource{Title: source.Title, URL: source.URL, Dated: source.Dated})
	}
	for _, c := range campaigns {
		if slices.Contains(s.Campaigns, c.Slug) {
			p.Campaigns = append(p.Campaigns, c.row.ID)
		}
	}
	return p
}
