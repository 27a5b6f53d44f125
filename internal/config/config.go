// Package config reads the settings of a Statehouse from the environment, fills
// in what is not set, and says in one sentence what cannot work.
package config

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Config is every setting, complete and checked.
type Config struct {
	DatabaseURL string // sqlite:FILE or postgres://…
	Addr        string // host:port to listen on; an empty host is every address
	BaseURL     string // what every link begins with, without a slash at the end
	Secret      string // root key; on SQLite empty until EnsureSecret
	Data        string // folder of outbox and secret

	Mail                string // "resend", "smtp" or "outbox"
	ResendKey           string
	ResendBaseURL       string
	ResendWebhookSecret string
	SMTPURL             string
	MailFrom            string  // one address, with or without a name
	LetterFrom          string  // one address, with or without a name
	MailRate            float64 // mails a second; 0 is no limit

	GeocoderURL    string // what street addresses are looked up by; empty is turned off
	LegislatorsURL string // folder of the files that Open States publishes
	PaceLetters    bool   // letters wait for the working hours of their offices

	BreachedPasswords string // file of their SHA-1 hashes; empty for none

	TrustedProxies []netip.Prefix
	LogFormat      string // "text", "json", or "" for text on a terminal and json elsewhere
	ExitURL        string // where the exit control leads
	Demo           bool   // sample data; nothing is really mailed

	set map[string]Origin // where the settings that were given came from
}

// Environment is os.Getenv made from os.LookupEnv: a geocoder that is set to
// nothing is turned off, which os.Getenv cannot tell from one that is not set.
func Environment(lookup func(name string) (value string, ok bool)) func(name string) string {
	return func(name string) string {
		value, ok := lookup(name)
		if file, _ := lookup(name + "_FILE"); name == geocoderSetting && ok && value == "" && file == "" {
			return off
		}
		return value
	}
}

// Load reads the settings: each NAME, or the file that NAME_FILE names, without
// the line break at its end. The error is one sentence that names the setting
// and never tells a secret.
func Load(getenv func(string) string, readFile func(string) ([]byte, error)) (Config, error) {
	c := Config{set: map[string]Origin{}}
	for _, s := range table {
		value, origin, err := valueOf(s.name, getenv, readFile)
		if err != nil {
			return Config{}, err
		}
		if value == "" {
			continue
		}
		c.set[s.name] = origin
		if err := s.read(&c, value); err != nil {
			return Config{}, fmt.Errorf("%s %w", s.name, err)
		}
	}
	c.fill()
	if err := c.check(); err != nil {
		return Config{}, err
	}
	return c, nil
}

func valueOf(name string, getenv func(string) string, readFile func(string) ([]byte, error)) (string, Origin, error) {
	value, file := getenv(name), getenv(name+"_FILE")
	switch {
	case file == "":
		return value, FromEnvironment, nil
	case value != "":
		return "", FromFile, fmt.Errorf("%s and %s_FILE are both set: keep one", name, name)
	}
	content, err := readFile(file)
	if err != nil {
		return "", FromFile, fmt.Errorf("%s_FILE names a file that cannot be read: %w", name, err)
	}
	if value = strings.TrimRight(string(content), "\r\n"); value == "" {
		return "", FromFile, fmt.Errorf("%s_FILE names an empty file: %s", name, file)
	}
	return value, FromFile, nil
}

// fill puts in what was not set, in an order in which each default finds what it is made from.
func (c *Config) fill() {
	byDefault(&c.DatabaseURL, "sqlite:statehouse.db")
	byDefault(&c.Addr, "127.0.0.1:8080")
	byDefault(&c.BaseURL, baseOf(c.Addr))
	byDefault(&c.Data, "statehouse-data")
	if c.OnSQLite() && c.set["STATEHOUSE_DATA"] == FromDefault {
		c.Data = filepath.Dir(c.sqliteFile())
	}
	if c.ResendKey != "" {
		byDefault(&c.Mail, "resend")
	}
	byDefault(&c.Mail, "outbox")
	byDefault(&c.ResendBaseURL, "https://api.resend.com")
	byDefault(&c.LegislatorsURL, "https://data.openstates.org/people/current")
	if c.Mail == "outbox" {
		byDefault(&c.MailFrom, "Statehouse <mail@localhost.example.org>")
	}
	if domain := DomainOf(c.MailFrom); domain != "" {
		byDefault(&c.LetterFrom, "letters@letters."+domain)
	}
	if c.set["STATEHOUSE_MAIL_RATE"] == FromDefault {
		c.MailRate = 2
	}
	if c.set[geocoderSetting] == FromDefault {
		c.GeocoderURL = defaultGeocoder
	}
	if c.set["STATEHOUSE_LETTERS_PACE"] == FromDefault {
		c.PaceLetters = c.Mail != "outbox"
	}
	byDefault(&c.ExitURL, "https://www.weather.gov/")
}

func byDefault(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// check holds what is about several settings; each alone was checked as it was read.
func (c Config) check() error {
	switch {
	case c.Secret == "" && !c.OnSQLite():
		return errors.New("STATEHOUSE_SECRET is not set, and a PostgreSQL database needs it: keep the output of `openssl rand -hex 32` there")
	case c.Mail == "resend" && c.ResendKey == "":
		return errors.New("RESEND_API_KEY is not set, and STATEHOUSE_MAIL=resend needs it")
	case c.Mail == "smtp" && c.SMTPURL == "":
		return errors.New("STATEHOUSE_SMTP_URL is not set, and STATEHOUSE_MAIL=smtp needs it")
	case c.MailFrom == "":
		return errors.New("STATEHOUSE_MAIL_FROM is not set, and mail that really leaves needs an address that it comes from")
	}
	return nil
}

// OnSQLite says whether the database is one file of this machine.
func (c Config) OnSQLite() bool { return strings.HasPrefix(c.DatabaseURL, "sqlite:") }

// FirstRun says whether the SQLite file is still to be made; never on PostgreSQL.
func (c Config) FirstRun() bool {
	if !c.OnSQLite() {
		return false
	}
	_, err := os.Stat(c.sqliteFile())
	return errors.Is(err, os.ErrNotExist)
}

func (c Config) sqliteFile() string {
	file, _, _ := strings.Cut(strings.TrimPrefix(c.DatabaseURL, "sqlite:"), "?")
	return file
}

// Outbox is the folder of mails that are written instead of sent.
func (c Config) Outbox() string { return filepath.Join(c.Data, "outbox") }

// Local says whether the base URL is of this machine alone, where https is not needed.
func (c Config) Local() bool {
	u, err := url.Parse(c.BaseURL)
	return err == nil && isLoopback(u.Hostname())
}
