package journeys

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/internal/token"
	"statehouse/models"
)

// TestAWriterTellsWhatCameBack at the page of the letter, with a mistake first;
// looking at it changes nothing.
func TestAWriterTellsWhatCameBack(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Idle: true})
		seat := testkit.MakeSeat(t, h.DB, "az", "upper", "1")
		sig := testkit.MakeSignature(t, h.DB, h.Keys, testkit.MakeCampaign(t, h.DB))
		letter := testkit.MakeLetter(t, h.DB, h.Keys, sig, seat)
		tok := token.New()
		ago := models.Moment(time.Now().Add(-models.SurveyAfter - time.Hour))
		if err := h.DB.Write(context.Background(), func(tx *models.Tx) error {
			mails, err := models.MailsAfter(context.Background(), tx, 0, 100)
			if err != nil {
				return err
			}
			for _, m := range mails {
				if m.Kind == "letter" {
					if _, err := models.ReportMail(context.Background(), tx, m.ID, models.MailDelivered, "id", ago); err != nil {
						return err
					}
				}
			}
			return models.AddLinks(context.Background(), tx, []models.Link{{Hash: token.Hash(tok), Kind: models.LinkLetters, SignatureID: &sig.ID, LetterID: &letter.ID,
				CreatedAt: ago, ExpiresAt: time.Now().Add(time.Hour)}})
		}); err != nil {
			t.Fatal(err)
		}
		v := h.Visitor(t)
		page := v.Open("/letters/" + tok).Must(200)
		form := page.Document.Find("form[action*='/replies/']")
		if form.Length() != 1 {
			t.Fatalf("%d offices are asked about", form.Length())
		}
		action := form.AttrOr("action", "")
		if page := v.Post(action, url.Values{"position": {"opposes"}}).Must(422); !page.Has(".problem") || !page.Has("option[value=opposes][selected]") {
			t.Error("a missing answer is refused without a word, or what was chosen is lost")
		}
		page = v.Post(action, url.Values{"answered": {"standard"}, "position": {"supports"}}).Must(200)
		if !page.Has(".flash") || !page.Has("input[value=standard][checked]") || !page.Has("option[value=supports][selected]") {
			t.Errorf("what was told is not shown: %s", page.Text("main"))
		}
		mine := token.New()
		if err := h.DB.Write(context.Background(), func(tx *models.Tx) error {
			person, err := sig.OpenPerson(h.Keys)
			if err != nil {
				return err
			}
			link := models.Link{Hash: token.Hash(mine), Kind: models.LinkMyData, Ref: token.Ref(), CreatedAt: ago, ExpiresAt: time.Now().Add(time.Hour)}
			link.SealContact(h.Keys, person.Email)
			return models.AddLinks(context.Background(), tx, []models.Link{link})
		}); err != nil {
			t.Fatal(err)
		}
		if file := v.Open("/my-data/" + mine + "/download").Must(200); !strings.Contains(file.Body, "standard, supports") {
			t.Errorf("the download lacks what was told:\n%s", file.Body)
		}
		v.Post("/letters/"+tok+"/replies/"+strconv.Itoa(9999), url.Values{"answered": {"none"}}).Must(404)
		v.Post("/letters/nothing/replies/1", url.Values{"answered": {"none"}}).Must(404)
	})
}
