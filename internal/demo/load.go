package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"statehouse/internal/districts"
	"statehouse/internal/imports"
	"statehouse/internal/laws"
	"statehouse/internal/legislators"
	"statehouse/internal/legislature"
	"statehouse/internal/privacy"
	"statehouse/models"
)

// loadedSetting marks a database that holds the demo's data.
const loadedSetting = "demo_loaded"

// seed makes every load the same but for its secrets.
const seed = 1776

// Load fills an empty database with the law cards, districts, legislators,
// staff, campaigns, signatures and letters of the demo, dated back from now. A
// database that already holds them is left alone; beside other data it fails.
// log hears how many signatures are stored, and may be nil.
func Load(ctx context.Context, db *models.DB, keys *privacy.Keys, now time.Time, log func(done, total int)) error {
	now = models.Moment(now)
	if loaded, err := isLoaded(ctx, db.Read()); err != nil || loaded {
		return err
	}
	if codes, err := models.CampaignCodes(ctx, db.Read()); err != nil || len(codes) > 0 {
		return cmp.Or(err, errOtherData)
	}
	campaigns, err := Campaigns()
	if err != nil {
		return err
	}
	people, err := People()
	if err != nil {
		return err
	}
	if err := importFacts(ctx, db, now); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	err = db.Write(ctx, func(tx *models.Tx) error {
		if loaded, err := isLoaded(ctx, tx); err != nil || loaded {
			return err
		}
		l := &loader{tx: tx, keys: keys, now: now, people: people, rng: rand.New(rand.NewPCG(seed, seed)), log: log, answered: map[int64]int{}}
		return l.load(ctx, campaigns)
	})
	if err == nil {
		err = sendIn(ctx, db, now)
	}
	if err == nil {
		err = lookThrough(ctx, db, keys, people, now)
	}
	if err == nil {
		err = keepWatch(ctx, db, keys, now)
	}
	if err == nil {
		err = collectPaper(ctx, db, keys, people, now)
	}
	if err != nil {
		return fmt.Errorf("demo: the sample data cannot be stored: %w", err)
	}
	return nil
}

var errOtherData = errors.New("demo: the database already holds campaigns of its own: give the demo an empty one")

func isLoaded(ctx context.Context, tx *models.Tx) (bool, error) {
	value, err := models.SettingValue(ctx, tx, loadedSetting)
	return value != "", err
}

// seated is how long ago the demo's legislators were first taken in: before the
// first letter to them.
const seated = 90 * 24 * time.Hour

// importFacts takes in the files as an operator would: once before the
// campaigns began, and the legislators again today.
func importFacts(ctx context.Context, db *models.DB, now time.Time) error {
	cards, err := laws.Shipped()
	if err != nil {
		return err
	}
	if _, err := laws.Import(ctx, db, cards, imports.Options{Now: now}); err != nil {
		return err
	}
	if err := importDistricts(ctx, db, now); err != nil {
		return err
	}
	if _, err := legislature.Import(ctx, db, imports.Source{Name: "sessions.csv", Data: SessionsCSV(now)}, imports.Options{Now: now}); err != nil {
		return err
	}
	for _, state := range States {
		file, err := LegislatorsCSV(state)
		if err != nil {
			return err
		}
		source := imports.Source{State: state, Name: "legislators-" + state + ".csv", Data: file}
		for _, at := range []time.Time{now.Add(-seated), now} {
			if _, err := legislators.Import(ctx, db, source, imports.Options{Now: at}); err != nil {
				return err
			}
		}
	}
	return nil
}

func importDistricts(ctx context.Context, db *models.DB, now time.Time) error {
	file, err := DistrictsCSV()
	if err != nil {
		return err
	}
	if _, err := districts.ImportDistricts(ctx, db, imports.Source{Name: "districts.csv", Data: file}, imports.Options{Now: now}); err != nil {
		return err
	}
	if file, err = ZIPsCSV(); err != nil {
		return err
	}
	_, err = districts.ImportZIPs(ctx, db, imports.Source{Name: "zips.csv", Data: file}, imports.Options{Now: now})
	return err
}
