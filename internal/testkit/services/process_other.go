//go:build !linux

package main

import (
	"errors"
	"os"
	"syscall"
)

// account is whom a child process runs as: here always ourselves.
type account struct{}

// unprivileged says how a server runs that refuses to be root.
func unprivileged() (*account, *syscall.SysProcAttr, error) {
	if os.Geteuid() == 0 {
		return nil, nil, errors.New("PostgreSQL refuses to run as root: run the tests as an ordinary user")
	}
	return nil, &syscall.SysProcAttr{}, nil
}

func (a *account) takes(string) error { return nil }

// roomiest is the usual folder for temporary files.
func roomiest() string { return os.TempDir() }
