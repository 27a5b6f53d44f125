package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"statehouse/internal/testkit/notrun"
)

func TestThrowAwayPostgres(t *testing.T) {
	t.Parallel()
	if serverBinaries() == "" {
		notrun.Skip(t, "the throw-away PostgreSQL: no server is installed")
	}
	c, err := newCluster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	host := hostOf(t, c.url)
	conn, err := net.DialTimeout("tcp", host, time.Second)
	if err != nil {
		t.Error(err)
	} else {
		conn.Close()
	}
	c.stop()
	if conn, err := net.DialTimeout("tcp", host, time.Second); err == nil {
		conn.Close()
		t.Error("the server still answers after it was stopped")
	}
	if _, err := os.Stat(c.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder of the cluster is still there: %v", err)
	}
}

func TestBrokenServerSaysWhy(t *testing.T) {
	t.Parallel()
	c := &cluster{bin: t.TempDir(), dir: t.TempDir(), as: &syscall.SysProcAttr{}}
	script := "#!/bin/sh\necho FATAL: no room on device >&2\nexit 1\n"
	if err := os.WriteFile(filepath.Join(c.bin, "postgres"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := c.startOnAFreePort(t.Context()); err == nil || !strings.Contains(err.Error(), "no room on device") {
		t.Errorf("the error %v does not say what the server said", err)
	}
}

func TestExecuteEndsAsTheCommandDoes(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]int{"exit 0": 0, "exit 7": 7, "kill -9 $$": 137, `test "$MARK" = here`: 0} {
		if got := execute([]string{"sh", "-c", script}, []string{"MARK=here"}, nil, io.Discard); got != want {
			t.Errorf("%q ends with %d, want %d", script, got, want)
		}
	}
	if got := execute([]string{"no-such-program"}, nil, nil, io.Discard); got != 127 {
		t.Errorf("an unknown command ends with %d, want 127", got)
	}
}

func TestExecutePassesSignalsOn(t *testing.T) {
	t.Parallel()
	signals := make(chan os.Signal, 1)
	signals <- syscall.SIGTERM
	if got := execute([]string{"sleep", "30"}, nil, signals, io.Discard); got != 143 {
		t.Errorf("a terminated command ends with %d, want 143", got)
	}
}

func TestProvideNamesWhatItCannotGet(t *testing.T) {
	t.Setenv("SERVICE_KEPT", "mine")
	there := func() bool { return true }
	stopped := false
	p := provide(t.Context(), []service{
		{"SERVICE_KEPT", "kept suites", "", there, func(context.Context) (string, func(), error) {
			t.Error("started a service that the environment names")
			return "", nil, nil
		}},
		{"SERVICE_NEW", "new suites", "", there, func(context.Context) (string, func(), error) {
			return "value", func() { stopped = true }, nil
		}},
		{"SERVICE_GONE", "lost suites", "", there, func(context.Context) (string, func(), error) {
			return "", nil, errors.New("no such thing")
		}},
	}, io.Discard)
	if got := strings.Join(p.settings, " "); got != "SERVICE_NEW=value" {
		t.Errorf("settings %q", got)
	}
	if got := strings.Join(p.missing, " "); got != "lost suites: no such thing" {
		t.Errorf("missing %q", got)
	}
	p.stop()
	if !stopped {
		t.Error("the service was not stopped")
	}
}

func TestReportListsEachReasonOnce(t *testing.T) {
	t.Parallel()
	list := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(list, []byte("no sundial\nno sundial\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	report(&said, []string{"no browser"}, list)
	if want := "NOT RUN: no browser\nNOT RUN: no sundial\n"; said.String() != want {
		t.Errorf("reported %q, want %q", said.String(), want)
	}
}

func TestPackedReadsOneFileOfAnArchive(t *testing.T) {
	t.Parallel()
	archive := filepath.Join(t.TempDir(), "a.tgz")
	f, err := os.Create(archive)
	if err != nil {
		t.Fatal(err)
	}
	zip := gzip.NewWriter(f)
	files := tar.NewWriter(zip)
	for name, content := range map[string]string{"package/a.js": "first", "package/b.js": "second"} {
		if err := files.WriteHeader(&tar.Header{Name: name, Size: int64(len(content)), Mode: 0o600}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(files, content); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []io.Closer{files, zip, f} {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := packed(archive, "package/b.js"); err != nil || string(got) != "second" {
		t.Errorf("packed = %q, %v", got, err)
	}
	if _, err := packed(archive, "package/c.js"); err == nil {
		t.Error("found a file that is not in the archive")
	}
}

func TestNewestServerWins(t *testing.T) {
	t.Parallel()
	for dir, want := range map[string]int{"/usr/lib/postgresql/17/bin": 17, "/opt/bin": 0} {
		if got := version(dir); got != want {
			t.Errorf("version(%q) = %d, want %d", dir, got, want)
		}
	}
}

func hostOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}
