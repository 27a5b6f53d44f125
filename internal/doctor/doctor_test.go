package doctor

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"statehouse/internal/config"
	"statehouse/internal/privacy"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// zone is a domain name system of its own.
type zone map[string][]string

func (z zone) LookupTXT(_ context.Context, name string) ([]string, error) {
	records, ok := z[name]
	if !ok {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	if records == nil {
		return nil, &net.DNSError{Err: "i/o timeout", Name: name, IsTimeout: true}
	}
	return records, nil
}

var key = strings.Repeat("k", config.MinSecret)

// settings are those of a public site on the database at url; changes are NAME=value.
func settings(t *testing.T, url string, changes ...string) config.Config {
	t.Helper()
	env := map[string]string{
		"DATABASE_URL": url, "STATEHOUSE_DATA": t.TempDir(), "STATEHOUSE_SECRET": key,
		"STATEHOUSE_BASE_URL": "https://petitions.example.org", "STATEHOUSE_TRUSTED_PROXIES": "127.0.0.1",
		"RESEND_API_KEY": "re_test", "RESEND_WEBHOOK_SECRET": "whsec_MDEyMzQ1Njc4OWFiY2RlZg==", "STATEHOUSE_MAIL_FROM": "Petitions <petitions@example.org>",
	}
	for _, change := range changes {
		name, value, _ := strings.Cut(change, "=")
		env[name] = value
	}
	cfg, err := config.Load(func(name string) string { return env[name] }, os.ReadFile)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

var goodZone = zone{
	"send.example.org":                      {"v=spf1 include:amazonses.com ~all", "other=1"},
	"send.letters.example.org":              {"v=spf1 include:amazonses.com ~all"},
	"resend._domainkey.example.org":         {"p=MIGf"},
	"resend._domainkey.letters.example.org": {"v=DKIM1; p=MIGf"},
	"_dmarc.example.org":                    {"v=DMARC1; p=reject; sp=quarantine"},
}

func lineNamed(t *testing.T, lines []Line, name string) Line {
	t.Helper()
	for _, l := range lines {
		if l.Name == name {
			return l
		}
	}
	t.Fatalf("no line %q in %+v", name, lines)
	return Line{}
}

// state is what a line comes to.
func state(l Line) string {
	switch {
	case !l.OK:
		return "bad"
	case l.Warn:
		return "warn"
	}
	return "fine"
}

func TestASoundHouseIsAllFine(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, url string) {
		noteSecret(t, url, key)
		lines := examine(context.Background(), settings(t, url), testkit.Log(), goodZone, time.Now)
		for _, l := range lines {
			if state(l) != "fine" || l.Advice != "" || l.Text == "" {
				t.Errorf("%+v", l)
			}
		}
		if len(lines) != 17 {
			t.Errorf("%d lines", len(lines))
		}
	})
}

func noteSecret(t *testing.T, url, secret string) {
	t.Helper()
	keys, err := privacy.New(secret)
	if err != nil {
		t.Fatal(err)
	}
	db := testkit.OpenDB(t, url)
	if err := db.Write(context.Background(), func(tx *models.Tx) error {
		return models.SaveSetting(context.Background(), tx, fingerprintKey, keys.Fingerprint(), models.Moment(testkit.Now))
	}); err != nil {
		t.Fatal(err)
	}
}

func TestWrongSettingsAreFoundAndAdvised(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ change, name, want, text string }{
		{"RESEND_WEBHOOK_SECRET=", "webhook", "bad", "not set"},
		{"RESEND_WEBHOOK_SECRET=hush", "webhook", "bad", "not a signing secret"},
		{"RESEND_API_KEY=hush hush", "mail", "bad", "key"},
		{"STATEHOUSE_MAIL=outbox", "mail", "warn", "reaches nobody"},
		{"STATEHOUSE_BASE_URL=http://petitions.example.org", "base URL", "bad", "unencrypted"},
		{"STATEHOUSE_BASE_URL=http://localhost:8080", "base URL", "warn", "this machine"},
		{"STATEHOUSE_TRUSTED_PROXIES=", "proxies", "warn", "none"},
		{"STATEHOUSE_BREACHED_PASSWORDS=/nowhere/to/be/found", "staff passwords", "bad", "cannot be read"},
		{"STATEHOUSE_DATA=/nowhere/to/be/found", "data folder", "warn", "not there yet"},
		{"DATABASE_URL=postgres://ann:hush@127.0.0.1:1/x", "database", "bad", "reached"},
	} {
		cfg := settings(t, testkit.SQLiteURL(t), x.change)
		l := lineNamed(t, examine(context.Background(), cfg, testkit.Log(), goodZone, time.Now), x.name)
		if state(l) != x.want || !strings.Contains(l.Text, x.text) || l.Advice == "" || strings.Contains(l.Text, "hush") || strings.Contains(l.Text, "\n") {
			t.Errorf("%s: %+v", x.change, l)
		}
	}
}

func TestTheSecretMustBeTheDatabases(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ change, known, want string }{
		{"", "", "fine"}, {"", key, "fine"}, {"", key + "!", "bad"},
		{"STATEHOUSE_SECRET=", "", "warn"}, {"STATEHOUSE_SECRET=", key, "bad"},
	} {
		url := testkit.SQLiteURL(t)
		if x.known != "" {
			noteSecret(t, url, x.known)
		}
		l := lineNamed(t, examine(context.Background(), settings(t, url, x.change), testkit.Log(), goodZone, time.Now), "secret")
		if state(l) != x.want {
			t.Errorf("%q, known %q: %+v", x.change, x.known, l)
		}
	}
}

func TestAMadeSecretIsForItsOwner(t *testing.T) {
	t.Parallel()
	cfg := settings(t, testkit.SQLiteURL(t), "STATEHOUSE_SECRET=")
	for mode, want := range map[os.FileMode]string{0o600: "fine", 0o644: "warn"} {
		if err := os.WriteFile(cfg.SecretFile(), []byte(key), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(cfg.SecretFile(), mode); err != nil {
			t.Fatal(err)
		}
		if l := secret(cfg, ""); state(l) != want {
			t.Errorf("mode %o: %+v", mode, l)
		}
	}
}

func TestNoDatabaseIsMadeByLooking(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "new.db")
	lines := examine(context.Background(), settings(t, "sqlite:"+file), testkit.Log(), goodZone, time.Now)
	if l := lineNamed(t, lines, "database"); state(l) != "warn" {
		t.Errorf("%+v", l)
	}
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Error("the examination made a database")
	}
}

func TestWaitingAndNewerMigrationsAreFound(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		for _, x := range []struct{ change, want string }{
			{"DELETE FROM goose_db_version WHERE version_id > 0", "waiting"},
			{"INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)", "newer version"},
		} {
			if _, err := db.SQL().ExecContext(ctx, x.change); err != nil {
				t.Fatal(err)
			}
			if l := migrations(ctx, db); l.OK || !strings.Contains(l.Text, x.want) || l.Advice == "" {
				t.Errorf("%+v", l)
			}
		}
	})
}

func TestAClockThatIsWrongIsFound(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.PostgresURL(t))
	for late, want := range map[time.Duration]string{0: "fine", 2 * time.Second: "fine", -time.Minute: "bad", time.Minute: "bad"} {
		l := clock(context.Background(), db, func() time.Time { return time.Now().Add(late) })
		if state(l) != want {
			t.Errorf("%s: %+v", late, l)
		}
	}
}
