package organize_test

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
)

// TestAnOrganizationEndorsesAndAnOrganizerLetsItStand beside the petition, with
// nothing of who signed for it, until they take it back.
func TestAnOrganizationEndorsesAndAnOrganizerLetsItStand(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{})
		c := testkit.MakeCampaign(t, h.DB)
		organizer, signer := signedIn(t, h, "olga@example.org", "organizer", c.State), h.Visitor(t)
		at, desk := "/petitions/"+c.Slug, "/organize/campaigns/"+c.Slug+"/endorsements"

		signer.Open(at).Must(200)
		page := signer.Open(at+"/endorse").Must(200).Submit("#endorse-form", url.Values{"organization": {"Parish <b>One</b>"}, "name": {"Canary Signer"}}).Must(422)
		if page.Text("#email-error") == "" || page.Text("#authorized-error") == "" || page.Document.Find("#name").AttrOr("value", "") != "Canary Signer" {
			t.Error("a mistake is not named, or what was typed is lost")
		}
		page = page.Submit("#endorse-form", url.Values{"site": {"parish.example.org"}, "kind": {"faith"}, "title": {"Pastor"}, "email": {"pat@mail.example.net"},
			"statement": {"Care first."}, "authorized": {"1"}}).Must(200)
		if !strings.HasSuffix(page.Path, "/endorse/check-email") {
			t.Errorf("after the form: %s", page.Path)
		}
		link := house.LinkIn(t, h.WaitMails(t, "pat@mail.example.net", 1)[0].Text, "/endorsements/")
		signer.Open(link).Must(200).Submit("form[action$='/confirm']", nil).Must(200)
		if page := organizer.Open(desk).Must(200); !strings.Contains(page.Text("main"), "example.net") || !strings.Contains(page.Text("main"), "make sure") || strings.Contains(signer.Open(at).Must(200).Body, "Parish") {
			t.Errorf("the desk says %s", page.Text("main"))
		}
		page = organizer.Open(desk).Submit("form[action$='/decline']", nil).Must(422)
		if !page.Has("details[open] .error, details[open] [id$='-error']") {
			t.Error("a decline without a reason is not refused beside its field")
		}
		organizer.Open(desk).Submit("form[action$='/accept']", nil).Must(200)
		for _, path := range []string{at, at + "/progress"} {
			page := signer.Open(path).Must(200)
			list := page.Document.Find("section[aria-labelledby='organizations']")
			if rel := list.Find("a[href='https://parish.example.org']").AttrOr("rel", ""); rel != "nofollow noopener" || !strings.Contains(list.Text(), "Parish <b>One</b>") || !strings.Contains(list.Text(), "Care first.") {
				t.Errorf("%s shows %q, rel %q", path, list.Text(), rel)
			}
			if strings.Contains(page.Body, "Canary") || strings.Contains(page.Body, "pat@") {
				t.Errorf("%s names who signed", path)
			}
		}
		if h.Counts(t, c.Slug).Counted() != 0 {
			t.Error("an organization is counted")
		}
		for named, want := range map[string]bool{"": false, "1": true} {
			file := organizer.Post("/organize/campaigns/"+c.Slug+"/exports", url.Values{"kind": {"endorsements"}, "purpose": {"The list for the hearing."}, "named": {named}}).Must(200)
			if strings.Contains(file.Body, "Canary Signer") != want || !strings.Contains(file.Body, "Parish") {
				t.Errorf("named %q: %s", named, file.Body)
			}
		}
		signer.Open(link).Must(200).Submit("form[action$='/withdraw']", nil).Must(200)
		if strings.Contains(signer.Open(at).Must(200).Body, "Parish") {
			t.Error("it is still shown after it was taken back")
		}
	})
}
