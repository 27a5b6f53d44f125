package moderate

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/moderation"
	"statehouse/models"
	"statehouse/views/moderate"
	"statehouse/views/ui"
)

// GET /moderate/comments/:ref shows a comment to who has taken it.
func (d Door) open(c echo.Context) error { return d.casePage(c, http.StatusOK, nil, nil) }

func (d Door) casePage(c echo.Context, status int, form *moderate.Form, errs map[string]string) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	k, err := d.Moderation.Open(ctx, web.Actor(c), c.Param("ref"))
	if err != nil {
		return err
	}
	text, err := models.StoryTextOf(ctx, tx, k.Comment.StoryID, web.Lang(c))
	if err != nil {
		return err
	}
	page := moderate.CasePage{Page: d.StaffFrame(c, "moderate.case"), Waiting: d.waiting(c, k.Comment, text.Title), Text: k.Person.Text, Name: k.Person.Name,
		Display: string(k.Comment.Display), Public: k.Comment.PublicText, ToDecide: k.Comment.DueAt != nil, ToAnswer: k.Comment.AnswerDueAt != nil,
		Reasons: models.DeclineReasons, Trained: k.Comment.Reader == models.ReaderTrainedLead, Errors: errs, Form: moderate.Form{State: k.Comment.AskedState}}
	if form != nil {
		page.Form = *form
	}
	if state, ok := models.StateByCode(k.Comment.USState); ok {
		page.State = state.NameIn(web.Lang(c))
	}
	page.Passages = append(page.Passages, passages(k)...)
	for _, s := range models.States() {
		page.States = append(page.States, ui.Option{Value: s.Code, Text: s.NameIn(web.Lang(c))})
	}
	if k.Answer != nil {
		page.Answer = k.Answer.Text
	}
	if err := d.fillRecord(c, &page, k); err != nil {
		return err
	}
	return web.Render(c, status, moderate.Case(page))
}

// passages are what was found, in the order of the text; questions are no
// reason to remove anything.
func passages(k moderation.Case) (list []moderate.Passage) {
	for _, f := range k.Findings {
		if f.Class.MustHold() {
			list = append(list, moderate.Passage{Text: k.Person.Text[f.Start:f.End], Class: string(f.Class)})
		}
	}
	return list
}

// fillRecord adds who did what, and the reports that were noted.
func (d Door) fillRecord(c echo.Context, page *moderate.CasePage, k moderation.Case) error {
	ctx, names := c.Request().Context(), map[int64]string{}
	name := func(id int64) (string, error) {
		if names[id] == "" {
			user, err := models.UserByID(ctx, d.DB.Read(), id)
			if err != nil {
				return "", err
			}
			names[id] = user.Name
		}
		return names[id], nil
	}
	for _, x := range k.Decisions {
		step := moderate.Step{At: x.At, What: string(x.Kind)}
		if x.UserID != nil {
			var err error
			if step.Name, err = name(*x.UserID); err != nil {
				return err
			}
		}
		page.Record = append(page.Record, step)
	}
	for _, t := range k.Tips {
		by, err := name(t.UserID)
		if err != nil {
			return err
		}
		page.Tips = append(page.Tips, moderate.Step{At: t.At, What: t.Reference, Name: by})
	}
	return nil
}

// POST /moderate/comments/:ref/decision publishes, holds or declines.
func (d Door) decide(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	ctx, actor, ref := c.Request().Context(), web.Actor(c), c.Param("ref")
	typed := moderate.Form{Decision: form.Get("decision"), Phrases: form.Get("phrases"), Reason: form.Get("reason"), Passages: form["passage"]}
	k, err := d.Moderation.Open(ctx, actor, ref)
	if err != nil {
		return err
	}
	phrases := strings.Split(strings.ReplaceAll(typed.Phrases, "\r\n", "\n"), "\n")
	found := passages(k)
	for _, number := range typed.Passages {
		if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < len(found) {
			phrases = append(phrases, found[i].Text)
		}
	}
	err = d.Moderation.Decide(ctx, actor, ref, moderation.Decision{Kind: models.DecisionKind(typed.Decision), Phrases: phrases, Reason: typed.Reason})
	return d.done(c, err, typed, "flash.comment_decided", "/moderate")
}

// POST /moderate/comments/:ref/answer answers a question.
func (d Door) answer(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := moderate.Form{Answer: form.Get("answer"), State: form.Get("state"), Private: web.IsTicked(form, "private")}
	err = d.Moderation.Answer(c.Request().Context(), web.Actor(c), c.Param("ref"), moderation.Answer{Text: typed.Answer, State: typed.State, Private: typed.Private})
	return d.done(c, err, typed, "flash.comment_answered", "/moderate/comments/"+c.Param("ref"))
}

// POST /moderate/comments/:ref/tip notes a report to the CyberTipline.
func (d Door) tip(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := moderate.Form{Reference: form.Get("reference")}
	err = d.Moderation.Tip(c.Request().Context(), web.Actor(c), c.Param("ref"), typed.Reference)
	return d.done(c, err, typed, "flash.comment_tip", "/moderate/comments/"+c.Param("ref"))
}

// done answers a form: onward, or the page again with what is wrong.
func (d Door) done(c echo.Context, err error, typed moderate.Form, flash, next string) error {
	if fault.Is(err, fault.Invalid) {
		return d.casePage(c, http.StatusUnprocessableEntity, &typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, next)
}
