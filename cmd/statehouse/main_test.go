package main

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"statehouse/internal/fault"
	"statehouse/internal/testkit"
)

// said is what a run of the program came to.
type said struct {
	code     int
	out, err string
}

// say runs a command with an environment of NAME=value.
func say(t *testing.T, env []string, args ...string) said {
	t.Helper()
	var out, err bytes.Buffer
	code := run(t.Context(), args, environment(env), &out, &err)
	return said{code, out.String(), err.String()}
}

func environment(pairs []string) func(string) string {
	values := map[string]string{}
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		values[name] = value
	}
	return func(name string) string { return values[name] }
}

// house is the environment of a fresh, migrated SQLite database.
func house(t *testing.T) []string {
	t.Helper()
	return []string{"DATABASE_URL=" + testkit.SQLiteURL(t)}
}

var everyCommand = []string{"demo", "serve", "work", "migrate", "user add", "import legislators", "import committees", "import districts", "import zips", "import laws",
	"config", "doctor", "verify", "version"}

func TestEveryCommandHasHelp(t *testing.T) {
	t.Parallel()
	for _, command := range append([]string{"", "user", "import"}, everyCommand...) {
		got := say(t, nil, append(strings.Fields(command), "--help")...)
		if got.code != success || !strings.HasPrefix(got.out, "Usage: "+strings.TrimSpace("statehouse "+command)) || got.err != "" {
			t.Errorf("%s --help: %+v", command, got)
		}
	}
	top := say(t, nil, "--help").out
	for _, command := range everyCommand {
		if !strings.Contains(top, "\n  "+command+" ") {
			t.Errorf("the help does not list %s", command)
		}
	}
}

func TestMisuseIsTold(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"", "sign", "serve --port 1", "user", "user add", "user add --email a@example.org --name A --role queen",
		"import", "import committees", "import bills x.csv", "import legislators", "import zips --state az x.csv", "import legislators --state az a.csv b.csv", "config all"} {
		got := say(t, house(t), strings.Fields(args)...)
		if got.code != misuse || got.out != "" || !isSentence(got.err) {
			t.Errorf("%q: %+v", args, got)
		}
	}
}

// isSentence says whether text is what the program prints of one error.
func isSentence(text string) bool {
	return strings.HasPrefix(text, "statehouse: ") && strings.Count(text, "\n") == 1 && strings.HasSuffix(text, "\n")
}

func TestWrongSettingsFailEveryCommandThatReadsThem(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"serve", "work", "migrate", "config", "doctor", "verify", "user add --email a@example.org --name A --role admin", "import zips x.csv"} {
		got := say(t, []string{"DATABASE_URL=mysql://ann:hush@db"}, strings.Fields(args)...)
		if got.code != failure || !isSentence(got.err) || strings.Contains(got.out+got.err, "hush") {
			t.Errorf("%s: %+v", args, got)
		}
		if args != "doctor" && !strings.Contains(got.err, "DATABASE_URL") {
			t.Errorf("%s does not name the setting: %s", args, got.err)
		}
	}
}

func TestCommandsThatNeedADatabaseMakeNone(t *testing.T) {
	t.Parallel()
	env := []string{"DATABASE_URL=sqlite:" + t.TempDir() + "/new.db"}
	for _, args := range []string{"work", "verify", "migrate --dry-run", "import laws x.json", "user add --email a@example.org --name A --role admin"} {
		got := say(t, env, strings.Fields(args)...)
		if got.code != failure || !strings.Contains(got.err, "there is no database yet") {
			t.Errorf("%s: %+v", args, got)
		}
	}
}

func TestSentencesAreForPeople(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		err  error
		want string
	}{
		{errors.New("one:\n\ttwo\n\nthree\n"), "one: two; three"},
		{context.Canceled, "stopped before it was done"},
		{fault.New(fault.Conflict, "error.conflict"), ""},
		{fault.Fields(map[string]string{"name": "error.name.empty"}), "name: "},
	} {
		got := sentence(x.err)
		if !strings.HasPrefix(got, x.want) || strings.Contains(got, "error.") || got == "" {
			t.Errorf("%v: %q", x.err, got)
		}
	}
}

func TestVersionComesFromTheLinkerOrFromGo(t *testing.T) {
	t.Parallel()
	got := say(t, nil, "version")
	if got.code != success || !strings.HasPrefix(got.out, "statehouse ") || !strings.HasSuffix(got.out, runtime.Version()+"\n") {
		t.Errorf("%+v", got)
	}
	v, c := built(&debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}, Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}}})
	if v != "v1.2.3" || c != "abc" {
		t.Errorf("%s %s", v, c)
	}
	if v, c := built(nil); v != "unknown" || c != "unknown" {
		t.Errorf("%s %s", v, c)
	}
}
