package public

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/mydata"
	"statehouse/models"
	"statehouse/views/public"
)

// backupDays is how long sealed backups may hold erased data (docs/operations.md).
const backupDays = 35

// GET /my-data asks for an address.
func (d Door) askMyData(c echo.Context) error {
	return d.askMyDataAgain(c, http.StatusOK, "", nil)
}

func (d Door) askMyDataAgain(c echo.Context, status int, email string, errs map[string]string) error {
	return web.Render(c, status, public.MyDataAsk(public.MyDataAskPage{Page: d.Described(c, "mydata.title", "mydata.description"), Email: email, Errors: errs}))
}

// POST /my-data mails the link to an address that holds anything here. The
// answer is the same for every address.
func (d Door) sendMyData(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	err = d.MyData.Ask(c.Request().Context(), form.Get("email"), web.Lang(c))
	if fault.Is(err, fault.Invalid) {
		return d.askMyDataAgain(c, http.StatusUnprocessableEntity, form.Get("email"), fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/my-data/check-email")
}

// GET /my-data/check-email says to look for the mail.
func (d Door) myDataCheckEmail(c echo.Context) error {
	return web.Render(c, http.StatusOK, public.MyDataCheckEmail(public.MyDataCheckEmailPage{
		Page: d.Frame(c, "mydata.title"), Minutes: int(models.MyDataLife.Minutes())}))
}

// GET /my-data/:token lists everything held about the link's address.
func (d Door) myData(c echo.Context) error {
	return d.myDataPage(c, http.StatusOK, refused{})
}

// refused is a change of a signature that was not taken, and why.
type refused struct {
	ref    string
	typed  public.MyChange
	errors map[string]string
}

func (d Door) myDataPage(c echo.Context, status int, r refused) error {
	web.Private(c)
	email, entries, until, err := d.MyData.Show(c.Request().Context(), c.Param("token"), web.Lang(c))
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return d.myDataExpired(c)
	}
	if err != nil {
		return err
	}
	page := public.MyDataPage{Page: d.Frame(c, "mydata.title"), Token: c.Param("token"), Email: email, Until: until,
		Errors: r.errors, ErrorIn: r.ref, Typed: r.typed}
	page.NoIndex = true
	for _, e := range entries {
		page.Signatures = append(page.Signatures, mySignature(c, e))
		for _, l := range e.Letters {
			page.Letters = append(page.Letters, myDataLetters(e, l)...)
		}
	}
	said, err := d.MyData.Comments(c.Request().Context(), c.Param("token"), web.Lang(c))
	if err != nil {
		return err
	}
	for _, e := range said {
		page.Comments = append(page.Comments, public.MyComment{Title: e.Title, Slug: e.Slug, State: string(e.Comment.State), Name: e.Person.Name,
			Text: e.Person.Text, At: e.Comment.CreatedAt})
	}
	applications, err := d.MyData.Applications(c.Request().Context(), c.Param("token"), web.Lang(c))
	if err != nil {
		return err
	}
	for _, a := range applications {
		shown := public.MyApplication{Title: a.Title, Slug: a.Role.Slug, State: string(a.Application.State), Name: a.Applicant.Name,
			ZIP: a.Applicant.ZIP, Answer: a.Applicant.Answer, AppliedAt: a.Application.CreatedAt, Shifts: a.Shifts}
		if a.Again != nil {
			shown.Again = []string{a.Again.Name, a.Again.ZIP, a.Again.Answer}
		}
		page.Applications = append(page.Applications, shown)
	}
	asked, err := d.MyData.Requests(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	for _, e := range asked {
		page.Requests = append(page.Requests, public.MyRequest{StateName: stateName(c, e.Request.USState), Topic: e.Request.Topic, State: string(e.Request.State),
			Words: e.Words.Words, Answer: e.Words.Answer, At: e.Request.CreatedAt})
	}
	if page.Endorsements, err = d.myEndorsements(c); err != nil {
		return err
	}
	return web.Render(c, status, public.MyData(page))
}

func mySignature(c echo.Context, e mydata.Entry) public.MySignature {
	s := public.MySignature{
		ID: e.Signature.Ref, CampaignTitle: e.Title, Slug: e.Campaign.Slug, StateName: stateName(c, e.Campaign.State),
		State: string(e.Signature.State), SignedAt: e.Signature.CreatedAt, Name: e.Person.Name, ZIP: e.Person.ZIP,
		Comment: e.Person.Comment, Display: string(e.Signature.Display), Updates: e.Signature.Updates, Quotable: e.Signature.Quotable, Consents: myConsents(c, e),
	}
	if n := e.Newer; n != nil {
		s.Newer = &public.NewerText{Signed: n.Signed, Version: n.Version, Lang: n.Text.Lang, Title: n.Text.Title, Ask: n.Text.Ask, Summary: n.Text.Summary}
	}
	return s
}

func myDataLetters(e mydata.Entry, l mydata.LetterEntry) (letters []public.MyDataLetter) {
	for _, f := range l.Fates {
		letters = append(letters, public.MyDataLetter{Office: office(f), CampaignTitle: e.Title, State: fateOf(l.Letter, f), WrittenAt: l.Letter.CreatedAt})
	}
	return letters
}

func (d Door) myDataExpired(c echo.Context) error {
	return web.Render(c, http.StatusGone, public.MyDataExpired(public.MyDataExpiredPage{Page: d.Frame(c, "mydata.title")}))
}

// after answers a POST on one's own data: back to the page, or what went wrong.
func (d Door) after(c echo.Context, err error, flash string) error {
	switch {
	case fault.Is(err, fault.Gone):
		return d.myDataExpired(c)
	case err != nil:
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, "/my-data/"+c.Param("token"))
}

// POST /my-data/:token/signatures/:ref corrects a signature.
func (d Door) correct(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := public.MyChange{Name: form.Get("name"), Display: form.Get("display"), Updates: web.IsTicked(form, "updates"), Quotable: web.IsTicked(form, "quotable")}
	err = d.MyData.Correct(c.Request().Context(), c.Param("token"), c.Param("ref"), mydata.Change(typed))
	if fault.Is(err, fault.Invalid) {
		return d.myDataPage(c, http.StatusUnprocessableEntity, refused{c.Param("ref"), typed, fault.Of(err).Fields})
	}
	return d.after(c, err, "flash.corrected")
}

// POST /my-data/:token/signatures/:ref/affirm lets a signature hold for the text
// that people sign now.
func (d Door) affirm(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	err = d.MyData.Affirm(c.Request().Context(), c.Param("token"), c.Param("ref"), web.Number(form.Get("version")))
	return d.after(c, err, "flash.affirmed")
}

// POST /my-data/:token/signatures/:ref/withdraw takes a signature back.
func (d Door) withdraw(c echo.Context) error {
	web.Private(c)
	err := d.MyData.Withdraw(c.Request().Context(), c.Param("token"), c.Param("ref"))
	return d.after(c, err, "flash.withdrawn")
}

// GET /my-data/:token/erase asks once more.
func (d Door) erasePage(c echo.Context) error {
	web.Private(c)
	_, entries, _, err := d.MyData.Show(c.Request().Context(), c.Param("token"), web.Lang(c))
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return d.myDataExpired(c)
	}
	if err != nil {
		return err
	}
	endorsed, err := d.MyData.Endorsements(c.Request().Context(), c.Param("token"), web.Lang(c))
	if err != nil {
		return err
	}
	page := public.MyDataErasePage{Page: d.Frame(c, "mydata.erase.title"), Token: c.Param("token"), Signatures: len(entries), Endorsements: len(endorsed), BackupDays: backupDays}
	page.NoIndex = true
	return web.Render(c, http.StatusOK, public.MyDataErase(page))
}

// POST /my-data/:token/erase erases everything, and ends this browser's ticket.
func (d Door) erase(c echo.Context) error {
	web.Private(c)
	err := d.MyData.Erase(c.Request().Context(), c.Param("token"))
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return d.myDataExpired(c)
	}
	if err != nil {
		return err
	}
	d.DropTicket(c)
	return web.Render(c, http.StatusOK, public.MyDataErased(public.MyDataErasedPage{Page: d.Frame(c, "mydata.erased.title"), BackupDays: backupDays}))
}

