package emails

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"statehouse/internal/i18n"
)

var update = flag.Bool("update", false, "write the golden files anew")

const base = "https://statehouse.example.org"

// toSupporters are the mails that somebody else may see on a shared screen.
var toSupporters = map[string]Mail{
	"confirmation":         Confirmation{Site: "Statehouse", Link: base + "/s/h3Kq9", Until: day(2026, 12, 1)},
	"confirmation_again":   Confirmation{Site: "Statehouse", Link: base + "/s/h3Kq9", Until: day(2026, 12, 1), Again: true},
	"duplicate":            Duplicate{Site: "Statehouse", MyData: base + "/my-data"},
	"comment_confirm":      Comment{Site: "Statehouse", News: CommentConfirm, Link: base + "/comments/h3Kq9", Days: 7},
	"comment_declined":     Comment{Site: "Statehouse", News: CommentDeclined, Link: base + "/comments/h3Kq9"},
	"comment_answered":     Comment{Site: "Statehouse", News: CommentAnswered, Link: base + "/comments/h3Kq9", Answer: "Thank you for asking.\n\nHere is what you can do."},
	"request_confirm":      Request{Site: "Statehouse", Kind: RequestConfirm, Link: base + "/requests/h3Kq9", Days: 7},
	"request_again":        Request{Site: "Statehouse", Kind: RequestAgain, Link: base + "/requests/h3Kq9"},
	"request_answered":     Request{Site: "Statehouse", Kind: RequestAnswered, Link: base + "/requests/h3Kq9", By: "Robin Sample", Answer: "Thank you for asking.\n\nWe have begun a draft."},
	"request_published":    Request{Site: "Statehouse", Kind: RequestPublished, Link: base + "/requests/h3Kq9"},
	"endorsement_confirm":  Endorsement{Site: "Statehouse", Kind: EndorsementConfirm, Link: base + "/endorsements/h3Kq9", Days: 7},
	"endorsement_again":    Endorsement{Site: "Statehouse", Kind: EndorsementAgain, Link: base + "/endorsements/h3Kq9"},
	"endorsement_accepted": Endorsement{Site: "Statehouse", Kind: EndorsementAccepted, Link: base + "/endorsements/h3Kq9"},
	"endorsement_declined": Endorsement{Site: "Statehouse", Kind: EndorsementDeclined, Link: base + "/endorsements/h3Kq9", Reason: "The address is not the <organization’s>."},
	"application":          Application{Site: "Statehouse", Link: base + "/volunteering/h3Kq9", Until: day(2026, 12, 1)},
	"begun":                Volunteering{Site: "Statehouse", Role: "Weekend outreach", What: "begun", Link: base + "/volunteering/h3Kq9"},
	"volunteering":         Volunteering{Site: "Statehouse", Role: "Weekend outreach", What: "active", Link: base + "/volunteering/h3Kq9"},
	"paused":               Volunteering{Site: "Statehouse", Role: "Weekend outreach", What: "paused", Link: base + "/volunteering/h3Kq9"},
	"resumed":              Volunteering{Site: "Statehouse", Role: "Weekend outreach", What: "resumed", Link: base + "/volunteering/h3Kq9"},
	"declined":             Volunteering{Site: "Statehouse", Role: "Weekend outreach", What: "declined", Reason: "time", Link: base + "/volunteering/h3Kq9"},
	"shift":                Shift{Notes: "Ring twice at the side door.", Site: "Statehouse", Kind: "held", Role: "Weekend outreach", Place: "Encanto Park, Phoenix", Starts: day(2026, 12, 5), Ends: day(2026, 12, 5).Add(3 * time.Hour), Link: base + "/volunteering/h3Kq9"},
	"shift_message":        Shift{Site: "Statehouse", Kind: "message", Role: "Weekend outreach", Place: "Encanto Park, Phoenix", Starts: day(2026, 12, 5), Ends: day(2026, 12, 5).Add(3 * time.Hour), Message: "Bring the petition cards.\n\nSee you there.", Link: base + "/volunteering/h3Kq9"},
	"shift_offered":        Shift{Site: "Statehouse", Kind: "offered", Role: "Weekend outreach", Place: "Encanto Park, Phoenix", Starts: day(2026, 12, 5), Ends: day(2026, 12, 5).Add(3 * time.Hour), OfferedUntil: day(2026, 12, 2), Link: base + "/volunteering/h3Kq9"},
	"relay":                Relay{Site: "Statehouse", Link: base + "/letters/h3Kq9"},
	"survey":               Survey{Site: "Statehouse", Link: base + "/letters/h3Kq9"},
	"update":               Update{Site: "Statehouse", Headline: "The committee voted", Body: "Dear Ada, the committee **voted**.", BodyHTML: "<p>Dear Ada, the committee **voted**.</p>", Title: "Safe harbor", URL: base + "/petitions/az-safe-harbor", StopURL: base + "/unsubscribe/k2Vv"},
	"mydata":               MyData{Site: "Statehouse", Link: base + "/my-data/Zt41b", Minutes: 10},
}

