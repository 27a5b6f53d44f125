package handlers_test

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

func TestStaffNoteAndTagACampaignAndFindItAgain(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	admin := signIn(t, a, e, "admin")
	if answer := postForm(e, "/admin/tags", url.Values{"name": {" "}}, admin); answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Body.String(), `id="name-error"`) {
		t.Errorf("a tag without a name: %d", answer.Code)
	}
	if answer := postForm(e, "/admin/tags", url.Values{"name": {"Hearing soon"}}, admin); answer.Code != http.StatusSeeOther {
		t.Fatalf("a tag: %d", answer.Code)
	}
	tags, err := models.Tags(context.Background(), a.DB.Read())
	if err != nil || len(tags) != 1 {
		t.Fatalf("%+v, %v", tags, err)
	}
	id := strconv.FormatInt(tags[0].ID, 10)
	campaign := testkit.MakeCampaign(t, a.DB)
	at := "/organize/campaigns/" + campaign.Slug
	if answer := ask(e, http.MethodGet, "/organize?tag="+id, admin...); strings.Contains(answer.Body.String(), at) {
		t.Error("a campaign without the tag is found by it")
	}
	if answer := postForm(e, at+"/tags", url.Values{"tag": {id}}, admin); answer.Code != http.StatusSeeOther {
		t.Errorf("tagging answers %d", answer.Code)
	}
	if answer := ask(e, http.MethodGet, "/organize?tag="+id, admin...); !strings.Contains(answer.Body.String(), at) {
		t.Error("the campaign is not found by its tag")
	}
	long := strings.Repeat("x", models.MaxNote+1)
	if answer := postForm(e, at+"/notes", url.Values{"text": {long}}, admin); answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Body.String(), long) {
		t.Errorf("a long note answers %d, or is lost", answer.Code)
	}
	if answer := postForm(e, at+"/notes", url.Values{"text": {"Call <them>."}}, admin); answer.Code != http.StatusSeeOther {
		t.Errorf("a note answers %d", answer.Code)
	}
	for _, page := range []string{at + "/notes", "/moderate/campaigns/" + campaign.Slug + "/notes"} {
		if answer := ask(e, http.MethodGet, page, admin...); !strings.Contains(answer.Body.String(), "Call &lt;them&gt;.") || !strings.Contains(answer.Body.String(), "checked") {
			t.Errorf("%s does not show it: %d", page, answer.Code)
		}
	}
	if answer := ask(e, http.MethodGet, "/petitions/"+campaign.Slug); strings.Contains(answer.Body.String(), "Hearing soon") || strings.Contains(answer.Body.String(), "Call &lt;them") {
		t.Error("the public page shows what staff note")
	}
}