type download struct {
	Email        string                `json:"email"`
	Signatures   []downloadSignature   `json:"signatures"`
	Comments     []downloadComment     `json:"comments"`
	Applications []downloadApplication `json:"applications"`
	Requests     []downloadRequest     `json:"requests"`
	Endorsements []downloadEndorsement `json:"endorsements"`
}

type downloadRequest struct {
	State   string    `json:"state"`
	Topic   string    `json:"topic"`
	Status  string    `json:"status"`
	AskedAt time.Time `json:"asked_at"`
	Email   string    `json:"email"`
	Words   string    `json:"words,omitempty"`
	Answer  string    `json:"answer,omitempty"`
}

type downloadComment struct {
	Story   string         `json:"story"`
	URL     string         `json:"url"`
	Status  string         `json:"status"`
	SaidAt  time.Time      `json:"said_at"`
	Name    string         `json:"name"`
	State   string         `json:"state,omitempty"`
	Display models.Display `json:"display"`
	Text    string         `json:"text"`
	Shown   string         `json:"shown,omitempty"`
}

type downloadApplication struct {
	Role      string         `json:"role"`
	Status    string         `json:"status"`
	AppliedAt time.Time      `json:"applied_at"`
	Name      string         `json:"name"`
	Email     string         `json:"email"`
	ZIP       string         `json:"zip"`
	Answer    string         `json:"answer,omitempty"`
	OfAge     bool           `json:"of_age"`
	Shifts    int            `json:"shifts"`
	Again     *downloadAgain `json:"unconfirmed,omitempty"`
}

