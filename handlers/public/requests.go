package public

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/requests"
	"statehouse/models"
	"statehouse/views/public"
)

// Requests for campaigns from one network within a time; people who share one
// may be many.
const (
	mostRequests   = 20
	requestsWithin = time.Hour
)

// GET /requests/new is the form to ask for a petition.
func (d Door) askCampaign(c echo.Context) error {
	return d.requestPage(c, http.StatusOK, public.RequestForm{State: strings.ToLower(c.QueryParam("state")), Topic: c.QueryParam("topic")}, nil)
}

func (d Door) requestPage(c echo.Context, status int, form public.RequestForm, errs map[string]string) error {
	web.Private(c)
	page := public.RequestPage{Page: d.Frame(c, "request.title"), Form: form, Errors: errs}
	page.NoIndex = true
	var err error
	if page.States, err = d.stateItems(c); err != nil {
		return err
	}
	if _, ok := models.StateByCode(form.State); ok && slices.Contains(models.Topics, form.Topic) {
		page.StateName = stateName(c, form.State)
		if page.Live, _, err = d.list(c, models.CampaignFilter{State: form.State, Topic: form.Topic, Status: models.CampaignLive, Size: 3}); err != nil {
			return err
		}
		asked, err := d.asked(c, form.State)
		if err != nil {
			return err
		}
		page.Asked = asked[form.Topic]
	}
	return web.Render(c, status, public.Request(page))
}

// asked counts who asked for petitions of a state, by topic; few are not told.
func (d Door) asked(c echo.Context, state string) (map[string]int, error) {
	counts, err := models.RequestsOf(c.Request().Context(), d.DB.Read(), state)
	for topic, n := range counts {
		if n < models.FewestRequestsTold {
			delete(counts, topic)
		}
	}
	return counts, err
}

// stateAsks are the topics on which a state has no live petition.
func (d Door) stateAsks(c echo.Context, state string, rows []models.CampaignRow) (asks []public.StateAsk, err error) {
	asked, err := d.asked(c, state)
	for _, topic := range models.Topics {
		if !slices.ContainsFunc(rows, func(r models.CampaignRow) bool { return r.Status == models.CampaignLive && r.Topic == topic }) {
			asks = append(asks, public.StateAsk{Topic: topic, Asked: asked[topic]})
		}
	}
	return asks, err
}

// POST /requests takes the form. The answer to a good form is the same for every
// address, and says nothing of what was asked.
func (d Door) sendRequest(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := public.RequestForm{State: strings.ToLower(form.Get("state")), Topic: form.Get("topic"), Words: form.Get("words"), Email: form.Get("email")}
	if !d.requests.Allows(c.RealIP(), d.Now()) {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(requestsWithin.Seconds())))
		return d.requestPage(c, http.StatusTooManyRequests, typed, map[string]string{"email": "error.request.many"})
	}
	err = d.Requests.Ask(c.Request().Context(), requests.Form{State: typed.State, Topic: typed.Topic, Words: typed.Words, Email: typed.Email,
		Trap: form.Get("website"), Lang: web.Lang(c)})
	if fault.Is(err, fault.Invalid) {
		return d.requestPage(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if models.IsClosed(err) {
		return d.requestPage(c, d.Closed(c), typed, nil)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/requests/check-email")
}

// GET /requests/check-email says to look for the mail, to everybody alike.
func (d Door) requestCheck(c echo.Context) error {
	page := public.RequestCheckPage{Page: d.Frame(c, "request.check")}
	page.NoIndex = true
	return web.Render(c, http.StatusOK, public.RequestCheck(page))
}

// GET /requests/:token shows a request to who made it. It changes nothing: mail
// scanners open links.
func (d Door) requestStatus(c echo.Context) error {
	web.Private(c)
	page := public.RequestStatusPage{Page: d.Frame(c, "request.status"), Token: c.Param("token"), State: "unknown"}
	page.NoIndex = true
	r, words, err := d.Requests.Look(c.Request().Context(), c.Param("token"))
	if fault.Is(err, fault.NotFound) {
		return web.Render(c, http.StatusNotFound, public.RequestStatus(page))
	}
	if err != nil {
		return err
	}
	page.State, page.Topic, page.StateCode, page.StateName = string(r.State), r.Topic, r.USState, stateName(c, r.USState)
	page.Words, page.Answer, page.Hotline = words.Words, words.Answer, r.Hotline && r.State != models.CampaignRequestWithdrawn
	if r.DueAt != nil {
		page.Due = *r.DueAt
	}
	if err := d.fillRequest(c, &page, r); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, public.RequestStatus(page))
}

// fillRequest fills in who answered, and what the answer points to.
func (d Door) fillRequest(c echo.Context, page *public.RequestStatusPage, r models.CampaignRequest) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	var err error
	if r.ToldOf != nil {
		if page.Published, err = d.publicCampaign(c, *r.ToldOf); err != nil {
			return err
		}
	}
	if r.State != models.CampaignRequestAnswered {
		return nil
	}
	staff, err := models.UserByID(ctx, tx, *r.AnsweredBy)
	if err != nil {
		return err
	}
	page.By, page.At, page.Card = staff.Name, *r.AnsweredAt, string(r.Card)
	switch r.Card {
	case models.CardPetition:
		page.Petition, err = d.publicCampaign(c, *r.CampaignID)
	case models.CardDraft:
		page.Petition, err = d.publicCampaign(c, *r.DraftID)
	case models.CardRole:
		role, err := models.RoleByID(ctx, tx, *r.RoleID)
		if err != nil {
			return err
		}
		text, err := models.RoleTextOf(ctx, tx, role.ID, web.Lang(c))
		if err != nil {
			return err
		}
		item := roleItem(c, role, text)
		page.Role = &item
	}
	return err
}

// publicCampaign is the petition of a campaign; nil while it has no public page.
func (d Door) publicCampaign(c echo.Context, id int64) (*public.CampaignItem, error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	campaign, err := models.CampaignByID(ctx, tx, id)
	if err != nil || !campaign.IsPublic() || campaign.PetitionID == nil {
		return nil, err
	}
	row, err := models.CampaignRowBySlug(ctx, tx, campaign.Slug, web.Lang(c))
	if err != nil {
		return nil, err
	}
	item := campaignItem(c, row)
	return &item, nil
}

// POST /requests/:token/confirm hands a request to staff.
func (d Door) confirmRequest(c echo.Context) error {
	return d.requestMoved(c, d.Requests.Confirm(c.Request().Context(), c.Param("token")))
}

// POST /requests/:token/withdraw takes a request back; one that was never handed
// in is deleted, and its link with it.
func (d Door) withdrawRequest(c echo.Context) error {
	web.Private(c)
	ctx, tok := c.Request().Context(), c.Param("token")
	err := d.Requests.Withdraw(ctx, tok)
	if err == nil {
		if _, _, gone := d.Requests.Look(ctx, tok); fault.Is(gone, fault.NotFound) {
			d.Flash(c, "flash.request_deleted")
			return web.SeeOther(c, "/states")
		}
	}
	return d.requestMoved(c, err)
}

// requestMoved answers with where the request stands now.
func (d Door) requestMoved(c echo.Context, err error) error {
	web.Private(c)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.Gone) {
		return d.requestStatus(c)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/requests/"+c.Param("token"))
}
