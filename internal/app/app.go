// Package app puts the rooms together: it opens everything, serves, and closes
// it in the right order.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"statehouse/handlers"
	"statehouse/internal/accounts"
	"statehouse/internal/bills"
	"statehouse/internal/breaches"
	"statehouse/internal/campaigns"
	"statehouse/internal/config"
	"statehouse/internal/delivery"
	"statehouse/internal/districts"
	"statehouse/internal/endorsements"
	"statehouse/internal/exports"
	"statehouse/internal/geocoder"
	"statehouse/internal/imports"
	"statehouse/internal/jobs"
	"statehouse/internal/laws"
	"statehouse/internal/legislature"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/moderation"
	"statehouse/internal/mydata"
	"statehouse/internal/notes"
	"statehouse/internal/offices"
	"statehouse/internal/packets"
	"statehouse/internal/partners"
	"statehouse/internal/pictures"
	"statehouse/internal/positions"
	"statehouse/internal/privacy"
	"statehouse/internal/quotes"
	"statehouse/internal/reports"
	"statehouse/internal/requests"
	"statehouse/internal/scrutiny"
	"statehouse/internal/sharing"
	"statehouse/internal/sheets"
	"statehouse/internal/signing"
	"statehouse/internal/stories"
	"statehouse/internal/targets"
	"statehouse/internal/updates"
	"statehouse/internal/variants"
	"statehouse/internal/volunteers"
	"statehouse/internal/work"
	"statehouse/models"
)

// Options say what a process does.
type Options struct {
	Web     bool // answer requests
	Work    bool // work jobs
	Migrate bool // bring the database up to date first

	Now       func() time.Time // the clock; nil for the real one
	Transport mail.Transport   // nil for what the settings name
}

// App is one running process.
type App struct {
	DB   *models.DB
	Keys *privacy.Keys

	config       config.Config
	options      Options
	log          *slog.Logger
	now          func() time.Time
	meter        *meter
	queue        *jobs.Queue
	room         mailroom.Room
	signing      *signing.Signing
	delivery     *delivery.Delivery
	mydata       *mydata.MyData
	accounts     *accounts.Accounts
	packets      *packets.Packets
	stories      *stories.Stories
	reports      *reports.Reports
	requests     *requests.Requests
	endorsements *endorsements.Endorsements
	moderation   *moderation.Moderation
	volunteers   *volunteers.Volunteers
	updates      *updates.Updates
	campaigns    *campaigns.Campaigns
	scrutiny     *scrutiny.Scrutiny
	handler      http.Handler
	ready        readiness
	listener     net.Listener
	end          context.CancelFunc // ends what runs beside the requests
}

