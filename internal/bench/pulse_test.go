package bench

import (
	"context"
	"fmt"
	"testing"
	"time"

	"statehouse/internal/packets"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// How large the campaign is whose organizers look at it.
const (
	pulseSignatures = 1_000_000
	pulseLetters    = 200_000
	pulseMails      = 2_000  // folded: each carries many letters
	pulseChannels   = 10_000 // one in ten signatures came by one
	pulseDistricts  = 40     // of each of two chambers; nine in ten signatures lie in one
)

// BenchmarkPulse is an organizer's first page at a million signatures; its peer
// counts the signatures themselves, as a page without roll-ups would.
func BenchmarkPulse(b *testing.B) {
	for name, url := range map[string]string{"sqlite": testkit.SQLiteURL(b), "postgres": testkit.PostgresURL(b)} {
		b.Run(name, func(b *testing.B) {
			db := testkit.OpenDB(b, url)
			c := crowded(b, db)
			if _, err := db.SQL().ExecContext(context.Background(), "ANALYZE"); err != nil { // as the databases do by themselves
				b.Fatal(err)
			}
			ctx := context.Background()
			var ours, peer []float64
			for b.Loop() {
				began := time.Now()
				p, err := models.PulseOf(ctx, db.Read(), c, testkit.Now)
				if err != nil || p.Counted() != pulseSignatures || p.Letters != pulseLetters || p.Writers != pulseLetters || len(p.Sources.Team) != 50 || p.Sources.Direct.Counted != pulseSignatures*9/10 {
					b.Fatalf("%+v, %v", p.Counts, err)
				}
				ours = append(ours, float64(time.Since(began).Microseconds())/1000)
				began = time.Now()
				rows, err := db.SQL().QueryContext(ctx, "SELECT state, in_state, count(*) FROM signatures GROUP BY state, in_state")
				if err != nil {
					b.Fatal(err)
				}
				for rows.Next() {
				}
				if err := rows.Close(); err != nil {
					b.Fatal(err)
				}
				peer = append(peer, float64(time.Since(began).Microseconds())/1000)
			}
			var began time.Time
			p := packets.New(db, testkit.Keys(), nil, "", time.Now)
			for _, metric := range []string{"ms/districts", "ms/districts-again"} { // the first time in a process, and from then on
				began = time.Now()
				if _, err := p.Districts(ctx, c.ID, pulseSignatures); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(time.Since(began).Microseconds())/1000, metric)
			}
			b.ReportMetric(median(ours), "ms/page")
			b.ReportMetric(median(peer), "ms/recount")
			b.ReportMetric(median(peer)/median(ours), "recount/page")
		})
	}
}

