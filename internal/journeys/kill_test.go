package journeys

import (
	"context"
	"fmt"
	"log"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"statehouse/internal/mail"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/fakeresend"
	"statehouse/internal/testkit/house"
	"statehouse/internal/testkit/process"
	"statehouse/models"
)

func TestMain(m *testing.M) {
	if late := os.Getenv(lateVariable); late != "" {
		log.Fatal(workLate(late))
	}
	code := m.Run()
	if err := process.RemoveBinary(); err != nil && code == 0 {
		code = 1
	}
	os.Exit(code)
}

// crowd signs one campaign and confirms without pause, and keeps what it was
// told: only a 303 is a promise.
type crowd struct {
	homes    []string // of the processes; a person who gets no answer tries the next
	campaign models.Campaign
	client   *http.Client
	pause    time.Duration // between one person's form and the next's
	each     int           // people that one signer stands for
	links    chan letter
	group    sync.WaitGroup

	mu        sync.Mutex
	signed    map[string]bool // addresses whose form was taken
	confirmed map[string]bool // addresses whose button was
	strange   []string        // answers that nobody should get
}

// letter is what a person finds in the mailbox.
type letter struct{ to, path string }

func newCrowd(campaign models.Campaign, homes ...string) *crowd {
	client := &http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &crowd{homes: homes, campaign: campaign, client: client, pause: 60 * time.Millisecond, each: 1 << 20,
		links: make(chan letter, 1<<16), signed: map[string]bool{}, confirmed: map[string]bool{}}
}

// start lets people sign until ctx ends; stop waits for the last of them.
func (c *crowd) start(ctx context.Context, signers, confirmers int) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	for s := range signers {
		c.group.Go(func() { c.sign(ctx, s) })
	}
	for range confirmers {
		c.group.Go(func() { c.confirm(ctx) })
	}
	return func() {
		cancel()
		c.group.Wait()
		c.client.CloseIdleConnections()
	}
}

func (c *crowd) sign(ctx context.Context, signer int) {
	for person := 0; person < c.each && ctx.Err() == nil; person++ {
		to := fmt.Sprintf("person-%d-%d@example.org", signer, person)
		form := url.Values{"name": {fmt.Sprintf("Person Number %d", person)}, "email": {to}, "zip": {"85012"}}
		if c.insist(ctx, "/petitions/"+c.campaign.Slug+"/signatures", form) == http.StatusSeeOther {
			c.note(c.signed, to)
		}
		rest(ctx, c.pause)
	}
}

func (c *crowd) confirm(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case l := <-c.links:
			if c.insist(ctx, l.path+"/confirm", nil) == http.StatusSeeOther {
				c.note(c.confirmed, l.to)
			}
		}
	}
}

// insist sends a form until somebody answers; 0 once ctx has ended. A link that
// is spent already answers 200: its first answer was lost with its process.
func (c *crowd) insist(ctx context.Context, path string, form url.Values) int {
	for try := 0; ctx.Err() == nil; try++ {
		status := c.post(ctx, c.homes[try%len(c.homes)]+path, form)
		switch status {
		case http.StatusSeeOther, http.StatusOK:
			return status
		case 0, http.StatusServiceUnavailable:
			rest(ctx, 20*time.Millisecond)
		default:
			c.mu.Lock()
			c.strange = append(c.strange, fmt.Sprintf("%s answered %d", path[:3], status))
			c.mu.Unlock()
			return status
		}
	}
	return 0
}

// post gives the status of the answer, 0 for none.
func (c *crowd) post(ctx context.Context, to string, form url.Values) int {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to, strings.NewReader(form.Encode()))
	if err != nil {
		return 0
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := c.client.Do(request)
	if err != nil {
		return 0
	}
	response.Body.Close()
	return response.StatusCode
}

