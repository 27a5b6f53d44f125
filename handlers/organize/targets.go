package organize

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/targets"
	"statehouse/models"
	"statehouse/views/organize"
)

// mostFound is how many seats a search shows.
const mostFound = 30

// GET /organize/campaigns/:slug/targets shows whom the campaign is addressed to;
// ?q= looks for seats and committees to add.
func (d Door) targets(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	return d.showTargets(c, campaign, http.StatusOK, nil)
}

// POST /organize/campaigns/:slug/targets adds one.
func (d Door) addTarget(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	target, err := targets.Parse(form.Get("add"))
	if err == nil {
		err = d.Targets.Add(c.Request().Context(), campaign, target)
	}
	switch {
	case fault.Is(err, fault.Invalid):
		return d.showTargets(c, campaign, http.StatusUnprocessableEntity, fault.Of(err).Fields)
	case err != nil && !fault.Is(err, fault.Conflict): // who adds twice has what they wanted
		return err
	}
	d.Flash(c, "flash.target_added")
	return web.SeeOther(c, "/organize/campaigns/"+campaign.Slug+"/targets")
}

// POST /organize/campaigns/:slug/targets/:id/remove takes one away.
func (d Door) removeTarget(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	id, err := web.ID(c.Param("id"))
	if err == nil {
		err = d.Targets.Remove(c.Request().Context(), campaign, id)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.target_removed")
	return web.SeeOther(c, "/organize/campaigns/"+campaign.Slug+"/targets")
}

func (d Door) showTargets(c echo.Context, campaign models.Campaign, status int, errs map[string]string) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil {
		return err
	}
	page := organize.TargetsPage{Page: d.StaffFrame(c, "organize.targets.title"), Slug: campaign.Slug, Title: text.Title, Errors: errs, Query: strings.TrimSpace(c.QueryParam("q"))}
	set, err := models.TargetsOf(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	seats, err := models.TargetSeats(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	holders, err := models.HoldersOfState(ctx, tx, campaign.State)
	if err != nil {
		return err
	}
	committees, err := models.CommitteesOfState(ctx, tx, campaign.State)
	if err != nil {
		return err
	}
	for _, t := range set {
		page.Targets = append(page.Targets, targetOf(c, campaign, t, seats, holders, committees))
	}
	offer(c, &page, campaign, set, holders, committees)
	return web.Render(c, status, organize.Targets(page))
}

// targetOf is a target with who holds its seats now.
func targetOf(c echo.Context, campaign models.Campaign, t models.Target, seats []models.TargetedSeat, holders []models.Holder, committees []models.Committee) organize.Target {
	state, _ := models.StateByCode(campaign.State)
	shown := organize.Target{ID: strconv.FormatInt(t.ID, 10), Kind: string(t.Kind)}
	var names func(models.TargetedSeat) bool
	switch t.Kind {
	case models.TargetSeat:
		i := slices.IndexFunc(holders, func(h models.Holder) bool { return h.SeatID == *t.SeatID })
		shown.Name = seatName(c, holders[i])
		names = func(s models.TargetedSeat) bool { return s.SeatID == *t.SeatID }
	case models.TargetCommittee:
		i := slices.IndexFunc(committees, func(k models.Committee) bool { return k.ID == *t.CommitteeID })
		shown.Name, shown.Ended = committeeName(state, committees[i]), committees[i].EndedAt != nil
		names = func(s models.TargetedSeat) bool {
			return s.Committee == committees[i].Name && (committees[i].Chamber == "legislature" || s.Chamber == committees[i].Chamber)
		}
	case models.TargetChamber:
		shown.Name = state.OfficeNamed(*t.Chamber).Name
		names = func(s models.TargetedSeat) bool { return s.Chamber == *t.Chamber }
	}
	for _, s := range seats {
		if s.Kind == t.Kind && names(s) {
			shown.Holders = append(shown.Holders, organize.TargetHolder{Seat: seatName(c, s.Holder), Name: titled(s.Holder), Role: string(s.Role), Reachable: s.CanBeMailed()})
		}
	}
	return shown
}

// offer lists what can be added: chambers always, seats and committees by a search.
func offer(c echo.Context, page *organize.TargetsPage, campaign models.Campaign, set []models.Target, holders []models.Holder, committees []models.Committee) {
	state, _ := models.StateByCode(campaign.State)
	isSet := func(is func(models.Target) bool) bool { return slices.ContainsFunc(set, is) }
	for _, chamber := range append(slices.Clone(state.Chambers), state.OfficeNamed(models.GovernorChamber)) {
		known := slices.ContainsFunc(holders, func(h models.Holder) bool { return h.Chamber == chamber.Chamber })
		if known && !isSet(func(t models.Target) bool { return t.Chamber != nil && *t.Chamber == chamber.Chamber }) {
			page.Chambers = append(page.Chambers, organize.Addable{Value: "chamber " + chamber.Chamber, Name: chamber.Name})
		}
	}
	if page.Query == "" {
		return
	}
	for _, k := range committees {
		if k.EndedAt == nil && finds(page.Query, committeeName(state, k)) && !isSet(func(t models.Target) bool { return t.CommitteeID != nil && *t.CommitteeID == k.ID }) {
			page.Found = append(page.Found, organize.Addable{Value: "committee " + strconv.FormatInt(k.ID, 10), Name: committeeName(state, k)})
		}
	}
	for _, h := range holders {
		name := strings.TrimSuffix(seatName(c, h)+": "+titled(h), ": ")
		if h.Chamber != models.GovernorChamber && finds(page.Query, name) && !isSet(func(t models.Target) bool { return t.SeatID != nil && *t.SeatID == h.SeatID }) {
			page.Found = append(page.Found, organize.Addable{Value: "seat " + strconv.FormatInt(h.SeatID, 10), Name: name})
		}
	}
	page.More = max(0, len(page.Found)-mostFound)
	page.Found = page.Found[:len(page.Found)-page.More]
}

// finds says whether every word of a query stands in a name.
func finds(query, name string) bool {
	name = strings.ToLower(name)
	return !slices.ContainsFunc(strings.Fields(strings.ToLower(query)), func(word string) bool { return !strings.Contains(name, word) })
}

func committeeName(state models.State, k models.Committee) string {
	if chamber := state.ChamberNamed(k.Chamber); chamber.Name != "" {
		return chamber.Name + ": " + k.Name
	}
	return k.Name
}

func titled(h models.Holder) string {
	if h.IsVacant() {
		return ""
	}
	state, _ := models.StateByCode(h.State)
	return strings.TrimSpace(state.OfficeNamed(h.Chamber).Title + " " + h.Name)
}
