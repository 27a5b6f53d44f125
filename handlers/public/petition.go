package public

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/markdown"
	"statehouse/internal/signing"
	"statehouse/models"
	"statehouse/views/public"
)

// GET /petitions/:slug shows a petition with its sign form.
func (d Door) petition(c echo.Context) error {
	return d.petitionPage(c, http.StatusOK, public.SignForm{Via: via(c)}, nil)
}

func (d Door) petitionPage(c echo.Context, status int, form public.SignForm, errs map[string]string) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	row, err := models.CampaignRowBySlug(ctx, tx, c.Param("slug"), web.Lang(c))
	if err != nil {
		return err
	}
	text, err := models.TextOf(ctx, tx, *row.PetitionID, web.Lang(c))
	if err != nil {
		return err
	}
	version, err := models.PetitionByID(ctx, tx, *row.PetitionID)
	if err != nil {
		return err
	}
	page, err := d.petitionWith(c, row, text)
	if err != nil {
		return err
	}
	if page.SentFrom, err = d.sentFrom(c, row.Campaign); err != nil {
		return err
	}
	page.Version, page.VersionAt, page.Form, page.Errors = version.Version, version.CreatedAt, form, errs
	// Whoever was just refused is told why, even if this process does not know yet.
	page.SigningPaused = status == http.StatusServiceUnavailable || d.Standing.State(ctx, d.DB).PausedAt != nil
	return web.Render(c, status, public.Petition(page))
}

// petitionWith is a petition with a text, as it is or would be.
func (d Door) petitionWith(c echo.Context, row models.CampaignRow, text models.PetitionText) (page public.PetitionPage, err error) {
	story, err := markdown.Illustrated(text.Story)
	if err != nil {
		return page, err
	}
	page = public.PetitionPage{Page: d.Titled(c, text.Title), Campaign: campaignItem(c, row), Summary: text.Summary, StoryHTML: story, TextLang: text.Lang, Bill: row.Bill, Pending: row.Pending}
	page.Description = text.Summary
	page.ShareURL = d.BaseURL + "/petitions/" + row.Slug
	page.ShareImage = page.ShareURL + "/card.png"
	if row.OpenedAt != nil {
		page.OpenedAt = *row.OpenedAt
	}
	if row.ClosedAt != nil {
		page.ClosedAt = *row.ClosedAt
	}
	if row.CanChangeClosing() && row.ClosesOn != "" {
		page.ClosesOn = web.DayOf(row.ClosesOn)
		moves, err := models.MovesOf(c.Request().Context(), d.DB.Read(), row.ID)
		if err != nil {
			return page, err
		}
		if extended := models.ExtensionOf(moves); extended != nil {
			state, _ := models.StateByCode(row.State)
			page.ExtendedFrom = web.DayOf(extended.From)
			page.ExtendedAt = extended.At.In(state.Zone())
		}
	}
	page.GoalFixed, page.StepAfter = row.GoalFixed && row.Goal > 0, row.NextGoal(page.Campaign.Goal)
	milestones, err := models.MilestonesOf(c.Request().Context(), d.DB.Read(), row.ID)
	if err != nil {
		return page, err
	}
	for _, m := range milestones { // by number
		if m.Scope == models.MilestoneOfState && m.Threshold > row.InState && page.ToldAt == 0 {
			page.ToldAt = m.Threshold
		}
	}
	if page.Partners, err = d.partnerLines(c, row.Campaign, text.Title); err != nil {
		return page, err
	}
	return page, d.fillPetition(c, &page, row.Campaign)
}

