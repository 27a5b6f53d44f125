// Command services runs a test command beside what the tests need: a throw-away PostgreSQL, a browser and an accessibility checker.
//
//	go run ./internal/testkit/services -- go test ./...
//
// It ends with the exit code of the command. What it cannot provide it names on standard error; with CI=true that is a failure.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"statehouse/internal/testkit/notrun"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stderr))
}

func run(args []string, log io.Writer) int {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		fmt.Fprintln(log, "usage: services -- COMMAND [ARGUMENT…]")
		return 2
	}
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()

	var ready provided
	defer func() { ready.stop() }()
	prepared := make(chan provided, 1)
	go func() { prepared <- provide(ctx, services(), log) }()
	select {
	case ready = <-prepared:
	case sig := <-signals:
		cancel()
		ready = <-prepared
		return signalled(sig)
	}
	if len(ready.missing) > 0 && os.Getenv("CI") == "true" {
		fmt.Fprintln(log, "CI=true asks for every suite, so nothing was run.")
		return 1
	}
	list, err := os.CreateTemp("", "statehouse-not-run-")
	if err != nil {
		fmt.Fprintln(log, err)
		return 1
	}
	list.Close()
	defer os.Remove(list.Name())
	env := append(slices.Concat(os.Environ(), ready.settings), notrun.File+"="+list.Name())
	code := execute(args, env, signals, log)
	report(log, ready.missing, list.Name())
	return code
}
