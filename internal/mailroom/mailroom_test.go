package mailroom_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"statehouse/internal/jobs"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/signing"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/internal/token"
	"statehouse/models"
)

// drafts makes one of each kind.
func drafts(t *testing.T, r mailroom.Room, to, lang string) map[string]*mailroom.Draft {
	t.Helper()
	ctx, now, made := context.Background(), testkit.Now, map[string]*mailroom.Draft{}
	var err error
	note := func(kind string, d *mailroom.Draft, e error) {
		made[kind] = d
		if e != nil {
			err = fmt.Errorf("%s: %w", kind, e)
		}
	}
	d, e := r.Confirmation(ctx, lang, to, false, now)
	note(mailroom.KindConfirmation, d, e)
	d, e = r.Duplicate(ctx, lang, to, now)
	note(mailroom.KindDuplicate, d, e)
	d, e = r.MyData(ctx, lang, to, now)
	note(mailroom.KindMyData, d, e)
	d, e = r.SignIn(ctx, lang, to, token.New(), now)
	note(mailroom.KindSignIn, d, e)
	d, e = r.Letter(ctx, letter(), now)
	note(mailroom.KindLetter, d, e)
	d, e = r.Digest(ctx, mailroom.Digest{To: mail.Address{Name: "Sam Sample", Email: "office@example.org"}, Title: "A title", Ask: "An ask", State: "Arizona",
		District: "Arizona Senate, District 1", Threshold: 50, ReachedAt: now, Told: 50, Version: 1, CampaignAt: "/petitions/az", CertificateAt: "/petitions/az/deliveries/upper-1-1"}, now)
	note(mailroom.KindDigest, d, e)
	d, e = r.Application(ctx, lang, to, now)
	note(mailroom.KindApplication, d, e)
	d, e = r.Volunteering(ctx, lang, to, "Outreach", "declined", "time", now)
	note(mailroom.KindVolunteering, d, e)
	d, e = r.Shift(ctx, lang, to, mailroom.Shift{Kind: models.NoticeHeld, Role: "Outreach", Place: "The park", Starts: now, Ends: now, Calendar: []byte("BEGIN:VCALENDAR"), Method: "PUBLISH"}, now)
	note(mailroom.KindShift, d, e)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func letter() mailroom.Letter {
	return mailroom.Letter{To: mail.Address{Name: "Sam Sample", Email: "office@example.org"}, ReplyTo: "ada@example.org", Writer: "Ada E.", Subject: "Please vote",
		Body: "I live in your district.", Name: "Ada Example", ZIP: "85003", District: "Arizona Senate, District 1", CampaignTitle: "A title", CampaignAt: "/petitions/az"}
}

// post stores drafts for a signature and reads back what will be sent.
func post(t *testing.T, d *desk.Desk, made map[string]*mailroom.Draft) map[string]mail.Message {
	t.Helper()
	sig := testkit.MakeSignature(t, d.DB, d.Keys, testkit.MakeCampaign(t, d.DB))
	messages := map[string]mail.Message{}
	for kind, draft := range made {
		switch kind {
		case mailroom.KindSignIn:
		case mailroom.KindApplication, mailroom.KindVolunteering, mailroom.KindShift:
			draft = draft.ForApplication(testkit.MakeApplication(t, d.DB, d.Keys, testkit.MakeRole(t, d.DB), "ada@example.org"))
		default:
			draft = draft.For(sig)
		}
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			_, err := d.Room.Post(ctx, tx, []*mailroom.Draft{draft})
			return err
		})
		_, found := d.Mails(kind)
		messages[kind] = found[len(found)-1]
	}
	return messages
}

func TestEveryMailPassesTheLastDoorInBothLanguages(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		for _, lang := range []string{"en", "es"} {
			for kind, m := range post(t, d, drafts(t, d.Room, "ada@example.org", lang)) {
				if err := m.Check(); err != nil {
					t.Errorf("%s, %s: %v", kind, lang, err)
				}
				if m.Kind != kind || m.Ref == "" {
					t.Errorf("%s is sent as %s, %q", kind, m.Kind, m.Ref)
				}
			}
		}
	})
}

func TestEveryMailButConfirmationsAndSignInsCanBeUnsubscribed(t *testing.T) {
	t.Parallel()
	one := regexp.MustCompile(`^<https://statehouse\.example\.org/unsubscribe/([\w-]{43})>$`)
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		for kind, m := range post(t, d, drafts(t, d.Room, "ada@example.org", "en")) {
			found := one.FindStringSubmatch(m.Headers["List-Unsubscribe"])
			if kind == mailroom.KindConfirmation || kind == mailroom.KindApplication || kind == mailroom.KindSignIn {
				if len(m.Headers) != 0 {
					t.Errorf("%s has %v", kind, m.Headers)
				}
				continue
			}
			if found == nil || m.Headers["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click" {
				t.Errorf("%s has %v", kind, m.Headers)
				continue
			}
			link, err := models.LinkByHash(ctx, db.Read(), models.LinkUnsubscribe, token.Hash(found[1]))
			if err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			if contact, err := link.OpenContact(d.Keys); err != nil || contact != m.To.Email {
				t.Errorf("%s stops %q, %v", kind, contact, err)
			}
		}
	})
}

