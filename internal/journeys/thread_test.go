package journeys

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// said is a comment that somebody left and handed in.
type said struct {
	comment models.Comment
	link    string
}

// thread is a house with one story, a petition of Arizona, and the staff.
type thread struct {
	t                       *testing.T
	h                       *house.House
	story                   models.Story
	campaign                models.Campaign
	lead, moderator, reader *house.Visitor
}

func newThread(t *testing.T, database string) *thread {
	t.Helper()
	h := house.Open(t, database, house.Setup{})
	th := &thread{t: t, h: h, story: testkit.MakeStory(t, h.DB), campaign: testkit.MakeCampaign(t, h.DB), reader: h.Visitor(t), lead: h.Visitor(t), moderator: h.Visitor(t)}
	th.lead.Open(staffLink(t, h, "admin")).Submit("form[action^='/account/sign-in/']", nil).Must(200)
	th.moderator.Open(staffLink(t, h, "moderator")).Submit("form[action^='/account/sign-in/']", nil).Must(200)
	return th
}

func (th *thread) path() string { return "/stories/" + th.story.Slug }

// say leaves a comment and hands it in by the link of its mail.
func (th *thread) say(name, email, display, state, text string) said {
	th.t.Helper()
	v := th.h.Visitor(th.t)
	v.Open(th.path()).Submit("form[action$='/comments']", url.Values{"name": {name}, "email": {email}, "display": {display}, "state": {state}, "comment": {text}}).Must(200)
	mail := th.h.WaitMails(th.t, email, 1)[0]
	for _, word := range strings.Fields(text) {
		if len(word) > 8 && strings.Contains(mail.Text, word) {
			th.t.Errorf("the mail says %q, which a stranger may have typed", word)
		}
	}
	s := said{link: house.LinkIn(th.t, mail.Text, "/comments/")}
	v.Open(s.link).Submit("form[action$='/confirm']", nil).Must(200)
	rows, err := models.CommentsAfter(th.t.Context(), th.h.DB.Read(), 0, 100)
	if err != nil || len(rows) == 0 {
		th.t.Fatal("nothing is stored", err)
	}
	s.comment = rows[len(rows)-1]
	if s.comment.State != models.CommentHeld || strings.Contains(th.reader.Open(th.path()).Body, text) {
		th.t.Errorf("%q is %s and must wait", text, s.comment.State)
	}
	return s
}

// take is the page of a comment for staff who may read it.
func (th *thread) take(by *house.Visitor, s said) *house.Page {
	th.t.Helper()
	return by.Post("/moderate/comments/"+s.comment.Ref+"/claim", nil)
}

func (th *thread) publish(by *house.Visitor, s said, phrases string) *house.Page {
	th.t.Helper()
	return th.take(by, s).Must(200).Submit("#decide-form", url.Values{"decision": {"published"}, "phrases": {phrases}})
}

// shown is how a comment stands under the story; empty if it does not.
func (th *thread) shown(s said) string {
	return th.reader.Open(th.path()).Must(200).Text("#comment-" + s.comment.Ref)
}

// TestTheThreadEndsAsItsTableSays replays seven comments, the hardest that a
// story got, with invented people and words.
func TestTheThreadEndsAsItsTableSays(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		th := newThread(t, database)
		th.aSuggestionIsPublished()
		th.anOfferIsPublishedAndAnswered()
		th.aSurvivorIsNotNamedAndNamesNobody()
		th.aSupporterOfArizonaIsShownThePetition()
		th.aFullNameAndItsTownAreNotShown()
		th.staffAreNoExceptionAtTheForm()
		th.aCallToKillIsDeclinedAndItsSignatureCounts()
	})
}

func (th *thread) aSuggestionIsPublished() {
	s := th.say("Paloma Testwick", "paloma@example.org", "hidden", "", "A police series set in Hawaii should do an episode about this.")
	if s.comment.Classes != "" || s.comment.Reader != models.ReaderModerators {
		th.t.Errorf("the suggestion: found %q", s.comment.Classes)
	}
	th.publish(th.moderator, s, "").Must(200)
	if got := th.shown(s); !strings.Contains(got, "A supporter") || !strings.Contains(got, "police series") || strings.Contains(got, "Paloma") {
		th.t.Errorf("the suggestion stands as %q", got)
	}
}

func (th *thread) anOfferIsPublishedAndAnswered() {
	s := th.say("Bram Testwick", "bram@example.org", "first", "", "We are very interested in helping.")
	th.publish(th.moderator, s, "").Must(200)
	if !strings.Contains(th.moderator.Open("/moderate/questions").Body, s.comment.Ref) {
		th.t.Error("the offer waits for no answer")
	}
	th.take(th.moderator, s).Must(200).Submit("#answer-form", url.Values{"answer": {"Thank you. Start with a petition."}, "state": {"ok"}}).Must(200)
	got := th.shown(s)
	for _, want := range []string{"Bram", "Statehouse staff", "Start with a petition", "no petition yet in Oklahoma"} {
		if !strings.Contains(got, want) {
			th.t.Errorf("the offer stands as %q, without %q", got, want)
		}
	}
	if n := len(th.h.Mails(th.t, "bram@example.org")); n != 1 {
		th.t.Errorf("an answer that is public came by mail too: %d mails", n)
	}
}

