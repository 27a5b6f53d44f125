package config

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// setting is one row of the table that Load, Settings and docs/configuration.md are made from.
type setting struct {
	name   string
	preset string // what holds where it is not set, for the docs
	about  string
	secret bool
	read   func(c *Config, value string) error
	show   func(c Config) string
}

var table = []setting{
	text("DATABASE_URL", "`sqlite:statehouse.db`", "the database: `sqlite:FILE`, or `postgres://user:password@host/name`",
		func(c *Config) *string { return &c.DatabaseURL }, readDatabase).hiding(passwords),
	text("STATEHOUSE_ADDR", "`127.0.0.1:8080`", "address and port to listen on; a port alone (`:8080`) is every address",
		func(c *Config) *string { return &c.Addr }, readAddr),
	{name: "PORT", preset: "none", about: "port to listen on at every address; only read where `STATEHOUSE_ADDR` is not set",
		read: func(c *Config, value string) error {
			addr, err := readPort(value)
			byDefault(&c.Addr, addr)
			return err
		},
		show: func(c Config) string {
			if c.set["PORT"] == FromDefault {
				return ""
			}
			_, port, _ := net.SplitHostPort(c.Addr)
			return port
		}},
	text("STATEHOUSE_BASE_URL", "made from the address", "what every link begins with, never taken from a request; `https://` in public",
		func(c *Config) *string { return &c.BaseURL }, readBase),
	text("STATEHOUSE_SECRET", "made on the first run and kept in the data folder (SQLite); required on PostgreSQL",
		"root key of all sealed data, at least 32 characters, as from `openssl rand -hex 32`; without it the data cannot be read, and a wrong one refuses to start",
		func(c *Config) *string { return &c.Secret }, readSecret).hiding(everything),
	text("STATEHOUSE_DATA", "folder of the SQLite file; `statehouse-data` on PostgreSQL", "folder of the outbox and of the made secret",
		func(c *Config) *string { return &c.Data }, anyText),
	text("STATEHOUSE_MAIL", "`resend` if `RESEND_API_KEY` is set, else `outbox`", "how mail leaves: `resend`, `smtp`, or `outbox`, which writes it to files and sends nothing",
		func(c *Config) *string { return &c.Mail }, func(v string) (string, error) { return oneOf(v, "resend", "smtp", "outbox") }),
	text("RESEND_API_KEY", "none", "key of the Resend account", func(c *Config) *string { return &c.ResendKey }, anyText).hiding(everything),
	text("RESEND_BASE_URL", "`https://api.resend.com`", "where the Resend API is", func(c *Config) *string { return &c.ResendBaseURL }, readAPI),
	text("RESEND_WEBHOOK_SECRET", "none", "`whsec_…` of the webhook at `/hooks/resend`, which tells what became of each mail",
		func(c *Config) *string { return &c.ResendWebhookSecret }, anyText).hiding(everything),
	text("STATEHOUSE_LEGISLATORS_URL", "`https://data.openstates.org/people/current`", "where `import legislators --download` finds `az.csv` and the others; `https://`, or this machine",
		func(c *Config) *string { return &c.LegislatorsURL }, readAPI),
	text("STATEHOUSE_SMTP_URL", "none", "mail server: `smtp://user:password@host:587` or `smtps://…:465`; `?tls=none`, `opportunistic` or `mandatory`",
		func(c *Config) *string { return &c.SMTPURL }, readSMTP).hiding(passwords),
	text("STATEHOUSE_MAIL_FROM", "`Statehouse <mail@localhost.example.org>` for the outbox; required for `resend` and `smtp`", "address that mail to supporters comes from",
		func(c *Config) *string { return &c.MailFrom }, readSender),
	text("STATEHOUSE_LETTERS_FROM", "`letters@letters.` and the domain of `STATEHOUSE_MAIL_FROM`", "address that letters to offices come from",
		func(c *Config) *string { return &c.LetterFrom }, readSender),
	{name: "STATEHOUSE_MAIL_RATE", preset: "`2`", about: "calls to the mail provider a second at most, over all processes (one call carries up to 100 mails at Resend); `0` is no limit",
		read: func(c *Config, value string) (err error) { c.MailRate, err = readRate(value); return err },
		show: func(c Config) string { return strconv.FormatFloat(c.MailRate, 'g', -1, 64) }},
	text(geocoderSetting, "`"+defaultGeocoder+"`", "what street addresses are looked up by: an address that answers as the Census Geocoder does; set to nothing, or `off`, no street is asked for",
		func(c *Config) *string { return &c.GeocoderURL }, readGeocoder),
	{name: "STATEHOUSE_LETTERS_PACE", preset: "`on` for `resend` and `smtp`, `off` for the outbox",
		about: "`on`: letters wait for the working hours of their offices and go out a few at a time; `off`: at once",
		read: func(c *Config, value string) error {
			word, err := oneOf(value, "on", "off")
			c.PaceLetters = word == "on"
			return err
		},
		show: func(c Config) string { return onOff(c.PaceLetters) }},
	text("STATEHOUSE_BREACHED_PASSWORDS", "none", "file of the passwords that staff may not choose, as [Pwned Passwords](https://haveibeenpwned.com/Passwords) has it: SHA-1 hashes in their order; the lists of frequent passwords in the program hold without it",
		func(c *Config) *string { return &c.BreachedPasswords }, anyText),
	{name: "STATEHOUSE_TRUSTED_PROXIES", preset: "none", about: "networks of the proxies in front, as in `10.0.0.0/8,192.0.2.7`; only their word on who the client is counts",
		read: func(c *Config, value string) (err error) { c.TrustedProxies, err = readProxies(value); return err },
		show: func(c Config) string { return joined(c.TrustedProxies) }},
	text("STATEHOUSE_LOG", "`text` on a terminal, else `json`", "form of the log: `text` or `json`",
		func(c *Config) *string { return &c.LogFormat }, func(v string) (string, error) { return oneOf(v, "text", "json") }),
	text("STATEHOUSE_EXIT_URL", "`https://www.weather.gov/`", "where the exit control leads, for people who must leave the site at once",
		func(c *Config) *string { return &c.ExitURL }, readExit),
}

