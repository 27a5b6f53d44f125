package main

import (
	"context"
	"io"
	"os"
	"os/exec"
	"time"
)

// installTime is how long Debian's archive may take before the tests go on without.
const installTime = 6 * time.Minute

func mayInstall() bool {
	return os.Geteuid() == 0 && onPath("apt-get")
}

// install brings Debian packages, without questions, its output on log.
func install(ctx context.Context, packages []string, log io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, installTime)
	defer cancel()
	aptGet := func(args ...string) error {
		cmd := exec.CommandContext(ctx, "apt-get", args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		cmd.Stdout, cmd.Stderr = log, log
		return cmd.Run()
	}
	if err := aptGet("update", "-q"); err != nil {
		return err
	}
	return aptGet(append([]string{"install", "-y", "-q", "--no-install-recommends"}, packages...)...)
}
