package delivery_test

import (
	"context"
	"maps"
	"regexp"
	"testing"

	"statehouse/internal/delivery"
	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestWhatWasSurelyNotMeantIsRefused(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c, ctx := openCounter(t, db), context.Background()
		sig := testkit.MakeSignature(t, db, c.keys, c.campaign)
		for name, w := range map[string]struct {
			change func(*delivery.Form)
			fields map[string]string
		}{
			"to oneself":        {func(f *delivery.Form) { f.Name = "sam SAMPLE" }, map[string]string{"to": "error.letter.self"}},
			"a threat":          {func(f *delivery.Form) { f.Body += " Vote no, and I WILL KILL YOU!" }, map[string]string{"body": "error.body.threat"}},
			"a Spanish threat":  {func(f *delivery.Form) { f.Body += "\nSi no, te voy a matar." }, map[string]string{"body": "error.body.threat"}},
			"pasted twice":      {func(f *delivery.Form) { f.Body += "\n\n" + f.Body }, map[string]string{"body": "error.body.twice"}},
			"another state":     {func(f *delivery.Form) { f.Body += "\n33101" }, map[string]string{"other_zip": "error.letter.other_zip"}},
			"anger":             {func(f *delivery.Form) { f.Body += " I am furious. This kills people, and I will not vote for you." }, nil},
			"another, and sure": {func(f *delivery.Form) { f.Body, f.OtherZIP = f.Body+"\n33101", true }, nil},
			"the own ZIP":       {func(f *delivery.Form) { f.Body += "\n85003" }, nil},
		} {
			f := delivery.Form{Subject: "Please vote", Body: own, Name: "Ada Example", Seats: []int64{c.senate.SeatID}}
			w.change(&f)
			_, err := c.acts.Preview(ctx, sig.ID, f)
			if got := fault.Of(err).Fields; err != nil && !maps.Equal(got, w.fields) || err == nil && w.fields != nil {
				t.Errorf("%s: %v, %v", name, got, err)
			}
			if _, err := c.acts.Write(ctx, sig.ID, f); w.fields != nil && !fault.Is(err, fault.Invalid) {
				t.Errorf("%s was taken: %v", name, err)
			} else if w.fields == nil {
				sig = testkit.MakeSignature(t, db, c.keys, c.campaign)
			}
		}
	})
}

// theOffices are the secrets of an office in a mail to it.
var theOffices = regexp.MustCompile(`/(unsubscribe|office|office/reply)/[\w-]{43}`)

func TestAPreviewIsTheMailAndStoresNothing(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c, ctx := openCounter(t, db), context.Background()
		sig := testkit.MakeSignature(t, db, c.keys, c.campaign)
		f := delivery.Form{Subject: "Please vote", Body: own + "\nDear {{legislator}}", Name: "Ada Example", ShareEmail: true,
			Seats: []int64{c.senate.SeatID}, Choices: map[string]string{"upper": c.senate.Code}}
		looks, err := c.acts.Preview(ctx, sig.ID, f)
		if err != nil || len(looks) != 1 {
			t.Fatalf("%+v, %v", looks, err)
		}
		for _, count := range []string{"letters", "deliveries", "matches", "links WHERE kind = 'unsubscribe'", "outbox WHERE kind = 'letter'", "office_links"} {
			var n int
			if err := db.SQL().QueryRowContext(ctx, "SELECT count(*) FROM "+count).Scan(&n); err != nil || n != 0 {
				t.Errorf("%s: %d rows, %v", count, n, err)
			}
		}
		if _, err := c.acts.Write(ctx, sig.ID, f); err != nil {
			t.Fatal(err)
		}
		c.plan(3600e9)
		mails := c.mails()
		if len(mails) != 1 {
			t.Fatalf("%d mails", len(mails))
		}
		m, look := mails[0], looks[0]
		open := theOffices.ReplaceAllString(m.Text, "/$1/…")
		if m.From != look.From || m.To != look.To || m.ReplyTo != look.ReplyTo || look.ReplyTo == "" || m.Subject != look.Subject || look.Text != open {
			t.Errorf("previewed\n%+v\nsent\n%+v", look, m)
		}
	})
}
