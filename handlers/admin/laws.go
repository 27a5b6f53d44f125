package admin

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/laws"
	"statehouse/models"
	"statehouse/views/admin"
)

// GET /admin/laws lists the law cards, those that should be reviewed first.
func (d Door) laws(c echo.Context) error {
	list, err := d.lawItems(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, admin.Laws(admin.LawsPage{Page: d.StaffFrame(c, "laws.title"), Laws: list}))
}

// lawItems are all cards, the one whose review is due first at the top.
func (d Door) lawItems(c echo.Context) ([]admin.LawItem, error) {
	cards, err := models.LawCards(c.Request().Context(), d.DB.Read(), "")
	var list []admin.LawItem
	for _, card := range cards {
		list = append(list, d.lawItem(c, card))
	}
	slices.SortStableFunc(list, func(a, b admin.LawItem) int {
		return cmp.Or(cmp.Compare(a.ReviewDue, b.ReviewDue), cmp.Compare(a.StateName, b.StateName))
	})
	return list, err
}

func (d Door) lawItem(c echo.Context, card models.LawCard) admin.LawItem {
	state, _ := models.StateByCode(card.State)
	return admin.LawItem{State: card.State, StateName: state.NameIn(web.Lang(c)), Topic: card.Topic, Status: card.Status, AsOf: card.AsOf,
		ReviewDue: card.ReviewDue, IsDue: card.IsDue(d.today())}
}

func (d Door) today() string { return models.Moment(d.Now()).Format(time.DateOnly) }

// GET /admin/laws/:state/:topic shows a card's facts to correct, and who did.
func (d Door) law(c echo.Context) error { return d.lawPage(c, http.StatusOK, typedLaw{}, nil) }

// typedLaw is what came by one of the page's two forms.
type typedLaw struct {
	facts      *laws.Correction
	nextReview string
}

// lawPage draws the form, as typed if it was sent.
func (d Door) lawPage(c echo.Context, status int, typed typedLaw, problem *fault.Error) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	card, err := models.LawCardOf(ctx, tx, c.Param("state"), c.Param("topic"))
	if err != nil {
		return err
	}
	form := laws.CorrectionOf(card)
	if typed.facts != nil {
		form = *typed.facts
	}
	page := admin.LawPage{Page: d.StaffFrame(c, "laws.title"), Law: d.lawItem(c, card), Statuses: laws.Statuses(card.Topic), NextReview: typed.nextReview}
	if problem != nil {
		page.Errors = problem.Fields
		if problem.Kind == fault.Conflict {
			page.Problem, form.Mark = problem.Message, card.Mark() // whoever saves now has been told
		}
	}
	page.Form = admin.LawForm(form)
	edits, err := models.LawEdits(ctx, tx, card.State, card.Topic)
	if err != nil {
		return err
	}
	for _, e := range edits {
		user, err := models.UserByID(ctx, tx, e.UserID)
		if err != nil {
			return err
		}
		changes, err := e.Changes()
		if err != nil {
			return err
		}
		page.Edits = append(page.Edits, admin.LawEdit{By: user.Name, At: e.At, Kind: string(e.Kind), Changes: changes})
	}
	return web.Render(c, status, admin.Law(page))
}

// POST /admin/laws/:state/:topic corrects the facts of a card.
func (d Door) correctLaw(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := laws.Correction{
		Mark: form.Get("mark"), Status: form.Get("status"), Citation: form.Get("citation"), Year: form.Get("year"),
		SummaryEN: form.Get("summary_en"), SummaryES: form.Get("summary_es"), Source: form.Get("source"), AsOf: form.Get("as_of"),
		Confidence: form.Get("confidence"), ReviewDue: form.Get("review_due"),
	}
	return d.edited(c, typedLaw{facts: &typed}, "flash.law_corrected", func(user int64) error {
		return laws.Correct(c.Request().Context(), d.DB, user, c.Param("state"), c.Param("topic"), typed, d.Now())
	})
}

// POST /admin/laws/:state/:topic/reviewed notes that the facts still hold.
func (d Door) reviewLaw(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	next := form.Get("next_review")
	return d.edited(c, typedLaw{nextReview: next}, "flash.law_reviewed", func(user int64) error {
		return laws.Review(c.Request().Context(), d.DB, user, c.Param("state"), c.Param("topic"), form.Get("mark"), next, d.Now())
	})
}

// edited answers an edit: back to the card, or the form again with what is wrong.
func (d Door) edited(c echo.Context, typed typedLaw, flash string, edit func(user int64) error) error {
	err := edit(web.Actor(c).User.ID)
	var problem *fault.Error
	if errors.As(err, &problem) && (problem.Kind == fault.Invalid || problem.Kind == fault.Conflict) {
		status := http.StatusUnprocessableEntity
		if problem.Kind == fault.Conflict {
			status = http.StatusConflict
		}
		return d.lawPage(c, status, typed, problem)
	}
	if err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, "/admin/laws/"+c.Param("state")+"/"+c.Param("topic"))
}
