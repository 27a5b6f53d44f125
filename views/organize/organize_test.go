package organize

import (
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"statehouse/internal/testkit/drawn"
	"statehouse/models"
	"statehouse/views/layout"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func TestEveryStateHasItsWords(t *testing.T) {
	t.Parallel()
	p := PacketsPage{Page: layout.Page{Path: "/organize"}, Slug: "az-test"}
	for _, state := range models.PacketStates {
		p.Packets = append(p.Packets, Packet{Ref: string(state), State: string(state), Reason: "few", Asked: noon})
	}
	c := CampaignsPage{Page: layout.Page{Path: "/organize"}}
	for _, status := range models.CampaignStatuses {
		c.Campaigns = append(c.Campaigns, Campaign{Slug: string(status), Title: "A title", State: "Arizona", Status: string(status)})
	}
	for _, lang := range []string{"en", "es"} {
		for name, page := range map[string]templ.Component{"packets": Packets(p), "campaigns": Campaigns(c)} {
			text := drawn.In(t, page, lang).Find("main").Text()
			if strings.Contains(text, "organize.") {
				t.Errorf("%s in %s shows the name of a message:\n%s", name, lang, text)
			}
		}
		doc := drawn.In(t, Packets(p), lang)
		if n := doc.Find("form[action$='/downloads']").Length(); n != 1 {
			t.Errorf("%d packets can be downloaded, want the one that is ready", n)
		}
	}
}

func TestThePageLooksAgainOnlyWhileAPacketIsMade(t *testing.T) {
	t.Parallel()
	p := PacketsPage{Slug: "az-test"}
	if drawn.In(t, Packets(p), "en").Find("meta[http-equiv='refresh']").Length() != 0 {
		t.Error("it looks again for nothing")
	}
	p.Refresh = 4
	if content, _ := drawn.In(t, Packets(p), "en").Find("meta[http-equiv='refresh']").Attr("content"); content != "4" {
		t.Errorf("it looks again after %q", content)
	}
}

func TestWhatCannotBeAskedForIsSaidBesideTheField(t *testing.T) {
	t.Parallel()
	p := PacketsPage{Slug: "az-test", District: "7", Districts: []District{{"7", "Senate: District 7"}}, Errors: map[string]string{"district": "error.packet.few"}}
	doc := drawn.In(t, Packets(p), "en")
	if doc.Find(".summary a[href='#district']").Length() != 1 || doc.Find("#district-error").Length() != 1 || doc.Find("option[value='7'][selected]").Length() != 1 {
		t.Error("the error or the choice is lost")
	}
}
