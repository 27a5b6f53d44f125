package public

import (
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/delivery"
	"statehouse/internal/districts"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/public"
)

// lookup is what a visitor has said about where they live, and the signature
// they may write for.
type lookup struct {
	campaign models.Campaign
	text     models.PetitionText
	sig      *models.Signature // nil without a ticket for this campaign
	away     bool              // the ticket's supporter signed from outside the state
	person   models.Person
	zip      string
	choices  map[string]string // chamber → code of a district, or "unsure"

	street  string             // to be shown again where it could not be found
	outcome districts.Outcome  // of a street address
	found   []delivery.Chamber // by a street address; nil: look up by ZIP or signature
}

// GET /petitions/:slug/letters finds legislators, by ZIP or by chosen district, and
// shows those that an address led to; whoever holds a ticket can write to them.
func (d Door) letters(c echo.Context) error {
	web.Private(c)
	l, err := d.lookup(c, c.QueryParams())
	if err != nil {
		return err
	}
	if l.sig != nil && c.QueryParam("address") == string(districts.Placed) {
		l.outcome = districts.Placed
	}
	return d.lettersPage(c, http.StatusOK, l, nil, nil)
}

func (d Door) lookup(c echo.Context, values url.Values) (l lookup, err error) {
	if l.campaign, l.text, err = d.campaign(c); err != nil {
		return l, err
	}
	l.zip, l.choices = strings.TrimSpace(values.Get("zip")), map[string]string{}
	for _, chamber := range []string{"upper", "lower", "legislature"} {
		l.choices[chamber] = values.Get(chamber)
	}
	if l.sig, err = d.ticketFor(c, l.campaign); err != nil || l.sig == nil {
		return l, err
	}
	if !l.sig.InState {
		l.sig, l.away = nil, true
		return l, nil
	}
	if l.person, err = l.sig.OpenPerson(d.Keys); err == nil && l.zip == "" {
		l.zip = l.person.ZIP
	}
	return l, err
}

// ticketFor is the signature on this campaign that the browser may act for.
func (d Door) ticketFor(c echo.Context, campaign models.Campaign) (*models.Signature, error) {
	id := d.Ticket(c)
	if id == 0 {
		return nil, nil
	}
	sig, err := models.SignatureByID(c.Request().Context(), d.DB.Read(), id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil || sig.CampaignID != campaign.ID || !sig.IsConfirmed() {
		return nil, err
	}
	return &sig, nil
}

func (d Door) lettersPage(c echo.Context, status int, l lookup, form *public.LetterForm, errs map[string]string) error {
	state, _ := models.StateByCode(l.campaign.State)
	page := public.LettersPage{
		Page: d.Described(c, "letters.title", "letters.description"), Slug: l.campaign.Slug, CampaignTitle: l.text.Title, Ask: l.text.Ask,
		StateName: state.NameIn(web.Lang(c)), LegislatureURL: state.LegislatureURL, ZIP: l.zip, Errors: errs,
		Closed: l.campaign.Status != models.CampaignLive, Elsewhere: l.away,
		Geocoder: d.Delivery.Geocoder(), Street: l.street, Outcome: string(l.outcome),
	}
	page.NoIndex = true
	if c.Request().Method == http.MethodPost {
		page.Path = lettersPath(l.campaign) // the language links must not repeat what was sent
	}
	if err := d.fillSeats(c, &page, l, state); err != nil {
		return err
	}
	if l.sig != nil && !page.Closed {
		page.Held = l.sig.State == models.SignatureHeld
		if form == nil {
			var err error
			if form, err = d.proposal(c, l, page.Seats); err != nil {
				return err
			}
		}
		page.Letter = form
		if err := d.fillVariants(c, &page, l); err != nil {
			return err
		}
	}
	return web.Render(c, status, public.Letters(page))
}

// fillSeats finds the districts and their members for what the visitor said.
func (d Door) fillSeats(c echo.Context, page *public.LettersPage, l lookup, state models.State) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	all, err := models.HoldersOfState(ctx, tx, state.Code)
	if err != nil {
		return err
	}
	zip := ""
	if l.zip != "" {
		if zip, err = models.ParseZIP(l.zip); err != nil && page.Errors == nil {
			page.Errors = map[string]string{"zip": fault.Of(err).Message}
		}
	}
	found, err := d.chambers(c, l, zip)
	if err != nil {
		return err
	}
	ofState, err := models.DistrictsOfState(ctx, tx, state.Code)
	if err != nil {
		return err
	}
	scope, err := d.Delivery.Scope(ctx, l.campaign)
	if err != nil {
		return err
	}
	parked, err := models.ParkedAmong(ctx, tx, d.Keys, all)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(h models.Holder) bool { return !scope.Includes(h) })
	for _, chamber := range state.Chambers {
		if !isTargeted(scope, chamber.Chamber, all) {
			continue
		}
		choice := l.choices[chamber.Chamber]
		view, ids := chamberView(c, chamber, all, found[chamber.Chamber], chosenIn(ofState, chamber.Chamber, choice), choice)
		page.Chambers = append(page.Chambers, view)
		page.Seats = append(page.Seats, seatsOf(c, chamber, all, ids, parked)...)
	}
	page.Others = otherSeats(c, l.campaign, state, scope.Others, page.Seats, parked)
	page.ImportedAt, err = d.legislatorsAt(c, state.Code)
	return err
}