// crowded is a campaign with rows enough; they hold nothing.
func crowded(b *testing.B, db *models.DB) models.Campaign {
	b.Helper()
	c := testkit.MakeCampaign(b, db)
	h := testkit.MakeSeat(b, db, "az", "upper", "1")
	blob, at, no, yes := "CAST(i AS BLOB)", "'2026-11-01 12:00:00'", "0", "1"
	numbers := func(n int) string {
		return fmt.Sprintf("(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT i FROM n) s", n)
	}
	if db.Dialect == models.Postgres {
		blob, no, yes = "CAST(CAST(i AS text) AS bytea)", "false", "true"
		numbers = func(n int) string { return fmt.Sprintf("(SELECT i FROM generate_series(1, %d) i) s", n) }
	}
	staff := models.User{Email: "o@example.org", Name: "O", Role: models.RoleOrganizer, CreatedAt: testkit.Now}
	if err := db.Write(context.Background(), func(tx *models.Tx) error { return models.AddUser(context.Background(), tx, &staff) }); err != nil {
		b.Fatal(err)
	}
	for _, statement := range []string{
		fmt.Sprintf(`INSERT INTO channels (code, campaign_id, kind, label, created_by, created_on, signed, counted)
SELECT 'c' || (i - 1), %d, CASE WHEN i <= 50 THEN 'team' ELSE 'supporter' END, CASE WHEN i <= 50 THEN 'label' ELSE '' END, CASE WHEN i <= 50 THEN %d END, '2026-11-01', %d, %d FROM %s`,
			c.ID, staff.ID, pulseSignatures/10/pulseChannels, pulseSignatures/10/pulseChannels, numbers(pulseChannels)),
		fmt.Sprintf(`INSERT INTO signatures (id, ref, campaign_id, petition_id, email_index, household, name, email, zip, lang, display, updates, help, in_state, state, mails, mailed_at, created_at, counted_at, moved_at, channel)
SELECT i, CAST(i AS text), %d, %d, %s, 1, %s, %s, %s, 'en', 'hidden', %s, %s, %s, 'counted', 1, %s, %s, %s, %s, CASE WHEN i %% 10 = 0 THEN 'c' || (i / 10 %% %d) END FROM %s`, c.ID, *c.PetitionID, blob, blob, blob, blob, no, no, yes, at, at, at, at, pulseChannels, numbers(pulseSignatures)),
		fmt.Sprintf("UPDATE signature_counts SET in_state = %d", pulseSignatures),
		fmt.Sprintf(`INSERT INTO letters (id, ref, campaign_id, signature_id, number, subject, body, name, share_email, created_at)
SELECT i, CAST(i AS text), %d, i, 1, %s, %s, %s, %s, %s FROM %s`, c.ID, blob, blob, blob, no, at, numbers(pulseLetters)),
	} {
		if _, err := db.SQL().ExecContext(context.Background(), statement); err != nil {
			b.Fatalf("%s: %v", statement, err)
		}
	}
	place(b, db, c, at, numbers)
	deliver(b, db, c, h, at, numbers)
	return c
}

// place gives nine in ten signatures a district in each chamber.
func place(b *testing.B, db *models.DB, c models.Campaign, at string, numbers func(int) string) {
	b.Helper()
	for i, chamber := range []string{"upper", "lower"} {
		first := 1000 * (i + 1)
		for _, statement := range []string{
			fmt.Sprintf("INSERT INTO districts (id, state, chamber, code, name, census_layer, census_geoid, num_seats) SELECT %d + i - 1, 'az', '%s', CAST(100 + i AS text), 'name', '', '', 1 FROM %s", first, chamber, numbers(pulseDistricts)),
			fmt.Sprintf("INSERT INTO matches (signature_id, district_id, chamber, method, confidence, vintage, matched_at) SELECT i, %d + i %% %d, '%s', 'zip_unique', 'high', '', %s FROM %s WHERE i %% 10 <> 0", first, pulseDistricts, chamber, at, numbers(pulseSignatures)),
			fmt.Sprintf("INSERT INTO district_counts (campaign_id, district_id, signatures) SELECT %d, district_id, count(*) FROM matches WHERE chamber = '%s' GROUP BY district_id", c.ID, chamber),
		} {
			if _, err := db.SQL().ExecContext(context.Background(), statement); err != nil {
				b.Fatalf("%s: %v", statement, err)
			}
		}
	}
}

// deliver stores what went to an office: many letters in each mail.
func deliver(b *testing.B, db *models.DB, c models.Campaign, h models.Holder, at string, numbers func(int) string) {
	b.Helper()
	for _, statement := range []string{
		fmt.Sprintf(`INSERT INTO outbox (id, ref, kind, priority, state, not_before, created_at, moved_at) SELECT i, CAST(i AS text), 'letter', 3, 'delivered', %s, %s, %s FROM %s`, at, at, at, numbers(pulseMails)),
		fmt.Sprintf(`INSERT INTO deliveries (campaign_id, kind, letter_id, seat_id, legislator_id, outbox_id, created_at) SELECT %d, 'letter', i, %d, %d, 1 + i %% %d, %s FROM %s`,
			c.ID, h.SeatID, h.LegislatorID, pulseMails, at, numbers(pulseLetters)),
	} {
		if _, err := db.SQL().ExecContext(context.Background(), statement); err != nil {
			b.Fatalf("%s: %v", statement, err)
		}
	}
}
