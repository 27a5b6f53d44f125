package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"

	"statehouse/internal/testkit/browser/installed"
)

// service is one thing that tests find through a setting in their environment.
type service struct {
	setting   string
	suites    string // what does not run without it
	debian    string // the package that brings it
	installed func() bool
	start     func(context.Context) (value string, stop func(), err error)
}

// provided is what the command is started with.
type provided struct {
	settings []string // NAME=value
	missing  []string // why a service is not there
	stops    []func()
}

func (p *provided) stop() {
	for _, stop := range p.stops {
		stop()
	}
}

func services() []service {
	return []service{
		{"STATEHOUSE_TEST_DATABASE_URL", "every suite on PostgreSQL", "postgresql",
			func() bool { return serverBinaries() != "" }, startPostgres},
		{installed.ChromiumSetting, "the suites in a browser", "chromium",
			func() bool { return installed.Chromium() != "" }, findChromium},
		{installed.AxeSetting, "the accessibility checks", "npm",
			func() bool { return installed.Axe() != "" || onPath("npm") }, fetchAxe},
	}
}

// provide starts every service that the environment does not already name, after installing those that it may.
func provide(ctx context.Context, all []service, log io.Writer) (p provided) {
	var wanted []service
	var packages []string
	for _, s := range all {
		if os.Getenv(s.setting) != "" {
			continue
		}
		wanted = append(wanted, s)
		if !s.installed() {
			packages = append(packages, s.debian)
		}
	}
	if len(packages) > 0 && mayInstall() {
		if err := install(ctx, packages, log); err != nil {
			fmt.Fprintf(log, "apt-get install %v: %v\n", packages, err)
		}
	}
	for _, s := range wanted {
		value, stop, err := s.start(ctx)
		if ctx.Err() != nil {
			return p
		}
		if err != nil {
			p.missing = append(p.missing, fmt.Sprintf("%s: %v", s.suites, err))
			fmt.Fprintln(log, "NOT RUN: "+p.missing[len(p.missing)-1])
			continue
		}
		p.settings = append(p.settings, s.setting+"="+value)
		p.stops = append(p.stops, stop)
	}
	return p
}

func findChromium(context.Context) (string, func(), error) {
	path := installed.Chromium()
	if path == "" {
		return "", nil, errors.New("no Chromium is installed")
	}
	return path, func() {}, nil
}

func onPath(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}
