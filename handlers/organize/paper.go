package organize

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/sheets"
	"statehouse/models"
	"statehouse/views/organize"
)

func paperPath(c echo.Context) string {
	return campaignPath(c.Param("slug")) + "/paper"
}

// GET /organize/campaigns/:slug/paper lists the batches of sheets.
func (d Door) paper(c echo.Context) error {
	return d.showPaper(c, http.StatusOK, "", "", nil)
}

// POST /organize/campaigns/:slug/paper issues sheets.
func (d Door) issuePaper(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	b, err := d.Sheets.Issue(c.Request().Context(), web.Actor(c), c.Param("slug"), sheets.IssueForm{Sheets: web.Number(form.Get("sheets")), Label: form.Get("label")})
	if fault.Is(err, fault.Invalid) {
		return d.showPaper(c, http.StatusUnprocessableEntity, form.Get("sheets"), form.Get("label"), fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.paper_issued")
	return web.SeeOther(c, paperPath(c)+"/"+b.Ref)
}

func (d Door) showPaper(c echo.Context, status int, number, label string, errs map[string]string) error {
	campaign, err := d.peoplesCampaign(c)
	if err != nil {
		return err
	}
	ctx, tx := c.Request().Context(), d.DB.Read()
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil {
		return err
	}
	batches, err := models.PaperBatches(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	page := organize.PaperPage{Page: d.StaffFrame(c, "paper.title"), Slug: campaign.Slug, Title: text.Title, Sheets: number, Label: label, Errors: errs,
		MaxSheets: models.MaxSheets, MaxLabel: sheets.MaxLabel, Closed: campaign.CanBeSigned() != nil}
	for _, b := range batches {
		view, _, err := d.batchOf(b)
		if err != nil {
			return err
		}
		page.Batches = append(page.Batches, view)
		page.Counted += b.Counted
	}
	return web.Render(c, status, organize.Paper(page))
}

func (d Door) batchOf(b models.PaperBatch) (organize.PaperBatch, models.PaperPeople, error) {
	people, err := b.OpenPeople(d.Keys)
	return organize.PaperBatch{Ref: b.Ref, Label: people.Label, State: string(b.State), First: b.FirstSheet, Last: b.FirstSheet + b.Sheets - 1, Counted: b.Counted, At: b.IssuedAt}, people, err
}

// GET /organize/campaigns/:slug/paper/:ref/sheets.pdf is a batch to print.
func (d Door) sheetsPDF(c echo.Context) error {
	campaign, b, err := d.Sheets.Batch(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"))
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := d.Sheets.Print(c.Request().Context(), &file, campaign, b); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+campaign.Slug+"-"+strconv.Itoa(b.FirstSheet)+`.pdf"`)
	return c.Blob(http.StatusOK, "application/pdf", file.Bytes())
}

// GET /organize/campaigns/:slug/paper/:ref shows a batch and what is to be done.
func (d Door) paperBatch(c echo.Context) error {
	return d.showBatch(c, http.StatusOK, func(*organize.PaperBatchPage) {})
}

// POST /organize/campaigns/:slug/paper/:ref/rows keeps the rows of a sheet.
func (d Door) keyRows(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	var lines []sheets.Line
	for i := 1; i <= models.SheetRows; i++ {
		n := strconv.Itoa(i)
		lines = append(lines, sheets.Line{Code: form.Get("code_" + n), Name: form.Get("name_" + n), ZIP: form.Get("zip_" + n), Day: form.Get("day_" + n)})
	}
	err = d.Sheets.Key(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"), lines)
	return d.afterPaper(c, err, "flash.paper_keyed", "#key", func(p *organize.PaperBatchPage) { p.Lines = linesOf(lines) })
}

// POST /organize/campaigns/:slug/paper/:ref/csv keeps the rows of a file.
func (d Door) keyCSV(c echo.Context) error {
	form, err := web.FormWithFile(c, "csv")
	if err != nil {
		return err
	}
	lines, err := sheets.ReadCSV(form.Get("csv"))
	if err == nil {
		err = d.Sheets.Key(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"), lines)
	}
	return d.afterPaper(c, err, "flash.paper_keyed", "#key", func(p *organize.PaperBatchPage) {
		p.CSV = form.Get("csv")
		if len(lines) > 0 {
			p.IsCSV, p.Lines = true, linesOf(lines)
		}
	})
}

// POST /organize/campaigns/:slug/paper/:ref/witness names who saw people sign.
func (d Door) witnessPaper(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	f := sheets.WitnessForm{Name: form.Get("witness"), Day: form.Get("witnessed_on")}
	err = d.Sheets.Witness(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"), f)
	return d.afterPaper(c, err, "flash.paper_kept", "", func(p *organize.PaperBatchPage) { p.Witness, p.WitnessedOn = f.Name, f.Day })
}

// POST /organize/campaigns/:slug/paper/:ref/differences settles an open row.
func (d Door) settleRow(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	line := sheets.Line{Code: form.Get("code"), Name: form.Get("name_1"), ZIP: form.Get("zip_1"), Day: form.Get("day_1")}
	err = d.Sheets.Settle(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"), form.Get("choice"), line)
	return d.afterPaper(c, err, "flash.paper_kept", "#differences", func(p *organize.PaperBatchPage) {
		p.Choice, p.Other = form.Get("choice"), organize.PaperLine(line)
	})
}

// POST /organize/campaigns/:slug/paper/:ref/:act moves a batch on, or one row of it.
func (d Door) movePaper(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	ctx, actor, slug, ref, where := c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"), ""
	switch c.Param("act") {
	case "drop":
		err, where = d.Sheets.Drop(ctx, actor, slug, ref, form.Get("code")), "#key"
	case "done":
		err = d.Sheets.Done(ctx, actor, slug, ref)
	case "sample":
		err = d.Sheets.Draw(ctx, actor, slug, ref)
	case "checks":
		err, where = d.Sheets.Check(ctx, actor, slug, ref, form.Get("code"), form.Get("reads") == "right"), "#sample"
	case "finish":
		err = d.Sheets.Finish(ctx, actor, slug, ref)
	case "again":
		err = d.Sheets.Again(ctx, actor, slug, ref)
	case "erase":
		err = d.Sheets.Erase(ctx, actor, slug, ref, form.Get("erase"))
	default:
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return d.afterPaper(c, err, "flash.paper_kept", where, func(*organize.PaperBatchPage) {})
}

// afterPaper shows a batch again: what is wrong, or what is next.
func (d Door) afterPaper(c echo.Context, err error, flash, where string, typed func(*organize.PaperBatchPage)) error {
	if status, fields, problem := refusal(err); status != 0 {
		return d.showBatch(c, status, func(p *organize.PaperBatchPage) {
			typed(p)
			p.Errors, p.Problem = fields, problem
		})
	}
	if err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, paperPath(c)+"/"+c.Param("ref")+where)
}
