// Package doctor examines a Statehouse before people rely on it: settings,
// database, secret, mail and what the world's mail servers will make of it.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"statehouse/internal/breaches"
	"statehouse/internal/config"
	"statehouse/internal/mail"
)

// Line is what one examination found.
type Line struct {
	Name   string
	OK     bool   // it works
	Warn   bool   // it works, and somebody should look at it
	Text   string // what was found, without secrets
	Advice string // what to do, where something is to be done
}

func fine(name, format string, args ...any) Line {
	return Line{Name: name, OK: true, Text: fmt.Sprintf(format, args...)}
}

func warn(name, advice, format string, args ...any) Line {
	return Line{Name: name, OK: true, Warn: true, Advice: advice, Text: fmt.Sprintf(format, args...)}
}

func bad(name, advice, format string, args ...any) Line {
	return Line{Name: name, Advice: advice, Text: fmt.Sprintf(format, args...)}
}

// Examine looks at everything and changes nothing. The settings have loaded by
// then; it asks the database and the domain name system.
func Examine(ctx context.Context, cfg config.Config, log *slog.Logger) []Line {
	return examine(ctx, cfg, log, net.DefaultResolver, time.Now)
}

func examine(ctx context.Context, cfg config.Config, log *slog.Logger, names resolver, now func() time.Time) []Line {
	lines := []Line{fine("settings", "complete")}
	lines = append(lines, database(ctx, cfg, log, now)...)
	lines = append(lines, folder(cfg), transport(cfg))
	if cfg.Mail == "resend" {
		lines = append(lines, webhook(cfg, now()))
	}
	lines = append(lines, baseURL(cfg), passwords(cfg))
	if !cfg.Local() {
		lines = append(lines, proxies(cfg))
	}
	if cfg.Mail != "outbox" {
		lines = append(lines, identity(ctx, cfg, names)...)
	}
	return lines
}

func folder(cfg config.Config) Line {
	const name = "data folder"
	if _, err := os.Stat(cfg.Data); os.IsNotExist(err) {
		return warn(name, "Nothing to do if its place is right; STATEHOUSE_DATA changes it.", "%s is not there yet and is made when it is needed", cfg.Data)
	}
	f, err := os.CreateTemp(cfg.Data, ".doctor-*")
	if err != nil {
		return bad(name, "Let the user that runs statehouse write there, or set STATEHOUSE_DATA.", "%s cannot be written to: %v", cfg.Data, err)
	}
	f.Close()
	os.Remove(f.Name())
	return fine(name, "%s can be written to", cfg.Data)
}

func passwords(cfg config.Config) Line {
	const name = "staff passwords"
	if cfg.BreachedPasswords == "" {
		return fine(name, "compared with the frequent ones that the program knows")
	}
	list, err := breaches.Open(cfg.BreachedPasswords)
	if err != nil {
		return bad(name, "Download the SHA-1 list ordered by hash, or take STATEHOUSE_BREACHED_PASSWORDS out.", "%v", err)
	}
	defer list.Close()
	return fine(name, "compared with the breached ones in %s too", cfg.BreachedPasswords)
}

func transport(cfg config.Config) Line {
	const name = "mail"
	switch cfg.Mail {
	case "resend":
		if _, err := mail.NewResend(cfg.ResendKey, cfg.ResendBaseURL, 0); err != nil {
			return bad(name, "Copy the key from the Resend dashboard again.", "%v", err)
		}
		return fine(name, "through Resend, from %s", cfg.MailFrom)
	case "smtp":
		if _, err := mail.NewSMTP(cfg.SMTPURL); err != nil {
			return bad(name, "Correct STATEHOUSE_SMTP_URL.", "%v", err)
		}
		return fine(name, "through a mail server, from %s", cfg.MailFrom)
	}
	unused := ""
	if cfg.SMTPURL != "" {
		unused = "; STATEHOUSE_SMTP_URL is set but not used"
	}
	return warn(name, "For real mail set RESEND_API_KEY, or STATEHOUSE_MAIL=smtp and STATEHOUSE_SMTP_URL.",
		"is written to %s and reaches nobody%s", cfg.Outbox(), unused)
}

// webhook lets the verifier judge the secret: it looks at that first.
func webhook(cfg config.Config, now time.Time) Line {
	const name, advice = "webhook", "Add a webhook to /hooks/resend in the Resend dashboard and set RESEND_WEBHOOK_SECRET to its signing secret."
	if cfg.ResendWebhookSecret == "" {
		return bad(name, advice, "RESEND_WEBHOOK_SECRET is not set, so nobody learns of bounces and complaints")
	}
	if _, err := mail.VerifyWebhook(cfg.ResendWebhookSecret, http.Header{}, nil, now); errors.Is(err, mail.ErrWebhookSecret) {
		return bad(name, advice, "RESEND_WEBHOOK_SECRET is not a signing secret of Resend")
	}
	return fine(name, "its secret is set")
}

func baseURL(cfg config.Config) Line {
	const name = "base URL"
	switch {
	case strings.HasPrefix(cfg.BaseURL, "https://"):
		return fine(name, "%s", cfg.BaseURL)
	case cfg.Local():
		return warn(name, "Set STATEHOUSE_BASE_URL before people from elsewhere sign.", "%s leads nowhere but on this machine", cfg.BaseURL)
	}
	return bad(name, "Put a TLS proxy in front and set STATEHOUSE_BASE_URL to its https:// address.", "%s would send names and addresses unencrypted", cfg.BaseURL)
}

func proxies(cfg config.Config) Line {
	const name = "proxies"
	if len(cfg.TrustedProxies) == 0 {
		return warn(name, "Set STATEHOUSE_TRUSTED_PROXIES to the network of the TLS proxy.",
			"none is trusted: behind a proxy all visitors look like one")
	}
	return fine(name, "%d trusted", len(cfg.TrustedProxies))
}
