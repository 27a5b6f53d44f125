package organize

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/campaigns"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/campaigns/new asks for state and topic, then shows the law, what
// is still open, and like campaigns, and takes a title.
func (d Door) newCampaign(c echo.Context) error {
	return d.showStart(c, http.StatusOK, organize.StartForm{State: c.QueryParam("state"), Topic: c.QueryParam("topic"), Request: c.QueryParam("request")}, nil)
}

// POST /organize/campaigns begins the campaign as a draft.
func (d Door) startCampaign(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := organize.StartForm{State: form.Get("state"), Topic: form.Get("topic"), Criterion: form.Get("criterion"), Template: form.Get("template"),
		Title: form.Get("title"), Different: web.IsTicked(form, "different"), Request: form.Get("request")}
	slug, err := d.Campaigns.Start(c.Request().Context(), web.Actor(c), campaigns.StartForm{State: typed.State, Topic: typed.Topic, Criterion: typed.Criterion,
		Template: typed.Template, Title: typed.Title, Lang: web.Lang(c), Different: typed.Different, Request: typed.Request})
	if fault.Is(err, fault.Invalid) {
		return d.showStart(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	if typed.Request != "" {
		d.Flash(c, "flash.request_drafted")
		return web.SeeOther(c, "/organize/requests/"+typed.Request)
	}
	d.Flash(c, "flash.campaign_started")
	return web.SeeOther(c, campaignPath(slug))
}

func campaignPath(slug string) string { return "/organize/campaigns/" + slug }

func (d Door) showStart(c echo.Context, status int, typed organize.StartForm, errs map[string]string) error {
	ctx, actor, lang := c.Request().Context(), web.Actor(c), web.Lang(c)
	page := organize.StartPage{Page: d.StaffFrame(c, "start.title"), Form: typed, Errors: errs, MaxTitle: campaigns.MaxTitle}
	for _, s := range models.States() {
		if actor.MayOrganize(models.Campaign{State: s.Code}) {
			page.States = append(page.States, organize.Named{Value: s.Code, Name: s.NameIn(lang)})
		}
	}
	state, ok := models.StateByCode(typed.State)
	if !ok || !actor.MayOrganize(models.Campaign{State: typed.State}) || !slices.Contains(models.Topics, typed.Topic) {
		if page.Form.State, page.Form.Topic = "", ""; len(page.States) == 1 {
			page.Form.State = page.States[0].Value
		}
		return web.Render(c, status, organize.Start(page))
	}
	page.State = state.NameIn(lang)
	var err error
	if page.Card, page.Points, err = d.lawOf(c, typed.State, typed.Topic); err != nil {
		return err
	}
	if page.Same, err = d.sameTopic(c, typed); err != nil {
		return err
	}
	if typed.Title != "" {
		like, err := d.Campaigns.Similar(ctx, typed.State, typed.Title, lang)
		if err != nil {
			return err
		}
		for _, row := range like {
			page.Like = append(page.Like, campaignLink(row))
		}
	}
	for _, t := range campaigns.Templates {
		if t.Topic == typed.Topic {
			page.Templates = append(page.Templates, organize.Named{Value: t.Key, Name: t.About[lang]})
		}
	}
	return web.Render(c, status, organize.Start(page))
}

func campaignLink(row models.CampaignRow) organize.Campaign {
	return organize.Campaign{Slug: row.Slug, Title: row.Title, Status: string(row.Status), Counted: row.Counted()}
}

// sameTopic lists the public campaigns of the state on the topic.
func (d Door) sameTopic(c echo.Context, f organize.StartForm) (list []organize.Campaign, err error) {
	rows, _, err := models.Campaigns(c.Request().Context(), d.DB.Read(), models.CampaignFilter{State: f.State, Topic: f.Topic, Lang: web.Lang(c), Page: 1, Size: 10, Since: models.MovingSince(d.Now())})
	for _, row := range rows {
		list = append(list, campaignLink(row))
	}
	return list, err
}

// lawOf is what the law card of a state says on a topic.
func (d Door) lawOf(c echo.Context, state, topic string) (law *organize.Law, points []organize.LawPoint, err error) {
	ctx, tx, lang := c.Request().Context(), d.DB.Read(), web.Lang(c)
	card, err := models.LawCardOf(ctx, tx, state, topic)
	if fault.Is(err, fault.NotFound) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	law = &organize.Law{Summary: card.Summary(lang), Citation: card.Citation, Source: card.Source, AsOf: card.AsOf, Unverified: card.IsUnverified()}
	criteria, err := models.LawCriteria(ctx, tx, state)
	for _, k := range criteria {
		if k.Topic == topic {
			points = append(points, organize.LawPoint{Key: k.Key, Note: k.Note(lang), Open: k.Open(lang)})
		}
	}
	return law, points, err
}
