package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// transcript is a writer that may be read meanwhile.
type transcript struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (w *transcript) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(p)
}

func (w *transcript) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}

// freeAddr is an address on which nothing listens.
func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// serving runs a command until it answers at addr, calls fn, and stops it as a
// signal would.
func serving(t *testing.T, env []string, addr string, args []string, fn func(out *transcript)) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var out, errs transcript
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, args, environment(env), &out, &errs) }()
	for deadline := time.Now().Add(60 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if code, _ := visit("http://" + addr + "/readyz"); code == http.StatusOK {
			break
		}
		select {
		case code := <-ended:
			t.Fatalf("%v ended with %d: %s", args, code, errs.String())
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("%v does not answer: %s", args, errs.String())
		}
	}
	fn(&out)
	stop()
	if code := <-ended; code != success {
		t.Errorf("%v ended with %d: %s", args, code, errs.String())
	}
}

func visit(url string) (int, string) {
	response, err := http.Get(url)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(body)
}

func TestDemoServesEverythingFromAFolderOfItsOwn(t *testing.T) {
	t.Parallel()
	dir, addr := filepath.Join(t.TempDir(), "demo"), freeAddr(t)
	// What could lead to real data or real mail is set, and must not matter.
	env := []string{"DATABASE_URL=postgres://nobody@127.0.0.1:1/none", "STATEHOUSE_SECRET=short", "RESEND_API_KEY=re_real", "PORT=1"}
	args := []string{"demo", "--data", dir, "--addr", addr}
	serving(t, env, addr, args, func(out *transcript) {
		links := regexp.MustCompile(`(?m)^  (admin|organizer|moderator)@example\.org +(http://`+regexp.QuoteMeta(addr)+`/account/sign-in/\S+)$`).FindAllStringSubmatch(out.String(), -1)
		if len(links) != 3 {
			t.Errorf("%d links in\n%s", len(links), out.String())
		}
		for _, link := range links {
			if code, _ := visit(link[2]); code != http.StatusOK {
				t.Errorf("the link of %s answers %d", link[1], code)
			}
		}
		for _, path := range []string{"/petitions/az-safe-harbor", "/outbox"} {
			if code, _ := visit("http://" + addr + path); code != http.StatusOK {
				t.Errorf("%s answers %d", path, code)
			}
		}
	})
	if got := say(t, []string{"DATABASE_URL=sqlite:" + filepath.Join(dir, demoDatabase)}, "verify"); got.code != success {
		t.Errorf("%+v", got)
	}
}

func TestServeMakesANewSQLiteDatabase(t *testing.T) {
	t.Parallel()
	dir, addr := t.TempDir(), freeAddr(t)
	env := []string{"DATABASE_URL=sqlite:" + filepath.Join(dir, "statehouse.db")}
	for range 2 {
		serving(t, env, addr, []string{"serve", "--addr", addr}, func(*transcript) {
			if code, body := visit("http://" + addr + "/"); code != http.StatusOK || !strings.Contains(body, "<h1") {
				t.Errorf("the first page answers %d", code)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(dir, "secret")); err != nil {
		t.Error(err)
	}
}

func TestADemoTakesNoFolderOfSomethingElse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	secret := write(t, dir, "secret", []byte("of a real house"))
	got := say(t, nil, "demo", "--data", dir, "--fresh")
	if got.code != failure || !strings.Contains(got.err, "--data") {
		t.Errorf("%+v", got)
	}
	if _, err := os.Stat(secret); err != nil {
		t.Error("the secret is gone")
	}
	if err := claim(filepath.Join(dir, "100%"), false); err == nil {
		t.Error("a folder that SQLite cannot name was taken")
	}
}

func TestFreshForgetsOnlyWhatTheDemoWrote(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "demo")
	if err := claim(dir, true); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{demoDatabase, "secret", "notes.txt"} {
		write(t, dir, name, []byte("kept"))
	}
	if err := claim(dir, false); err != nil || len(contents(t, dir)) != 3 {
		t.Errorf("%v: %v", contents(t, dir), err)
	}
	if err := claim(dir, true); err != nil {
		t.Fatal(err)
	}
	left := contents(t, dir)
	if left[demoDatabase] != "" || left["notes.txt"] != "kept" || len(left) != 2 {
		t.Errorf("left: %v", left)
	}
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(content)
	}
	return files
}
