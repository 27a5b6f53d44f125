// Package arch holds the plan of the house: which package may import which, and why. Its test fails when the code leaves the plan.
package arch

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Room is one package, or several alike ("handlers/*"), with the packages of ours that it may import.
type Room struct {
	Path   string   // relative to the module; a last * stands for one name
	May    []string // as Path; "views/<same>" is the package with the name that * stood for
	Reason string   // the sentence that a forbidden import fails with
}

// Library is something from outside that only some rooms may import.
type Library struct {
	Prefix string   // import paths from here on
	Rooms  []string // as Room.Path
	Reason string
}

// Package is one package of the module and what its code, not its tests, imports.
type Package struct {
	Path   string   // relative to the module
	Ours   []string // imports of the module itself, relative to it
	Others []string // all other imports
}

// anything, in Room.May, is for packages that only tests use.
const anything = "*"

// Check returns a sentence for each import that the plan forbids and for each package that the plan does not know.
func Check(rooms []Room, libraries []Library, packages []Package) []string {
	var found []string
	for _, p := range packages {
		room, ok := roomOf(rooms, p.Path)
		if !ok {
			found = append(found, fmt.Sprintf("%s is not in the plan: give it a row in internal/arch/table.go, with what it may import and why", p.Path))
			continue
		}
		for _, imported := range p.Ours {
			if !room.may(p.Path, imported) {
				found = append(found, fmt.Sprintf("%s must not import %s: %s", p.Path, imported, room.Reason))
			}
		}
		for _, imported := range p.Others {
			if reason := forbidden(libraries, p.Path, imported); reason != "" {
				found = append(found, fmt.Sprintf("%s must not import %s: %s", p.Path, imported, reason))
			}
		}
	}
	return found
}

// roomOf returns the row of a package: its own, or else that of its folder.
func roomOf(rooms []Room, pkg string) (Room, bool) {
	for _, candidate := range []string{pkg, path.Dir(pkg) + "/*"} {
		if at := slices.IndexFunc(rooms, func(r Room) bool { return r.Path == candidate }); at >= 0 {
			return rooms[at], true
		}
	}
	return Room{}, false
}

func (r Room) may(pkg, imported string) bool {
	return slices.ContainsFunc(r.May, func(allowed string) bool {
		return allowed == anything || matches(strings.ReplaceAll(allowed, "<same>", path.Base(pkg)), imported)
	})
}

// forbidden returns why a package may not import something from outside, or "".
func forbidden(libraries []Library, pkg, imported string) string {
	for _, l := range libraries {
		if imported != l.Prefix && !strings.HasPrefix(imported, l.Prefix+"/") {
			continue
		}
		if !slices.ContainsFunc(l.Rooms, func(room string) bool { return matches(room, pkg) }) {
			return l.Reason
		}
	}
	return ""
}

// matches reports whether a pattern of the table means a package.
func matches(pattern, pkg string) bool {
	return pattern == pkg || strings.HasSuffix(pattern, "/*") && path.Dir(pkg) == strings.TrimSuffix(pattern, "/*")
}
