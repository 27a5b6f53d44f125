package demo_test

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"statehouse/internal/demo"
	"statehouse/internal/testkit"
	"statehouse/internal/verify"
	"statehouse/models"
)

var ctx = context.Background()

func load(t *testing.T, db *models.DB) {
	t.Helper()
	if err := demo.Load(ctx, db, testkit.Keys(), testkit.Now, nil); err != nil {
		t.Fatal(err)
	}
}

// number runs a query that gives one number.
func number(t *testing.T, db *models.DB, query string) (n int) {
	t.Helper()
	if err := db.SQL().QueryRowContext(ctx, query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

func TestLoad(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		start := time.Now()
		var steps []string
		err := demo.Load(ctx, db, testkit.Keys(), testkit.Now, func(done, total int) { steps = append(steps, fmt.Sprint(done, "/", total)) })
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("loaded in %s", time.Since(start).Round(time.Millisecond))
		if len(steps) != 6 || steps[5] != "6600/6600" {
			t.Errorf("progress was %v", steps)
		}
		campaignsAreThere(t, db)
		countsAreTheRows(t, db)
		everythingOpens(t, db)
		everyPromiseHolds(t, db)
		pagesHaveSomethingToShow(t, db)
		nobodyIsReal(t, db)
		secondLoadDoesNothing(t, db)
	})
}

