package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
)

// Set by the linker, see Makefile.
var version, commit string

type versionCommand struct{}

// Run prints version, commit and Go version.
func (*versionCommand) Run(p *program) error {
	build, _ := debug.ReadBuildInfo()
	v, c := built(build)
	_, err := fmt.Fprintf(p.stdout, "statehouse %s, commit %s, %s\n", v, c, runtime.Version())
	return err
}

// built is version and commit as the linker was told or, for `go install` and
// `go build`, as Go noted them.
func built(build *debug.BuildInfo) (v, c string) {
	v, c = version, commit
	if build != nil {
		v = cmp.Or(v, build.Main.Version)
		for _, s := range build.Settings {
			if s.Key == "vcs.revision" {
				c = cmp.Or(c, s.Value)
			}
		}
	}
	return cmp.Or(v, "unknown"), cmp.Or(c, "unknown")
}
