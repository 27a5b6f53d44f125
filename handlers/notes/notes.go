// Package notes is the door to what staff note about a campaign, and to its tags.
package notes

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/notes"
	"statehouse/models"
	view "statehouse/views/notes"
)

// Door has what the page needs; At is the door that it lies behind.
type Door struct {
	web.Site
	Notes *notes.Notes
	At    string
}

// Routes lists the paths, behind the doors of organizers and of moderators.
func (d Door) Routes(e *echo.Group) {
	e.GET("/campaigns/:slug/notes", d.list)
	e.POST("/campaigns/:slug/notes", d.write)
	e.POST("/campaigns/:slug/notes/:id", d.edit)
	e.POST("/campaigns/:slug/tags", d.setTags)
}

func (d Door) path(c echo.Context) string { return d.At + "/campaigns/" + c.Param("slug") + "/notes" }

// GET …/campaigns/:slug/notes shows the notes about a campaign and its tags.
func (d Door) list(c echo.Context) error { return d.show(c, nil, view.Typed{}) }

// show draws the page; a refusal with what was typed.
func (d Door) show(c echo.Context, refused error, typed view.Typed) error {
	ctx, tx, actor := c.Request().Context(), d.DB.Read(), web.Actor(c)
	campaign, err := notes.Campaign(ctx, tx, actor, c.Param("slug"))
	if err != nil {
		return err
	}
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	status := http.StatusOK
	page := view.Page{Page: d.StaffFrame(c, "notes.title"), At: d.At, Slug: campaign.Slug, Title: text.Title, Typed: typed, Most: models.MaxNote}
	switch {
	case fault.Is(refused, fault.Invalid):
		status, page.Errors = http.StatusUnprocessableEntity, fault.Of(refused).Fields
	case refused != nil:
		status, page.Problem = http.StatusConflict, fault.Of(refused).Message
	}
	rows, err := models.NotesOf(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	for _, n := range rows {
		note := view.Note{ID: strconv.FormatInt(n.ID, 10), Text: n.Text, By: n.Name, At: n.CreatedAt, Mine: n.UserID == actor.User.ID}
		if n.EditedAt != nil {
			note.EditedAt = *n.EditedAt
		}
		page.Notes = append(page.Notes, note)
	}
	if page.Tags, err = d.tags(c, campaign.ID); err != nil {
		return err
	}
	return web.Render(c, status, view.Notes(page))
}

// tags are those in use and those on the campaign.
func (d Door) tags(c echo.Context, campaignID int64) (list []view.Tag, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	there, err := models.TagsOf(ctx, tx, campaignID)
	if err != nil {
		return nil, err
	}
	all, err := models.Tags(ctx, tx)
	for _, t := range all {
		on := slices.ContainsFunc(there, func(r models.TagRow) bool { return r.ID == t.ID })
		if on || t.ArchivedAt == nil {
			list = append(list, view.Tag{ID: strconv.FormatInt(t.ID, 10), Name: t.Name, On: on, Archived: t.ArchivedAt != nil})
		}
	}
	return list, err
}

// POST …/campaigns/:slug/notes adds a note.
func (d Door) write(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	err = d.Notes.Write(c.Request().Context(), web.Actor(c), c.Param("slug"), form.Get("text"))
	return d.answer(c, err, "flash.note_saved", view.Typed{Text: form.Get("text")})
}

// POST …/campaigns/:slug/notes/:id writes over one's own.
func (d Door) edit(c echo.Context) error {
	id, err := web.ID(c.Param("id"))
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	err = d.Notes.Edit(c.Request().Context(), web.Actor(c), c.Param("slug"), id, form.Get("was"), form.Get("text"))
	return d.answer(c, err, "flash.note_saved", view.Typed{ID: c.Param("id"), Text: form.Get("text")})
}

// POST …/campaigns/:slug/tags makes the tags on a campaign those that are ticked.
func (d Door) setTags(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	var wanted []int64
	for _, typed := range form["tag"] {
		id, err := web.ID(typed)
		if err != nil {
			return fault.New(fault.Invalid, "error.form")
		}
		wanted = append(wanted, id)
	}
	err = d.Notes.SetTags(c.Request().Context(), web.Actor(c), c.Param("slug"), wanted)
	if fault.Is(err, fault.Conflict) {
		err = fault.Because(fault.Conflict, "error.tag.archived", err)
	}
	return d.answer(c, err, "flash.tags_saved", view.Typed{})
}

func (d Door) answer(c echo.Context, err error, flash string, typed view.Typed) error {
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return d.show(c, err, typed)
	}
	if err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, d.path(c))
}
