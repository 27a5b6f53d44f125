package journeys

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// along goes on by a link of the page, as a reader does.
func along(t *testing.T, v *house.Visitor, p *house.Page, selector string) *house.Page {
	t.Helper()
	href, ok := p.Document.Find(selector).First().Attr("href")
	if !ok {
		t.Fatalf("%s has no link %s: %s", p.Path, selector, p.Text("main"))
	}
	return v.Open(href).Must(200)
}

// TestAReaderInArizonaGetsTheSpecificsAndAPetitionToSign comes with "how can I
// change this in my state? I need specifics".
func TestAReaderInArizonaGetsTheSpecificsAndAPetitionToSign(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := h.Visitor(t)
		story := along(t, v, v.Open("/stories").Must(200), "main a[href='/stories/what-vacatur-means']")
		state := along(t, v, along(t, v, story, "a[href='/states']"), "a[href='/states/az']")
		for _, specific := range []string{"13-909", "vacated", "Source"} {
			if !strings.Contains(state.Text("main"), specific) {
				t.Errorf("the page of the state does not say %q", specific)
			}
		}
		petition := along(t, v, state, "#do-minutes a[href^='/petitions/']")
		if !strings.HasPrefix(petition.Path, "/petitions/az-") || petition.Text("#ask-title, h1") == "" {
			t.Fatalf("it leads to %s", petition.Path)
		}
		slug := strings.TrimPrefix(petition.Path, "/petitions/")
		before := h.Counts(t, slug)
		signed := confirmed(t, h, v, petition, ada)
		if now := h.Counts(t, slug); now.InState != before.InState+1 {
			t.Errorf("%d from Arizona before, %d now", before.InState, now.InState)
		}
		if !signed.Has("a[href='" + petition.Path + "/letters']") {
			t.Error("the thanks do not lead on to the legislators")
		}
	})
}

// confirmed signs with a form and presses the button behind the mail's link.
func confirmed(t *testing.T, h *house.House, v *house.Visitor, petition *house.Page, form url.Values) *house.Page {
	t.Helper()
	petition.Submit("form[action$='/signatures']", form).Must(200)
	link := house.LinkIn(t, h.WaitMails(t, form.Get("email"), 1)[0].Text, "/s/")
	return v.Open(link).Must(200).Submit("form[action$='/confirm']", nil).Must(200)
}

// TestAReaderInOrlandoFindsWhatTheCommunityCanDoAndAnInternship comes with "what
// can our community do?" and "can I be your intern this summer?".
func TestAReaderInOrlandoFindsWhatTheCommunityCanDoAndAnInternship(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := h.Visitor(t)
		state := v.Open("/states/fl").Must(200)
		if !state.Has("#roles ~ .entries a[href='/volunteer/fl-community-evening'], section[aria-labelledby=roles] a[href='/volunteer/fl-community-evening']") {
			t.Errorf("the community finds nothing to do: %s", state.Text("section[aria-labelledby=roles]"))
		}
		role := along(t, v, along(t, v, state, "a[href='/volunteer?state=fl']"), "a[href='/volunteer/fl-orlando-internship']")
		for _, says := range []string{"$16 an hour", "25 hours a week", "no degree", "18"} {
			if !strings.Contains(role.Text("main"), says) {
				t.Errorf("the internship does not say %q", says)
			}
		}
		role.Submit("form[action$='/applications']", url.Values{"name": {"Ida Sample"}, "email": {"ida@example.org"}, "zip": {"32801"}, "of_age": {"1"}, "answer": {"All summer."}}).Must(200)
		mine := house.LinkIn(t, h.WaitMails(t, "ida@example.org", 1)[0].Text, "/volunteering/")
		page := v.Open(mine).Must(200).Submit("form[action$='/confirm']", nil).Must(200)
		if !strings.Contains(page.Text("main"), "A few steps are left") {
			t.Errorf("after confirming: %s", page.Text("main"))
		}
	})
}

// TestAReaderFindsSomethingToDoInTwoMinutes wherever they are.
func TestAReaderFindsSomethingToDoInTwoMinutes(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := h.Visitor(t)
		for _, state := range models.States() {
			page := v.Open("/states/" + state.Code).Must(200)
			acts := page.Document.Find("#do-minutes a")
			if acts.Length() == 0 {
				t.Errorf("%s: nothing to do in two minutes", state.Code)
			}
			for _, link := range acts.EachIter() {
				href, _ := link.Attr("href")
				if state.Code == "az" || state.Code == "fl" || state.Code == "wy" {
					v.Open(strings.SplitN(href, "#", 2)[0]).Must(200)
				}
			}
		}
	})
}

// TestASignerWhoWouldLikeToHelpTakesARole ticks the box below the petition.
func TestASignerWhoWouldLikeToHelpTakesARole(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := h.Visitor(t)
		if v.Open("/petitions/az-safe-harbor/signed").Must(200).Has("form[action$='/offers']") {
			t.Error("whoever comes by may offer")
		}
		form := url.Values{"help": {"1"}}
		for name, values := range ada {
			form[name] = values
		}
		signed := confirmed(t, h, v, v.Open("/petitions/az-safe-harbor").Must(200), form)
		if !strings.Contains(signed.Text("#help"), "thank you") {
			t.Errorf("the tick is not answered: %s", signed.Text("#help"))
		}
		if refused := signed.Submit("form[action$='/offers']", url.Values{"answer": {"On Sundays."}}).Must(422); refused.Text("textarea[name=answer]") != "On Sundays." {
			t.Error("what was typed is gone")
		}
		signed = signed.Submit("form[action$='/offers']", url.Values{"role": {"az-park-table"}, "answer": {"On Sundays."}}).Must(200)
		if !strings.Contains(signed.Text("main, [role=status]"), "We have written to you") {
			t.Errorf("after offering: %s", signed.Text("body"))
		}
		mine := house.LinkIn(t, h.WaitMails(t, "ada@example.org", 2)[1].Text, "/volunteering/")
		if page := v.Open(mine).Must(200); page.Has("form[action$='/confirm']") || !page.Has("form[action$='/steps/agreement']") {
			t.Errorf("their page: %s", page.Text("main"))
		}
	})
}
