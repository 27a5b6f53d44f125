package public_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/models"
)

// withVariants offers three drafts and a talking point.
func withVariants(t *testing.T, d desk) {
	t.Helper()
	var rows []models.LetterVariant
	for n := 1; n <= 3; n++ {
		number := strconv.Itoa(n)
		rows = append(rows, models.LetterVariant{CampaignID: d.campaign.ID, Number: n, Place: n, Lang: "en", Title: "Text " + number, Subject: "Subject " + number,
			Body: "Dear {{legislator}}, this is text number " + number + " and it asks you to vote for it. {{name}}, {{zip}}"})
	}
	year := 2024
	err := d.h.DB.Write(t.Context(), func(tx *models.Tx) error {
		if err := models.AddVariants(context.Background(), tx, rows); err != nil {
			return err
		}
		return models.SetPoints(context.Background(), tx, d.campaign.ID, []models.TalkingPoint{{CampaignID: d.campaign.ID, Place: 1, Lang: "en", Text: "A charge stays on a record.", Source: "Sample Review", Year: &year}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAVariantIsFilledInAndNeverSwapped(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		d := openDesk(t, database, models.SignatureCounted)
		withVariants(t, d)
		doc := parsed(t, send(d.h, http.MethodGet, d.path(), "", d.ticket))
		first, number := doc.Find("#body").Text(), doc.Find("input[name=variant]").AttrOr("value", "")
		if !strings.Contains(first, "text number "+number) || strings.Contains(first, "{{name}}") || !strings.Contains(first, "{{legislator}}") {
			t.Fatalf("variant %q has %q", number, first)
		}
		if got := doc.Find("input[name=choose][checked]").AttrOr("value", ""); got != number || doc.Find("input[name=choose]").Length() != 3 {
			t.Errorf("the choice stands at %q", got)
		}
		if got := said(doc.Find(".points li")); got != "A charge stays on a record. Source: Sample Review (2024)" {
			t.Errorf("talking points %q", got)
		}
		for range 3 {
			if again := parsed(t, send(d.h, http.MethodGet, d.path(), "", d.ticket)).Find("#body").Text(); again != first {
				t.Errorf("a reload gives %q", again)
			}
		}
		form := url.Values{"variant": {number}, "subject": {""}, "body": {first}, "name": {"Ada Example"}}
		wrong := parsed(t, send(d.h, http.MethodPost, d.path(), form.Encode(), d.ticket))
		if wrong.Find("#body").Text() != first || wrong.Find("input[name=variant]").AttrOr("value", "") != number {
			t.Error("an error swaps the text")
		}
	})
}

func TestAnotherVariantNeverOverwritesWhatWasTyped(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		d := openDesk(t, database, models.SignatureCounted)
		withVariants(t, d)
		form := letterTo(d.upper)
		form.Set("variant", "1")
		form.Set("choose", "2")
		form.Set("use", "1")
		doc := parsed(t, send(d.h, http.MethodPost, d.path(), form.Encode(), d.ticket))
		if doc.Find("#body").Text() != form.Get("body") || doc.Find("#subject").AttrOr("value", "") != form.Get("subject") || doc.Find("input[name=variant]").AttrOr("value", "") != "1" {
			t.Error("the chosen text replaced what was typed")
		}
		if !strings.Contains(doc.Find("#offered").Text(), "text number 2") || doc.Find("input[name=to][checked]").Length() != 1 {
			t.Error("the chosen text is not shown, or the offices are lost")
		}
		form.Set("body", "Dear {{legislator}}, this is text number 1 and it asks you to vote for it. Ada Example, 85003")
		form.Set("subject", "My own subject")
		v := models.LetterVariant{Body: "Dear {{legislator}}, this is text number 1 and it asks you to vote for it. {{name}}, {{zip}}"}
		person, err := d.sig.OpenPerson(d.h.Keys)
		if err != nil {
			t.Fatal(err)
		}
		_, body := v.Filled(person.Name, person.ZIP)
		form.Set("body", strings.ReplaceAll(body, " and", "\r\nand"))
		doc = parsed(t, send(d.h, http.MethodPost, d.path(), form.Encode(), d.ticket))
		if !strings.Contains(doc.Find("#body").Text(), "text number 2") || doc.Find("#subject").AttrOr("value", "") != "My own subject" || doc.Find("input[name=variant]").AttrOr("value", "") != "2" {
			t.Errorf("an untouched text is not replaced: %q", doc.Find("#body").Text())
		}
		form.Set("choose", "77")
		if answer := send(d.h, http.MethodPost, d.path(), form.Encode(), d.ticket); answer.Code != http.StatusUnprocessableEntity || said(parsed(t, answer).Find("#choose-error")) == "" {
			t.Errorf("no such text: %d", answer.Code)
		}
		if n := len(d.letters(t)); n != 0 {
			t.Errorf("looking at texts wrote %d letters", n)
		}
	})
}

func TestALetterKeepsTheVariantItBeganFrom(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		d := openDesk(t, database, models.SignatureCounted)
		withVariants(t, d)
		form := letterTo(d.upper)
		form.Set("variant", "3")
		if got := send(d.h, http.MethodPost, d.path(), form.Encode(), d.ticket).Code; got != http.StatusSeeOther {
			t.Fatal(got)
		}
		form = letterTo(d.lower)
		form.Set("variant", "99")
		if got := send(d.h, http.MethodPost, d.path(), form.Encode(), d.ticket).Code; got != http.StatusSeeOther {
			t.Fatal(got)
		}
		letters := d.letters(t)
		if len(letters) != 2 || letters[0].Variant == nil || *letters[0].Variant != 3 || letters[1].Variant != nil {
			t.Errorf("letters %+v", letters)
		}
	})
}
