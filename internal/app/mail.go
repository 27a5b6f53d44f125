package app

import (
	"fmt"
	netmail "net/mail"
	"time"

	"statehouse/handlers/web"
	"statehouse/internal/config"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
)

// transport is what carries mail out.
func (a *App) transport() (mail.Transport, error) {
	if a.options.Transport != nil {
		return a.options.Transport, nil
	}
	switch a.config.Mail {
	case "resend":
		return mail.NewResend(a.config.ResendKey, a.config.ResendBaseURL, 0)
	case "smtp":
		return mail.NewSMTP(a.config.SMTPURL)
	}
	return mail.NewOutbox(a.config.Outbox())
}

// mailEvery is the least time between two calls to the provider. The outbox is
// a folder of our own and needs none.
func mailEvery(cfg config.Config, t mail.Transport) time.Duration {
	if cfg.MailRate <= 0 || t.Name() == "outbox" {
		return 0
	}
	return time.Duration(float64(time.Second) / cfg.MailRate)
}

// siteName is the platform's name, in senders and titles.
const siteName = "Statehouse"

func (a *App) mailroom() (mailroom.Room, error) {
	from, err := address(a.config.MailFrom)
	if err != nil {
		return mailroom.Room{}, fmt.Errorf("STATEHOUSE_MAIL_FROM is not an address: %w", err)
	}
	letters, err := address(a.config.LetterFrom)
	if err != nil {
		return mailroom.Room{}, fmt.Errorf("STATEHOUSE_LETTERS_FROM is not an address: %w", err)
	}
	return mailroom.Room{Keys: a.Keys, Queue: a.queue, Site: siteName, From: from, LetterFrom: letters, BaseURL: a.config.BaseURL}, nil
}

func address(text string) (mail.Address, error) {
	parsed, err := netmail.ParseAddress(text)
	if err != nil {
		return mail.Address{}, err
	}
	name := parsed.Name
	if name == "" {
		name = siteName
	}
	return mail.Address{Name: name, Email: parsed.Address}, nil
}

func (a *App) site() web.Site {
	return web.Site{DB: a.DB, Keys: a.Keys, BaseURL: a.config.BaseURL, ExitURL: a.config.ExitURL, Demo: a.config.Demo,
		Trusted: a.config.TrustedProxies, Now: a.now, Log: a.log, Observe: a.meter.request, Standing: web.NewStanding()}
}