func TestALetterComesFromThePlatformAndAnswersGoWhereItsWriterChose(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		for _, share := range []bool{true, false} {
			l := letter()
			if !share {
				l.ReplyTo = ""
			}
			draft, err := d.Room.Letter(context.Background(), l, testkit.Now)
			if err != nil {
				t.Fatal(err)
			}
			m := post(t, d, map[string]*mailroom.Draft{mailroom.KindLetter: draft})[mailroom.KindLetter]
			if want := (mail.Address{Name: "Ada E. via Statehouse", Email: d.Room.LetterFrom.Email}); m.From != want || m.ReplyTo != l.ReplyTo || m.To != l.To {
				t.Errorf("from %v, answers to %q, to %v", m.From, m.ReplyTo, m.To)
			}
			if whole := m.Text + m.HTML + fmt.Sprint(m.Headers); strings.Contains(whole, "ada@example.org") && !share {
				t.Error("the address of somebody who keeps it is in the letter")
			}
		}
	})
}

func TestFirstMailsHoldNothingThatAStrangerTyped(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d, c := context.Background(), desk.Open(t, db), testkit.MakeCampaign(t, db)
		form := signing.Form{Name: "Wicked Wanda", Email: "ada@example.org", ZIP: "85003", Comment: "Call this number now", Display: "full", Lang: "en"}
		testkit.MakeSignature(t, db, d.Keys, c, func(s *testkit.Signer) { s.Email = "ben@example.org" })
		for _, address := range []string{"ada@example.org", "ben@example.org"} { // a first signature, and a repeated one
			form.Email = address
			if address == "ben@example.org" {
				form.ZIP = "85004"
			}
			if err := d.Signing.Sign(ctx, c.Slug, form); err != nil {
				t.Fatal(err)
			}
		}
		seen := 0
		for _, kind := range []string{mailroom.KindConfirmation, mailroom.KindDuplicate} {
			rows, messages := d.Mails(kind)
			for i, m := range messages {
				if m.Subject == "A mail of a test" {
					continue
				}
				seen++
				whole := strings.ToLower(fmt.Sprint(m.From, m.To.Name, m.ReplyTo, m.Subject, m.Text, m.HTML, m.Headers))
				for _, typed := range []string{"wicked", "wanda", "call this", "85003", "85004"} {
					if strings.Contains(whole, typed) {
						t.Errorf("a %s holds %q", rows[i].Kind, typed)
					}
				}
			}
		}
		if seen != 2 {
			t.Errorf("%d mails were looked at", seen)
		}
	})
}

func TestWhatIsFrozenDoesNotChange(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		sig := testkit.MakeSignature(t, db, d.Keys, testkit.MakeCampaign(t, db))
		draft, err := d.Room.Confirmation(ctx, "en", "ada@example.org", false, testkit.Now)
		if err != nil {
			t.Fatal(err)
		}
		boom := fmt.Errorf("boom")
		var ids []int64
		for _, fails := range []bool{true, false} { // a transaction that fails is tried again with the same draft
			err := db.Write(ctx, func(tx *models.Tx) (err error) {
				if ids, err = d.Room.Post(ctx, tx, []*mailroom.Draft{draft.For(sig)}); err == nil && fails {
					err = boom
				}
				return err
			})
			if fails != (err == boom) {
				t.Fatal(err)
			}
		}
		first, err := models.MailByID(ctx, db.Read(), ids[0])
		if err != nil {
			t.Fatal(err)
		}
		opened, err := d.Keys.Open(models.SealPurpose, first.Ref, first.Payload)
		if err != nil {
			t.Fatal(err)
		}
		message, err := mail.Decode(opened)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := message.Encode(); err != nil || string(again) != string(opened) {
			t.Errorf("reading and writing it gives other bytes: %v", err)
		}
		if _, err := d.Keys.Open(models.SealPurpose, token.Ref(), first.Payload); err == nil {
			t.Error("it opens in another row")
		}
		if rows, _ := d.Mails(mailroom.KindConfirmation); len(rows) != 2 { // the made one and this
			t.Errorf("%d mails", len(rows))
		}
		if added := d.Jobs.Added(); added[len(added)-1] != (jobs.SendMail{MailID: ids[0]}) {
			t.Errorf("its job is %+v", added)
		}
	})
}

// TestNoFieldCarriesAHeader: what reached the mailroom in spite of the doors is
// refused at the last one, in every field that becomes a header.
func TestNoFieldCarriesAHeader(t *testing.T) {
	t.Parallel()
	r := mailroom.Room{Keys: testkit.Keys(), Site: "Statehouse", BaseURL: "https://statehouse.example.org",
		From: mail.Address{Email: "mail@example.org"}, LetterFrom: mail.Address{Email: "letters@example.org"}}
	for _, evil := range []string{"\r\nBcc: eve@example.org", "\nBcc: eve@example.org", "\rBcc: eve@example.org", "\x00", "\u0085Bcc: eve@example.org", "\u2028Bcc: eve@example.org"} {
		for name, change := range map[string]func(*mailroom.Letter){
			"to":       func(l *mailroom.Letter) { l.To.Email += evil },
			"to name":  func(l *mailroom.Letter) { l.To.Name += evil },
			"reply to": func(l *mailroom.Letter) { l.ReplyTo += evil },
			"writer":   func(l *mailroom.Letter) { l.Writer += evil },
			"subject":  func(l *mailroom.Letter) { l.Subject += evil },
		} {
			l := letter()
			change(&l)
			draft, err := r.Letter(context.Background(), l, testkit.Now)
			if err != nil {
				continue // refused earlier
			}
			if err := mailroom.MessageOf(draft, r.Keys).Check(); err == nil {
				t.Errorf("%q in %s would be sent", evil, name)
			}
		}
	}
}
