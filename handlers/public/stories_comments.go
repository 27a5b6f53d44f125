package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/stories"
	"statehouse/models"
	"statehouse/views/public"
)

// POST /stories/:slug/comments takes the comment form. The answer to a good
// form is the same for every address.
func (d Door) comment(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := public.CommentForm{Name: form.Get("name"), Email: form.Get("email"), Comment: form.Get("comment"), Display: form.Get("display"), State: form.Get("state")}
	err = d.Stories.Leave(c.Request().Context(), c.Param("slug"), stories.Form{Name: typed.Name, Email: typed.Email, Comment: typed.Comment,
		Display: typed.Display, State: typed.State, Trap: form.Get("website"), Lang: web.Lang(c)})
	if fault.Is(err, fault.Invalid) {
		return d.storyPage(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if models.IsClosed(err) { // nothing that was typed is lost
		return d.storyPage(c, d.Closed(c), typed, nil)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/stories/"+c.Param("slug")+"/check-email")
}

// GET /stories/:slug/check-email says to look for the mail, to everybody alike.
func (d Door) commentCheck(c echo.Context) error {
	if _, err := models.StoryBySlug(c.Request().Context(), d.DB.Read(), c.Param("slug")); err != nil {
		return err
	}
	page := public.CommentCheckPage{Page: d.Frame(c, "stories.check.title"), Slug: c.Param("slug")}
	page.NoIndex = true
	return web.Render(c, http.StatusOK, public.CommentCheck(page))
}

// GET /comments/:token shows a comment to its author. It changes nothing: mail
// scanners open links.
func (d Door) commentStatus(c echo.Context) error {
	web.Private(c)
	page := public.CommentPage{Page: d.Frame(c, "stories.status.title"), Token: c.Param("token"), State: "unknown"}
	page.NoIndex = true
	peek, err := d.Stories.Look(c.Request().Context(), c.Param("token"), web.Lang(c))
	if fault.Is(err, fault.NotFound) {
		return web.Render(c, http.StatusNotFound, public.Comment(page))
	}
	if err != nil {
		return err
	}
	page.State, page.Slug, page.Title, page.Text = string(peek.Comment.State), peek.Slug, peek.Title, peek.Text
	page.Reason, page.MayAppeal = peek.Comment.Reason, peek.Comment.CanBeAppealed()
	page.Hotline = peek.Comment.Hotline && peek.Comment.State != models.CommentWithdrawn
	if peek.Comment.State == models.CommentPublished {
		page.Shown = peek.Comment.PublicText
	}
	if peek.Answer != nil && peek.Comment.State != models.CommentWithdrawn {
		if page.Answer, err = d.storyAnswer(c, *peek.Answer); err != nil {
			return err
		}
	}
	return web.Render(c, http.StatusOK, public.Comment(page))
}

// POST /comments/:token/confirm hands a comment to the moderators.
func (d Door) confirmComment(c echo.Context) error {
	return d.commentMoved(c, d.Stories.Confirm(c.Request().Context(), c.Param("token")))
}

// POST /comments/:token/appeal asks for a second look.
func (d Door) appealComment(c echo.Context) error {
	return d.commentMoved(c, d.Stories.Appeal(c.Request().Context(), c.Param("token")))
}

// commentMoved answers with where the comment stands now.
func (d Door) commentMoved(c echo.Context, err error) error {
	web.Private(c)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.Gone) {
		return d.commentStatus(c)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/comments/"+c.Param("token"))
}

// POST /comments/:token/withdraw takes a comment back; one that was never
// handed in is deleted, and its link with it.
func (d Door) withdrawComment(c echo.Context) error {
	web.Private(c)
	ctx, tok := c.Request().Context(), c.Param("token")
	err := d.Stories.Withdraw(ctx, tok)
	if err == nil {
		if _, gone := d.Stories.Look(ctx, tok, web.Lang(c)); fault.Is(gone, fault.NotFound) {
			d.Flash(c, "flash.comment_deleted")
			return web.SeeOther(c, "/stories")
		}
	}
	return d.commentMoved(c, err)
}

// POST /stories/:slug/comments/:ref/report brings a comment back before a moderator.
func (d Door) reportComment(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	if err := d.Stories.Report(c.Request().Context(), c.Param("slug"), c.Param("ref"), form.Get("reason")); err != nil {
		return err
	}
	d.Flash(c, "flash.comment_reported")
	return web.SeeOther(c, "/stories/"+c.Param("slug")+"#comments")
}
