package journeys

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// TestASupporterSeesCorrectsWithdrawsAndErases, and then nothing can be read.
func TestASupporterSeesCorrectsWithdrawsAndErases(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		before := h.Counts(t, "az-safe-harbor")
		v := h.Visitor(t)
		v.Open("/petitions/az-safe-harbor").Submit("form[action$='/signatures']", ada).Must(200)
		v.Open(house.LinkIn(t, h.WaitMails(t, "ada@example.org", 1)[0].Text, "/s/")).Submit("form[action$='/confirm']", nil).Must(200)
		follow := v.Open("/petitions/az-safe-harbor/letters").Submit("form[method='post']", nil).Must(200).Path
		h.WaitMails(t, "-az.example.org", 3)

		v.Open("/my-data").Submit("main form", url.Values{"email": {"nobody@example.org"}}).Must(200)
		if sent := v.Open("/my-data").Submit("main form", url.Values{"email": {"ada@example.org"}}).Must(200); sent.Path != "/my-data/check-email" {
			t.Errorf("asked at %s", sent.Path)
		}
		mine := house.LinkIn(t, h.WaitMails(t, "ada@example.org", 2)[1].Text, "/my-data/")
		if n := len(h.Mails(t, "nobody@example.org")); n != 0 {
			t.Errorf("%d mails to an address that has signed nothing", n)
		}
		page := v.Open(mine).Must(200)
		corrected := page.Submit("form.form", url.Values{"name": {"Ada Lovelace Example"}, "display": {"full"}, "updates": {}}).Must(200)
		if text := corrected.Text("main"); !strings.Contains(text, "Ada Lovelace Example") || !corrected.Has(".flash") {
			t.Errorf("after correcting: %.400s", text)
		}
		checkDownload(t, v.Open(mine+"/download").Must(200))

		corrected.Submit("form[action$='/withdraw']", nil).Must(200)
		if got := h.Counts(t, "az-safe-harbor"); got.Counted() != before.Counted() || got.Withdrawn != before.Withdrawn+1 {
			t.Errorf("after withdrawing %+v, was %+v", got, before)
		}
		sig := signatureOf(t, h, "ada@example.org")
		if n := readable(t, h, sig); n < 5 {
			t.Errorf("before erasing %d mails can be read, want the confirmation, three letters and the link", n)
		}
		v.Open(mine+"/erase").Must(200).Submit("form[action$='/erase']", nil).Must(200)
		v.Open(mine).Must(410)
		if text := v.Open(follow).Text("main"); strings.Contains(text, "Ada") {
			t.Errorf("the letter's page still says %.300s", text)
		}
		nothingToRead(t, h, sig)
	})
}

func checkDownload(t *testing.T, file *house.Page) {
	t.Helper()
	var data struct {
		Email      string
		Signatures []struct {
			Name, ZIP, Status string
			Letters           []struct{ Subject, Body string }
		}
	}
	if err := json.Unmarshal([]byte(file.Body), &data); err != nil {
		t.Fatal(err)
	}
	if data.Email != "ada@example.org" || len(data.Signatures) != 1 || len(data.Signatures[0].Letters) != 1 {
		t.Fatalf("the download holds %+v", data)
	}
	if s := data.Signatures[0]; s.Name != "Ada Lovelace Example" || s.ZIP != "85012" || s.Status != "counted" || s.Letters[0].Body == "" {
		t.Errorf("the download says %+v", s)
	}
	if !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") {
		t.Error("the download opens in the browser")
	}
}

// signatureOf is an address's signature on the Arizona petition.
func signatureOf(t *testing.T, h *house.House, address string) models.Signature {
	t.Helper()
	email, err := models.ParseEmail(address)
	if err != nil {
		t.Fatal(err)
	}
	index := models.SignatureIndex(h.Keys, campaignOf(t, h, "az-safe-harbor").Code, email)
	found, err := models.SignaturesByIndex(t.Context(), h.DB.Read(), [][]byte{index})
	if err != nil || len(found) != 1 {
		t.Fatalf("%d signatures, %v", len(found), err)
	}
	return found[0]
}

// nothingToRead opens what is left of an erased signature with all keys.
func nothingToRead(t *testing.T, h *house.House, sig models.Signature) {
	t.Helper()
	ctx, tx := t.Context(), h.DB.Read()
	left, err := models.SignatureByID(ctx, tx, sig.ID)
	if err != nil {
		t.Fatal(err)
	}
	if person, err := left.OpenPerson(h.Keys); err != nil || person != (models.Person{}) || string(left.EmailIndex) == string(sig.EmailIndex) {
		t.Errorf("of the person is left %+v, %v", person, err)
	}
	letters, err := models.LettersOf(ctx, tx, sig.ID)
	if err != nil || len(letters) != 1 || !letters[0].IsErased() {
		t.Errorf("letters %+v, %v", letters, err)
	}
	// what is with the provider at that moment is emptied once it has answered
	testkit.Wait(t, "every mail to be emptied", func() bool { return readable(t, h, sig) == 0 })
	links, err := models.LinksWithContact(ctx, tx, sig.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range links {
		if contact, err := link.OpenContact(h.Keys); err != nil || contact == "ada@example.org" {
			t.Errorf("a link still names the address: %v", err)
		}
	}
}

// readable counts the mails because of a signature of which the text is kept.
func readable(t *testing.T, h *house.House, sig models.Signature) (n int) {
	t.Helper()
	mails, err := models.MailsAfter(t.Context(), h.DB.Read(), 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mails {
		if m.SignatureID != nil && *m.SignatureID == sig.ID && m.Payload != nil {
			n++
		}
	}
	return n
}
