package public

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/markdown"
	"statehouse/models"
	"statehouse/views/layout"
	"statehouse/views/public"
	"statehouse/views/ui"
)

// GET /stories lists the articles.
func (d Door) stories(c echo.Context) error {
	rows, err := models.Stories(c.Request().Context(), d.DB.Read())
	if err != nil {
		return err
	}
	page := public.StoriesPage{Page: d.Described(c, "stories.title", "stories.description")}
	for _, s := range rows {
		text, err := models.StoryTextOf(c.Request().Context(), d.DB.Read(), s.ID, web.Lang(c))
		if err != nil {
			return err
		}
		page.Stories = append(page.Stories, storyItem(s, text))
	}
	return web.Render(c, http.StatusOK, public.Stories(page))
}

func storyItem(s models.Story, text models.StoryText) public.StoryItem {
	item := public.StoryItem{Slug: s.Slug, Title: text.Title, Summary: text.Summary, PublishedAt: *s.PublishedAt}
	if s.ChangedAt != nil {
		item.ChangedAt = *s.ChangedAt
	}
	return item
}

// GET /stories/:slug shows an article and what was published under it.
func (d Door) story(c echo.Context) error {
	return d.storyPage(c, http.StatusOK, public.CommentForm{}, nil)
}

func (d Door) storyPage(c echo.Context, status int, form public.CommentForm, errs map[string]string) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	story, err := models.StoryBySlug(ctx, tx, c.Param("slug"))
	if err != nil {
		return err
	}
	text, err := models.StoryTextOf(ctx, tx, story.ID, web.Lang(c))
	if err != nil {
		return err
	}
	body, err := markdown.Illustrated(text.Body)
	if err != nil {
		return err
	}
	page := public.StoryPage{Page: d.Titled(c, text.Title), StoryItem: storyItem(story, text), BodyHTML: body, TextLang: text.Lang, Form: form, Errors: errs}
	page.Page.Description = text.Summary
	for _, s := range models.States() {
		page.States = append(page.States, ui.Option{Value: s.Code, Text: s.NameIn(web.Lang(c))})
	}
	if err := d.fillStory(c, &page, story, text.Lang); err != nil {
		return err
	}
	if page.Comments, err = d.storyComments(c, story); err != nil {
		return err
	}
	return web.Render(c, status, public.Story(page))
}

// fillStory adds figures, sources and petitions.
func (d Door) fillStory(c echo.Context, page *public.StoryPage, story models.Story, lang string) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	claims, err := models.StoryClaims(ctx, tx, story.ID, lang)
	if err != nil {
		return err
	}
	for _, claim := range claims {
		page.Claims = append(page.Claims, public.StoryClaim{Claim: claim.Claim, Figure: claim.Figure, Source: claim.Source, Year: strconv.Itoa(claim.Year), Caveat: claim.Caveat})
	}
	sources, err := models.StorySources(ctx, tx, story.ID)
	if err != nil {
		return err
	}
	for _, s := range sources {
		page.Sources = append(page.Sources, public.StorySource{Link: layout.Link{URL: s.URL, Text: s.Title}, Dated: web.DayOf(s.Dated)})
	}
	campaigns, err := models.CampaignsOfStory(ctx, tx, story.ID)
	if err != nil {
		return err
	}
	for _, campaign := range campaigns {
		link, err := d.campaignLink(c, campaign)
		if err != nil {
			return err
		}
		page.Related = append(page.Related, public.RelatedCampaign{CampaignLink: *link, Status: string(campaign.Status), Outcome: string(campaign.Outcome)})
	}
	return nil
}

func (d Door) campaignLink(c echo.Context, campaign models.Campaign) (*public.CampaignLink, error) {
	text, err := models.TextOf(c.Request().Context(), d.DB.Read(), *campaign.PetitionID, web.Lang(c))
	return &public.CampaignLink{Slug: campaign.Slug, Title: text.Title}, err
}

// storyComments are the published ones, in the words that were let through.
func (d Door) storyComments(c echo.Context, story models.Story) ([]public.StoryComment, error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	rows, err := models.PublishedComments(ctx, tx, story.ID)
	if err != nil {
		return nil, err
	}
	answers, err := models.CommentAnswersOf(ctx, tx, story.ID)
	if err != nil {
		return nil, err
	}
	var list []public.StoryComment
	for _, row := range rows {
		comment := public.StoryComment{Ref: row.Ref, Name: row.PublicName, Text: row.PublicText, At: *row.ConfirmedAt}
		if row.USState != "" {
			comment.StateName = stateName(c, row.USState)
		}
		if answer, ok := answers[row.ID]; ok && !answer.Private {
			if comment.Answer, err = d.storyAnswer(c, answer); err != nil {
				return nil, err
			}
		}
		list = append(list, comment)
	}
	return list, nil
}

// storyAnswer is an answer with the petition of its state.
func (d Door) storyAnswer(c echo.Context, answer models.CommentAnswer) (*public.StoryAnswer, error) {
	a := &public.StoryAnswer{Text: answer.Text, StateCode: answer.State}
	if answer.State == "" {
		return a, nil
	}
	a.State = stateName(c, answer.State)
	rows, _, err := models.Campaigns(c.Request().Context(), d.DB.Read(), models.CampaignFilter{State: answer.State, Status: models.CampaignLive, Size: 1, Lang: web.Lang(c), Since: models.MovingSince(d.Now())})
	if err != nil || len(rows) == 0 {
		return a, err
	}
	a.Petition, err = d.campaignLink(c, rows[0].Campaign)
	return a, err
}