// legislatorsAt is how fresh the data about a state's legislators is; zero if
// there is none.
func (d Door) legislatorsAt(c echo.Context, state string) (time.Time, error) {
	run, err := models.LastImport(c.Request().Context(), d.DB.Read(), "legislators", state)
	if fault.Is(err, fault.NotFound) {
		return time.Time{}, nil
	}
	return run.ImportedAt, err
}

// chambers is what is known of the districts: what an address told just now, for
// a signer what was booked, and for anybody what the ZIP says.
func (d Door) chambers(c echo.Context, l lookup, zip string) (map[string]delivery.Chamber, error) {
	var chambers []delivery.Chamber
	var err error
	switch {
	case l.found != nil:
		chambers = l.found
	case l.sig != nil && (zip == "" || zip == l.person.ZIP):
		chambers, err = d.Delivery.BySignature(c.Request().Context(), l.sig.ID)
	case zip != "":
		chambers, err = d.Delivery.ByZIP(c.Request().Context(), l.campaign.State, zip)
	}
	found := map[string]delivery.Chamber{}
	for _, chamber := range chambers {
		found[chamber.Chamber] = chamber
	}
	return found, err
}

// POST /petitions/:slug/letters takes a letter from a signer, or shows what it
// would become.
func (d Door) writeLetter(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	l, err := d.lookup(c, form)
	if err != nil {
		return err
	}
	if l.sig == nil || l.campaign.Status != models.CampaignLive {
		return fault.New(fault.Forbidden, "error.letter.ticket")
	}
	letter := delivery.Form{Subject: form.Get("subject"), Body: form.Get("body"), Name: form.Get("name"), ShareEmail: web.IsTicked(form, "reply"),
		OtherZIP: web.IsTicked(form, "other_zip"), Choices: choicesOf(l)}
	for _, id := range append(form["to"], form["to[]"]...) {
		if seat, err := strconv.ParseInt(id, 10, 64); err == nil {
			letter.Seats = append(letter.Seats, seat)
		}
	}
	letter.Variant, _ = strconv.Atoi(form.Get("variant")) // no number is no draft
	typed := &public.LetterForm{Variant: form.Get("variant"), Subject: letter.Subject, Body: letter.Body, Name: letter.Name, Reply: letter.ShareEmail, OtherZIP: letter.OtherZIP, To: append(form["to"], form["to[]"]...)}
	switch {
	case form.Get("use") != "":
		return d.useVariant(c, l, form, typed)
	case form.Get("edit") != "":
		return d.lettersPage(c, http.StatusOK, l, typed, nil)
	case form.Get("preview") != "":
		return d.previewLetter(c, l, form, letter, typed)
	}
	written, err := d.Delivery.Write(c.Request().Context(), l.sig.ID, letter)
	if fault.Is(err, fault.Invalid) {
		return d.lettersPage(c, http.StatusUnprocessableEntity, l, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/letters/"+written.Link+"?sent=1")
}

func choicesOf(l lookup) map[string]string {
	choices := map[string]string{}
	for chamber, code := range l.choices {
		if code != "" && code != public.Unsure {
			choices[chamber] = code
		}
	}
	return choices
}

// GET /letters/:token is the writer's own view of a letter.
func (d Door) myLetter(c echo.Context) error { return d.showMyLetter(c, http.StatusOK, nil, nil) }

// showMyLetter shows it, and what was typed of one office with what is wrong there.
func (d Door) showMyLetter(c echo.Context, status int, typed *models.LetterReply, errs map[string]string) error {
	web.Private(c)
	f, err := d.Delivery.Follow(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	text, err := models.TextOf(c.Request().Context(), d.DB.Read(), *f.Campaign.PetitionID, web.Lang(c))
	if err != nil {
		return err
	}
	if c.QueryParam("sent") != "" {
		return d.letterSent(c, f, text)
	}
	page := public.MyLettersPage{Page: d.Frame(c, "letters.mine.title"), Token: c.Param("token"), Slug: f.Campaign.Slug, CampaignTitle: text.Title,
		WrittenAt: f.Letter.CreatedAt, Subject: f.Text.Subject, Body: f.Text.Body, Reply: f.Letter.ShareEmail}
	page.NoIndex = true
	for _, fate := range f.Fates {
		since := f.Letter.CreatedAt
		if fate.MovedAt != nil {
			since = *fate.MovedAt
		}
		letter := public.MyLetter{Office: office(fate), Phone: fate.Phone, State: fateOf(f.Letter, fate), Since: since, Rerouted: fate.Rerouted}
		for _, e := range f.Events {
			if e.DeliveryID == fate.DeliveryID {
				letter.Steps = append(letter.Steps, public.LetterStep{Kind: string(e.Kind), Source: string(e.Source), At: e.At})
				letter.Head = hex.EncodeToString(e.Hash)
			}
		}
		for _, r := range f.Relays {
			if r.DeliveryID == fate.DeliveryID {
				letter.Answers = append(letter.Answers, public.OfficeAnswer{Text: r.Says.Text, Name: r.Says.Name, Position: string(r.Position), At: r.At})
			}
		}
		if slices.Contains(f.Asked, fate.DeliveryID) {
			letter.Ask = strconv.FormatInt(fate.DeliveryID, 10)
			reply := f.Replies[fate.DeliveryID]
			letter.Told = reply.Answered != ""
			if typed != nil && typed.DeliveryID == fate.DeliveryID {
				reply, letter.Errors = *typed, errs
			}
			letter.Answered, letter.Position = string(reply.Answered), string(reply.Position)
		}
		page.Letters = append(page.Letters, letter)
	}
	return web.Render(c, status, public.MyLetters(page))
}

// POST /letters/:token/replies/:id takes what a writer says came back.
func (d Door) tellReply(c echo.Context) error {
	web.Private(c)
	id, err := web.ID(c.Param("id"))
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := models.LetterReply{DeliveryID: id, Answered: models.Answered(form.Get("answered")), Position: models.ToldPosition(form.Get("position"))}
	err = d.Delivery.Tell(c.Request().Context(), c.Param("token"), typed)
	if fault.Is(err, fault.Invalid) {
		return d.showMyLetter(c, http.StatusUnprocessableEntity, &typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.reply_told")
	return web.SeeOther(c, "/letters/"+c.Param("token"))
}

func (d Door) letterSent(c echo.Context, f delivery.Follow, text models.PetitionText) error {
	page := public.LetterSentPage{Page: d.Frame(c, "letters.sent.title"), Slug: f.Campaign.Slug, CampaignTitle: text.Title,
		Link: d.BaseURL + "/letters/" + c.Param("token"), Held: f.Letter.ReleasedAt == nil}
	page.NoIndex = true
	for _, fate := range f.Fates {
		page.Letters = append(page.Letters, public.LetterState{Office: office(fate), State: fateOf(f.Letter, fate)})
	}
	return web.Render(c, http.StatusOK, public.LetterSent(page))
}

// office is a delivery's office in words: "Senator Ana Ruiz, District 11".
func office(f models.DeliveryFate) string {
	state, _ := models.StateByCode(f.State)
	return strings.TrimSpace(state.OfficeNamed(f.Chamber).Title+" "+f.Legislator) + ", " + f.DistrictName
}

// fateOf is a delivery's state as pages name it: waiting while its letter does,
// vacant while its seat has nobody to write to.
// A mail that was dropped before it left failed, for its writer.
func fateOf(l models.Letter, f models.DeliveryFate) string {
	switch {
	case l.ReleasedAt == nil:
		return "waiting"
	case f.MovedAt == nil:
		return "vacant"
	case f.Fate == models.MailDropped:
		return string(models.MailFailed)
	}
	return string(f.Fate)
}
