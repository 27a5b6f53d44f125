package stories

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

var secret = regexp.MustCompile(`/comments/([\w-]{43})`)

func form(email string) Form {
	return Form{Name: "Rea Reader", Email: email, Comment: "Thank you for this.", Lang: "en"}
}

// open is the acts on a desk, with a story.
func open(t *testing.T, db *models.DB) (*desk.Desk, *Stories, models.Story) {
	t.Helper()
	d := desk.Open(t, db)
	return d, New(db, d.Keys, d.Room, d.Clock.Now), testkit.MakeStory(t, db)
}

func links(d *desk.Desk) (list []string) {
	_, messages := d.Mails("comment")
	for _, m := range messages {
		list = append(list, secret.FindStringSubmatch(m.Text)[1])
	}
	return list
}

func TestAFormWithMistakesNamesEachField(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	_, s, story := open(t, db)
	err := s.Leave(t.Context(), story.Slug, Form{Email: "no", Comment: strings.Repeat("x", models.MaxStoryComment+1), Display: "loud", State: "zz", Trap: "filled"})
	for _, field := range []string{"name", "email", "comment", "display", "state", "website"} {
		if fault.Of(err).Fields[field] == "" {
			t.Errorf("nothing is said of %s: %v", field, err)
		}
	}
	if err := s.Leave(t.Context(), "no-such-story", form("a@example.org")); !fault.Is(err, fault.NotFound) {
		t.Errorf("a story that is not there: %v", err)
	}
}

func TestAnAddressGetsTwoMailsADayAndNoneWhenSuppressed(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, s, story := open(t, db)
		email, _ := models.ParseEmail("stop@example.org")
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			return models.Suppress(ctx, tx, models.ContactIndex(d.Keys, email), "complained", testkit.Now)
		})
		for _, to := range []string{"one@example.org", "one@example.org", "o.ne+more@example.org", "one+more@example.org", "stop@example.org"} {
			if err := s.Leave(t.Context(), story.Slug, form(to)); err != nil {
				t.Fatal(err)
			}
		}
		rows, messages := d.Mails("comment")
		if len(rows) != 3 { // two to one mailbox, one to another
			t.Errorf("%d mails", len(rows))
		}
		for _, m := range messages {
			if strings.Contains(m.Text+m.HTML+m.Subject, "Thank you for this") || strings.Contains(m.Text+m.HTML, "Rea") {
				t.Errorf("a mail repeats what was typed: %q", m.Text)
			}
		}
	})
}

func TestWhatNobodyConfirmsIsDeletedAndDeclinedTextIsForgotten(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, s, story := open(t, db)
		for _, to := range []string{"never@example.org", "declined@example.org"} {
			if err := s.Leave(t.Context(), story.Slug, form(to)); err != nil {
				t.Fatal(err)
			}
		}
		tokens := links(d)
		if err := s.Confirm(t.Context(), tokens[1]); err != nil {
			t.Fatal(err)
		}
		if err := s.Confirm(t.Context(), tokens[1]); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second press: %v", err)
		}
		peek, err := s.Look(t.Context(), tokens[1], "en")
		if err != nil {
			t.Fatal(err)
		}
		declined := peek.Comment
		declined.State, declined.DueAt, declined.MovedAt, declined.Reason = models.CommentDeclined, nil, testkit.Now, "spam"
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			return models.Decide(ctx, tx, declined, models.CommentHeld, models.CommentDecision{Kind: models.DecisionDeclined, Reason: "spam", At: testkit.Now})
		})
		d.Clock.Advance(7*24*time.Hour + time.Minute)
		if err := s.Confirm(t.Context(), tokens[0]); !fault.Is(err, fault.Gone) {
			t.Errorf("a late press: %v", err)
		}
		if err := s.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Look(t.Context(), tokens[0], "en"); !fault.Is(err, fault.NotFound) {
			t.Errorf("an unconfirmed comment is still there: %v", err)
		}
		if peek, _ = s.Look(t.Context(), tokens[1], "en"); peek.Text == "" {
			t.Error("a declined text was forgotten too early")
		}
		d.Clock.Advance(24 * 24 * time.Hour)
		if err := s.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if peek, err = s.Look(t.Context(), tokens[1], "en"); err != nil || peek.Text != "" || peek.Comment.CanBeAppealed() {
			t.Errorf("a declined text after its time: %+v, %v", peek, err)
		}
	})
}
