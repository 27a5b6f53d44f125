package journeys

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// TestAnOfficeReadsWhatASupporterAllowsAndAnOrganizerChooses, until the
// supporter takes it back.
func TestAnOfficeReadsWhatASupporterAllowsAndAnOrganizerChooses(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		const words, comments = "My students deserve a second start.", "/organize/campaigns/az-safe-harbor/comments"
		form := url.Values{"comment": {words}, "quotable": {"1"}}
		for name, values := range ada {
			form[name] = values
		}
		supporter := h.Visitor(t)
		confirmed(t, h, supporter, supporter.Open("/petitions/az-safe-harbor").Must(200), form)

		v := staffVisitor(t, h, "az@example.org", "organizer", "az")
		list := v.Open(comments).Must(200)
		if !strings.Contains(list.Text(".entry"), words) || strings.Contains(list.Text("main"), "Ada") {
			t.Fatalf("the organizer reads %s", list.Text("main"))
		}
		digest := func() string {
			page := v.Open(milestonesPage).Must(200)
			milestone := page.Document.Find("#milestone option").Eq(0).AttrOr("value", "")
			return v.Open(milestonesPage + "?seat=" + seatOf(t, h, "ada@example.org") + "&milestone=" + milestone).Must(200).Text(".letter-text")
		}
		if strings.Contains(digest(), words) {
			t.Error("nobody chose it")
		}
		action := list.Document.Find(".entry form").First().AttrOr("action", "")
		if chosen := v.Post(action, nil).Must(200); !strings.Contains(chosen.Text(".entry"), "Chosen") {
			t.Errorf("after choosing: %s", chosen.Text(".entry"))
		}
		staffVisitor(t, h, "hi@example.org", "organizer", "hi").Post(action, nil).Must(404)
		if text := digest(); !strings.Contains(text, "“"+words+"”") || strings.Contains(text, "Ada") {
			t.Errorf("the digest is\n%s", text)
		}

		supporter.Open("/my-data").Submit("main form", url.Values{"email": {"ada@example.org"}}).Must(200)
		mine := supporter.Open(house.LinkIn(t, h.WaitMails(t, "ada@example.org", 2)[1].Text, "/my-data/")).Must(200)
		mine.Submit("form.form", url.Values{"name": {"Ada Example"}, "display": {"first"}, "quotable": {}}).Must(200)
		if strings.Contains(digest(), words) || strings.Contains(v.Open(comments).Must(200).Text("main"), words) {
			t.Error("it is still there after its writer took it back")
		}
	})
}

// seatOf is a seat of a signer's own districts.
func seatOf(t *testing.T, h *house.House, email string) string {
	t.Helper()
	matches, err := models.MatchesOf(t.Context(), h.DB.Read(), signatureOf(t, h, email).ID)
	if err != nil || len(matches) == 0 {
		t.Fatalf("%d districts, %v", len(matches), err)
	}
	holders, err := models.HoldersOf(t.Context(), h.DB.Read(), []int64{matches[0].DistrictID})
	if err != nil || len(holders) == 0 {
		t.Fatalf("%d holders, %v", len(holders), err)
	}
	return strconv.FormatInt(holders[0].SeatID, 10)
}
