package moderate

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/scrutiny"
	"statehouse/models"
	"statehouse/views/moderate"
	"statehouse/views/ui"
)

// GET /moderate/signatures asks what to look for.
func (d Door) searchForm(c echo.Context) error {
	return d.showSearch(c, http.StatusOK, moderate.SearchForm{}, nil)
}

func (d Door) showSearch(c echo.Context, status int, typed moderate.SearchForm, errs map[string]string) error {
	page := moderate.SearchPage{Page: d.StaffFrame(c, "scrutiny.title"), Form: typed, Errors: errs, Watches: stateName(c, web.Actor(c).Watches())}
	for _, state := range models.States() {
		page.States = append(page.States, ui.Option{Value: state.Code, Text: state.NameIn(web.Lang(c))})
	}
	return web.Render(c, status, moderate.Search(page))
}

func stateName(c echo.Context, code string) string {
	state, _ := models.StateByCode(code)
	return state.NameIn(web.Lang(c))
}

// POST /moderate/signatures keeps what is looked for out of every address, and
// notes who looks.
func (d Door) search(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := moderate.SearchForm{State: form.Get("state"), Criteria: models.Criteria{Email: form.Get("email"), Name: form.Get("name"), ZIP: form.Get("zip"), Domain: form.Get("domain"),
		Campaign: form.Get("campaign"), Standing: form.Get("standing"), Since: form.Get("since"), Til: form.Get("til")}}
	ref, err := d.Scrutiny.Search(c.Request().Context(), web.Actor(c), scrutiny.Form{Criteria: typed.Criteria, State: typed.State})
	if fault.Is(err, fault.Invalid) {
		return d.showSearch(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/moderate/signatures/"+ref)
}

// GET /moderate/signatures/:ref shows what a search finds: ?before= an id.
func (d Door) found(c echo.Context) error {
	return d.showFound(c, http.StatusOK, moderate.ProposalForm{}, nil)
}

func (d Door) showFound(c echo.Context, status int, typed moderate.ProposalForm, errs map[string]string) error {
	ctx, actor, ref := c.Request().Context(), web.Actor(c), c.Param("ref")
	before, _ := strconv.ParseInt(c.QueryParam("before"), 10, 64) // no number is the newest
	search, criteria, err := d.Scrutiny.Open(ctx, actor, ref)
	if err != nil {
		return err
	}
	found, err := d.Scrutiny.Find(ctx, actor, ref, max(before, 0))
	if err != nil {
		return err
	}
	page := moderate.FoundPage{Page: d.StaffFrame(c, "scrutiny.found"), Ref: ref, Criteria: criteriaView(c, search, criteria), Opened: found.Opened, Next: found.Next,
		IsFirst: before <= 0, Form: typed, Errors: errs, CanTake: criteria.Narrow()}
	titles := map[int64]string{}
	for _, row := range found.Rows {
		if titles[row.CampaignID] == "" {
			text, err := models.TextOf(ctx, d.DB.Read(), row.PetitionID, web.Lang(c))
			if err != nil {
				return err
			}
			titles[row.CampaignID] = text.Title
		}
		page.Found = append(page.Found, moderate.FoundSignature{Name: row.Person.Name, Email: row.Person.Email, ZIP: row.Person.ZIP, Petition: titles[row.CampaignID], Slug: row.Slug,
			Standing: string(row.State), Reason: row.Reason, Left: row.CreatedAt, Elsewhere: !row.InState})
	}
	return web.Render(c, status, moderate.Found(page))
}

func criteriaView(c echo.Context, search models.SignatureSearch, criteria models.Criteria) moderate.CriteriaView {
	return moderate.CriteriaView{Criteria: criteria, State: stateName(c, search.State), IsForgotten: len(search.Criteria) == 0}
}

// POST /moderate/signatures/:ref/invalidation counts what would be taken out.
func (d Door) propose(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := moderate.ProposalForm{Reason: form.Get("reason"), Note: form.Get("note")}
	ref, err := d.Scrutiny.Propose(c.Request().Context(), web.Actor(c), c.Param("ref"), typed.Reason, typed.Note)
	if fault.Is(err, fault.Invalid) {
		return d.showFound(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/moderate/invalidations/"+ref)
}
