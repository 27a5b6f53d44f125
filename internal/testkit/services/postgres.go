package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cluster is a PostgreSQL that lives as long as the tests do.
type cluster struct {
	bin, dir, url string
	as            *syscall.SysProcAttr
	server        *exec.Cmd
	ended         chan struct{} // closed when the server has ended
}

func startPostgres(ctx context.Context) (url string, stop func(), err error) {
	c, err := newCluster(ctx)
	if err != nil {
		return "", nil, err
	}
	return c.url, c.stop, nil
}

// newCluster makes a cluster and starts it. It must be stopped.
func newCluster(ctx context.Context) (*cluster, error) {
	c := &cluster{bin: serverBinaries()}
	if c.bin == "" {
		return nil, errors.New("no PostgreSQL server is installed (initdb and postgres)")
	}
	err := c.create(ctx)
	if err == nil {
		err = c.startOnAFreePort(ctx)
	}
	if err != nil {
		c.stop()
		return nil, err
	}
	return c, nil
}

// startOnAFreePort tries three times, for another program may take the port first.
func (c *cluster) startOnAFreePort(ctx context.Context) (err error) {
	for range 3 {
		var port int
		if port, err = freePort(); err != nil {
			return err
		}
		if err = c.start(ctx, port); err == nil {
			c.url = fmt.Sprintf("postgres://statehouse@127.0.0.1:%d/postgres?sslmode=disable", port)
			return nil
		}
		if c.running() || ctx.Err() != nil {
			return err
		}
	}
	return err
}

// running reports whether the server was started and has not ended.
func (c *cluster) running() bool {
	if c.server == nil {
		return false
	}
	select {
	case <-c.ended:
		return false
	default:
		return true
	}
}

// create makes the folder and the empty cluster in it.
func (c *cluster) create(ctx context.Context) error {
	owner, as, err := unprivileged()
	if err != nil {
		return err
	}
	c.as = as
	if c.dir, err = os.MkdirTemp(roomiest(), "statehouse-postgres-"); err != nil {
		return err
	}
	if err := owner.takes(c.dir); err != nil {
		return err
	}
	// The C locale sorts as SQLite does, so that both databases answer a test alike.
	initdb := c.command(ctx, "initdb", "-D", c.data(), "-U", "statehouse", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, lastLines(string(out)))
	}
	return nil
}

// start runs the server with the durable settings that the product insists on, and waits until it takes connections.
func (c *cluster) start(ctx context.Context, port int) error {
	args := []string{"-D", c.data(), "-k", c.dir, "-p", strconv.Itoa(port)}
	for _, setting := range []string{
		"listen_addresses=127.0.0.1", "max_connections=300", "shared_buffers=256MB", "max_locks_per_transaction=256",
		"fsync=on", "full_page_writes=on", "synchronous_commit=on", "timezone=UTC", "log_timezone=UTC",
	} {
		args = append(args, "-c", setting)
	}
	log, err := os.Create(filepath.Join(c.dir, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	server := c.command(context.Background(), "postgres", args...)
	server.Stdout, server.Stderr = log, log
	if err := server.Start(); err != nil {
		return err
	}
	c.server, c.ended = server, make(chan struct{})
	go func() { _ = server.Wait(); close(c.ended) }()

	late := time.After(time.Minute)
	for !c.ready() {
		select {
		case <-time.After(20 * time.Millisecond):
		case <-c.ended:
			said, _ := os.ReadFile(log.Name())
			return fmt.Errorf("postgres did not start: %s", lastLines(string(said)))
		case <-late:
			return errors.New("postgres was not ready after a minute")
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// ready reads the status line that the server writes into its pid file (pg_ctl reads the same one).
func (c *cluster) ready() bool {
	pidFile, err := os.ReadFile(filepath.Join(c.data(), "postmaster.pid"))
	if err != nil {
		return false
	}
	lines := strings.Split(string(pidFile), "\n")
	return len(lines) > 7 && strings.TrimSpace(lines[7]) == "ready"
}

// stop ends the server and removes everything that it wrote.
func (c *cluster) stop() {
	if c.running() {
		_ = c.server.Process.Signal(os.Interrupt) // closes connections and ends: a fast shutdown
		select {
		case <-c.ended:
		case <-time.After(15 * time.Second):
			_ = c.server.Process.Kill()
			<-c.ended
		}
	}
	if c.dir != "" {
		_ = os.RemoveAll(c.dir)
	}
}

func (c *cluster) data() string { return filepath.Join(c.dir, "data") }

func (c *cluster) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "HOME=" + c.dir}
	cmd.SysProcAttr = c.as
	return cmd
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// lastLines keeps what a program said last, where its errors stand.
func lastLines(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], "\n")
}
