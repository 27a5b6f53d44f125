package moderate

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/markdown"
	"statehouse/internal/stories"
	"statehouse/models"
	"statehouse/views/moderate"
	"statehouse/views/ui"
)

// GET /moderate/stories lists the stories, drafts first.
func (d Door) stories(c echo.Context) error {
	rows, err := models.StoryList(c.Request().Context(), d.DB.Read())
	if err != nil {
		return err
	}
	page := moderate.StoriesPage{Page: d.StaffFrame(c, "moderate.stories")}
	for _, row := range rows {
		entry := moderate.StoryEntry{Slug: row.Slug, Title: row.Title, Status: string(row.Status)}
		if entry.StoryRecord, err = d.storyRecord(c, row.Story); err != nil {
			return err
		}
		page.Stories = append(page.Stories, entry)
	}
	return web.Render(c, http.StatusOK, moderate.Stories(page))
}

// storyRecord is who did what with a story, and when.
func (d Door) storyRecord(c echo.Context, s models.Story) (r moderate.StoryRecord, err error) {
	name := func(id *int64) string {
		if id == nil || err != nil {
			return ""
		}
		var user models.User
		user, err = models.UserByID(c.Request().Context(), d.DB.Read(), *id)
		return user.Name
	}
	r.Author, r.Publisher = name(s.UserID), name(s.PublisherID)
	if s.PublishedAt != nil {
		r.Published = *s.PublishedAt
	}
	if s.ChangedAt != nil {
		r.Changed = *s.ChangedAt
	}
	return r, err
}

// GET /moderate/stories/new begins a story.
func (d Door) newStory(c echo.Context) error {
	return d.storyPage(c, http.StatusOK, nil, stories.Draft{}, nil, false)
}

// GET /moderate/stories/:slug shows a story as readers see it, and its form.
func (d Door) story(c echo.Context) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	story, err := models.StoryBySlugForStaff(ctx, tx, c.Param("slug"))
	if err != nil {
		return err
	}
	draft, err := d.storedDraft(c, story)
	if err != nil {
		return err
	}
	return d.storyPage(c, http.StatusOK, &story, draft, nil, true)
}

func (d Door) storedDraft(c echo.Context, story models.Story) (draft stories.Draft, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	parts, err := models.StoryPartsOf(ctx, tx, story.ID)
	if err != nil {
		return draft, err
	}
	var slugs []string
	for _, id := range parts.Campaigns {
		campaign, err := models.CampaignByID(ctx, tx, id)
		if err != nil {
			return draft, err
		}
		slugs = append(slugs, campaign.Slug)
	}
	return stories.DraftOf(parts, slugs), nil
}

// storyPage is the form of a story, nil for a new one, with its looks if they
// are asked for and can be drawn.
func (d Door) storyPage(c echo.Context, status int, story *models.Story, draft stories.Draft, errs map[string]string, look bool) (err error) {
	page := moderate.StoryPage{Page: d.StaffFrame(c, "moderate.story.new"), Form: storyForm(draft), Errors: errs}
	if story != nil {
		page.Page = d.StaffFrame(c, "moderate.story.edit")
		page.Slug, page.Status, page.Edition = story.Slug, string(story.Status), story.Edition
		if page.StoryRecord, err = d.storyRecord(c, *story); err != nil {
			return err
		}
	}
	if page.Petitions, err = d.storyPetitions(c, draft.Campaigns); err != nil {
		return err
	}
	for _, lang := range i18n.Codes() {
		text, ok := draft.Texts[lang]
		if !look || !ok || text.Title == "" {
			continue
		}
		body, err := markdown.Illustrated(text.Body)
		if err != nil {
			return err
		}
		page.Looks = append(page.Looks, moderate.StoryLook{Lang: lang, Title: text.Title, Summary: text.Summary, BodyHTML: body})
	}
	return web.Render(c, status, moderate.Story(page))
}

// shownPetitions is how many petitions the form offers to choose from.
const shownPetitions = 300

// storyPetitions are the petitions to choose from; those chosen are always there.
func (d Door) storyPetitions(c echo.Context, chosen []string) (list []ui.Option, err error) {
	ctx, tx, known := c.Request().Context(), d.DB.Read(), map[string]bool{}
	rows, _, err := models.Campaigns(ctx, tx, models.CampaignFilter{Size: shownPetitions, Sort: "new", Lang: web.Lang(c), Since: models.MovingSince(d.Now())})
	if err != nil {
		return nil, err
	}
	for _, slug := range chosen {
		row, err := models.CampaignRowBySlug(ctx, tx, slug, web.Lang(c))
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		rows = append([]models.CampaignRow{row}, rows...)
	}
	for _, row := range rows {
		if state, _ := models.StateByCode(row.State); !known[row.Slug] {
			known[row.Slug] = true
			list = append(list, ui.Option{Value: row.Slug, Text: state.NameIn(web.Lang(c)) + ": " + row.Title})
		}
	}
	return list, nil
}

