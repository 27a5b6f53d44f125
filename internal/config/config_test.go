package config

import (
	"errors"
	"io/fs"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"statehouse/internal/privacy"
)

// load reads settings from "NAME=value" and files from "file:NAME=content".
func load(pairs ...string) (Config, error) {
	env, files := map[string]string{}, map[string]string{}
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		if file, ok := strings.CutPrefix(name, "file:"); ok {
			files[file] = value
		} else {
			env[name] = value
		}
	}
	readFile := func(name string) ([]byte, error) {
		if content, ok := files[name]; ok {
			return []byte(content), nil
		}
		return nil, fs.ErrNotExist
	}
	return Load(func(name string) string { return env[name] }, readFile)
}

func loaded(t *testing.T, pairs ...string) Config {
	t.Helper()
	c, err := load(pairs...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const root = "STATEHOUSE_SECRET=0123456789abcdef0123456789abcdef"

func TestWithNothingSetItRunsAlone(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	for field, got := range map[string][2]string{
		"DatabaseURL": {c.DatabaseURL, "sqlite:statehouse.db"}, "Addr": {c.Addr, "127.0.0.1:8080"},
		"BaseURL": {c.BaseURL, "http://127.0.0.1:8080"}, "Secret": {c.Secret, ""}, "Data": {c.Data, "."},
		"Mail": {c.Mail, "outbox"}, "ResendBaseURL": {c.ResendBaseURL, "https://api.resend.com"},
		"MailFrom":   {c.MailFrom, "Statehouse <mail@localhost.example.org>"},
		"LetterFrom": {c.LetterFrom, "letters@letters.localhost.example.org"},
		"LogFormat":  {c.LogFormat, ""}, "ExitURL": {c.ExitURL, "https://www.weather.gov/"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s is %q, want %q", field, got[0], got[1])
		}
	}
	if c.MailRate != 2 || c.TrustedProxies != nil || c.Demo || !c.OnSQLite() || !c.Local() {
		t.Errorf("rate %v, proxies %v, demo %v", c.MailRate, c.TrustedProxies, c.Demo)
	}
}

func TestDefaultsFollowFromOtherSettings(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		set  string // divided by |
		read func(c Config) string
		want string
	}{
		{"PORT=9000", func(c Config) string { return c.Addr + " " + c.BaseURL }, ":9000 http://localhost:9000"},
		{"PORT=9000|STATEHOUSE_ADDR=127.0.0.1:1", func(c Config) string { return c.Addr }, "127.0.0.1:1"},
		{"STATEHOUSE_ADDR=0.0.0.0:8080", func(c Config) string { return c.BaseURL }, "http://localhost:8080"},
		{"STATEHOUSE_ADDR=[::]:8080", func(c Config) string { return c.BaseURL }, "http://localhost:8080"},
		{"STATEHOUSE_ADDR=[::1]:80", func(c Config) string { return c.BaseURL }, "http://[::1]"},
		{"STATEHOUSE_BASE_URL=HTTPS://Petitions.example.org:443/", func(c Config) string { return c.BaseURL }, "https://petitions.example.org"},
		{"STATEHOUSE_BASE_URL=http://petitions.example.org:8080//", func(c Config) string { return c.BaseURL }, "http://petitions.example.org:8080"},
		{"DATABASE_URL=sqlite:/srv/state/house.db?_pragma=cache_size(-8000)", func(c Config) string { return c.Data }, "/srv/state"},
		{"DATABASE_URL=sqlite:/srv/house.db|STATEHOUSE_DATA=/data", func(c Config) string { return c.Data + " " + c.Outbox() }, "/data /data/outbox"},
		{"DATABASE_URL=postgres://h/d|" + root, func(c Config) string { return c.Data }, "statehouse-data"},
		{"RESEND_API_KEY=re_x|STATEHOUSE_MAIL_FROM=a@b.example.org", func(c Config) string { return c.Mail }, "resend"},
		{"RESEND_API_KEY=re_x|STATEHOUSE_MAIL=outbox", func(c Config) string { return c.Mail }, "outbox"},
		{"STATEHOUSE_MAIL_FROM=Ask <ask@Example.Org>", func(c Config) string { return c.LetterFrom }, "letters@letters.example.org"},
		{"STATEHOUSE_LETTERS_FROM=Post <post@example.org>", func(c Config) string { return c.LetterFrom }, "Post <post@example.org>"},
	} {
		if got := x.read(loaded(t, strings.Split(x.set, "|")...)); got != x.want {
			t.Errorf("%s gives %q, want %q", x.set, got, x.want)
		}
	}
}

func TestNumbersAndNetworksAreRead(t *testing.T) {
	t.Parallel()
	c := loaded(t, "STATEHOUSE_MAIL_RATE=0", "STATEHOUSE_TRUSTED_PROXIES=10.1.2.3/8, 192.0.2.7,2001:db8::/32")
	want := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.0.2.7/32"), netip.MustParsePrefix("2001:db8::/32")}
	if c.MailRate != 0 || !slices.Equal(c.TrustedProxies, want) {
		t.Errorf("rate %v, proxies %v", c.MailRate, c.TrustedProxies)
	}
}

func TestEverySettingCanBeAFile(t *testing.T) {
	t.Parallel()
	for _, s := range table {
		_, err := load(s.name+"=x", s.name+"_FILE=/run/x")
		if err == nil || !strings.Contains(err.Error(), s.name+" and "+s.name+"_FILE") {
			t.Errorf("%s set twice: %v", s.name, err)
		}
	}
	c := loaded(t, "STATEHOUSE_SECRET_FILE=/run/key", "file:/run/key="+strings.Repeat("k", 32)+"\r\n")
	if c.Secret != strings.Repeat("k", 32) {
		t.Errorf("the secret is %q", c.Secret)
	}
	if _, err := load("PORT_FILE=/run/none"); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "PORT_FILE ") {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := load("PORT_FILE=/run/empty", "file:/run/empty=\n"); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("an empty file: %v", err)
	}
}

