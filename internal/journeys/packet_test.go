package journeys

import (
	"bytes"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"statehouse/internal/packets"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// staffVisitor is a member of staff who has just signed in.
func staffVisitor(t *testing.T, h *house.House, email, role, state string) *house.Visitor {
	t.Helper()
	link, err := h.AddUser(t.Context(), email, "Olga Organizer", role, state, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	v := h.Visitor(t)
	v.Open(link).Must(200).Submit("form[action^='/account/sign-in/']", nil).Must(200)
	return v
}

const packetsPage = "/organize/campaigns/az-safe-harbor/packets"

// waitReady looks again, as the page does by itself, until n packets are ready.
func waitReady(t *testing.T, v *house.Visitor, n int) (page *house.Page) {
	t.Helper()
	testkit.Wait(t, "packets that are ready", func() bool {
		page = v.Open(packetsPage).Must(200)
		if open := strings.Contains(page.Body, "Being made") || strings.Contains(page.Body, "Waiting"); open != page.Has("meta[http-equiv='refresh']") {
			t.Fatalf("under way: %v, and the page looks again: %v", open, !open)
		}
		return page.Document.Find("form[action$='/downloads']").Length() >= n
	})
	return page
}

// TestAnOrganizerHandsAPetitionOver asks for packets, takes them, and has them checked.
func TestAnOrganizerHandsAPetitionOver(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := staffVisitor(t, h, "az@example.org", "organizer", "az")
		list := v.Open("/organize").Must(200)
		if !list.Has("a[href='"+packetsPage+"']") || strings.Contains(list.Body, "/campaigns/fl-") {
			t.Fatal("the list is not that of Arizona")
		}
		v.Open(packetsPage).Must(200).Submit("form.form", nil).Must(200)
		page := waitReady(t, v, 1)
		if district := page.Document.Find("select[name='district'] option").Eq(1); district.Length() == 1 {
			page.Submit("form.form", url.Values{"district": {district.AttrOr("value", "")}}).Must(200)
			page = waitReady(t, v, 2)
		} else {
			t.Error("no district is offered")
		}
		before := page.Text(".downloads")
		file := page.Submit("form[action$='/downloads']", nil).Must(200)
		m, problems, err := packets.Check(bytes.NewReader([]byte(file.Body)), int64(len(file.Body)))
		if err != nil || len(problems) > 0 || m.Counts.Signatures < 5 {
			t.Fatalf("%+v: %v, %v", m.Counts, problems, err)
		}
		if file.Header.Get("Content-Type") != "application/zip" || !strings.Contains(file.Header.Get("Content-Disposition"), ".zip") || file.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("headers %v", file.Header)
		}
		if after := v.Open(packetsPage).Text(".downloads"); before != "" || !strings.Contains(after, "Olga Organizer") {
			t.Errorf("downloads were %q and are %q", before, after)
		}
		v.Post(packetsPage, url.Values{"district": {"999999"}}).Must(422)
		v.Open("/organize/campaigns/fl-vacatur-access/packets").Must(404)
		staffVisitor(t, h, "hi@example.org", "organizer", "hi").Open(packetsPage).Must(404)
		if stranger := h.Visitor(t).Open(packetsPage); stranger.Path != "/account/sign-in" {
			t.Errorf("a stranger is at %s", stranger.Path)
		}
	})
}

// TestLinksToAPacketRunOut moves the clock of the house.
func TestLinksToAPacketRunOut(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		var later atomic.Int64
		h := house.Open(t, database, house.Setup{Now: func() time.Time { return time.Now().Add(time.Duration(later.Load())) }})
		if err := h.LoadDemo(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		v := staffVisitor(t, h, "organizer@example.org", "organizer", "")
		v.Open(packetsPage).Must(200).Submit("form.form", nil).Must(200)
		page := waitReady(t, v, 1)
		file := page.Submit("form[action$='/downloads']", nil).Must(200)
		v.Open(file.Path).Must(200)
		staffVisitor(t, h, "admin@example.org", "admin", "").Open(file.Path).Must(404)
		later.Store(int64(models.DownloadLife + time.Minute))
		v.Open(file.Path).Must(410)
		if _, err := h.DB.SQL().Exec("UPDATE packets SET expires_at = ready_at"); err != nil { // sessions keep the real clock's time
			t.Fatal(err)
		}
		download, _ := page.Document.Find("form[action$='/downloads']").Attr("action")
		v.Post(download, nil).Must(410)
		if v.Open(packetsPage).Must(200).Has("form[action='" + download + "']") {
			t.Error("an old packet still has its button")
		}
	})
}
