package organize

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/sheets"
	"statehouse/models"
	"statehouse/views/organize"
)

func linesOf(lines []sheets.Line) (list []organize.PaperLine) {
	for _, l := range lines {
		list = append(list, organize.PaperLine(l))
	}
	return list
}

// showBatch shows a batch as it stands, with what was typed.
func (d Door) showBatch(c echo.Context, status int, typed func(*organize.PaperBatchPage)) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	campaign, b, err := d.Sheets.Batch(ctx, web.Actor(c), c.Param("slug"), c.Param("ref"))
	if err != nil {
		return err
	}
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil {
		return err
	}
	version, err := models.PetitionByID(ctx, tx, b.PetitionID)
	if err != nil {
		return err
	}
	page := organize.PaperBatchPage{Page: d.StaffFrame(c, "paper.title"), Slug: campaign.Slug, Title: text.Title, Version: version.Version, WitnessedOn: b.WitnessedOn,
		Emptied: b.EmptiedAt != nil, Lines: make([]organize.PaperLine, models.SheetRows)}
	var people models.PaperPeople
	if page.Batch, people, err = d.batchOf(b); err != nil {
		return err
	}
	page.Witness = people.Witness
	switch b.State {
	case models.PaperIssued:
		err = d.fillKeying(c, &page, b)
	case models.PaperKeyed:
		page.Lines, err = nil, d.fillDifferences(c, &page, b)
	default:
		page.Lines, err = nil, d.fillSample(c, &page, b)
	}
	if err != nil {
		return err
	}
	typed(&page)
	return web.Render(c, status, organize.PaperOf(page))
}

// fillKeying shows who keys a batch, and each keyer what they keyed themselves.
func (d Door) fillKeying(c echo.Context, page *organize.PaperBatchPage, b models.PaperBatch) error {
	ctx, tx, me := c.Request().Context(), d.DB.Read(), web.Actor(c).User.ID
	keyings, err := models.PaperKeyings(ctx, tx, b.ID)
	if err != nil {
		return err
	}
	page.MayKey = len(keyings) < 2
	for _, k := range keyings {
		user, err := models.UserByID(ctx, tx, k.UserID)
		if err != nil {
			return err
		}
		page.Keyers = append(page.Keyers, organize.PaperKeyer{Name: user.Name, Done: k.DoneAt != nil})
		if k.UserID != me {
			continue
		}
		page.MayKey, page.IsDone = true, k.DoneAt != nil
		entries, err := models.PaperEntries(ctx, tx, b.ID, k.Pass)
		if err != nil {
			return err
		}
		for _, e := range entries {
			line, err := d.Sheets.Open(e)
			if err != nil {
				return err
			}
			page.Mine = append(page.Mine, organize.PaperLine(line))
		}
	}
	return nil
}

// fillDifferences shows the first of the open rows.
func (d Door) fillDifferences(c echo.Context, page *organize.PaperBatchPage, b models.PaperBatch) error {
	list, err := d.Sheets.Differences(c.Request().Context(), b)
	for _, open := range list {
		page.Open = append(page.Open, open.Code)
	}
	if len(list) > 0 {
		page.Difference = &organize.PaperDifference{Code: list[0].Code, First: organize.PaperLine(list[0].First), Second: organize.PaperLine(list[0].Second)}
	}
	return err
}

// fillSample shows the sample, and what came of it.
func (d Door) fillSample(c echo.Context, page *organize.PaperBatchPage, b models.PaperBatch) error {
	rows, err := models.PaperRows(c.Request().Context(), d.DB.Read(), b.ID)
	if err != nil {
		return err
	}
	for _, r := range rows {
		page.Rows++
		switch {
		case r.State == models.PaperRowLeftOut || r.State == models.PaperRowErased:
			page.LeftOut++
		case r.PerhapsOnline:
			page.Online++
		}
		if r.Sample == "" {
			continue
		}
		line, err := d.Sheets.OpenRow(r)
		if err != nil {
			return err
		}
		page.Sample = append(page.Sample, organize.PaperSample{PaperLine: organize.PaperLine(line), Mark: r.Sample})
	}
	low, high := sheets.Wilson(b.SampleWrong, b.SampleSize)
	page.Wrong, page.Low, page.High = b.SampleWrong, percent(low), percent(high)
	return nil
}

func percent(rate float64) string { return strconv.FormatFloat(rate*100, 'f', 1, 64) + " %" }