func (c *crowd) note(told map[string]bool, to string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	told[to] = true
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// deliver hands a sent mail to the crowd.
func (c *crowd) deliver(to, text string) {
	for _, word := range strings.Fields(text) {
		if u, err := url.Parse(word); err == nil && strings.HasPrefix(u.Path, "/s/") {
			c.links <- letter{to, u.Path}
			return
		}
	}
}

// watch delivers what appears in an outbox folder until ctx ends.
func (c *crowd) watch(ctx context.Context, folder string) {
	seen := map[string]bool{}
	for ; ctx.Err() == nil; rest(ctx, 50*time.Millisecond) {
		names, _ := filepath.Glob(filepath.Join(folder, "*.eml"))
		for _, name := range names {
			if m, err := mail.ReadMail(folder, filepath.Base(name)); err == nil && !seen[name] {
				seen[name] = true
				c.deliver(strings.Trim(m.To, "<>"), m.Text)
			}
		}
	}
}

// settled waits until no mail is queued or being sent.
func settled(t *testing.T, h *house.House) {
	t.Helper()
	testkit.Wait(t, "every mail on its way", func() bool {
		return number(t, h.DB, "SELECT count(*) FROM outbox WHERE state IN ('queued','sending')") == 0
	})
}

func number(t *testing.T, db *models.DB, query string) (n int) {
	t.Helper()
	if err := db.SQL().QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// audit holds what the crowd was told against the rows, and the rows against
// the refs of the mails that really left.
func (c *crowd) audit(t *testing.T, h *house.House, left []string) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, answer := range c.strange {
		t.Error(answer)
	}
	for to := range c.signed {
		if rows := signaturesOf(t, h, c.campaign, to); len(rows) != 1 {
			t.Errorf("%s was told that the form was taken and has %d rows", to, len(rows))
		}
	}
	for to := range c.confirmed {
		if rows := signaturesOf(t, h, c.campaign, to); len(rows) != 1 || rows[0].State != models.SignatureCounted {
			t.Errorf("%s was told that the signature counts: %+v", to, rows)
		}
	}
	if n := number(t, h.DB, "SELECT count(*) FROM signatures s WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.signature_id = s.id)"); n > 0 {
		t.Errorf("%d signatures have no mail", n)
	}
	onceEach(t, h, left)
}

func signaturesOf(t *testing.T, h *house.House, campaign models.Campaign, to string) []models.Signature {
	t.Helper()
	email, err := models.ParseEmail(to)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := models.SignaturesAt(t.Context(), h.DB.Read(), campaign.ID, models.SignatureIndex(h.Keys, campaign.Code, email))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// onceEach holds the refs of mails that left against the outbox: each accepted
// row once, and no other.
func onceEach(t *testing.T, h *house.House, left []string) {
	t.Helper()
	times := map[string]int{}
	for _, ref := range left {
		times[ref]++
	}
	rows, err := h.DB.SQL().QueryContext(t.Context(), "SELECT ref, state FROM outbox")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var ref, state string
		if err := rows.Scan(&ref, &state); err != nil {
			t.Fatal(err)
		}
		if times[ref] != 1 || state != string(models.MailAccepted) {
			t.Errorf("mail %s is %s and left %d times", ref, state, times[ref])
		}
		delete(times, ref)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for ref, n := range times {
		t.Errorf("mail %s left %d times and has no row", ref, n)
	}
}

func refs(ledger []fakeresend.Sent) (all []string) {
	for _, sent := range ledger {
		all = append(all, sent.Ref)
	}
	return all
}

// resendEnv are the settings that send to the double.
func resendEnv(fake *fakeresend.Server) map[string]string {
	return map[string]string{"STATEHOUSE_MAIL": "resend", "RESEND_API_KEY": fake.APIKey, "RESEND_BASE_URL": fake.URL,
		"RESEND_WEBHOOK_SECRET": fake.WebhookSecret, "STATEHOUSE_MAIL_RATE": "0"}
}

// kills is how often a process is killed.
func kills(n int) int {
	if testing.Short() {
		return min(n, 8)
	}
	return n
}

// TestKillsLoseNothingThatWasAcknowledged kills the program at random moments,
// some before it answers, while people sign and confirm and their mails go out.
func TestKillsLoseNothingThatWasAcknowledged(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		fake := fakeresend.New(t, fakeresend.WithRate(0), fakeresend.WithHang(40*time.Millisecond))
		fake.Schedule(func(n int, _ fakeresend.Call) fakeresend.Mode {
			switch {
			case n%7 == 3:
				return fakeresend.AcceptThenCut
			case n%2 == 0:
				return fakeresend.Hang // time to be killed in
			}
			return fakeresend.OK
		})
		program := process.Serve(t, database, resendEnv(fake))
		people := newCrowd(testkit.MakeCampaign(t, testkit.OpenDB(t, database)), program.URL())
		fake.OnAccept(func(sent fakeresend.Sent) { people.deliver(sent.To, sent.Body) })
		killing(t, people, program, kills(50))

		h := afterTheKills(t, database, program.Env)
		settled(t, h)
		people.audit(t, h, refs(fake.Ledger()))
		enough(t, people)
	})
}

// TestKillsLoseNothingFromTheOutbox is the same with mail that is written to a folder.
func TestKillsLoseNothingFromTheOutbox(t *testing.T) {
	t.Parallel()
	database := testkit.SQLiteURL(t)
	program := process.Serve(t, database, map[string]string{"STATEHOUSE_MAIL": "outbox"})
	people := newCrowd(testkit.MakeCampaign(t, testkit.OpenDB(t, database)), program.URL())
	folder := filepath.Join(program.Env["STATEHOUSE_DATA"], "outbox")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go people.watch(ctx, folder)
	killing(t, people, program, kills(20))

	h := afterTheKills(t, database, program.Env)
	settled(t, h)
	names, err := filepath.Glob(filepath.Join(folder, "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, name := range names {
		ref := strings.TrimSuffix(name[strings.LastIndexByte(name, '-')+1:], ".eml")
		left = append(left, ref)
	}
	people.audit(t, h, left)
	enough(t, people)
}

// killing starts and kills the program while the people come.
func killing(t *testing.T, people *crowd, program process.Program, times int) {
	t.Helper()
	seed := rand.Uint64()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	})
	random := rand.New(rand.NewPCG(seed, 0))
	stop := people.start(t.Context(), 3, 2)
	defer stop()
	start := time.Now()
	defer func() { t.Logf("%d kills took %s", times, time.Since(start)) }()
	for i := range times {
		run := program.Launch
		if i%2 == 0 {
			run = program.Start
		}
		p := run(t)
		time.Sleep(time.Duration(random.Int64N(int64(500 * time.Millisecond))))
		if p.HasEnded() {
			t.Fatalf("it ended by itself:\n%s", p.Log())
		}
		p.Kill()
	}
}

// afterTheKills opens the house again three minutes later, when whatever a dead
// process held is overdue.
func afterTheKills(t *testing.T, database string, env map[string]string) *house.House {
	t.Helper()
	return house.Open(t, database, house.Setup{Env: env, Now: func() time.Time { return time.Now().Add(3 * time.Minute) }})
}

// enough fails a test that proved nothing because nobody got through.
func enough(t *testing.T, people *crowd) {
	t.Helper()
	t.Logf("%d signed, %d confirmed", len(people.signed), len(people.confirmed))
	if len(people.signed) < 20 || len(people.confirmed) < 5 {
		t.Errorf("only %d signed and %d confirmed", len(people.signed), len(people.confirmed))
	}
}
