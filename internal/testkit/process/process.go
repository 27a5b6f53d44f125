// Package process starts, kills and restarts the real program for a test, as a
// machine that loses power would.
package process

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"statehouse/internal/testkit"
)

// startLimit is how long a program may take until it answers, on a busy machine.
const startLimit = 60 * time.Second

var folder string // of the binary, once it is built

// binary builds the program once for the whole test run.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "statehouse-binary-")
	if err != nil {
		return "", err
	}
	folder = dir
	file := filepath.Join(dir, "statehouse")
	if said, err := exec.Command("go", "build", "-o", file, "statehouse/cmd/statehouse").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, said)
	}
	return file, nil
})

// RemoveBinary deletes what was built. It is for the end of TestMain.
func RemoveBinary() error { return os.RemoveAll(folder) }

// Program is one command of the binary, or of another file, with its settings; it may be started
// again and again.
type Program struct {
	File string // empty for the binary
	Args []string
	Env  map[string]string // its whole environment
	Addr string            // where it answers requests; empty for one that does not
}

// Serve is the command that answers requests and works, on the database at url.
// It keeps its address, so that it can be started again at the same place.
func Serve(t testing.TB, url string, env map[string]string) Program {
	t.Helper()
	addr := freeAddr(t)
	p := Program{Args: []string{"serve"}, Addr: addr, Env: settings(t, url, env)}
	p.Env["STATEHOUSE_ADDR"] = addr
	if p.Env["STATEHOUSE_BASE_URL"] == "" {
		p.Env["STATEHOUSE_BASE_URL"] = p.URL()
	}
	return p
}

// Work is the command that only works.
func Work(t testing.TB, url string, env map[string]string) Program {
	t.Helper()
	return Program{Args: []string{"work"}, Env: settings(t, url, env)}
}

func settings(t testing.TB, url string, env map[string]string) map[string]string {
	t.Helper()
	all := map[string]string{"DATABASE_URL": url, "STATEHOUSE_SECRET": testkit.Secret, "STATEHOUSE_LOG": "text", "STATEHOUSE_LETTERS_PACE": "off",
		"STATEHOUSE_MAIL_FROM": "Statehouse <mail@statehouse.example.org>"}
	for name, value := range env {
		all[name] = value
	}
	if all["STATEHOUSE_DATA"] == "" {
		all["STATEHOUSE_DATA"] = t.TempDir()
	}
	return all
}

// URL is where the program answers.
func (p Program) URL() string { return "http://" + p.Addr }

// Process is one run of a program.
type Process struct {
	cmd  *exec.Cmd
	log  transcript
	over chan struct{}
	err  error // how it ended, once over is closed
}

// Launch starts the program and does not wait for it. It is killed at the end
// of the test at the latest.
func (p Program) Launch(t testing.TB) *Process {
	t.Helper()
	file := p.File
	if file == "" {
		var err error
		if file, err = binary(); err != nil {
			t.Fatal(err)
		}
	}
	run := &Process{cmd: exec.Command(file, p.Args...), over: make(chan struct{})}
	run.cmd.Stdout, run.cmd.Stderr = &run.log, &run.log
	for name, value := range p.Env {
		run.cmd.Env = append(run.cmd.Env, name+"="+value)
	}
	if err := run.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		run.err = run.cmd.Wait()
		close(run.over)
	}()
	t.Cleanup(run.Kill)
	return run
}

// Start is Launch, and waits until the program is ready.
func (p Program) Start(t testing.TB) *Process {
	t.Helper()
	run := p.Launch(t)
	if p.Addr == "" {
		return run
	}
	for deadline := time.Now().Add(startLimit); !p.IsReady(); time.Sleep(10 * time.Millisecond) {
		if run.HasEnded() || time.Now().After(deadline) {
			run.Kill()
			t.Fatalf("%v is not ready: %v\n%s", p.Args, run.err, run.Log())
		}
	}
	return run
}

// IsReady says whether the program answers and wants requests.
func (p Program) IsReady() bool {
	client := http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Get(p.URL() + "/readyz")
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// Kill ends the process without a word of warning and waits until it is gone.
func (r *Process) Kill() {
	_ = r.cmd.Process.Kill() // it may have ended by itself
	<-r.over
}

// Stop asks the process to end and says how, and how long that took. It is
// killed after limit.
func (r *Process) Stop(limit time.Duration) (took time.Duration, err error) {
	start := time.Now()
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return 0, err
	}
	select {
	case <-r.over:
		return time.Since(start), r.err
	case <-time.After(limit):
		r.Kill()
		return time.Since(start), fmt.Errorf("still running after %s", limit)
	}
}

// HasEnded says whether the process is gone.
func (r *Process) HasEnded() bool {
	select {
	case <-r.over:
		return true
	default:
		return false
	}
}

// Log is what the process has written so far.
func (r *Process) Log() string { return r.log.String() }

// transcript is a writer that may be read meanwhile.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *transcript) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *transcript) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

func freeAddr(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