// text is a setting that is kept as it is written.
func text(name, preset, about string, field func(c *Config) *string, read func(value string) (string, error)) setting {
	return setting{name: name, preset: preset, about: about,
		read: func(c *Config, value string) (err error) { *field(c), err = read(value); return err },
		show: func(c Config) string { return *field(&c) }}
}

// hiding makes the setting a secret one and blots it out wherever it is shown.
func (s setting) hiding(blot func(string) string) setting {
	open := s.show
	s.secret, s.show = true, func(c Config) string { return blot(open(c)) }
	return s
}

func anyText(value string) (string, error) { return value, nil }

// The geocoder of the Census Bureau is free and asks for no key.
const (
	geocoderSetting = "STATEHOUSE_GEOCODER_URL"
	defaultGeocoder = "https://geocoding.geo.census.gov/geocoder"
	off             = "off"
)

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func readExit(value string) (string, error) {
	_, err := readURL(value)
	return value, err
}

func joined(networks []netip.Prefix) string {
	words := make([]string, len(networks))
	for i, n := range networks {
		words[i] = n.String()
	}
	return strings.Join(words, ",")
}

// Origin is where the value of a setting comes from.
type Origin string

// The origins; a default may be made from other settings.
const (
	FromDefault     Origin = ""
	FromEnvironment Origin = "environment"
	FromFile        Origin = "file"
)

// Setting is one setting as it stands.
type Setting struct {
	Name   string
	Value  string // a secret, or the secret part of an address, is blotted out
	Origin Origin
	Secret bool
	About  string
}

// Settings lists every setting in the order of the docs.
func (c Config) Settings() []Setting {
	all := make([]Setting, len(table))
	for i, s := range table {
		all[i] = Setting{Name: s.name, Value: s.show(c), Origin: c.set[s.name], Secret: s.secret, About: s.about}
	}
	return all
}

const blotted = "xxxxx"

// everything leaves of a secret only that there is one.
func everything(secret string) string {
	if secret == "" {
		return ""
	}
	return blotted
}

// passwords blots out what an address says beyond its place.
func passwords(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return everything(address)
	}
	query := u.Query()
	for name := range query {
		if strings.Contains(strings.ToLower(name), "password") {
			query.Set(name, blotted)
			u.RawQuery = query.Encode()
		}
	}
	return u.Redacted()
}
