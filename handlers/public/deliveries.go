package public

import (
	"encoding/hex"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/certificate"
	"statehouse/internal/smallcells"
	"statehouse/models"
	"statehouse/views/public"
)

// GET /petitions/:slug/deliveries shows what became of the letters, office by office.
func (d Door) deliveries(c echo.Context) error {
	campaign, text, err := d.campaign(c)
	if err != nil {
		return err
	}
	cert, err := certificate.Of(c.Request().Context(), d.DB.Read(), campaign)
	if err != nil {
		return err
	}
	page := public.DeliveriesPage{Page: d.Described(c, "deliveries.title", "deliveries.description"), Slug: campaign.Slug, CampaignTitle: text.Title,
		AsOf: d.Now(), All: lettersOf(cert.Row), Few: cert.Few}
	for _, row := range cert.Offices {
		page.Offices = append(page.Offices, officeLetters(c, row))
	}
	if cert.Rest != nil {
		rest := lettersOf(*cert.Rest)
		page.Rest = &rest
	}
	digests, err := certificate.Digests(c.Request().Context(), d.DB.Read(), campaign.ID)
	if err != nil {
		return err
	}
	for _, f := range digests {
		page.Digests = append(page.Digests, public.FateCount{State: f.Name, Count: f.Letters})
	}
	told, err := certificate.Survey(c.Request().Context(), d.DB.Read(), campaign.ID)
	if err != nil {
		return err
	}
	page.Told = toldOf(told)
	return web.Render(c, http.StatusOK, public.Deliveries(page))
}

// GET /petitions/:slug/deliveries/:office shows what became of the letters to one office.
func (d Door) deliveriesTo(c echo.Context) error {
	campaign, text, err := d.campaign(c)
	if err != nil {
		return err
	}
	ctx, tx := c.Request().Context(), d.DB.Read()
	holders, err := models.HoldersOfState(ctx, tx, campaign.State)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(holders, func(h models.Holder) bool { return certificate.OfficeName(h) == c.Param("office") })
	if i < 0 {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	cert, err := certificate.Of(ctx, tx, campaign)
	if err != nil {
		return err
	}
	page := public.OfficeDeliveriesPage{Page: d.Frame(c, "deliveries.office.title"), Slug: campaign.Slug, CampaignTitle: text.Title, AsOf: d.Now()}
	row, told := cert.OfOffice(c.Param("office"))
	if !told {
		row = certificate.Row{Office: holders[i]}
	}
	page.Office = officeLetters(c, row)
	if told {
		if page.Heads, err = certificate.Heads(ctx, tx, campaign.ID, holders[i].SeatID); err != nil {
			return err
		}
		replies, err := cert.Replies(ctx, tx, campaign.ID)
		if err != nil {
			return err
		}
		page.Told = toldOf(replies[holders[i].SeatID])
	}
	petition, err := models.PetitionByID(ctx, tx, *campaign.PetitionID)
	if err != nil {
		return err
	}
	page.Version, page.TextHash = petition.Version, hex.EncodeToString(petition.Hash)
	return web.Render(c, http.StatusOK, public.OfficeDeliveries(page))
}

func toldOf(t certificate.Told) public.ToldReplies {
	return public.ToldReplies{Writers: t.Writers, Answered: t.Answered, Low: int(100*t.Low + 0.5), High: int(100*t.High + 0.5)}
}

func officeLetters(c echo.Context, row certificate.Row) public.OfficeLetters {
	state, _ := models.StateByCode(row.Office.State)
	return public.OfficeLetters{Key: certificate.OfficeName(row.Office), Chamber: state.OfficeNamed(row.Office.Chamber).Name,
		District: web.DistrictName(c, row.Office.Code, row.Office.DistrictName), Position: row.Office.Position, Letters: lettersOf(row)}
}

func lettersOf(row certificate.Row) public.LetterNumbers {
	letters := public.LetterNumbers{Least: smallcells.Fewest, Written: row.Letters, Untold: row.Untold, First: row.FirstWeek, Last: row.LastWeek,
		Answered: row.Answered, AnsweredOf: row.AnsweredOf}
	for _, f := range row.Fates {
		letters.Fates = append(letters.Fates, public.FateCount{State: f.Name, Count: f.Letters})
	}
	return letters
}
