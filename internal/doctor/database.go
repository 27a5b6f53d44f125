package doctor

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"time"

	"statehouse/internal/config"
	"statehouse/internal/privacy"
	"statehouse/models"
)

const (
	// fingerprintKey is the setting in which the database remembers its secret.
	fingerprintKey = "key_fingerprint"
	databaseWait   = 10 * time.Second
	clockTolerance = 5 * time.Second
)

// database examines what is in the database, the secret that opens it and its clock.
func database(ctx context.Context, cfg config.Config, log *slog.Logger, now func() time.Time) []Line {
	const name = "database"
	if cfg.FirstRun() {
		return []Line{
			warn(name, "Run `statehouse serve`, which makes it, or `statehouse migrate`.", "there is none yet"),
			secret(cfg, ""),
		}
	}
	ctx, cancel := context.WithTimeout(ctx, databaseWait)
	defer cancel()
	db, err := models.Open(ctx, cfg.DatabaseURL, log)
	if err != nil {
		return []Line{bad(name, "Check DATABASE_URL, and that the server runs and lets this machine in.", "%s", oneLine(err)), secret(cfg, "")}
	}
	defer db.Close()
	lines := []Line{fine(name, "%s, reached, with settings that lose nothing in a crash", db.Dialect), migrations(ctx, db)}
	known := ""
	if lines[1].OK {
		if known, err = models.SettingValue(ctx, db.Read(), fingerprintKey); err != nil {
			lines = append(lines, bad(name, "Run `statehouse verify`.", "its settings cannot be read: %s", oneLine(err)))
		}
	}
	return append(lines, secret(cfg, known), clock(ctx, db, now))
}

func migrations(ctx context.Context, db *models.DB) Line {
	const name = "migrations"
	pending, err := db.Pending(ctx)
	switch {
	case errors.Is(err, models.ErrNewerSchema):
		return bad(name, "Install the newer version again, or restore a backup.", "the database was made by a newer version of statehouse")
	case err != nil:
		return bad(name, "Check what the database's user may do.", "cannot be read: %s", oneLine(err))
	case len(pending) > 0:
		return bad(name, "Run `statehouse migrate`.", "waiting: %s", strings.Join(pending, ", "))
	}
	return fine(name, "all have run")
}

// secret compares the secret with the fingerprint that the database knows,
// empty where it knows none or cannot be asked.
func secret(cfg config.Config, known string) Line {
	const name, restore = "secret", "Restore the secret from the backup; without it the sealed data stays shut."
	given := cfg.Secret != ""
	if err := config.FindSecret(&cfg); err != nil {
		return bad(name, restore, "%v", err)
	}
	switch {
	case cfg.Secret == "" && known != "":
		return bad(name, restore, "the database was made with one, and there is none in %s", cfg.SecretFile())
	case cfg.Secret == "":
		return warn(name, "Nothing to do; back it up once it is there.", "is made on the first run and kept in %s", cfg.SecretFile())
	}
	keys, err := privacy.New(cfg.Secret)
	switch {
	case err != nil:
		return bad(name, restore, "%v", err)
	case known != "" && known != keys.Fingerprint():
		return bad(name, restore, "is not the one that the database was made with")
	case !given && readByOthers(cfg.SecretFile()):
		return warn(name, "Run `chmod 600` on it.", "other users of this machine can read %s", cfg.SecretFile())
	case known == "":
		return fine(name, "is there, and not yet compared with the database")
	}
	return fine(name, "is the database's own")
}

func readByOthers(file string) bool {
	info, err := os.Stat(file)
	return err == nil && info.Mode().Perm()&0o077 != 0
}

func clock(ctx context.Context, db *models.DB, now func() time.Time) Line {
	const name = "clock"
	if db.Dialect == models.SQLite {
		return fine(name, "the database uses the clock of this machine")
	}
	var theirs time.Time
	before := now()
	if err := db.SQL().QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&theirs); err != nil {
		return bad(name, "Check the database.", "the database does not tell the time: %s", oneLine(err))
	}
	apart := theirs.Sub(before.Add(now().Sub(before) / 2)).Round(time.Millisecond).Abs()
	if apart >= clockTolerance {
		return bad(name, "Let both machines follow a time server.", "this machine and the database are %s apart", apart)
	}
	return fine(name, "%s from the database's", apart)
}

// oneLine is what an error says without its line breaks.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