// downloadAgain is what was typed for who left, and is not confirmed.
type downloadAgain struct {
	Name   string `json:"name"`
	Email  string `json:"email"`
	ZIP    string `json:"zip"`
	Answer string `json:"answer,omitempty"`
	OfAge  bool   `json:"of_age"`
}

type downloadSignature struct {
	Petition  string            `json:"petition"`
	URL       string            `json:"url"`
	State     string            `json:"state"`
	Status    string            `json:"status"`
	SignedAt  time.Time         `json:"signed_at"`
	CountedAt *time.Time        `json:"counted_at,omitempty"`
	Name      string            `json:"name"`
	Email     string            `json:"email"`
	ZIP       string            `json:"zip"`
	Comment   string            `json:"comment,omitempty"`
	Display   string            `json:"display"`
	Updates   bool              `json:"updates"`
	Help      bool              `json:"help"`
	Quotable  bool              `json:"quotable"`
	Letters   []downloadLetter  `json:"letters"`
	Partners  []downloadConsent `json:"partners,omitempty"`
}

type downloadLetter struct {
	WrittenAt  time.Time         `json:"written_at"`
	Subject    string            `json:"subject"`
	Body       string            `json:"body"`
	ShareEmail bool              `json:"email_shared"`
	Offices    map[string]string `json:"offices"`           // office → fate
	Replies    map[string]string `json:"replies,omitempty"` // office → what came back, as its writer told
	Answers    []downloadAnswer  `json:"answers,omitempty"` // of offices, through us
}

type downloadAnswer struct {
	Office string    `json:"office"`
	At     time.Time `json:"at"`
	Name   string    `json:"name"`
	Text   string    `json:"text"`
}

