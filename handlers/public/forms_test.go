package public_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/internal/token"
	"statehouse/models"
)

// pointsAt says whether a field is marked, described by its problem, and linked
// from the summary.
func pointsAt(doc *goquery.Document, id string) bool {
	field := doc.Find("#" + id)
	return field.AttrOr("aria-invalid", "") == "true" && strings.Contains(" "+field.AttrOr("aria-describedby", "")+" ", " "+id+"-error ") &&
		doc.Find(".summary[role=alert] a[href='#"+id+"']").Length() == 1
}

func TestTheFormsForAnAddressSayWhatIsWrongAndKeepIt(t *testing.T) {
	t.Parallel()
	h, _ := open(t, testkit.SQLiteURL(t))
	for _, path := range []string{"/my-data", "/account/sign-in"} {
		for _, typed := range []string{"", "ada", "ada@", `"><b>`} {
			answer := send(h, http.MethodPost, path, url.Values{"email": {typed}}.Encode())
			doc := parsed(t, answer)
			if answer.Code != http.StatusUnprocessableEntity || !pointsAt(doc, "email") || said(doc.Find("#email-error")) == "" {
				t.Errorf("%s %q: %d, beside the field stands %q", path, typed, answer.Code, said(doc.Find("#email-error")))
			}
			if got := doc.Find("#email").AttrOr("value", "none"); got != typed {
				t.Errorf("%s keeps %q, want %q", path, got, typed)
			}
		}
	}
}

// ownLink is a link to one's own data, as its mail brings it.
func ownLink(t *testing.T, h *house.House, email string) string {
	t.Helper()
	tok, now := token.New(), models.Moment(time.Now())
	err := h.DB.Write(t.Context(), func(tx *models.Tx) error {
		link := models.Link{Hash: token.Hash(tok), Kind: models.LinkMyData, Ref: token.Ref(), CreatedAt: now, ExpiresAt: now.Add(models.MyDataLife)}
		link.SealContact(h.Keys, email)
		return models.AddLinks(t.Context(), tx, []models.Link{link})
	})
	if err != nil {
		t.Fatal(err)
	}
	return "/my-data/" + tok
}

func TestARefusedChangeOfMyDataKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	h, campaign := open(t, testkit.SQLiteURL(t))
	sig := testkit.MakeSignature(t, h.DB, h.Keys, campaign, func(s *testkit.Signer) { s.Email = "ada@example.org" })
	link := ownLink(t, h, "ada@example.org")
	form := url.Values{"name": {"https://example.org"}, "display": {"full"}, "updates": {"1"}}
	answer := send(h, http.MethodPost, link+"/signatures/"+sig.Ref, form.Encode())
	doc := parsed(t, answer)
	if answer.Code != http.StatusUnprocessableEntity || !pointsAt(doc, "name-"+sig.Ref) {
		t.Errorf("%d: %s", answer.Code, said(doc.Find("main")))
	}
	if got := doc.Find("#name-"+sig.Ref).AttrOr("value", ""); got != "https://example.org" {
		t.Errorf("the name keeps %q", got)
	}
	if got := doc.Find("input[name=display][checked]").AttrOr("value", ""); got != "full" || doc.Find("#updates-"+sig.Ref+"[checked]").Length() != 1 {
		t.Errorf("display keeps %q", got)
	}
	if got := send(h, http.MethodPost, link+"/signatures/someone-elses", "name=Eve+Example&display=full").Code; got != http.StatusNotFound {
		t.Errorf("another's signature answers %d", got)
	}
}

// TestWhatIsUnknownIsSaidKindlyInBothLanguages: with a way on and a way out.
func TestWhatIsUnknownIsSaidKindlyInBothLanguages(t *testing.T) {
	t.Parallel()
	h, _ := open(t, testkit.SQLiteURL(t))
	unknown := strings.Repeat("x", 43)
	for path, want := range map[string]int{
		"/no/such/page": 404, "/petitions/none": 404, "/petitions/none/progress": 404, "/petitions/none/letters": 404, "/petitions/none/embed": 404, "/petitions/none/card.png": 404,
		"/petitions/none/events": 404, "/states/zz": 404, "/p/none": 404, "/s/" + unknown: 404, "/letters/" + unknown: 404, "/unsubscribe/" + unknown: 404,
		"/my-data/" + unknown: 410, "/my-data/" + unknown + "/erase": 410, "/my-data/" + unknown + "/download": 410, "/account/sign-in/" + unknown: 410,
	} {
		said := map[string]string{}
		for _, lang := range []string{"en", "es"} {
			answer := send(h, http.MethodGet, path+"?lang="+lang, "")
			doc := parsed(t, answer)
			said[lang] = doc.Find("h1").Text()
			if answer.Code != want || doc.Find("html").AttrOr("lang", "") != lang || said[lang] == "" {
				t.Errorf("%s in %s: %d, %q", path, lang, answer.Code, said[lang])
			}
			if doc.Find("main a[href]").Length() == 0 || doc.Find("a[data-exit]").Length() != 1 {
				t.Errorf("%s in %s: no way on, or no way out", path, lang)
			}
		}
		if said["en"] == said["es"] {
			t.Errorf("%s says %q in both languages", path, said["en"])
		}
	}
}