var aDesk = Desk{URL: base + "/office/m8Rt3", AnswerURL: base + "/office/reply/m8Rt3"}

var aLetter = Letter{
	Site: "Statehouse", SubjectLine: "Please support safe harbor for minors",
	Body: "Dear Senator,\r\n\r\nPlease co-sponsor the bill.\r\nIt matters <b>here</b>.\n\n\nThank you,\nAlex Doe",
	Name: "Alex Doe", ZIP: "85004", District: "Arizona Senate, District 11",
	CampaignTitle: "Safe harbor for Arizona’s minors", CampaignURL: base + "/petitions/az-safe-harbor",
	Desk: aDesk, StopURL: base + "/unsubscribe/k2Vv",
}

var aFolded = Folded{
	Site: "Statehouse", SubjectLine: "Please support safe harbor for minors", Body: "Dear Senator,\n\nPlease co-sponsor the bill.\n\nAlex Doe",
	Writers:  []FoldedWriter{{Name: "Alex Doe", ZIP: "85004"}, {Name: "Bo <b>Sample</b>", ZIP: "85003", Email: "bo@example.org"}},
	District: "Arizona Senate, District 11", CampaignTitle: "Safe harbor for Arizona’s minors", CampaignURL: base + "/petitions/az-safe-harbor",
	Desk: aDesk, StopURL: base + "/unsubscribe/k2Vv",
}

var aDigest = Digest{
	Site: "Statehouse", Title: "Safe harbor for Arizona’s minors", Ask: "Protect, do not <b>arrest</b>.", Bill: "SB 1234", State: "Arizona", District: "Arizona Senate, District 11",
	OfState: true, Threshold: 1000, ReachedAt: day(2026, 11, 24), Told: 35, Least: 5, Cells: []DigestCell{{"85003", 20}, {"85004", 5}}, Quotes: []string{"Care first.\nThen the rest.", "A <b>small</b> change."}, Hides: true, Version: 2, Hash: strings.Repeat("ab", 32),
	CampaignURL: base + "/petitions/az-safe-harbor", CertificateURL: base + "/petitions/az-safe-harbor/deliveries/upper-11-1", Desk: aDesk, StopURL: base + "/unsubscribe/k2Vv",
}

// aDistrictsDigest is a test of one with no numbers to tell, and without a bill.
func aDistrictsDigest() Digest {
	g := aDigest
	g.OfState, g.Told, g.Cells, g.Bill, g.IsTest = false, 0, nil, "", true
	return g
}

func allMails() map[string]Mail {
	open := aLetter
	open.ReplyAllowed = true
	mails := map[string]Mail{
		"invitation":       Invitation{Site: "Statehouse", By: "Robin Sample", Role: "email.invitation.organizer", Link: base + "/account/sign-in/Qe78", Days: 7},
		"sign_in":          SignIn{Site: "Statehouse", Link: base + "/account/sign-in/Qe77", Minutes: 15},
		"new_device":       NewDevice{Site: "Statehouse", Browser: "firefox", System: "other", At: day(2026, 11, 27), Link: base + "/account"},
		"sign_in_changed":  SignInChanged{Site: "Statehouse", What: "email.sign_in_changed.passkey_added", At: day(2026, 11, 27), Link: base + "/account"},
		"circular":         Circular{Site: "Statehouse", By: "Robin Sample", Title: "New rules for packets", Body: "From Monday on packets hold <one> page more.\n\nAsk us.", Titles: []string{"Safe harbor", "Vacatur"}, Link: base + "/organize"},
		"review_published": Review{Site: "Statehouse", Published: true, Link: base + "/organize/campaigns/az-x"},
		"review_sent_back": Review{Site: "Statehouse", Reason: "Needs a source", Advice: "Every figure needs a source and a date.", Note: "See <line> 3.\n\nThank you.", Link: base + "/organize/campaigns/az-x"},
		"digest":           aDigest, "digest_district": aDistrictsDigest(),
		"letter": aLetter, "letter_reply_open": open, "folded": aFolded,
	}
	for name, m := range toSupporters {
		mails[name] = m
	}
	return mails
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 12, 0, 0, 0, time.UTC) }

func in(t *testing.T, lang string) context.Context { return i18n.With(t.Context(), lang) }

