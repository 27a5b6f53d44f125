package fakeresend

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

const plain = `{"from":"Statehouse <hello@example.org>","to":["Ana <ana@example.org>"],"subject":"s","text":"t","tags":[{"name":"msg","value":"r1"}]}`

// ask makes one request as a client of the API would; header pairs are name, value.
func ask(t *testing.T, s *Server, method, path, body string, header ...string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequest(method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.APIKey)
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err.Error(), nil
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return resp.StatusCode, err.Error(), resp.Header
	}
	return resp.StatusCode, string(b), resp.Header
}

func errorName(t *testing.T, status int, body string) string {
	t.Helper()
	var e refusal
	if err := json.Unmarshal([]byte(body), &e); err != nil || e.StatusCode != status || e.Message == "" {
		t.Errorf("no Resend error: %d %s", status, body)
	}
	return e.Name
}

// stopped is a clock that only Advance moves.
func stopped() Option {
	at := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	return WithClock(func() time.Time { return at })
}

func TestKeysLive24Hours(t *testing.T) {
	t.Parallel()
	s := New(t, stopped(), WithRate(0))
	_, first, _ := ask(t, s, "POST", "emails", plain, "Idempotency-Key", "k")
	s.Advance(KeyLife - time.Second)
	if _, again, _ := ask(t, s, "POST", "emails", plain, "Idempotency-Key", "k"); again != first || len(s.Ledger()) != 1 {
		t.Errorf("within a day: %s, %s, ledger %d", first, again, len(s.Ledger()))
	}
	status, body, _ := ask(t, s, "POST", "emails", strings.Replace(plain, `"t"`, `"u"`, 1), "Idempotency-Key", "k")
	if status != 409 || errorName(t, status, body) != "invalid_idempotent_request" {
		t.Errorf("%d %s", status, body)
	}
	s.Advance(time.Second)
	if _, later, _ := ask(t, s, "POST", "emails", plain, "Idempotency-Key", "k"); later == first || len(s.Ledger()) != 2 {
		t.Errorf("after a day: %s, ledger %d", later, len(s.Ledger()))
	}
	ask(t, s, "POST", "emails", plain)
	ask(t, s, "POST", "emails", plain)
	if len(s.Ledger()) != 4 || len(s.Calls()) != 6 {
		t.Errorf("without a key: ledger %d, calls %d", len(s.Ledger()), len(s.Calls()))
	}
	if status, body, _ := ask(t, s, "POST", "emails", plain, "Idempotency-Key", strings.Repeat("k", 257)); status != 400 || errorName(t, status, body) != "invalid_idempotency_key" {
		t.Errorf("%d %s", status, body)
	}
}

