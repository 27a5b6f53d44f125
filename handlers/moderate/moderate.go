// Package moderate is the door for those who read comments and petitions before
// anybody else, who look at reports of pages and at signatures, and who write
// stories.
package moderate

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/campaigns"
	"statehouse/internal/moderation"
	"statehouse/internal/reports"
	"statehouse/internal/scrutiny"
	"statehouse/internal/stories"
	"statehouse/models"
	"statehouse/views/moderate"
)

// Door has what the moderators' pages need.
type Door struct {
	web.Site
	Moderation *moderation.Moderation
	Campaigns  *campaigns.Campaigns
	Preview    echo.HandlerFunc // shows a draft as its supporters would see it
	Stories    *stories.Stories
	Reports    *reports.Reports
	Scrutiny   *scrutiny.Scrutiny
}

// Routes lists the moderators' paths.
func (d Door) Routes(e *echo.Group) {
	e.GET("", d.queue)
	e.GET("/questions", d.questions)
	e.POST("/comments/:ref/claim", d.claim)
	e.POST("/comments/:ref/release", d.release)
	e.GET("/comments/:ref", d.open)
	e.POST("/comments/:ref/decision", d.decide)
	e.POST("/comments/:ref/answer", d.answer)
	e.POST("/comments/:ref/tip", d.tip)
	e.GET("/campaigns", d.reviews)
	e.GET("/campaigns/:slug", d.review)
	e.GET("/campaigns/:slug/preview", d.Preview)
	e.GET("/circulars", d.circulars)
	e.POST("/circulars", d.sendCircular)
	e.POST("/campaigns/:slug/claim", d.claimReview)
	e.POST("/campaigns/:slug/release", d.releaseReview)
	e.POST("/campaigns/:slug/decision", d.decideReview)
	e.GET("/reports", d.reports)
	e.GET("/reports/:ref", d.reportCase)
	e.POST("/reports/:ref/claim", d.claimReport)
	e.POST("/reports/:ref/release", d.releaseReport)
	e.POST("/reports/:ref/outcome", d.settleReport)
	e.GET("/stories", d.stories)
	e.POST("/stories", d.writeStory)
	e.GET("/stories/new", d.newStory)
	e.GET("/stories/:slug", d.story)
	e.POST("/stories/:slug", d.changeStory)
	e.POST("/stories/:slug/:act", d.moveStory)
	e.GET("/signatures", d.searchForm)
	e.POST("/signatures", d.search)
	e.GET("/signatures/:ref", d.found)
	e.POST("/signatures/:ref/invalidation", d.propose)
	e.GET("/alerts", d.alerts)
	e.POST("/alerts/:ref", d.acknowledge)
	e.GET("/invalidations", d.invalidations)
	e.GET("/invalidations/:ref", d.invalidation)
	e.POST("/invalidations/:ref/:act", d.moveInvalidation)
}

// shown is how many comments a queue shows.
const shown = 100

// GET /moderate lists the alerts that wait, and the comments to decide on, the most
// overdue first.
func (d Door) queue(c echo.Context) error {
	rows, err := models.WaitingComments(c.Request().Context(), d.DB.Read(), shown)
	if err != nil {
		return err
	}
	page := moderate.QueuePage{Page: d.StaffFrame(c, "moderate.title")}
	if page.Alerts, err = d.alertList(c, true); err != nil {
		return err
	}
	return d.list(c, page, rows)
}

// GET /moderate/questions lists the questions without an answer.
func (d Door) questions(c echo.Context) error {
	rows, err := models.WaitingQuestions(c.Request().Context(), d.DB.Read(), shown)
	if err != nil {
		return err
	}
	return d.list(c, moderate.QueuePage{Page: d.StaffFrame(c, "moderate.questions"), Questions: true}, rows)
}

func (d Door) list(c echo.Context, page moderate.QueuePage, rows []models.Comment) error {
	titles := map[int64]string{}
	for _, row := range rows {
		if titles[row.StoryID] == "" {
			text, err := models.StoryTextOf(c.Request().Context(), d.DB.Read(), row.StoryID, web.Lang(c))
			if err != nil {
				return err
			}
			titles[row.StoryID] = text.Title
		}
		w := d.waiting(c, row, titles[row.StoryID])
		if page.Questions {
			w.Clock = web.ClockOf(*row.ConfirmedAt, *row.AnswerDueAt, models.Moment(d.Now()))
		}
		page.Waiting = append(page.Waiting, w)
	}
	return web.Render(c, http.StatusOK, moderate.Queue(page))
}

func (d Door) waiting(c echo.Context, row models.Comment, title string) moderate.Waiting {
	actor, now := web.Actor(c), models.Moment(d.Now())
	w := moderate.Waiting{Ref: row.Ref, Story: title, Urgency: row.Urgency, Classes: row.ClassList(), Closed: !actor.MayReadComment(row),
		Mine: row.ClaimedBy != nil && *row.ClaimedBy == actor.User.ID, Taken: row.IsClaimedByOther(actor.User.ID, now),
		Reported: row.Reason != "" && row.DueAt != nil, Appealed: row.Appeals > 0 && row.State == models.CommentHeld}
	if row.DueAt != nil {
		w.Clock = web.ClockOf(row.MovedAt, *row.DueAt, now)
	}
	return w
}

// POST /moderate/comments/:ref/claim takes a comment; who reads it is noted.
func (d Door) claim(c echo.Context) error {
	if err := d.Moderation.Claim(c.Request().Context(), web.Actor(c), c.Param("ref")); err != nil {
		return err
	}
	return web.SeeOther(c, "/moderate/comments/"+c.Param("ref"))
}

// POST /moderate/comments/:ref/release gives it back.
func (d Door) release(c echo.Context) error {
	if err := d.Moderation.Release(c.Request().Context(), web.Actor(c), c.Param("ref")); err != nil {
		return err
	}
	d.Flash(c, "flash.comment_released")
	return web.SeeOther(c, "/moderate")
}