// TestWhatCannotWorkIsRefused also holds that no sentence repeats "hush".
func TestWhatCannotWorkIsRefused(t *testing.T) {
	t.Parallel()
	for set, name := range map[string]string{
		"DATABASE_URL=mysql://a:hush@b":                     "DATABASE_URL",
		"DATABASE_URL=sqlite:":                              "DATABASE_URL",
		"DATABASE_URL=sqlite::memory:":                      "DATABASE_URL",
		"DATABASE_URL=postgres://a:%hush@b/c":               "DATABASE_URL",
		"DATABASE_URL=postgres://a:hush@b/c":                "STATEHOUSE_SECRET",
		"STATEHOUSE_SECRET=hush":                            "STATEHOUSE_SECRET",
		"STATEHOUSE_ADDR=localhost":                         "STATEHOUSE_ADDR",
		"STATEHOUSE_ADDR=:http":                             "STATEHOUSE_ADDR",
		"PORT=70000":                                        "PORT",
		"PORT=-1|STATEHOUSE_ADDR=:1":                        "PORT",
		"STATEHOUSE_BASE_URL=example.org":                   "STATEHOUSE_BASE_URL",
		"STATEHOUSE_BASE_URL=https://a:hush@example.org":    "STATEHOUSE_BASE_URL",
		"STATEHOUSE_BASE_URL=https://example.org/petitions": "STATEHOUSE_BASE_URL",
		"STATEHOUSE_MAIL=sendmail":                          "STATEHOUSE_MAIL",
		"STATEHOUSE_MAIL=resend":                            "RESEND_API_KEY",
		"STATEHOUSE_MAIL=smtp":                              "STATEHOUSE_SMTP_URL",
		"RESEND_API_KEY=hush":                               "STATEHOUSE_MAIL_FROM",
		"RESEND_BASE_URL=http://resend.example.org":         "RESEND_BASE_URL",
		"STATEHOUSE_SMTP_URL=http://a:hush@b":               "STATEHOUSE_SMTP_URL",
		"STATEHOUSE_SMTP_URL=smtp://a:%hush@b":              "STATEHOUSE_SMTP_URL",
		"STATEHOUSE_MAIL_FROM=mail@localhost":               "STATEHOUSE_MAIL_FROM",
		"STATEHOUSE_MAIL_FROM=a@example.org, b@example.org": "STATEHOUSE_MAIL_FROM",
		"STATEHOUSE_LETTERS_FROM=lettres@élysée.example.fr": "STATEHOUSE_LETTERS_FROM",
		"STATEHOUSE_MAIL_RATE=-1":                           "STATEHOUSE_MAIL_RATE",
		"STATEHOUSE_MAIL_RATE=NaN":                          "STATEHOUSE_MAIL_RATE",
		"STATEHOUSE_TRUSTED_PROXIES=10.0.0.0/8,proxy":       "STATEHOUSE_TRUSTED_PROXIES",
		"STATEHOUSE_LOG=xml":                                "STATEHOUSE_LOG",
		"STATEHOUSE_EXIT_URL=javascript:alert(1)":           "STATEHOUSE_EXIT_URL",
	} {
		_, err := load(strings.Split(set, "|")...)
		if err == nil {
			t.Errorf("%s was taken", set)
			continue
		}
		if text := err.Error(); !strings.HasPrefix(text, name+" ") || strings.Contains(text, "hush") || strings.Contains(text, "\n") {
			t.Errorf("%s: %q", set, text)
		}
	}
}

func TestTheRootKeyIsAsLongAsSealingNeeds(t *testing.T) {
	t.Parallel()
	if MinSecret != privacy.MinSecret {
		t.Errorf("settings ask for %d, sealing for %d", MinSecret, privacy.MinSecret)
	}
}

func TestTheGeocoderIsTheCensusUnlessItIsTurnedOff(t *testing.T) {
	t.Parallel()
	environment := func(given map[string]string) func(string) string {
		return Environment(func(name string) (string, bool) { value, ok := given[name]; return value, ok })
	}
	for name, x := range map[string]struct {
		given map[string]string
		want  string
	}{
		"not set":        {nil, defaultGeocoder},
		"set to nothing": {map[string]string{"STATEHOUSE_GEOCODER_URL": ""}, ""},
		"off":            {map[string]string{"STATEHOUSE_GEOCODER_URL": "off"}, ""},
		"another":        {map[string]string{"STATEHOUSE_GEOCODER_URL": "http://127.0.0.1:9/geocoder/"}, "http://127.0.0.1:9/geocoder"},
		"in a file":      {map[string]string{"STATEHOUSE_GEOCODER_URL": "", "STATEHOUSE_GEOCODER_URL_FILE": "f"}, "https://maps.example.org"},
	} {
		c, err := Load(environment(x.given), func(string) ([]byte, error) { return []byte("https://maps.example.org\n"), nil })
		if err != nil || c.GeocoderURL != x.want {
			t.Errorf("%s: %q, %v", name, c.GeocoderURL, err)
		}
	}
	for _, bad := range []string{"http://maps.example.org", "maps.example.org", "https://maps.example.org/?key=1"} {
		if _, err := load("STATEHOUSE_GEOCODER_URL=" + bad); err == nil || !strings.HasPrefix(err.Error(), "STATEHOUSE_GEOCODER_URL must be") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if got := environment(map[string]string{"STATEHOUSE_LOG": ""})("STATEHOUSE_LOG"); got != "" {
		t.Errorf("another setting that is set to nothing reads %q", got)
	}
}