// Open opens everything that a process of these options needs.
func Open(ctx context.Context, cfg config.Config, log *slog.Logger, o Options) (*App, error) {
	if o.Migrate {
		if _, err := Migrate(ctx, cfg, log, false); err != nil {
			return nil, err
		}
	}
	a, err := OpenData(ctx, cfg, log)
	if err != nil {
		return nil, err
	}
	a.options = o
	if o.Now != nil {
		a.now = o.Now
	}
	if err := a.assemble(); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// OpenData opens the database and the keys alone, for commands that need no
// more. The schema must be up to date and the root secret the right one.
func OpenData(ctx context.Context, cfg config.Config, log *slog.Logger) (*App, error) {
	keys, err := privacy.New(cfg.Secret)
	if err != nil {
		return nil, errors.New("STATEHOUSE_SECRET must have at least 32 characters")
	}
	db, err := models.Open(ctx, cfg.DatabaseURL, log)
	if err != nil {
		return nil, err
	}
	a := &App{DB: db, Keys: keys, config: cfg, log: log, now: time.Now, meter: newMeter(), end: func() {}, ready: readiness{leaving: make(chan struct{})}}
	if err := a.check(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return a, nil
}

// FingerprintKey is the setting that holds the fingerprint of the root secret.
const FingerprintKey = "key_fingerprint"

// check refuses a schema that is not ours and a root secret that is not the
// database's: it would make unreadable rows and let people sign twice.
func (a *App) check(ctx context.Context) error {
	pending, err := a.DB.Pending(ctx)
	if err != nil {
		return err
	}
	if len(pending) > 0 {
		return models.ErrPending
	}
	var known string
	err = a.DB.Write(ctx, func(tx *models.Tx) (err error) {
		known, err = models.FirstSetting(ctx, tx, FingerprintKey, a.Keys.Fingerprint(), models.Moment(time.Now()))
		return err
	})
	if err == nil && known != a.Keys.Fingerprint() {
		err = errors.New("STATEHOUSE_SECRET is not the secret that this database was made with")
	}
	return err
}

// Migrate brings the database up to date and names what it ran; with dryRun it
// only names it.
func Migrate(ctx context.Context, cfg config.Config, log *slog.Logger, dryRun bool) ([]string, error) {
	if path, ok := strings.CutPrefix(cfg.DatabaseURL, "sqlite:"); ok && !dryRun {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
	}
	db, err := models.Open(ctx, cfg.DatabaseURL, log)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if dryRun {
		return db.Pending(ctx)
	}
	ran, err := db.Migrate(ctx)
	if err != nil {
		return nil, err
	}
	return ran, firstLaws(ctx, db)
}

// firstLaws gives a database without law cards, or from before cards had a
// history, those that ship with the program; later ones come by `import laws`.
// Cards that somebody reviewed after ours stay.
func firstLaws(ctx context.Context, db *models.DB) error {
	events, err := models.LawEvents(ctx, db.Read(), "")
	if err != nil || len(events) > 0 {
		return err
	}
	known, err := models.LawCards(ctx, db.Read(), "")
	if err != nil {
		return err
	}
	cards, err := laws.Shipped()
	if err != nil {
		return err
	}
	cards = slices.DeleteFunc(cards, func(ours laws.Card) bool {
		return slices.ContainsFunc(known, func(theirs models.LawCard) bool {
			return theirs.State == ours.State && theirs.Topic == ours.Topic && theirs.ReviewedOn > ours.ReviewedOn
		})
	})
	_, err = laws.Import(ctx, db, cards, imports.Options{Now: time.Now()})
	return err
}

// assemble makes the acts, the queue and the doors.
func (a *App) assemble() error {
	transport, err := a.transport()
	if err != nil {
		return err
	}
	bench := &work.Bench{DB: a.DB, Keys: a.Keys, Transport: transport, Now: a.now, Log: a.log, Meter: a.meter, MailEvery: mailEvery(a.config, transport)}
	workers := work.Workers(bench)
	setup := jobs.Setup{Workers: workers, Periodic: work.Periodic(), Work: a.options.Work, MailWorkers: 4, Log: quiet(a.log)}
	if a.queue, err = jobs.Open(a.DB, setup); err != nil {
		return err
	}
	if a.room, err = a.mailroom(); err != nil {
		return err
	}
	a.signing = signing.New(a.DB, a.Keys, a.room, a.now, a.log)
	a.delivery = delivery.New(a.DB, a.Keys, a.room, a.locator(), a.now)
	if a.config.PaceLetters {
		a.delivery.Paced()
	}
	a.mydata = mydata.New(a.DB, a.Keys, a.room, a.now)
	a.accounts = accounts.New(a.DB, a.room, a.now)
	if list := a.config.BreachedPasswords; list != "" {
		if a.accounts.Breaches, err = breaches.Open(list); err != nil {
			return fmt.Errorf("STATEHOUSE_BREACHED_PASSWORDS: %w", err)
		}
	}
	a.packets = packets.New(a.DB, a.Keys, a.queue, a.config.BaseURL, a.now)
	a.stories = stories.New(a.DB, a.Keys, a.room, a.now)
	a.reports = reports.New(a.DB, a.Keys, a.now)
	a.requests = requests.New(a.DB, a.Keys, a.room, a.now)
	a.endorsements = endorsements.New(a.DB, a.Keys, a.room, a.now)
	a.moderation = moderation.New(a.DB, a.Keys, a.room, a.now)
	a.volunteers = volunteers.New(a.DB, a.Keys, a.room, a.now)
	a.updates = updates.New(a.DB, a.Keys, a.room, a.queue, a.now)
	a.scrutiny = scrutiny.New(a.DB, a.Keys, a.queue, a.now)
	a.campaigns = campaigns.New(a.DB, a.room, a.now)
	bench.Stories, bench.Updates, bench.Reports, bench.Requests, bench.Endorsements, bench.Campaigns, bench.Scrutiny = a.stories, a.updates, a.reports, a.requests, a.endorsements, a.campaigns, a.scrutiny
	bench.Queue, bench.Signing, bench.Delivery, bench.Packets, bench.Volunteers = a.queue, a.signing, a.delivery, a.packets, a.volunteers
	if a.options.Web {
		return a.open()
	}
	return nil
}

// locator finds districts, with the geocoder where there is one.
func (a *App) locator() *districts.Locator {
	if a.config.GeocoderURL == "" {
		return districts.NewLocator(nil)
	}
	return districts.NewLocator(geocoder.New(a.config.GeocoderURL, geocoder.Options{}))
}

// open makes the doors.
func (a *App) open() (err error) {
	ctx, end := context.WithCancel(context.Background())
	a.end = end
	jobsPage, err := a.queue.UI(ctx, "/admin/jobs", quiet(a.log))
	if err != nil {
		return fmt.Errorf("the jobs page: %w", err)
	}
	a.handler = handlers.New(handlers.House{
		Site: a.site(), Signing: a.signing, Delivery: a.delivery, MyData: a.mydata, Accounts: a.accounts, Packets: a.packets, Queue: a.queue,
		Stories: a.stories, Volunteers: a.volunteers, Moderation: a.moderation, Reports: a.reports, Requests: a.requests, Endorsements: a.endorsements, Partners: partners.New(a.DB, a.now), Notes: notes.New(a.DB, a.now), Sharing: sharing.New(a.DB, a.now),
		Updates: a.updates, Scrutiny: a.scrutiny,
		Campaigns: a.campaigns,
		Offices:   offices.New(a.DB, a.Keys, a.room, a.now),
		Positions: positions.New(a.DB, a.now), Bills: bills.New(a.DB, a.now), Variants: variants.New(a.DB, a.now), Quotes: quotes.New(a.DB, a.Keys, a.now), Targets: targets.New(a.DB, a.now), Exports: exports.New(a.DB, a.Keys, a.now), Sheets: sheets.New(a.DB, a.Keys, a.now), Pictures: pictures.New(a.DB, a.now), Legislature: legislature.New(a.DB, a.now),
		Jobs: jobsPage, Metrics: a.meter.handler(), Ready: a.ready.check(a.DB.Ping),
		Outbox: a.outboxFolder(), Provider: a.provider(), Contact: a.room.From.Email, WebhookSecret: a.config.ResendWebhookSecret,
		Transport: a.config.Mail, Settings: a.config.Settings(), Leaving: a.ready.leaving,
	})
	return nil
}

// outboxFolder is where the demo's mails are shown from; empty elsewhere.
func (a *App) outboxFolder() string {
	if a.config.Mail != "outbox" || !a.config.Demo {
		return ""
	}
	return a.config.Outbox()
}

func (a *App) provider() string {
	if a.config.Mail == "resend" {
		return "Resend"
	}
	return ""
}

// Handler answers requests; nil for a process without Web.
func (a *App) Handler() http.Handler { return a.handler }

// Close closes what Open opened, last first. The queue must have stopped.
func (a *App) Close() error {
	a.ready.leave()
	a.end()
	if a.signing != nil {
		a.signing.Close()
	}
	return a.DB.Close()
}