func (th *thread) aSurvivorIsNotNamedAndNamesNobody() {
	text := "I survived this. Ottoline Crabmarsh and the Fennimore family trafficked me and they are still selling kids today. Pray for me."
	s := th.say("Wendeline Sorrowby", "wendeline@example.org", "full", "", text)
	if s.comment.Reader != models.ReaderTrainedLead || s.comment.Urgency != 2 || s.comment.Display != models.DisplayHidden {
		th.t.Errorf("the disclosure: %+v", s.comment)
	}
	if page := th.reader.Open(s.link); !strings.Contains(page.Text("main"), "1-888-373-7888") {
		th.t.Error("its author is shown no help")
	}
	if status := th.take(th.moderator, s).Status; status != 403 {
		th.t.Errorf("a moderator without training gets %d", status)
	}
	th.publish(th.lead, s, "").Must(422)
	if th.shown(s) != "" {
		th.t.Error("names were published")
	}
	page := th.lead.Open("/moderate/comments/" + s.comment.Ref).Must(200)
	page = page.Submit("#tip-form", url.Values{"reference": {"REF-TEST-1"}}).Must(200)
	if !strings.Contains(page.Text("main"), "REF-TEST-1, Sam Sample") {
		th.t.Error("the report is not noted")
	}
	page.Submit("#decide-form", url.Values{"decision": {"published"}, "phrases": {"Ottoline Crabmarsh\r\nFennimore family"}}).Must(200)
	got := th.shown(s)
	if !strings.Contains(got, "[removed] and the [removed] trafficked me") || strings.Contains(got, "Wendeline") || strings.Contains(got, "Sorrowby") {
		th.t.Errorf("the disclosure stands as %q", got)
	}
}

func (th *thread) aSupporterOfArizonaIsShownThePetition() {
	s := th.say("Tamsin", "tamsin@example.org", "hidden", "az", "How do we change this here? Could you start a petition? I need exact specifics.")
	th.publish(th.moderator, s, "").Must(200)
	th.take(th.moderator, s).Must(200).Submit("#answer-form", url.Values{"answer": {"There is one."}}).Must(200)
	page := th.reader.Open(th.path())
	if !strings.Contains(th.shown(s), "A supporter, Arizona") || !page.Has("#comment-"+s.comment.Ref+" a[href='/petitions/"+th.campaign.Slug+"']") || !page.Has("#comment-"+s.comment.Ref+" a[href='/states/az']") {
		th.t.Errorf("the supporter of Arizona sees %q", th.shown(s))
	}
}

func (th *thread) aFullNameAndItsTownAreNotShown() {
	s := th.say("Ignatius Loomfield", "ignatius@example.org", "hidden", "fl", "My name is Ignatius Loomfield from Orlando. Can I be your intern this summer?")
	if !strings.Contains(s.comment.Classes, "named_person") || s.comment.AskedState != "fl" {
		th.t.Errorf("the intern: %q of %q", s.comment.Classes, s.comment.AskedState)
	}
	th.take(th.moderator, s).Must(200).Submit("#answer-form", url.Values{"answer": {"Internships are for people of 18 and over."}, "private": {"1"}}).Must(200)
	if mails := th.h.WaitMails(th.t, "ignatius@example.org", 2); !strings.Contains(mails[1].Text, "18 and over") {
		th.t.Error("the private answer did not come")
	}
	th.moderator.Open("/moderate/comments/"+s.comment.Ref).Submit("#decide-form", url.Values{"decision": {"published"}, "phrases": {"Ignatius Loomfield\r\nOrlando"}}).Must(200)
	if got := th.shown(s); !strings.Contains(got, "from [removed]. Can I be your intern") || strings.Contains(got, "Loomfield") || strings.Contains(got, "18 and over") {
		th.t.Errorf("the intern stands as %q", got)
	}
}

func (th *thread) staffAreNoExceptionAtTheForm() {
	s := th.say("Sam Sample", "admin@example.org", "first", "", "There is a petition for you right here.")
	th.publish(th.lead, s, "").Must(200)
	if got := th.shown(s); !strings.Contains(got, "Sam") || strings.Contains(got, "Statehouse staff") {
		th.t.Errorf("staff at the form stand as %q", got)
	}
}

func (th *thread) aCallToKillIsDeclinedAndItsSignatureCounts() {
	signature := testkit.MakeSignature(th.t, th.h.DB, th.h.Keys, th.campaign, func(s *testkit.Signer) { s.Person.Email = "rage@example.org" })
	before := th.h.Counts(th.t, th.campaign.Slug)
	s := th.say("Cornelius Anvilgate", "rage@example.org", "full", "", "Put every trafficker and every buyer to death, and hang their lawyers beside them.")
	if s.comment.Urgency != 2 || !strings.Contains(s.comment.Classes, "violence") {
		th.t.Errorf("the rant: %+v", s.comment)
	}
	th.take(th.moderator, s).Must(200).Submit("#decide-form", url.Values{"decision": {"declined"}, "reason": {"violence"}}).Must(200)
	mails := th.h.WaitMails(th.t, "rage@example.org", 2)
	status := th.reader.Open(house.LinkIn(th.t, mails[1].Text, "/comments/")).Must(200)
	if !strings.Contains(status.Text("main"), "calls for violence") || !status.Has("form[action$='/appeal']") {
		th.t.Errorf("its author reads %q", status.Text("main"))
	}
	after := th.h.Counts(th.t, th.campaign.Slug)
	sig, err := models.SignatureByID(th.t.Context(), th.h.DB.Read(), signature.ID)
	if err != nil || sig.State != models.SignatureCounted || after != before || th.shown(s) != "" {
		th.t.Errorf("a declined comment touched a signature: %v, %+v, %+v, %v", sig.State, before, after, err)
	}
}