// POST /moderate/stories stores a draft, or shows how it would look.
func (d Door) writeStory(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	draft := typedStory(form)
	if form.Get("preview") != "" {
		return d.previewStory(c, nil, draft)
	}
	story, err := d.Stories.Write(c.Request().Context(), *web.Actor(c).User, draft)
	if fault.Is(err, fault.Invalid) {
		return d.storyPage(c, http.StatusUnprocessableEntity, nil, draft, fault.Of(err).Fields, false)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.story_saved")
	return web.SeeOther(c, "/moderate/stories/"+story.Slug)
}

// previewStory shows what is typed as readers would see it; nothing is stored.
func (d Door) previewStory(c echo.Context, story *models.Story, draft stories.Draft) error {
	status := models.StoryDraft
	if story != nil {
		status = story.Status
	}
	if _, err := d.Stories.Check(draft, status); err != nil {
		return d.storyPage(c, http.StatusUnprocessableEntity, story, draft, fault.Of(err).Fields, true)
	}
	return d.storyPage(c, http.StatusOK, story, draft, nil, true)
}

// POST /moderate/stories/:slug stores what was changed, or shows how it would
// look. Whoever was slower keeps what they typed.
func (d Door) changeStory(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	story, err := models.StoryBySlugForStaff(c.Request().Context(), d.DB.Read(), c.Param("slug"))
	if err != nil {
		return err
	}
	draft := typedStory(form)
	if form.Get("preview") != "" {
		story.Edition = web.Number(form.Get("edition"))
		return d.previewStory(c, &story, draft)
	}
	err = d.Stories.Change(c.Request().Context(), story.Slug, web.Number(form.Get("edition")), draft)
	switch {
	case fault.Is(err, fault.Invalid):
		story.Edition = web.Number(form.Get("edition"))
		return d.storyPage(c, http.StatusUnprocessableEntity, &story, draft, fault.Of(err).Fields, false)
	case fault.Is(err, fault.Conflict):
		return d.storyPage(c, http.StatusConflict, &story, draft, map[string]string{"title_en": "error.story.edition"}, false)
	case err != nil:
		return err
	}
	d.Flash(c, "flash.story_saved")
	return web.SeeOther(c, "/moderate/stories/"+story.Slug)
}

var storyActs = map[string]models.StoryStatus{"publish": models.StoryPublished, "withdraw": models.StoryWithdrawn}

// POST /moderate/stories/:slug/:act publishes or withdraws a story.
func (d Door) moveStory(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	to, ok := storyActs[c.Param("act")]
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	ctx, slug := c.Request().Context(), c.Param("slug")
	err = d.Stories.Move(ctx, *web.Actor(c).User, slug, web.Number(form.Get("edition")), to)
	if fault.Is(err, fault.Invalid) {
		story, err2 := models.StoryBySlugForStaff(ctx, d.DB.Read(), slug)
		if err2 != nil {
			return err2
		}
		draft, err2 := d.storedDraft(c, story)
		if err2 != nil {
			return err2
		}
		return d.storyPage(c, http.StatusUnprocessableEntity, &story, draft, fault.Of(err).Fields, true)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.story_"+string(to))
	return web.SeeOther(c, "/moderate/stories/"+slug)
}

// typedStory reads the form; rows are numbered from 1.
func typedStory(form url.Values) stories.Draft {
	draft := stories.Draft{Texts: map[string]stories.DraftText{}, Campaigns: form["campaign"]}
	for _, lang := range i18n.Codes() {
		text := stories.DraftText{Title: form.Get("title_" + lang), Summary: form.Get("summary_" + lang), Body: form.Get("body_" + lang)}
		for i := range rowsTyped(form, "claim_"+lang+"_", "_figure") {
			at := "claim_" + lang + "_" + strconv.Itoa(i+1)
			text.Claims = append(text.Claims, stories.DraftClaim{Claim: form.Get(at + "_claim"), Figure: form.Get(at + "_figure"),
				Source: form.Get(at + "_source"), Year: form.Get(at + "_year"), Caveat: form.Get(at + "_caveat")})
		}
		draft.Texts[lang] = text
	}
	for i := range rowsTyped(form, "source_", "_title") {
		at := "source_" + strconv.Itoa(i+1)
		draft.Sources = append(draft.Sources, stories.DraftSource{Title: form.Get(at + "_title"), URL: form.Get(at + "_url"), Dated: form.Get(at + "_dated")})
	}
	return draft
}

// rowsTyped counts the rows that a form came with.
func rowsTyped(form url.Values, before, after string) (n int) {
	for n < stories.MaxRows && form.Has(before+strconv.Itoa(n+1)+after) {
		n++
	}
	return n
}

func storyForm(d stories.Draft) (f moderate.StoryForm) {
	f.Campaigns, f.Texts = d.Campaigns, map[string]moderate.StoryText{}
	for _, lang := range i18n.Codes() {
		typed := d.Texts[lang]
		text := moderate.StoryText{Title: typed.Title, Summary: typed.Summary, Body: typed.Body}
		for _, c := range typed.Claims {
			text.Claims = append(text.Claims, moderate.StoryClaim(c))
		}
		f.Texts[lang] = text
	}
	for _, s := range d.Sources {
		f.Sources = append(f.Sources, moderate.StorySource(s))
	}
	return f
}
