package public_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// desk is a signer with a ticket, their two seats, and one that is not theirs.
type desk struct {
	h                   *house.House
	campaign            models.Campaign
	sig                 models.Signature
	upper, lower, other models.Holder
}

func openDesk(t *testing.T, database string, state models.SignatureState) desk {
	t.Helper()
	h, campaign := open(t, database)
	d := desk{h: h, campaign: campaign, upper: testkit.MakeSeat(t, h.DB, "az", "upper", "1"), lower: testkit.MakeSeat(t, h.DB, "az", "lower", "1"),
		other: testkit.MakeSeat(t, h.DB, "az", "upper", "2")}
	d.sig = testkit.MakeSignature(t, h.DB, h.Keys, campaign, testkit.As(state), func(s *testkit.Signer) {
		s.Districts = []models.District{{ID: d.upper.DistrictID, Chamber: "upper"}, {ID: d.lower.DistrictID, Chamber: "lower"}}
	})
	return d
}

func (d desk) path() string { return "/petitions/" + d.campaign.Slug + "/letters" }

// ticket is what confirming gives a browser.
func (d desk) ticket(r *http.Request) {
	sealed := d.h.Keys.SealText("cookie", "ticket", strconv.FormatInt(d.sig.ID, 10)+" 9999999999")
	r.AddCookie(&http.Cookie{Name: "ticket", Value: base64.RawURLEncoding.EncodeToString(sealed)})
}

func letterTo(seats ...models.Holder) url.Values {
	form := url.Values{"subject": {"Please support it"}, "body": {"Dear {{legislator}}, I live in your district and ask you to vote for it."}, "name": {"Ada Example"}, "reply": {"1"}}
	for _, s := range seats {
		form.Add("to", strconv.FormatInt(s.SeatID, 10))
	}
	return form
}

func (d desk) letters(t *testing.T) []models.Letter {
	t.Helper()
	letters, err := models.LettersOf(t.Context(), d.h.DB.Read(), d.sig.ID)
	if err != nil {
		t.Fatal(err)
	}
	return letters
}

// TestALetterGoesToOnesOwnSeatsOnceOnly and the form says what is wrong.
func TestALetterGoesToOnesOwnSeatsOnceOnly(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		d := openDesk(t, database, models.SignatureCounted)
		refused := func(what, says string, form url.Values) {
			t.Helper()
			answer := send(d.h, http.MethodPost, d.path(), form.Encode(), d.ticket)
			doc := parsed(t, answer)
			if got := said(doc.Find("#to-error")); answer.Code != http.StatusUnprocessableEntity || got != says {
				t.Errorf("%s: %d, beside the offices stands %q", what, answer.Code, got)
			}
			if doc.Find("#subject").AttrOr("value", "") != form.Get("subject") || doc.Find("#body").Text() != form.Get("body") || doc.Find("#reply[checked]").Length() != 1 {
				t.Errorf("%s: what was typed is lost", what)
			}
		}
		refused("nobody", "Choose at least one legislator.", letterTo())
		refused("a seat that is not mine", "Choose from the legislators listed here.", letterTo(d.other))
		refused("mine and another", "Choose from the legislators listed here.", letterTo(d.upper, d.other))
		refused("no such seat", "Choose from the legislators listed here.", letterTo(models.Holder{SeatID: 987654}))
		if n := len(d.letters(t)); n != 0 {
			t.Fatalf("%d letters came of what was refused", n)
		}
		answer := send(d.h, http.MethodPost, d.path(), letterTo(d.upper, d.upper).Encode(), d.ticket)
		if to := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/letters/") {
			t.Fatalf("a good letter: %d to %q", answer.Code, to)
		}
		refused("twice to one seat", "You have already written to one of these offices about this petition.", letterTo(d.upper, d.lower))
		if got := send(d.h, http.MethodPost, d.path(), letterTo(d.lower).Encode(), d.ticket).Code; got != http.StatusSeeOther {
			t.Errorf("a second letter to the other seat: %d", got)
		}
	})
}

func TestAVacantSeatIsShownAndNotWrittenTo(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		d := openDesk(t, database, models.SignatureCounted)
		if _, err := d.h.DB.SQL().Exec("UPDATE terms SET ends_at = '2026-11-01' WHERE seat_id = " + strconv.FormatInt(d.upper.SeatID, 10)); err != nil {
			t.Fatal(err)
		}
		doc := parsed(t, send(d.h, http.MethodGet, d.path(), "", d.ticket))
		if n := doc.Find("input[name=to]").Length(); n != 1 || !strings.Contains(strings.ToLower(said(doc.Find("main"))), "vacant") {
			t.Errorf("%d offices to write to: %.600s", n, said(doc.Find("main")))
		}
		if got := send(d.h, http.MethodPost, d.path(), letterTo(d.upper).Encode(), d.ticket).Code; got != http.StatusUnprocessableEntity {
			t.Errorf("a letter to nobody: %d", got)
		}
	})
}

// TestALetterOfAHeldSignatureWaits and its writer is told so.
func TestALetterOfAHeldSignatureWaits(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		d := openDesk(t, database, models.SignatureHeld)
		answer := send(d.h, http.MethodPost, d.path(), letterTo(d.upper).Encode(), d.ticket)
		if answer.Code != http.StatusSeeOther {
			t.Fatalf("%d: %s", answer.Code, said(parsed(t, answer).Find(".problem")))
		}
		follow := strings.TrimSuffix(answer.Header().Get("Location"), "?sent=1")
		if doc := parsed(t, send(d.h, http.MethodGet, follow, "")); said(doc.Find(".fate")) != "Waiting" {
			t.Errorf("its fate is %q", said(doc.Find(".fate")))
		}
		if letters := d.letters(t); len(letters) != 1 || letters[0].ReleasedAt != nil {
			t.Errorf("letters %+v", letters)
		}
	})
}

func TestATicketIsForItsPetitionAndItsTimeOnly(t *testing.T) {
	t.Parallel()
	d := openDesk(t, testkit.SQLiteURL(t), models.SignatureCounted)
	another := testkit.MakeCampaign(t, d.h.DB)
	if got := send(d.h, http.MethodPost, "/petitions/"+another.Slug+"/letters", letterTo(d.upper).Encode(), d.ticket).Code; got != http.StatusForbidden {
		t.Errorf("a ticket for another petition: %d", got)
	}
	old := func(r *http.Request) {
		sealed := d.h.Keys.SealText("cookie", "ticket", strconv.FormatInt(d.sig.ID, 10)+" 1000000000")
		r.AddCookie(&http.Cookie{Name: "ticket", Value: base64.RawURLEncoding.EncodeToString(sealed)})
	}
	if got := send(d.h, http.MethodPost, d.path(), letterTo(d.upper).Encode(), old).Code; got != http.StatusForbidden {
		t.Errorf("an old ticket: %d", got)
	}
}
