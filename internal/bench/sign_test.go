package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/jobs"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/signing"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// signers at once, and signatures in one measurement.
const (
	signers    = 64
	signatures = 6400
	rounds     = 3
)

// BenchmarkSign signs with 64 signers at once: validating, sealing, the row,
// the rendered and sealed mail, the link, the job and the counts, durable when
// it answers. Its peer does the bare minimum for the same promise: two inserts
// in a transaction of its own.
func BenchmarkSign(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { compare(b, testkit.SQLiteURL(b), ownTransactions) })
	b.Run("postgres", func(b *testing.B) { compare(b, testkit.PostgresURL(b), pgbench) })
}

type peer func(b *testing.B, db *models.DB, url string) float64

// compare interleaves product and peer and reports the median ratio of their
// rates, the median rate and the 99th percentile of one signature.
func compare(b *testing.B, url string, other peer) {
	db := testkit.OpenDB(b, url)
	s, slug := signingOn(b, db)
	var ratios, rates, p99s []float64
	b.ResetTimer()
	for round := range rounds {
		rate, p99 := sign(b, s, slug, round)
		ratios = append(ratios, rate/other(b, db, url))
		rates, p99s = append(rates, rate), append(p99s, p99)
	}
	b.ReportMetric(median(ratios), "×peer")
	b.ReportMetric(median(rates), "signatures/s")
	b.ReportMetric(median(p99s), "p99-ms")
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(slices.Min(ratios), "×min")
	b.ReportMetric(slices.Max(ratios), "×max")
}

func signingOn(b *testing.B, db *models.DB) (*signing.Signing, string) {
	b.Helper()
	workers := river.NewWorkers()
	river.AddWorker(workers, river.WorkFunc(func(context.Context, *river.Job[jobs.SendMail]) error { return nil }))
	queue, err := jobs.Open(db, jobs.Setup{Workers: workers, Log: testkit.Log()})
	if err != nil {
		b.Fatal(err)
	}
	keys := testkit.Keys()
	from := mail.Address{Name: "Statehouse", Email: "mail@statehouse.example.org"}
	room := mailroom.Room{Keys: keys, Queue: queue, Site: "Statehouse", From: from, LetterFrom: from, BaseURL: "https://statehouse.example.org"}
	s := signing.New(db, keys, room, time.Now, testkit.Log())
	b.Cleanup(s.Close)
	return s, testkit.MakeCampaign(b, db).Slug
}

func sign(b *testing.B, s *signing.Signing, slug string, round int) (rate, p99 float64) {
	b.Helper()
	var mu sync.Mutex
	var took []time.Duration
	start := time.Now()
	atOnce(func(signer int) {
		for i := range signatures / signers {
			begin := time.Now()
			err := s.Sign(context.Background(), slug, signing.Form{Name: "Ada Example", ZIP: "85012", Lang: "en",
				Email: fmt.Sprintf("signer-%d-%d-%d@example.org", round, signer, i)})
			if err != nil {
				b.Error(err)
				return
			}
			mu.Lock()
			took = append(took, time.Since(begin))
			mu.Unlock()
		}
	})
	slices.Sort(took)
	return signatures / time.Since(start).Seconds(), took[len(took)*99/100].Seconds() * 1000
}

func atOnce(fn func(signer int)) {
	var group sync.WaitGroup
	for signer := range signers {
		group.Go(func() { fn(signer) })
	}
	group.Wait()
}

// ownTransactions is the peer on SQLite: each signer commits two rows in a
// transaction of their own.
func ownTransactions(b *testing.B, db *models.DB, _ string) float64 {
	b.Helper()
	setUpPeer(b, db, "blob", "integer PRIMARY KEY AUTOINCREMENT")
	const count = signatures / 8 // it is slow
	start := time.Now()
	atOnce(func(signer int) {
		for i := range count / signers {
			tx, err := db.SQL().Begin()
			if err == nil {
				_, err = tx.Exec("INSERT INTO peer_signatures (campaign_id, email_index, at) VALUES (?, ?, ?)", 1, fmt.Sprint(start, signer, i), start)
			}
			if err == nil {
				_, err = tx.Exec("INSERT INTO peer_jobs (args, at) VALUES (?, ?)", "{}", start)
			}
			if err == nil {
				err = tx.Commit()
			}
			if err != nil {
				b.Error(err)
				return
			}
		}
	})
	return count / time.Since(start).Seconds()
}

func setUpPeer(b *testing.B, db *models.DB, bytes, id string) {
	b.Helper()
	for _, sql := range []string{
		"CREATE TABLE IF NOT EXISTS peer_signatures (id " + id + ", campaign_id integer NOT NULL, email_index " + bytes + " NOT NULL, at text NOT NULL, UNIQUE (campaign_id, email_index))",
		"CREATE TABLE IF NOT EXISTS peer_jobs (id " + id + ", args text NOT NULL, at text NOT NULL)",
	} {
		if _, err := db.SQL().Exec(sql); err != nil {
			b.Fatal(err)
		}
	}
}

var tps = regexp.MustCompile(`tps = ([0-9.]+)`)

// pgbench is the peer on PostgreSQL: two inserts in a transaction, 64 clients.
func pgbench(b *testing.B, db *models.DB, url string) float64 {
	b.Helper()
	binary, err := exec.LookPath("pgbench")
	if err != nil {
		if binary = newest("/usr/lib/postgresql/*/bin/pgbench"); binary == "" {
			b.Skip("NOT RUN: there is no pgbench")
		}
	}
	setUpPeer(b, db, "bytea", "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
	script := filepath.Join(b.TempDir(), "sign.sql")
	text := "BEGIN;\nINSERT INTO peer_signatures (campaign_id, email_index, at) VALUES (1, decode(md5(random()::text) || md5(random()::text), 'hex'), 'now');\n" +
		"INSERT INTO peer_jobs (args, at) VALUES ('{}', 'now');\nCOMMIT;\n"
	if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	address, _, _ := strings.Cut(url, "?") // the pool's own parameters are not for pgbench
	out, err := exec.Command(binary, "-n", "-M", "prepared", "-c", strconv.Itoa(signers), "-j", "2", "-T", "4", "-f", script, address).CombinedOutput()
	if err != nil {
		b.Fatalf("pgbench: %v\n%s", err, out)
	}
	match := tps.FindSubmatch(out)
	if match == nil {
		b.Fatalf("pgbench says nothing:\n%s", out)
	}
	rate, err := strconv.ParseFloat(string(match[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return rate
}

func newest(pattern string) string {
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) == 0 {
		return ""
	}
	return found[len(found)-1]
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