func TestMailsReadAsTheirGoldenFiles(t *testing.T) {
	t.Parallel()
	for name, m := range allMails() {
		for _, lang := range []string{"en", "es"} {
			ctx := in(t, lang)
			html, err := m.HTML(ctx)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+"."+lang+".txt", "Subject: "+m.Subject(ctx)+"\n\n"+m.Text(ctx))
			golden(t, name+"."+lang+".html", html)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (run with -update to write it)", err)
	}
	if got != string(want) {
		t.Errorf("%s differs from its golden file:\n%s", name, got)
	}
}

// telling are words from which a bystander could guess what the mail is about.
var telling = regexp.MustCompile(`(?i)\b(` + strings.Join([]string{
	"traffick\\w*", "surviv\\w*", "victim\\w*", "prostitut\\w*", "sex\\w*", "exploit\\w*", "abus\\w*", "pimp\\w*",
	"slave\\w*", "rescu\\w*", "petition\\w*", "sign(ed|ature|atures|er|ers)", "campaign\\w*", "advoca\\w*", "safe harbor",
	"vacat\\w*", "expung\\w*", "seal(ed|ing)", "convict\\w*", "crim\\w*", "offen[cs]e\\w*", "record\\w*", "court\\w*",
	"police", "arrest\\w*", "law\\w*", "bill\\w*", "legislat\\w*", "senat\\w*", "representative\\w*", "lawmaker\\w*",
	"hotline\\w*", "minor\\w*", "child\\w*", "justice", "reform\\w*", "story", "stories",
	"trata", "sobrevivient\\w*", "v[ií]ctima\\w*", "prostituci\\w*", "explotaci\\w*", "peticion\\w*", "petici[oó]n",
	"firm(a|as|ó|ar|ante)", "campaña\\w*", "condena\\w*", "delito\\w*", "antecedente\\w*", "ley", "leyes",
	"tribunal\\w*", "polic[ií]a", "legislador\\w*", "menor(es)?", "niñ\\w*", "denuncia\\w*",
}, "|") + `)\b`)

func TestMailsToSupportersAreDiscreet(t *testing.T) {
	t.Parallel()
	for name, m := range toSupporters {
		for _, lang := range []string{"en", "es"} {
			ctx := in(t, lang)
			text := []rune(m.Text(ctx))
			seen := m.Subject(ctx) + "\n" + string(text[:min(200, len(text))])
			if word := telling.FindString(seen); word != "" {
				t.Errorf("%s (%s) shows %q to whoever glances at the screen:\n%s", name, lang, word, seen)
			}
		}
	}
	if telling.FindString("Sign the petition") == "" || telling.FindString("Firme la petición") == "" {
		t.Error("the list of telling words misses the plainest ones")
	}
}

func TestTheSubjectOfAMailAboutAReviewIsDiscreet(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "es"} {
		if subject := (Review{}).Subject(in(t, lang)); telling.MatchString(subject) {
			t.Errorf("%q tells what it is about", subject)
		}
	}
}

func TestHTMLSaysWhatTheTextSays(t *testing.T) {
	t.Parallel()
	for name, m := range allMails() {
		ctx := in(t, "en")
		html, err := m.HTML(ctx)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
		if err != nil {
			t.Fatal(err)
		}
		if n := doc.Find("img, script, link, style, form").Length(); n > 0 {
			t.Errorf("%s: %d elements that mail programs block or fetch", name, n)
		}
		words := strings.Join(strings.Fields(doc.Find("body").Text()), " ")
		for line := range strings.SplitSeq(m.Text(ctx), "\n") {
			line = strings.Join(strings.Fields(line), " ")
			if line != "--" && !strings.Contains(words, line) {
				t.Errorf("%s: the HTML part lacks %q", name, line)
			}
		}
	}
}

func TestConfirmationHasOneLinkOnly(t *testing.T) {
	t.Parallel()
	m := toSupporters["confirmation"].(Confirmation)
	if n := strings.Count(m.Text(in(t, "en")), "http"); n != 1 {
		t.Errorf("the text part has %d links, want 1", n)
	}
	html, err := m.HTML(in(t, "en"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(html, "href=\"")[1:] {
		if !strings.HasPrefix(part, m.Link+"\"") {
			t.Errorf("a link leads elsewhere: %.60s", part)
		}
	}
}

func TestLetterKeepsTheWritersText(t *testing.T) {
	t.Parallel()
	text := aLetter.Text(in(t, "en"))
	if want := "Dear Senator,\n\nPlease co-sponsor the bill.\nIt matters <b>here</b>.\n\nThank you,\nAlex Doe\n\n-- \n"; !strings.HasPrefix(text, want) {
		t.Errorf("the letter begins\n%s\nwant\n%s", text, want)
	}
	html, err := aLetter.HTML(in(t, "en"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(html, "<b>here") {
		t.Error("markup typed by the writer is sent as markup")
	}
}
