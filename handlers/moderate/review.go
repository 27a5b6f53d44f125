package moderate

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/campaigns"
	"statehouse/internal/fault"
	"statehouse/internal/screening"
	"statehouse/models"
	"statehouse/views/moderate"
)

// GET /moderate/campaigns lists the petitions that wait for review, the longest
// waiting first.
func (d Door) reviews(c echo.Context) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	drafts, err := models.WaitingDrafts(ctx, tx, shown)
	if err != nil {
		return err
	}
	page := moderate.ReviewsPage{Page: d.StaffFrame(c, "review.title")}
	for _, draft := range drafts {
		campaign, err := models.CampaignByID(ctx, tx, draft.CampaignID)
		if err != nil {
			return err
		}
		if web.Actor(c).MayReview(campaign) {
			text, err := d.draftTitle(c, campaign)
			if err != nil {
				return err
			}
			page.Waiting = append(page.Waiting, d.waitingReview(c, campaign, draft, text))
		}
	}
	return web.Render(c, http.StatusOK, moderate.Reviews(page))
}

func (d Door) draftTitle(c echo.Context, campaign models.Campaign) (string, error) {
	texts, err := models.DraftTexts(c.Request().Context(), d.DB.Read(), campaign.ID)
	title := ""
	for _, t := range texts {
		if t.Title != "" && (title == "" || t.Lang == web.Lang(c)) {
			title = t.Title
		}
	}
	return title, err
}

func (d Door) waitingReview(c echo.Context, campaign models.Campaign, draft models.PetitionDraft, title string) moderate.WaitingReview {
	state, _ := models.StateByCode(campaign.State)
	now := models.Moment(d.Now())
	return moderate.WaitingReview{Slug: campaign.Slug, Title: title, State: state.NameIn(web.Lang(c)), IsNew: campaign.PetitionID == nil,
		Clock: web.ClockOf(*draft.SubmittedAt, draft.SubmittedAt.Add(models.ReviewDue), now), Mine: draft.ClaimedBy != nil && *draft.ClaimedBy == web.Actor(c).User.ID, Taken: draft.IsClaimedByOther(web.Actor(c).User.ID, now)}
}

// POST /moderate/campaigns/:slug/claim takes a petition to read it.
func (d Door) claimReview(c echo.Context) error {
	if err := d.Campaigns.Claim(c.Request().Context(), web.Actor(c), c.Param("slug")); err != nil {
		return err
	}
	return web.SeeOther(c, "/moderate/campaigns/"+c.Param("slug"))
}

// POST /moderate/campaigns/:slug/release gives it back.
func (d Door) releaseReview(c echo.Context) error {
	if err := d.Campaigns.Release(c.Request().Context(), web.Actor(c), c.Param("slug")); err != nil {
		return err
	}
	return web.SeeOther(c, "/moderate/campaigns")
}

// GET /moderate/campaigns/:slug shows what waits, beside what people sign now.
func (d Door) review(c echo.Context) error {
	return d.showReview(c, http.StatusOK, moderate.ReviewForm{}, nil, "")
}

// POST /moderate/campaigns/:slug/decision publishes it or says why not.
func (d Door) decideReview(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := moderate.ReviewForm{Decision: form.Get("decision"), Reason: form.Get("reason"), Note: form.Get("note")}
	reason, _ := strconv.ParseInt(typed.Reason, 10, 64) // no number is no reason
	err = d.Campaigns.Decide(c.Request().Context(), web.Actor(c), c.Param("slug"), campaigns.Decision{Revision: web.Number(form.Get("revision")), Decision: typed.Decision, Reason: reason, Note: typed.Note})
	switch {
	case fault.Is(err, fault.Invalid):
		return d.showReview(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields, "")
	case fault.Is(err, fault.Conflict):
		return d.showReview(c, http.StatusConflict, typed, nil, fault.Of(err).Message)
	case err != nil:
		return err
	}
	d.Flash(c, "flash.review_decided")
	return web.SeeOther(c, "/moderate/campaigns")
}

func (d Door) showReview(c echo.Context, status int, typed moderate.ReviewForm, errs map[string]string, problem string) error {
	ctx, tx, lang := c.Request().Context(), d.DB.Read(), web.Lang(c)
	campaign, err := models.CampaignBySlug(ctx, tx, c.Param("slug"))
	if err == nil && !web.Actor(c).MayReview(campaign) {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	if err != nil {
		return err
	}
	draft, err := models.DraftOf(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	texts, err := models.DraftTexts(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	page := moderate.ReviewPage{Page: d.StaffFrame(c, "review.title"), Revision: draft.Revision, Form: typed, Errors: errs, Problem: problem, IsOpen: draft.SubmittedAt != nil, MaxNote: campaigns.MaxNote}
	if draft.SubmittedAt != nil {
		title, err := d.draftTitle(c, campaign)
		if err != nil {
			return err
		}
		page.WaitingReview = d.waitingReview(c, campaign, draft, title)
		by, err := models.UserByID(ctx, tx, *draft.SubmittedBy)
		if err != nil {
			return err
		}
		page.By, page.At = by.Name, *draft.SubmittedAt
	}
	page.Slug, page.StateCode, page.Goal, page.Bill = campaign.Slug, campaign.State, campaign.Goal, campaign.Bill
	if page.Texts, err = d.reviewTexts(c, campaign, texts); err != nil {
		return err
	}
	page.Found = found(texts)
	reasons, err := models.RejectionReasons(ctx, tx)
	for _, r := range reasons {
		if r.RetiredAt == nil {
			page.Reasons = append(page.Reasons, moderate.ReviewReason{ID: strconv.FormatInt(r.ID, 10), Title: r.Title(lang), Text: r.Text(lang), Final: r.Final})
		}
	}
	if err != nil {
		return err
	}
	return web.Render(c, status, moderate.Review(page))
}

// reviewTexts are the draft's parts beside those of the version that people sign.
func (d Door) reviewTexts(c echo.Context, campaign models.Campaign, texts []models.PetitionDraftText) (list []moderate.ReviewText, err error) {
	now := map[string]models.PetitionText{}
	if campaign.PetitionID != nil {
		published, err := models.TextsOf(c.Request().Context(), d.DB.Read(), *campaign.PetitionID)
		if err != nil {
			return nil, err
		}
		for _, t := range published {
			now[t.Lang] = t
		}
	}
	for _, t := range texts {
		old := now[t.Lang]
		delete(now, t.Lang)
		list = append(list, moderate.ReviewText{Lang: t.Lang, Parts: []moderate.ReviewPart{
			{Name: "title", New: t.Title, Old: old.Title}, {Name: "ask", New: t.Ask, Old: old.Ask},
			{Name: "summary", New: t.Summary, Old: old.Summary}, {Name: "story", New: t.Story, Old: old.Story}}})
	}
	for lang := range now { // a language that would go
		list = append(list, moderate.ReviewText{Lang: lang, Gone: true})
	}
	return list, nil
}

// found are the passages that the detectors would have a person look at.
func found(texts []models.PetitionDraftText) (list []moderate.Passage) {
	for _, t := range texts {
		for _, text := range []string{t.Title, t.Ask, t.Summary, t.Story} {
			for _, f := range screening.Screen(text).Findings {
				p := moderate.Passage{Text: text[f.Start:f.End], Class: string(f.Class)}
				if f.Class.MustHold() && !slices.Contains(list, p) {
					list = append(list, p)
				}
			}
		}
	}
	return list
}
