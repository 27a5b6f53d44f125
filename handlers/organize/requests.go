package organize

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/requests"
	"statehouse/models"
	"statehouse/views/organize"
)

// Requests on one page, and of those that were answered.
const (
	mostWaiting  = 100
	mostAnswered = 20
)

// GET /organize/requests lists the requests for campaigns of the actor's state,
// the most overdue first, without their words.
func (d Door) requests(c echo.Context) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	waiting, err := models.WaitingCampaignRequests(ctx, tx, own(c), mostWaiting)
	if err != nil {
		return err
	}
	answered, err := models.AnsweredCampaignRequests(ctx, tx, own(c), mostAnswered)
	if err != nil {
		return err
	}
	page := organize.RequestsPage{Page: d.StaffFrame(c, "requests.title")}
	for _, r := range waiting {
		page.Waiting = append(page.Waiting, d.requestEntry(c, r))
	}
	for _, r := range answered {
		page.Answered = append(page.Answered, d.requestEntry(c, r))
	}
	return web.Render(c, http.StatusOK, organize.Requests(page))
}

func (d Door) requestEntry(c echo.Context, r models.CampaignRequest) organize.RequestEntry {
	actor, now := web.Actor(c), models.Moment(d.Now())
	state, _ := models.StateByCode(r.USState)
	e := organize.RequestEntry{Ref: r.Ref, State: state.NameIn(web.Lang(c)), Topic: r.Topic, Lang: r.Lang, HasWords: len(r.Words) > 0,
		Mine: r.IsClaimedBy(actor.User.ID), Taken: r.IsClaimedByOther(actor.User.ID, now), Closed: !actor.MayAnswerRequest(r)}
	if r.DueAt != nil {
		e.Clock = web.ClockOf(*r.ConfirmedAt, *r.DueAt, now)
	}
	if r.AnsweredAt != nil {
		e.AnsweredAt = *r.AnsweredAt
	}
	return e
}

// POST /organize/requests/:ref/claim takes a request.
func (d Door) claimRequest(c echo.Context) error {
	if err := d.Requests.Claim(c.Request().Context(), web.Actor(c), c.Param("ref")); err != nil {
		return err
	}
	return web.SeeOther(c, "/organize/requests/"+c.Param("ref"))
}

// POST /organize/requests/:ref/release gives it back.
func (d Door) releaseRequest(c echo.Context) error {
	if err := d.Requests.Release(c.Request().Context(), web.Actor(c), c.Param("ref")); err != nil {
		return err
	}
	d.Flash(c, "flash.request_released")
	return web.SeeOther(c, "/organize/requests")
}

// GET /organize/requests/:ref shows a request to who has taken it.
func (d Door) request(c echo.Context) error {
	return d.showRequest(c, http.StatusOK, organize.AnswerForm{}, nil)
}

func (d Door) showRequest(c echo.Context, status int, form organize.AnswerForm, errs map[string]string) error {
	ctx, tx, lang := c.Request().Context(), d.DB.Read(), web.Lang(c)
	r, words, err := d.Requests.Open(ctx, web.Actor(c), c.Param("ref"))
	if err != nil {
		return err
	}
	page := organize.RequestPage{Page: d.StaffFrame(c, "requests.one"), RequestEntry: d.requestEntry(c, r), Words: words.Words, Answer: words.Answer,
		IsEmpty: r.EmptiedAt != nil, Waits: r.State == models.CampaignRequestWaiting, StateCode: r.USState, Form: form, Errors: errs}
	counts, err := models.RequestsOf(ctx, tx, r.USState)
	if err != nil {
		return err
	}
	page.Same = counts[r.Topic]
	if r.DraftID != nil {
		draft, err := models.CampaignByID(ctx, tx, *r.DraftID)
		if err != nil {
			return err
		}
		page.Draft = draft.Slug
	}
	if r.AnsweredBy != nil {
		staff, err := models.UserByID(ctx, tx, *r.AnsweredBy)
		if err != nil {
			return err
		}
		page.By = staff.Name
	}
	if page.Law, page.Points, err = d.lawOf(c, r.USState, r.Topic); err != nil {
		return err
	}
	rows, _, err := models.Campaigns(ctx, tx, models.CampaignFilter{State: r.USState, Lang: lang, Page: 1, Size: 20, Since: models.MovingSince(d.Now())})
	if err != nil {
		return err
	}
	for _, row := range rows {
		page.Campaigns = append(page.Campaigns, organize.Named{Value: row.Slug, Name: row.Title})
	}
	roles, err := models.OpenRoles(ctx, tx, models.RoleFilter{State: r.USState}, models.Day(d.Now()))
	if err != nil {
		return err
	}
	for _, role := range roles {
		text, err := models.RoleTextOf(ctx, tx, role.ID, lang)
		if err != nil {
			return err
		}
		page.Roles = append(page.Roles, organize.Named{Value: role.Slug, Name: text.Title})
	}
	return web.Render(c, status, organize.Request(page))
}

// POST /organize/requests/:ref/answer tells who asked, by name of who answers.
func (d Door) answerRequest(c echo.Context) error {
	values, err := web.Form(c)
	if err != nil {
		return err
	}
	form := organize.AnswerForm{Text: values.Get("answer"), Card: values.Get("card"), Campaign: values.Get("campaign"), Role: values.Get("role")}
	err = d.Requests.Answer(c.Request().Context(), web.Actor(c), c.Param("ref"), requests.Answer{Text: form.Text, Card: form.Card, Campaign: form.Campaign, Role: form.Role})
	if fault.Is(err, fault.Invalid) {
		return d.showRequest(c, http.StatusUnprocessableEntity, form, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.request_answered")
	return web.SeeOther(c, "/organize/requests")
}
