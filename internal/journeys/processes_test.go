package journeys

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/fakeresend"
	"statehouse/internal/testkit/house"
	"statehouse/internal/testkit/notrun"
	"statehouse/internal/testkit/process"
)

// TestProcessesShareOneDatabase: two processes answer requests, they and a third
// send the mails; each counts what the others did.
func TestProcessesShareOneDatabase(t *testing.T) {
	t.Parallel()
	database := testkit.PostgresURL(t)
	fake := fakeresend.New(t, fakeresend.WithRate(0))
	one := process.Serve(t, database, resendEnv(fake))
	two := process.Serve(t, database, resendEnv(fake))
	first, second, third := one.Start(t), two.Start(t), process.Work(t, database, resendEnv(fake)).Start(t)
	people := newCrowd(testkit.MakeCampaign(t, testkit.OpenDB(t, database)), one.URL(), two.URL())
	fake.OnAccept(func(sent fakeresend.Sent) { people.deliver(sent.To, sent.Body) })
	people.pause, people.each = 0, 40
	stop := people.start(t.Context(), 3, 3)
	testkit.Wait(t, "everybody confirmed", func() bool { return people.count(people.confirmed) == 120 })
	stop()
	workers := map[string]bool{}
	for _, by := range column(t, testkit.OpenDB(t, database), "SELECT DISTINCT attempted_by[1] FROM river_job WHERE attempted_by IS NOT NULL") {
		workers[by] = true
	}
	if len(workers) < 2 {
		t.Errorf("the work was done by %v, want more than one process", workers)
	}
	for _, home := range []string{one.URL(), two.URL()} {
		if got := get(t, home+"/v1/petitions/"+people.campaign.Slug); !strings.Contains(got, `"counted":120`) {
			t.Errorf("a process counts %s", got)
		}
	}
	for _, p := range []*process.Process{first, second, third} {
		if took, err := p.Stop(40 * time.Second); err != nil {
			t.Errorf("asked to stop, a process ended with %v after %s:\n%s", err, took, p.Log())
		}
	}
	h := house.Open(t, database, house.Setup{Env: resendEnv(fake)})
	settled(t, h)
	people.audit(t, h, refs(fake.Ledger()))
}

// TestTheJobsOfAKilledProcessArePickedUp within three minutes by those that live.
func TestTheJobsOfAKilledProcessArePickedUp(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		notrun.Skip(t, "jobs of a killed process: it waits for minutes, and -short was asked for")
	}
	database := testkit.PostgresURL(t)
	fake := fakeresend.New(t, fakeresend.WithRate(0), fakeresend.WithHang(10*time.Second))
	fake.SetMode(fakeresend.Hang)
	worker := process.Work(t, database, resendEnv(fake)).Start(t)
	env := resendEnv(fake)
	h := house.Open(t, database, house.Setup{Env: env, Idle: true})
	campaign := testkit.MakeCampaign(t, h.DB)
	for person := range 5 {
		form := url.Values{"name": {"Ana Invented"}, "email": {fmt.Sprintf("ana-%d@example.org", person)}, "zip": {"85012"}}
		h.Visitor(t).Post("/petitions/"+campaign.Slug+"/signatures", form).Must(http.StatusOK)
	}
	testkit.Wait(t, "a mail in the hands of the worker", func() bool {
		return number(t, h.DB, "SELECT count(*) FROM outbox WHERE state = 'sending'") > 0
	})
	worker.Kill()
	killed := time.Now()
	fake.SetMode(fakeresend.OK)
	process.Work(t, database, env).Start(t)
	settled(t, h)
	t.Logf("picked up after %s", time.Since(killed).Round(time.Second))
	onceEach(t, h, refs(fake.Ledger()))
}

// TestARequestInFlightIsAnsweredWhenTheProcessIsAskedToStop, and no new one is
// let in.
func TestARequestInFlightIsAnsweredWhenTheProcessIsAskedToStop(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		program := process.Serve(t, database, map[string]string{"STATEHOUSE_MAIL": "outbox"})
		p := program.Start(t)
		campaign := testkit.MakeCampaign(t, testkit.OpenDB(t, database))
		body := url.Values{"name": {"Ana Invented"}, "email": {"ana@example.org"}, "zip": {"85012"}}.Encode()
		conn, err := net.Dial("tcp", program.Addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "POST /petitions/%s/signatures HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
			campaign.Slug, program.Addr, len(body), body[:10])
		time.Sleep(200 * time.Millisecond) // the request is being read
		ended := make(chan error, 1)
		go func() {
			_, err := p.Stop(40 * time.Second)
			ended <- err
		}()
		testkit.Wait(t, "not ready any more", func() bool { return !program.IsReady() })
		fmt.Fprint(conn, body[10:])
		answer, err := io.ReadAll(conn)
		if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 303") {
			t.Errorf("the request in flight was answered with %.60q, %v", answer, err)
		}
		if err := <-ended; err != nil {
			t.Errorf("the process ended with %v:\n%s", err, p.Log())
		}
		h := house.Open(t, database, house.Setup{})
		if rows := signaturesOf(t, h, campaign, "ana@example.org"); len(rows) != 1 {
			t.Errorf("%d rows of the request in flight", len(rows))
		}
		settled(t, h)
	})
}

func get(t *testing.T, from string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, from, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), " ", "")
}