func campaignsAreThere(t *testing.T, db *models.DB) {
	if waiting, err := models.WaitingDrafts(ctx, db.Read(), 10); err != nil || len(waiting) != 1 {
		t.Errorf("%d texts wait for review, %v", len(waiting), err)
	}
	content, err := demo.Campaigns()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range content {
		c, err := models.CampaignBySlug(ctx, db.Read(), want.Slug)
		if err != nil {
			t.Fatal(err)
		}
		if string(c.Status) != want.Status || c.PetitionID == nil || c.Code != want.Code || (c.ClosedAt != nil) != (want.ClosedAt != nil) || (c.SuccessorID != nil) != (want.Successor != "") {
			t.Errorf("%s is stored as %+v", want.Slug, c)
		}
		counts, err := models.CountsOf(ctx, db.Read(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if counts.Counted() != want.Signatures || counts.OutOfState != want.Signatures*want.OutOfStatePercent/100 || counts.Withdrawn == 0 || counts.Invalidated == 0 {
			t.Errorf("%s counts %+v", want.Slug, counts)
		}
		if (counts.Pending > 0) != (want.Status == "live") || (counts.Held > 0) != (want.Status == "live") {
			t.Errorf("%s is %s and has %d pending, %d held", want.Slug, want.Status, counts.Pending, counts.Held)
		}
		if versions, err := models.VersionsOf(ctx, db.Read(), c.ID); err != nil || len(versions) != len(want.Petitions) || versions[len(versions)-1].Counted == 0 {
			t.Errorf("%s has versions %+v, %v", want.Slug, versions, err)
		}
		offers, err := demo.Offers()
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"en", "es"} {
			if variants, err := models.VariantsOf(ctx, db.Read(), c.ID, lang); err != nil || len(variants) != 1+len(offers[c.Slug].More) || variants[0].Lang != lang {
				t.Errorf("%s has letters %+v, %v", want.Slug, variants, err)
			}
		}
	}
}

// countsAreTheRows recounts; each query finds what has drifted.
func countsAreTheRows(t *testing.T, db *models.DB) {
	day := "substr(s.counted_at, 1, 10)"
	if db.Dialect == models.Postgres {
		day = "to_char(s.counted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
	}
	for what, query := range map[string]string{
		"counts": `SELECT count(*) FROM signature_counts n WHERE
  n.pending <> (SELECT count(*) FROM signatures s WHERE s.campaign_id = n.campaign_id AND s.state = 'pending')
  OR n.held <> (SELECT count(*) FROM signatures s WHERE s.campaign_id = n.campaign_id AND s.state = 'held')
  OR n.withdrawn <> (SELECT count(*) FROM signatures s WHERE s.campaign_id = n.campaign_id AND s.state = 'withdrawn')
  OR n.invalidated <> (SELECT count(*) FROM signatures s WHERE s.campaign_id = n.campaign_id AND s.state = 'invalidated')
  OR n.in_state <> (SELECT count(*) FROM signatures s WHERE s.campaign_id = n.campaign_id AND s.state = 'counted' AND s.in_state)
  OR n.out_of_state <> (SELECT count(*) FROM signatures s WHERE s.campaign_id = n.campaign_id AND s.state = 'counted' AND NOT s.in_state)`,
		"days": `SELECT count(*) FROM (
  SELECT campaign_id, day, in_state, out_of_state FROM day_counts EXCEPT
  SELECT s.campaign_id, ` + day + `, sum(CASE WHEN s.in_state THEN 1 ELSE 0 END), sum(CASE WHEN s.in_state THEN 0 ELSE 1 END)
  FROM signatures s WHERE s.state = 'counted' GROUP BY s.campaign_id, ` + day + `) x`,
		"days in sum": `SELECT (SELECT sum(in_state + out_of_state) FROM day_counts) - (SELECT count(*) FROM signatures WHERE state = 'counted')`,
		"districts": `SELECT count(*) FROM (
  SELECT campaign_id, district_id, signatures FROM district_counts EXCEPT
  SELECT s.campaign_id, m.district_id, count(*) FROM matches m JOIN signatures s ON s.id = m.signature_id
  WHERE s.state = 'counted' GROUP BY s.campaign_id, m.district_id) x`,
		"districts in sum": `SELECT (SELECT sum(signatures) FROM district_counts) - (SELECT count(*) FROM matches m JOIN signatures s ON s.id = m.signature_id WHERE s.state = 'counted')`,
		"matches": `SELECT count(*) FROM matches m JOIN signatures s ON s.id = m.signature_id JOIN districts d ON d.id = m.district_id
  JOIN campaigns c ON c.id = s.campaign_id WHERE NOT s.in_state OR d.state <> c.state OR d.chamber <> m.chamber`,
		"counted_at":   `SELECT count(*) FROM signatures WHERE (counted_at IS NULL) <> (state IN ('pending', 'held'))`,
		"order":        `SELECT count(*) FROM signatures WHERE created_at > moved_at OR counted_at > moved_at OR created_at > counted_at`,
		"before open":  `SELECT count(*) FROM signatures s JOIN campaigns c ON c.id = s.campaign_id WHERE s.created_at < c.opened_at OR s.counted_at > c.closed_at`,
		"versions":     `SELECT count(*) FROM signatures s JOIN petitions p ON p.id = s.petition_id WHERE p.campaign_id <> s.campaign_id OR s.created_at < p.created_at`,
		"mails":        `SELECT count(*) FROM signatures s WHERE s.mails <> (SELECT count(*) FROM outbox o WHERE o.signature_id = s.id AND o.kind = 'confirmation')`,
		"links":        `SELECT count(*) FROM signatures s WHERE (s.state = 'pending') <> EXISTS (SELECT 1 FROM links l WHERE l.signature_id = s.id AND l.kind = 'confirm')`,
		"never sent":   `SELECT count(*) FROM outbox WHERE accepted_at IS NULL OR state IN ('queued', 'sending', 'unknown') OR moved_at < accepted_at`,
		"unheld seats": `SELECT count(*) FROM seats s WHERE NOT EXISTS (SELECT 1 FROM terms t WHERE t.seat_id = s.id AND t.ends_at IS NULL)`,
		"deliveries": `SELECT count(*) FROM deliveries d JOIN letters l ON l.id = d.letter_id JOIN signatures s ON s.id = l.signature_id
  LEFT JOIN outbox o ON o.id = d.outbox_id JOIN terms t ON t.seat_id = d.seat_id AND t.legislator_id = d.legislator_id
  JOIN seats x ON x.id = d.seat_id LEFT JOIN matches m ON m.signature_id = s.id AND m.district_id = x.district_id
  WHERE o.id IS NULL OR m.district_id IS NULL OR s.state <> 'counted' OR d.campaign_id <> s.campaign_id OR l.campaign_id <> s.campaign_id
  OR t.starts_at > d.created_at OR l.released_at < s.counted_at`,
	} {
		if n := number(t, db, query); n != 0 {
			t.Errorf("%s: %d rows have drifted", what, n)
		}
	}
}

// everythingOpens looks at every signature: its seals, its blind index, and
// whether its districts are those of its ZIP.
func everythingOpens(t *testing.T, db *models.DB) {
	codes := map[int64]string{}
	touched := map[string]bool{}
	each(t, db, "SELECT id, code FROM campaigns", func(rows *sql.Rows) error {
		var id int64
		var code string
		err := rows.Scan(&id, &code)
		codes[id] = code
		return err
	})
	each(t, db, "SELECT zip, district_id FROM zip_districts", func(rows *sql.Rows) error {
		var zip string
		var id int64
		err := rows.Scan(&zip, &id)
		touched[fmt.Sprint(zip, " ", id)] = true
		return err
	})
	zips := map[int64]string{}
	seen := map[string]bool{}
	each(t, db, "SELECT id, ref, campaign_id, email_index, name, email, zip, comment FROM signatures", func(rows *sql.Rows) error {
		var s models.Signature
		if err := rows.Scan(&s.ID, &s.Ref, &s.CampaignID, &s.EmailIndex, &s.Name, &s.Email, &s.ZIP, &s.Comment); err != nil {
			return err
		}
		p, err := s.OpenPerson(testkit.Keys())
		if err != nil {
			return err
		}
		zips[s.ID] = p.ZIP
		email, err := models.ParseEmail(p.Email)
		if err != nil {
			return err
		}
		if string(models.SignatureIndex(testkit.Keys(), codes[s.CampaignID], email)) != string(s.EmailIndex) {
			t.Errorf("signature %d is not found by its address", s.ID)
		}
		if !strings.HasSuffix(p.Email, "@example.org") || seen[fmt.Sprint(s.CampaignID, p.Email)] {
			t.Errorf("%s signed twice or is at a real address", p.Email)
		}
		seen[fmt.Sprint(s.CampaignID, p.Email)] = true
		if name, err := models.ParseName(p.Name); err != nil || name != p.Name {
			t.Errorf("%q would not pass the sign form", p.Name)
		}
		return nil
	})
	each(t, db, "SELECT signature_id, district_id FROM matches", func(rows *sql.Rows) error {
		var signature, district int64
		err := rows.Scan(&signature, &district)
		if !touched[fmt.Sprint(zips[signature], " ", district)] {
			t.Errorf("signature %d of %s counts for district %d", signature, zips[signature], district)
		}
		return err
	})
	each(t, db, "SELECT ref, subject, body, name FROM letters", func(rows *sql.Rows) error {
		var l models.Letter
		if err := rows.Scan(&l.Ref, &l.Subject, &l.Body, &l.Name); err != nil {
			return err
		}
		text, err := l.OpenText(testkit.Keys())
		if strings.Contains(text.Body, "{{") || !strings.Contains(text.Body, text.Name) {
			t.Errorf("a letter says %q", text.Body)
		}
		return err
	})
}

func everyPromiseHolds(t *testing.T, db *models.DB) {
	findings, err := verify.Database(ctx, db, testkit.Keys())
	if err != nil || len(findings) > 0 {
		t.Errorf("verify finds %v, %v", findings, err)
	}
}

func each(t *testing.T, db *models.DB, query string, fn func(*sql.Rows) error) {
	t.Helper()
	rows, err := db.SQL().QueryContext(ctx, query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		if err := fn(rows); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil || n == 0 {
		t.Fatalf("%s gave %d rows, %v", query, n, err)
	}
}

func pagesHaveSomethingToShow(t *testing.T, db *models.DB) {
	if roles, err := models.OpenRoles(ctx, db.Read(), models.RoleFilter{}, models.Day(testkit.Now)); err != nil || len(roles) != 8 {
		t.Errorf("%d roles, %v", len(roles), err)
	}
	for what, query := range map[string]string{
		"places held": "SELECT count(*) FROM shift_places WHERE state = 'held'", "in screening": "SELECT count(*) FROM applications WHERE state = 'screening'",
		"of the offices told of a milestone": "SELECT count(*) FROM digests WHERE told >= 5",
		"noted to have come":                 "SELECT count(*) FROM shift_places WHERE attendance = 'attended'",
		"noted to have been missed":          "SELECT count(*) FROM shift_places WHERE attendance = 'missed'",
		"taking a pause":                     "SELECT count(*) FROM applications WHERE state = 'paused'",
		"written to about a shift":           "SELECT sum(told) FROM shift_messages",
		"on a waitlist":                      "SELECT count(*) FROM shift_places WHERE state = 'waiting'",
	} {
		if number(t, db, query) == 0 {
			t.Errorf("nobody is %s", what)
		}
	}
	c, err := models.CampaignBySlug(ctx, db.Read(), "az-safe-harbor")
	if err != nil {
		t.Fatal(err)
	}
	if days, err := models.DaysOf(ctx, db.Read(), c.ID); err != nil || len(days) < 60 {
		t.Errorf("signatures on %d days, %v", len(days), err)
	}
	if districts, err := models.DistrictsOf(ctx, db.Read(), c.ID); err != nil || len(districts) != 10 {
		t.Errorf("signatures in %d districts, %v", len(districts), err)
	}
	rows, err := models.SeatFates(ctx, db.Read(), c.ID)
	fates := map[models.MailState]bool{}
	for _, r := range rows {
		fates[r.Fate] = true
	}
	if err != nil || len(fates) != 4 {
		t.Errorf("deliveries have the fates %v, %v; want accepted, bounced, delayed, delivered", fates, err)
	}
	for _, query := range []string{
		"SELECT count(DISTINCT display) - 3 FROM signatures", "SELECT count(DISTINCT lang) - 2 FROM signatures",
		"SELECT count(DISTINCT method) - 2 FROM matches", "SELECT count(*) - 102 FROM law_cards", "SELECT count(DISTINCT role) - 4 FROM users",
		"SELECT count(DISTINCT status) - 2 FROM stories", "SELECT count(DISTINCT state) - 2 FROM page_reports",
	} {
		if n := number(t, db, query); n != 0 {
			t.Errorf("%s gives %d", query, n)
		}
	}
	if n := number(t, db, "SELECT count(*) FROM letters"); n < 60 || n > 200 {
		t.Errorf("%d letters", n)
	}
	if n := number(t, db, "SELECT count(*) FROM signatures WHERE comment IS NOT NULL"); n < 300 {
		t.Errorf("%d comments", n)
	}
	if n := number(t, db, "SELECT count(*) FROM signatures WHERE state = 'counted' AND display = 'hidden'"); n < 4500 {
		t.Errorf("only %d are hidden", n)
	}
}

var anAddress = regexp.MustCompile(`[\w.+-]+@[\w.-]+`)

// nobodyIsReal looks for addresses in every text of every table.
func nobodyIsReal(t *testing.T, db *models.DB) {
	addresses := 0
	for _, table := range []string{"users", "legislators", "petition_texts", "letter_variants", "law_cards", "campaigns", "outbox", "links", "settings"} {
		eachText(t, db, table, func(text string) {
			for _, found := range anAddress.FindAllString(text, -1) {
				addresses++
				if domain := found[strings.Index(found, "@")+1:]; domain != "example.org" && !strings.HasSuffix(domain, ".example.org") {
					t.Errorf("%s holds %s", table, found)
				}
			}
		})
	}
	if addresses < 3+41 { // staff and legislators
		t.Errorf("only %d addresses were found", addresses)
	}
}

// eachText calls fn with every text of a table.
func eachText(t *testing.T, db *models.DB, table string, fn func(text string)) {
	t.Helper()
	each(t, db, "SELECT * FROM "+table, func(rows *sql.Rows) error {
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			return err
		}
		for _, v := range values {
			if text, ok := (*v.(*any)).(string); ok {
				fn(text)
			}
		}
		return nil
	})
}

func secondLoadDoesNothing(t *testing.T, db *models.DB) {
	tables := "SELECT (SELECT count(*) FROM signatures) + (SELECT count(*) FROM imports) + (SELECT count(*) FROM users) + (SELECT count(*) FROM outbox)"
	before := number(t, db, tables)
	load(t, db)
	if after := number(t, db, tables); after != before {
		t.Errorf("a second load took %d rows to %d", before, after)
	}
}

func TestLoadRefusesADatabaseWithOtherData(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		testkit.MakeCampaign(t, db, func(c *models.Campaign) { c.Slug = "az-safe-harbor" })
		if err := demo.Load(ctx, db, testkit.Keys(), testkit.Now, nil); err == nil {
			t.Fatal("the demo mixed with other data")
		}
		if n := number(t, db, "SELECT (SELECT count(*) FROM signatures) + (SELECT count(*) FROM users) + (SELECT count(*) FROM legislators)"); n != 0 {
			t.Errorf("%d invented rows came in", n)
		}
	})
}

func TestLoadIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	var shapes []string
	for range 2 {
		db := testkit.OpenDB(t, testkit.SQLiteURL(t))
		load(t, db)
		var shape strings.Builder
		each(t, db, "SELECT campaign_id, state, lang, display, in_state, counted_at FROM signatures ORDER BY id", func(rows *sql.Rows) error {
			var v [6]any
			err := rows.Scan(&v[0], &v[1], &v[2], &v[3], &v[4], &v[5])
			fmt.Fprintln(&shape, v)
			return err
		})
		shapes = append(shapes, shape.String())
	}
	if shapes[0] != shapes[1] {
		t.Error("two loads at one time differ")
	}
}