func TestConcurrentUseOfAKey(t *testing.T) {
	t.Parallel()
	s := New(t, WithRate(0), WithHang(300*time.Millisecond))
	s.Script(Hang)
	var wg sync.WaitGroup
	wg.Go(func() {
		if status, _, _ := ask(t, s, "POST", "emails", plain, "Idempotency-Key", "k"); status != 200 {
			t.Errorf("the first got %d", status)
		}
	})
	for len(s.Calls()) == 0 {
		time.Sleep(5 * time.Millisecond)
	}
	time.Sleep(20 * time.Millisecond)
	status, body, _ := ask(t, s, "POST", "emails", plain, "Idempotency-Key", "k")
	if status != 409 || errorName(t, status, body) != "concurrent_idempotent_requests" {
		t.Errorf("%d %s", status, body)
	}
	wg.Wait()
	if status, _, _ := ask(t, s, "POST", "emails", plain, "Idempotency-Key", "k"); status != 200 || len(s.Ledger()) != 1 {
		t.Errorf("%d, ledger %d", status, len(s.Ledger()))
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	s := New(t, stopped())
	for i := range 5 {
		status, _, h := ask(t, s, "POST", "emails", plain)
		if status != 200 || h.Get("ratelimit-limit") != "5" || h.Get("ratelimit-remaining") != string(rune('4'-i)) {
			t.Errorf("%d: %d %v", i, status, h)
		}
	}
	status, body, h := ask(t, s, "POST", "emails", plain)
	if status != 429 || errorName(t, status, body) != "rate_limit_exceeded" || h.Get("Retry-After") != "1" || len(s.Ledger()) != 5 || len(s.Calls()) != 5 {
		t.Errorf("%d %s %v", status, body, h)
	}
	s.Advance(time.Second)
	if status, _, _ := ask(t, s, "GET", "emails", ""); status != 200 {
		t.Errorf("a second later: %d", status)
	}
	s.SetRate(0)
	for range 10 {
		if status, _, _ := ask(t, s, "GET", "emails", ""); status != 200 {
			t.Errorf("without a limit: %d", status)
		}
	}
}

func TestModesTakeOrNot(t *testing.T) {
	t.Parallel()
	statuses := map[Mode]int{
		OK: 200, AcceptThenCut: 0, CutBefore: 0, RateLimit429: 429, DailyQuota429: 429, MonthlyQuota429: 429, Err500: 500, HTML502: 502, HTML200: 200,
		Hang: 200, SlowDrip: 200, Busy409: 409, KeyReused409: 409, BrokenJSON: 200, Refuse422: 422, Forbidden403: 403, Restricted401: 401,
	}
	if len(statuses) != len(Modes()) {
		t.Fatalf("%d of %d modes", len(statuses), len(Modes()))
	}
	for mode, want := range statuses {
		t.Run(mode.String(), func(t *testing.T) {
			t.Parallel()
			s := New(t, WithRate(0), WithHang(10*time.Millisecond), WithDrip(time.Microsecond))
			s.Schedule(func(n int, c Call) Mode {
				if n > 0 || c.Key != "k" || len(c.Refs) != 1 || c.Refs[0] != "r1" || len(s.Ledger()) != 0 {
					t.Errorf("scheduled %d %+v", n, c)
				}
				return mode
			})
			status, body, _ := ask(t, s, "POST", "emails", plain, "Idempotency-Key", "k")
			if status != want || (len(s.Ledger()) == 1) != mode.Takes() || s.Calls()[0].Mode != mode {
				t.Errorf("%d %s, ledger %d, %+v", status, body, len(s.Ledger()), s.Calls())
			}
			if status >= 400 && mode != HTML502 {
				errorName(t, status, body)
			}
			s.Schedule(nil)
			if status, _, _ := ask(t, s, "POST", "emails", plain, "Idempotency-Key", "k"); status != 200 || len(s.Ledger()) != 1 {
				t.Errorf("after it: %d, ledger %d", status, len(s.Ledger()))
			}
		})
	}
}

func TestBatches(t *testing.T) {
	t.Parallel()
	s := New(t, WithRate(0))
	s.RefuseTo(func(to string) bool { return to == "no@example.org" })
	bad := strings.Replace(plain, "ana@", "no@", 1)
	three := "[" + plain + "," + bad + "," + plain + "]"
	if status, body, _ := ask(t, s, "POST", "emails/batch", three); status != 422 || errorName(t, status, body) != "validation_error" || len(s.Ledger()) != 0 {
		t.Errorf("strict: %d %s", status, body)
	}
	status, body, _ := ask(t, s, "POST", "emails/batch", three, "x-batch-validation", "permissive")
	var got struct {
		Data   []struct{ ID string }
		Errors []batchError
	}
	if err := json.Unmarshal([]byte(body), &got); err != nil || status != 200 || len(got.Data) != 2 || len(got.Errors) != 1 || got.Errors[0].Index != 1 || len(s.Ledger()) != 2 {
		t.Errorf("permissive: %d %s", status, body)
	}
	for name, body := range map[string]string{
		"empty": "[]", "too many": "[" + strings.Repeat(plain+",", 100) + plain + "]",
		"attachment": "[" + strings.Replace(plain, `"text"`, `"attachments":[{}],"text"`, 1) + "]",
		"no subject": "[" + strings.Replace(plain, `"subject":"s",`, "", 1) + "]", "tag": "[" + strings.Replace(plain, "r1", "r 1", 1) + "]",
	} {
		if status, answer, _ := ask(t, s, "POST", "emails/batch", body); status != 422 || errorName(t, status, answer) == "" {
			t.Errorf("%s: %d %s", name, status, answer)
		}
	}
}

func TestListAndShow(t *testing.T) {
	t.Parallel()
	s := New(t, WithRate(0))
	for range 5 {
		ask(t, s, "POST", "emails", plain)
	}
	rows := s.Ledger()
	_, body, _ := ask(t, s, "GET", "emails?limit=2&after="+rows[4].ID, "")
	var got struct {
		HasMore bool `json:"has_more"`
		Data    []struct{ ID, Subject string }
	}
	if err := json.Unmarshal([]byte(body), &got); err != nil || !got.HasMore || len(got.Data) != 2 || got.Data[0].ID != rows[3].ID || got.Data[1].Subject != "s" {
		t.Errorf("%v %s", err, body)
	}
	if status, body, _ := ask(t, s, "GET", "emails/"+rows[2].ID, ""); status != 200 || !strings.Contains(body, `"value":"r1"`) {
		t.Errorf("%d %s", status, body)
	}
	for path, want := range map[string]int{"emails/none": 404, "domains": 404} {
		if status, body, _ := ask(t, s, "GET", path, ""); status != want || errorName(t, status, body) != "not_found" {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	for auth, want := range map[string]string{"": "missing_api_key", "Bearer re_wrong": "invalid_api_key"} {
		if status, body, _ := ask(t, s, "GET", "emails", "", "Authorization", auth); errorName(t, status, body) != want {
			t.Errorf("%q: %d %s", auth, status, body)
		}
	}
}

func TestOnAcceptComesBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	s := New(t)
	seen := make(chan Sent, 1)
	s.OnAccept(func(one Sent) {
		if len(s.Ledger()) != 1 { // the server may be asked from inside
			t.Error("not in the ledger yet")
		}
		seen <- one
	})
	ask(t, s, "POST", "emails", plain)
	select {
	case one := <-seen:
		if one.Ref != "r1" || one.To != "ana@example.org" || one.FromName != "Statehouse" {
			t.Errorf("%+v", one)
		}
	default:
		t.Error("the answer came first")
	}
}

func TestCloseEndsAHang(t *testing.T) {
	t.Parallel()
	s := Start(WithRate(0))
	s.SetMode(Hang)
	done := make(chan struct{})
	go func() {
		defer close(done)
		ask(t, s, "POST", "emails", plain)
	}()
	for len(s.Calls()) == 0 {
		time.Sleep(5 * time.Millisecond)
	}
	s.Close()
	s.Close()
	<-done
	if len(s.Ledger()) != 0 {
		t.Error("taken after the end")
	}
}
