package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
)

// execute runs the command, passes signals on to it, and returns its exit code as a shell would.
func execute(args, env []string, signals <-chan os.Signal, log io.Writer) int {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = env
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(log, err)
		return 127
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for {
		select {
		case sig := <-signals:
			_ = cmd.Process.Signal(sig) // it may have ended just now
		case err := <-done:
			return exitCode(err)
		}
	}
}

func exitCode(err error) int {
	var ended *exec.ExitError
	switch {
	case err == nil:
		return 0
	case !errors.As(err, &ended):
		return 1
	}
	if status, ok := ended.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return signalled(status.Signal())
	}
	return ended.ExitCode()
}

// signalled is the exit code of a program that a signal ended.
func signalled(sig os.Signal) int {
	if number, ok := sig.(syscall.Signal); ok {
		return 128 + int(number)
	}
	return 1
}

// report names what did not run: services that were missing, and the reasons that tests put on the list.
func report(log io.Writer, missing []string, list string) {
	reasons := slices.Clone(missing)
	if noted, err := os.ReadFile(list); err == nil {
		for reason := range strings.Lines(string(noted)) {
			reasons = append(reasons, strings.TrimSpace(reason))
		}
	}
	slices.Sort(reasons)
	for _, reason := range slices.Compact(reasons) {
		fmt.Fprintln(log, "NOT RUN: "+reason)
	}
}
