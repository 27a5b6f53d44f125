package journeys

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// TestNothingOfACommentIsPublicBeforeADecision looks for its words on every
// public page, feed and file, in every state but published.
func TestNothingOfACommentIsPublicBeforeADecision(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		th := newThread(t, database)
		canaries := []string{"canarywordalpha", "Canaryfirst", "Canarylast", "canary@example.org"}
		look := func(when string) {
			t.Helper()
			for _, path := range []string{"/", "/stories", th.path(), th.path() + "?lang=es", th.path() + "/check-email", "/petitions", "/petitions?q=canarywordalph",
				"/petitions/" + th.campaign.Slug, "/petitions/" + th.campaign.Slug + "/progress", "/petitions/" + th.campaign.Slug + "/card.png", "/petitions/" + th.campaign.Slug + "/embed",
				"/states", "/states/az", "/states.csv", "/feeds/petitions.atom", "/sitemap.xml", "/robots.txt", "/v1/petitions", "/v1/petitions/" + th.campaign.Slug,
				"/about", "/privacy", "/moderate", "/moderate/questions"} {
				body := th.reader.Open(path).Body + th.moderator.Open(path).Body // a queue shows no words either
				for _, canary := range canaries {
					if strings.Contains(body, canary) {
						t.Errorf("%s says %q while the comment is %s", path, canary, when)
					}
				}
			}
		}
		v := th.h.Visitor(t)
		v.Open(th.path()).Submit("form[action$='/comments']", url.Values{"name": {"Canaryfirst Canarylast"}, "email": {canaries[3]}, "display": {"full"}, "comment": {"A canarywordalpha, you see?"}}).Must(200)
		look("pending")
		link := house.LinkIn(t, th.h.WaitMails(t, canaries[3], 1)[0].Text, "/comments/")
		v.Open(link).Submit("form[action$='/confirm']", nil).Must(200)
		look("held")
		rows, err := models.CommentsAfter(t.Context(), th.h.DB.Read(), 0, 10)
		if err != nil || len(rows) != 1 {
			t.Fatal(len(rows), err)
		}
		s := said{rows[0], link}
		th.take(th.moderator, s).Must(200).Submit("#decide-form", url.Values{"decision": {"declined"}, "reason": {"off_topic"}}).Must(200)
		look("declined")
		v.Open(link).Submit("form[action$='/appeal']", nil).Must(200)
		th.publish(th.moderator, s, "").Must(200)
		if !strings.Contains(th.shown(s), "canarywordalpha") {
			t.Error("the search finds nothing even where the comment stands")
		}
		th.reader.Open(th.path()).Submit("#comment-"+s.comment.Ref+" form", url.Values{"reason": {"names"}}).Must(200)
		look("reported")
		v.Open(link).Submit("form[action$='/withdraw']", nil).Must(200)
		look("withdrawn")
	})
}

// TestADeclineIsLookedAtTwiceMore and not a third time.
func TestADeclineIsLookedAtTwiceMore(t *testing.T) {
	t.Parallel()
	th := newThread(t, testkit.SQLiteURL(t))
	s := th.say("Orsolya Testwick", "orsolya@example.org", "hidden", "", "I disagree with the second paragraph.")
	for range 3 {
		th.take(th.moderator, s).Must(200).Submit("#decide-form", url.Values{"decision": {"declined"}, "reason": {"off_topic"}}).Must(200)
		if page := th.reader.Open(s.link); page.Has("form[action$='/appeal']") {
			page.Submit("form[action$='/appeal']", nil).Must(200)
		}
	}
	if th.reader.Open(s.link).Has("form[action$='/appeal']") || !strings.Contains(th.reader.Post(strings.TrimPrefix(s.link, th.h.URL)+"/appeal", nil).Text("h1"), "Not published") {
		t.Error("a third appeal is offered, or taken")
	}
	c, err := models.CommentByRef(t.Context(), th.h.DB.Read(), s.comment.Ref)
	if err != nil || c.Appeals != 2 || c.State != models.CommentDeclined {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestAReportHidesOnce and brings a comment that was vetted only into the queue.
func TestAReportHidesOnce(t *testing.T) {
	t.Parallel()
	th := newThread(t, testkit.SQLiteURL(t))
	s := th.say("Pim Testwick", "pim@example.org", "hidden", "", "My school should teach this.")
	th.publish(th.moderator, s, "school").Must(200)
	report := func() {
		th.reader.Open(th.path()).Submit("#comment-"+s.comment.Ref+" form", url.Values{"reason": {"demeaning"}}).Must(200)
		if queue := th.moderator.Open("/moderate").Text("#comment-" + s.comment.Ref); !strings.Contains(queue, "Reported") {
			t.Errorf("the queue says %q", queue)
		}
	}
	report()
	if th.shown(s) != "" {
		t.Error("the first report leaves it in sight")
	}
	if page := th.take(th.moderator, s).Must(200); !strings.Contains(page.Text("main"), "My [removed] should") {
		t.Error("the moderator does not see how it was published")
	}
	th.publish(th.moderator, s, "school").Must(200)
	report()
	if !strings.Contains(th.shown(s), "My [removed] should teach this.") {
		t.Error("a second report hides what was looked at")
	}
	th.reader.Post(th.path()+"/comments/"+s.comment.Ref+"/report", url.Values{"reason": {"because"}}).Must(422)
}

// TestTwoModeratorsDoNotWorkOnOneComment and an erased address leaves nothing.
func TestTwoModeratorsDoNotWorkOnOneComment(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		th := newThread(t, database)
		s := th.say("Quirin Testwick", "quirin@example.org", "hidden", "", "A short word of thanks.")
		th.moderator.Open("/moderate/comments/" + s.comment.Ref).Must(409)
		th.take(th.moderator, s).Must(200)
		if status := th.take(th.lead, s).Status; status != 409 {
			t.Errorf("a second one gets %d", status)
		}
		th.moderator.Open("/moderate/comments/"+s.comment.Ref).Submit("form[action$='/release']", nil).Must(200)
		th.publish(th.lead, s, "").Must(200)
		th.reader.Post("/my-data", url.Values{"email": {"quirin@example.org"}}).Must(200)
		mine := house.LinkIn(t, th.h.WaitMails(t, "quirin@example.org", 2)[1].Text, "/my-data/")
		if page := th.reader.Open(mine).Must(200); !strings.Contains(page.Text("main"), "A short word of thanks.") {
			t.Errorf("my data says %q", page.Text("main"))
		}
		if !strings.Contains(th.reader.Open(mine+"/download").Body, "A short word of thanks.") {
			t.Error("the download lacks the comment")
		}
		th.reader.Open(mine+"/erase").Submit("form[action$='/erase']", nil).Must(200)
		if th.shown(s) != "" || th.reader.Open(s.link).Status != 404 {
			t.Error("an erased comment is still there")
		}
		c, err := models.CommentByRef(t.Context(), th.h.DB.Read(), s.comment.Ref)
		if err != nil || c.State != models.CommentWithdrawn || len(c.Text)+len(c.Email)+len(c.Name) > 0 {
			t.Errorf("%+v, %v", c, err)
		}
	})
}