// Preview shows a campaign's draft as its supporters would see it: GET
// /organize/campaigns/:slug/preview, behind the organizers' door.
func (d Door) Preview(c echo.Context) error {
	campaign, err := models.CampaignBySlug(c.Request().Context(), d.DB.Read(), c.Param("slug"))
	if err == nil && !web.Actor(c).MaySee(campaign) {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	if err != nil {
		return err
	}
	return d.previewPage(c, campaign, "/organize/campaigns/"+campaign.Slug)
}

// ReviewPreview is Preview for reviewers: GET /moderate/campaigns/:slug/preview.
func (d Door) ReviewPreview(c echo.Context) error {
	campaign, err := models.CampaignBySlug(c.Request().Context(), d.DB.Read(), c.Param("slug"))
	if err == nil && !web.Actor(c).MayReview(campaign) {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	if err != nil {
		return err
	}
	return d.previewPage(c, campaign, "/moderate/campaigns/"+campaign.Slug)
}

func (d Door) previewPage(c echo.Context, campaign models.Campaign, back string) error {
	ctx, tx, lang := c.Request().Context(), d.DB.Read(), web.Lang(c)
	texts, err := models.DraftTexts(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	text, err := models.WorkingText(ctx, tx, campaign, lang)
	if err != nil {
		return err
	}
	for _, t := range texts {
		if !t.IsEmpty() && (t.Lang == lang || text.Lang != lang) {
			text = t.Text()
		}
	}
	campaign.Status = models.CampaignLive
	page, err := d.petitionWith(c, models.CampaignRow{Campaign: campaign, Title: text.Title, Ask: text.Ask, Summary: text.Summary}, text)
	if err != nil {
		return err
	}
	page.Preview, page.NoIndex, page.Version, page.VersionAt, page.OpenedAt = back, true, 1, d.Now(), d.Now()
	page.ShareURL, page.ShareImage = "", ""
	return web.Render(c, http.StatusOK, public.Petition(page))
}

// recentShown is how many of the newest signatures a petition shows.
const recentShown = 8

func (d Door) fillPetition(c echo.Context, page *public.PetitionPage, campaign models.Campaign) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	cards, err := models.LawCards(ctx, tx, campaign.State)
	if err != nil {
		return err
	}
	for _, card := range cards {
		if card.Topic == campaign.Topic {
			view := lawCard(card, web.Lang(c))
			page.Card = &view
		}
	}
	if page.Way, err = d.billWay(c, campaign); err != nil {
		return err
	}
	if page.Successor, err = d.successor(ctx, c, tx, campaign); err != nil {
		return err
	}
	endorsed, err := models.AcceptedEndorsements(ctx, tx, campaign.ID, mostOrganizations)
	if err != nil {
		return err
	}
	page.AllOrganizations = len(endorsed)
	page.Organizations = organizationsOf(c, endorsed[:min(len(endorsed), organizationsShown)])
	recent, err := models.Recent(ctx, tx, campaign.ID, recentShown)
	if err != nil {
		return err
	}
	for _, sig := range recent {
		supporter, err := d.supporter(c, sig, campaign)
		if err != nil {
			return err
		}
		page.Supporters = append(page.Supporters, supporter)
	}
	return nil
}

// supporter is a signature as its supporter chose to be shown; the hidden ones
// are not even opened.
func (d Door) supporter(c echo.Context, sig models.Signature, campaign models.Campaign) (public.PublicSupporter, error) {
	shown := public.PublicSupporter{Week: weekOf(*sig.CountedAt)}
	if sig.InState {
		shown.StateName = stateName(c, campaign.State)
	}
	if sig.Display == models.DisplayHidden {
		return shown, nil
	}
	person, err := sig.OpenPerson(d.Keys)
	shown.Name = models.ShownName(person.Name, sig.Display)
	return shown, err
}

func (d Door) successor(ctx context.Context, c echo.Context, tx *models.Tx, campaign models.Campaign) (*public.CampaignLink, error) {
	next, err := models.Following(ctx, tx, campaign)
	if err != nil || next.ID == campaign.ID {
		return nil, err
	}
	text, err := models.TextOf(ctx, tx, *next.PetitionID, web.Lang(c))
	return &public.CampaignLink{Slug: next.Slug, Title: text.Title}, err
}

// POST /petitions/:slug/signatures takes the sign form. The answer to a good
// form is the same whoever has signed before.
func (d Door) sign(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := public.SignForm{Name: form.Get("name"), Email: form.Get("email"), ZIP: form.Get("zip"), Display: form.Get("display"),
		Comment: form.Get("comment"), Updates: web.IsTicked(form, "updates"), Help: web.IsTicked(form, "help"), Quotable: web.IsTicked(form, "quotable"), Via: form.Get("via"), Partners: form["partner"]}
	err = d.Signing.Sign(c.Request().Context(), c.Param("slug"), signing.Form{
		Name: typed.Name, Email: typed.Email, ZIP: typed.ZIP, Display: typed.Display, Comment: typed.Comment,
		Updates: typed.Updates, Help: typed.Help, Quotable: typed.Quotable, Trap: form.Get("website"), Lang: web.Lang(c), Version: web.Number(form.Get("version")), Via: typed.Via, Partners: typed.Partners,
	})
	if fault.Is(err, fault.Invalid) {
		return d.petitionPage(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if signing.IsPaused(err) { // nothing that was typed is lost
		return d.petitionPage(c, http.StatusServiceUnavailable, typed, nil)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/petitions/"+c.Param("slug")+"/check-email")
}

// GET /petitions/:slug/check-email says to look for the mail, to everybody alike.
func (d Door) checkEmail(c echo.Context) error {
	campaign, text, err := d.campaign(c)
	if err != nil {
		return err
	}
	page := public.CheckEmailPage{Page: d.Frame(c, "sign.check.title"), Slug: campaign.Slug, CampaignTitle: text.Title}
	page.NoIndex = true
	return web.Render(c, http.StatusOK, public.CheckEmail(page))
}
