package organize

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/campaigns"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/campaigns/:slug/text shows the draft of the campaign's text.
func (d Door) text(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	ctx, tx := c.Request().Context(), d.DB.Read()
	draft, texts, err := d.draftOf(c, campaign)
	if err != nil {
		return err
	}
	typed := campaigns.TextForm{Revision: draft.Revision, Texts: map[string]campaigns.Text{}}
	for _, t := range texts {
		typed.Texts[t.Lang] = campaigns.Text{"title": t.Title, "ask": t.Ask, "summary": t.Summary, "story": t.Story}
	}
	versions, err := models.VersionsOf(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	return d.showText(c, campaign, draft, versions, http.StatusOK, typed, nil, "")
}

// draftOf is a campaign's draft, or what its first edit would begin from.
func (d Door) draftOf(c echo.Context, campaign models.Campaign) (draft models.PetitionDraft, texts []models.PetitionDraftText, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	draft, err = models.DraftOf(ctx, tx, campaign.ID)
	if err == nil {
		texts, err = models.DraftTexts(ctx, tx, campaign.ID)
		return draft, texts, err
	}
	if !fault.Is(err, fault.NotFound) || campaign.PetitionID == nil {
		return draft, nil, err
	}
	published, err := models.TextsOf(ctx, tx, *campaign.PetitionID)
	for _, t := range published {
		texts = append(texts, t.AsDraft(campaign.ID))
	}
	return models.PetitionDraft{CampaignID: campaign.ID, Revision: 1}, texts, err
}

// POST /organize/campaigns/:slug/text keeps it.
func (d Door) saveText(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := campaigns.TextForm{Revision: web.Number(form.Get("revision")), Texts: map[string]campaigns.Text{}}
	for _, lang := range i18n.Codes() {
		typed.Texts[lang] = campaigns.Text{}
		for _, part := range campaigns.Parts {
			typed.Texts[lang][part] = form.Get(part + "_" + lang)
		}
	}
	err = d.Campaigns.SaveText(c.Request().Context(), web.Actor(c), campaign.Slug, typed)
	if status, fields, problem := refusal(err); status != 0 { // nothing that was typed is lost
		draft, _, err := d.draftOf(c, campaign)
		if err != nil {
			return err
		}
		return d.showText(c, campaign, draft, nil, status, typed, fields, problem)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.text_saved")
	return web.SeeOther(c, campaignPath(campaign.Slug)+"/text")
}

// refusal is the status of a page that shows what was typed once more, and what
// it says; 0 if there is nothing that its writer can do.
func refusal(err error) (status int, fields map[string]string, problem string) {
	switch {
	case fault.Is(err, fault.Invalid):
		return http.StatusUnprocessableEntity, fault.Of(err).Fields, ""
	case fault.Is(err, fault.Conflict):
		return http.StatusConflict, nil, fault.Of(err).Message
	}
	return 0, nil, ""
}

func (d Door) showText(c echo.Context, campaign models.Campaign, draft models.PetitionDraft, versions []models.VersionRow, status int, typed campaigns.TextForm,
	errs map[string]string, problem string) error {
	page := organize.TextPage{Page: d.StaffFrame(c, "text.title"), Slug: campaign.Slug, Revision: typed.Revision, Errors: errs, Problem: problem,
		IsPublic: campaign.PetitionID != nil, Waiting: draft.SubmittedAt != nil, Closed: campaign.CanBeDrafted() != nil && draft.SubmittedAt == nil}
	if problem != "" {
		page.Revision = draft.Revision // who saves once more does so knowingly
	}
	if t, ok := campaigns.TemplateOf(draft.Template); ok {
		page.Locked = t.Locked
	}
	for _, lang := range i18n.Codes() {
		t := typed.Texts[lang]
		page.Texts = append(page.Texts, organize.TextFields{Lang: lang, Title: t["title"], Ask: t["ask"], Summary: t["summary"], Story: t["story"]})
	}
	for _, v := range versions {
		page.Versions = append(page.Versions, organize.TextVersion{Number: v.Version, At: v.CreatedAt, Counted: v.Counted})
	}
	return web.Render(c, status, organize.TextView(page))
}

// GET /organize/campaigns/:slug/plan shows criterion, bill and goal.
func (d Door) plan(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	typed := organize.PlanForm{Criterion: campaign.Criterion, Bill: campaign.Bill, Fixed: campaign.GoalFixed}
	if campaign.Goal > 0 {
		typed.Goal = i18n.Number(c.Request().Context(), campaign.Goal)
	}
	return d.showPlan(c, campaign, http.StatusOK, typed, nil)
}

// POST /organize/campaigns/:slug/plan keeps them.
func (d Door) savePlan(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := organize.PlanForm{Criterion: form.Get("criterion"), Bill: form.Get("bill"), Goal: form.Get("goal"), Fixed: web.IsTicked(form, "fixed")}
	err = d.Campaigns.SavePlan(c.Request().Context(), web.Actor(c), campaign.Slug, campaigns.PlanForm(typed))
	if fault.Is(err, fault.Invalid) {
		return d.showPlan(c, campaign, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.plan_saved")
	return web.SeeOther(c, campaignPath(campaign.Slug))
}

// sitting is what the legislature of a campaign's state does now and next.
func (d Door) sitting(c echo.Context, campaign models.Campaign) (models.Sitting, error) {
	state, _ := models.StateByCode(campaign.State)
	return models.SittingOf(c.Request().Context(), d.DB.Read(), state, d.Now())
}

func (d Door) showPlan(c echo.Context, campaign models.Campaign, status int, typed organize.PlanForm, errs map[string]string) error {
	text, err := models.WorkingText(c.Request().Context(), d.DB.Read(), campaign, web.Lang(c))
	if err != nil {
		return err
	}
	page := organize.PlanPage{Page: d.StaffFrame(c, "plan.title"), Slug: campaign.Slug, Title: text.Title, Form: typed, Errors: errs, MaxBill: campaigns.MaxBill}
	if page.Card, page.Points, err = d.lawOf(c, campaign.State, campaign.Topic); err != nil {
		return err
	}
	sitting, err := d.sitting(c, campaign)
	if err != nil {
		return err
	}
	page.Sitting = web.Calendar(c.Request().Context(), sitting, nil)
	return web.Render(c, status, organize.Plan(page))
}
