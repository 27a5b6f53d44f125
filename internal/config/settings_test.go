package config

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the table in docs/configuration.md")

func TestSettingsTellNoSecret(t *testing.T) {
	t.Parallel()
	hush := "hush" + strings.Repeat("!", MinSecret)
	c := loaded(t, "DATABASE_URL=postgres://ann:hush@db.example.org/house?sslpassword=hush&sslmode=require", "STATEHOUSE_SECRET="+hush,
		"RESEND_API_KEY=hush", "RESEND_WEBHOOK_SECRET=https://hush", "STATEHOUSE_SMTP_URL=smtp://bo:hush@mx.example.org", "STATEHOUSE_MAIL_FROM=a@example.org")
	got := map[string]Setting{}
	for _, s := range c.Settings() {
		got[s.Name] = s
		if strings.Contains(s.Value, "hush") {
			t.Errorf("%s tells %q", s.Name, s.Value)
		}
	}
	for name, want := range map[string]string{
		"DATABASE_URL":          "postgres://ann:xxxxx@db.example.org/house?sslmode=require&sslpassword=xxxxx",
		"STATEHOUSE_SECRET":     "xxxxx",
		"RESEND_API_KEY":        "xxxxx",
		"RESEND_WEBHOOK_SECRET": "xxxxx",
		"STATEHOUSE_SMTP_URL":   "smtp://bo:xxxxx@mx.example.org",
		"STATEHOUSE_MAIL":       "resend",
	} {
		if s := got[name]; s.Value != want || (s.Origin == FromDefault) != (name == "STATEHOUSE_MAIL") || s.Secret != (name != "STATEHOUSE_MAIL") {
			t.Errorf("%s is %+v, want %q", name, s, want)
		}
	}
}

func TestSettingsOfNothingSetAreAllDefaults(t *testing.T) {
	t.Parallel()
	for _, s := range loaded(t).Settings() {
		if s.Origin != FromDefault || s.About == "" || s.Secret && s.Name != "DATABASE_URL" && s.Value != "" {
			t.Errorf("%+v", s)
		}
	}
}

func TestASettingSaysWhereItComesFrom(t *testing.T) {
	t.Parallel()
	c := loaded(t, "STATEHOUSE_LOG=json", "STATEHOUSE_EXIT_URL_FILE=/run/exit", "file:/run/exit=https://example.org/\n")
	want := map[string]Origin{"STATEHOUSE_LOG": FromEnvironment, "STATEHOUSE_EXIT_URL": FromFile}
	for _, s := range c.Settings() {
		if s.Origin != want[s.Name] {
			t.Errorf("%s comes from %q, want %q", s.Name, s.Origin, want[s.Name])
		}
	}
}

// TestEveryFieldHasARow holds the table to the settings that the program reads; Demo
// is a command.
func TestEveryFieldHasARow(t *testing.T) {
	t.Parallel()
	shown := func(c Config) (values []string) {
		for _, s := range c.Settings() {
			values = append(values, s.Value)
		}
		return values
	}
	fields := reflect.TypeFor[Config]()
	for i := range fields.NumField() {
		f := fields.Field(i)
		if !f.IsExported() || f.Name == "Demo" {
			continue
		}
		var c Config
		switch v := reflect.ValueOf(&c).Elem().Field(i); v.Kind() {
		case reflect.String:
			v.SetString("other")
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Float64:
			v.SetFloat(7)
		case reflect.Slice:
			v.Set(reflect.ValueOf([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}))
		default:
			t.Errorf("%s is a %s: say here how it differs", f.Name, v.Kind())
		}
		if slices.Equal(shown(c), shown(Config{})) {
			t.Errorf("%s stands in no row of the table", f.Name)
		}
	}
}

func TestTheDocsHoldTheTable(t *testing.T) {
	t.Parallel()
	file := filepath.Join("..", "..", "docs", "configuration.md")
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- settings: made from the program, see internal/config -->\n", "<!-- end of settings -->"
	before, rest, ok := strings.Cut(string(page), begin)
	was, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no place for the table", file)
	}
	want := "| name | where it is not set | what it is |\n|---|---|---|\n"
	for _, s := range table {
		secret := ""
		if s.secret {
			secret = " **Secret.**"
		}
		want += fmt.Sprintf("| `%s` | %s | %s.%s |\n", s.name, s.preset, s.about, secret)
	}
	if was == want {
		return
	}
	if !*update {
		t.Fatal("docs/configuration.md is not current: run go test ./internal/config -update")
	}
	if err := os.WriteFile(file, []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTheLogIsTextForPeopleAndJSONForMachines(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		format   string
		terminal bool
		isJSON   bool
	}{{"", true, false}, {"", false, true}, {"text", false, false}, {"json", true, true}} {
		var b bytes.Buffer
		Logger(Config{LogFormat: x.format}, &b, x.terminal).Info("started")
		if json.Valid(b.Bytes()) != x.isJSON {
			t.Errorf("%+v writes %s", x, b.String())
		}
	}
}