// GET /my-data/:token/download gives it all as one JSON file.
func (d Door) download(c echo.Context) error {
	web.Private(c)
	email, entries, _, err := d.MyData.Show(c.Request().Context(), c.Param("token"), web.Lang(c))
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return d.myDataExpired(c)
	}
	if err != nil {
		return err
	}
	applications, err := d.MyData.Applications(c.Request().Context(), c.Param("token"), web.Lang(c))
	if err != nil {
		return err
	}
	out := download{Email: email, Signatures: []downloadSignature{}, Comments: []downloadComment{}, Applications: []downloadApplication{}, Requests: []downloadRequest{}}
	asked, err := d.MyData.Requests(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	for _, e := range asked {
		out.Requests = append(out.Requests, downloadRequest{State: e.Request.USState, Topic: e.Request.Topic, Status: string(e.Request.State),
			AskedAt: e.Request.CreatedAt, Email: e.Words.Email, Words: e.Words.Words, Answer: e.Words.Answer})
	}
	for _, a := range applications {
		offer := downloadApplication{Role: a.Title, Status: string(a.Application.State), AppliedAt: a.Application.CreatedAt,
			Name: a.Applicant.Name, Email: a.Applicant.Email, ZIP: a.Applicant.ZIP, Answer: a.Applicant.Answer, OfAge: a.Application.OfAge, Shifts: a.Shifts}
		if a.Again != nil {
			offer.Again = &downloadAgain{Name: a.Again.Name, Email: a.Again.Email, ZIP: a.Again.ZIP, Answer: a.Again.Answer, OfAge: a.Again.OfAge}
		}
		out.Applications = append(out.Applications, offer)
	}
	for _, e := range entries {
		out.Signatures = append(out.Signatures, d.downloadOf(e))
	}
	said, err := d.MyData.Comments(c.Request().Context(), c.Param("token"), web.Lang(c))
	if err != nil {
		return err
	}
	for _, e := range said {
		out.Comments = append(out.Comments, downloadComment{Story: e.Title, URL: d.BaseURL + "/stories/" + e.Slug, Status: string(e.Comment.State),
			SaidAt: e.Comment.CreatedAt, Name: e.Person.Name, State: e.Comment.USState, Display: e.Comment.Display, Text: e.Person.Text, Shown: e.Comment.PublicText})
	}
	if out.Endorsements, err = d.downloadEndorsements(c); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="statehouse-my-data.json"`)
	return c.JSONPretty(http.StatusOK, out, "  ")
}

func (d Door) downloadOf(e mydata.Entry) downloadSignature {
	s := downloadSignature{
		Petition: e.Title, URL: d.BaseURL + "/petitions/" + e.Campaign.Slug, State: e.Campaign.State, Status: string(e.Signature.State),
		SignedAt: e.Signature.CreatedAt, CountedAt: e.Signature.CountedAt, Name: e.Person.Name, Email: e.Person.Email, ZIP: e.Person.ZIP,
		Comment: e.Person.Comment, Display: string(e.Signature.Display), Updates: e.Signature.Updates, Help: e.Signature.Help, Quotable: e.Signature.Quotable, Letters: []downloadLetter{}, Partners: downloadConsents(e),
	}
	for _, l := range e.Letters {
		offices, replies := map[string]string{}, map[string]string{}
		var answers []downloadAnswer
		for _, f := range l.Fates {
			offices[office(f)] = fateOf(l.Letter, f)
			if told, ok := l.Told[f.DeliveryID]; ok {
				replies[office(f)] = string(told.Answered) + ", " + string(told.Position)
			}
			for _, r := range l.Relays {
				if r.DeliveryID == f.DeliveryID {
					answers = append(answers, downloadAnswer{Office: office(f), At: r.At, Name: r.Says.Name, Text: r.Says.Text})
				}
			}
		}
		s.Letters = append(s.Letters, downloadLetter{WrittenAt: l.Letter.CreatedAt, Subject: l.Text.Subject, Body: l.Text.Body,
			ShareEmail: l.Letter.ShareEmail, Offices: offices, Replies: replies, Answers: answers})
	}
	return s
}
