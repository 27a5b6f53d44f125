package models_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestUnsafeSQLiteSettingsAreRefused(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"synchronous(OFF)", "synchronous(NORMAL)", "foreign_keys(off)"} {
		db, err := models.Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "x.db")+"?_pragma="+setting, testkit.Log())
		if err == nil {
			db.Close()
			t.Errorf("%s was accepted", setting)
		} else if name, _, _ := strings.Cut(setting, "("); !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %q does not name the setting", setting, err)
		}
	}
}

func TestADatabaseInMemoryIsRefused(t *testing.T) {
	t.Parallel()
	db, err := models.Open(context.Background(), "sqlite::memory:", testkit.Log())
	if err == nil {
		db.Close()
		t.Fatal("a database without WAL was accepted")
	}
	if !strings.Contains(err.Error(), "journal_mode") {
		t.Fatalf("%q does not name the setting", err)
	}
}

func TestUnsafePostgresSettingsAreRefused(t *testing.T) {
	t.Parallel()
	url := testkit.PostgresURL(t)
	db, err := models.Open(context.Background(), url+"&options=-c%20synchronous_commit%3Doff", testkit.Log())
	if err == nil {
		db.Close()
		t.Fatal("synchronous_commit = off was accepted")
	}
	if !strings.Contains(err.Error(), "synchronous_commit") {
		t.Fatalf("%q does not name the setting", err)
	}
}

func TestUnknownDatabasesAreRefused(t *testing.T) {
	t.Parallel()
	if _, err := models.Open(context.Background(), "mysql://x", testkit.Log()); err == nil {
		t.Fatal("mysql was accepted")
	}
}

func TestMigratingTwiceDoesNothingAndNothingIsPending(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		if pending, err := db.Pending(ctx); err != nil || len(pending) != 0 {
			t.Fatalf("pending = %v, %v", pending, err)
		}
		if ran, err := db.Migrate(ctx); err != nil || len(ran) != 0 {
			t.Fatalf("ran = %v, %v", ran, err)
		}
	})
}

func TestAnOlderProgramRefusesANewerSchema(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		if _, err := db.SQL().ExecContext(ctx, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)"); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Pending(ctx); !errors.Is(err, models.ErrNewerSchema) {
			t.Fatalf("Pending says %v", err)
		}
		if _, err := db.Migrate(ctx); !errors.Is(err, models.ErrNewerSchema) {
			t.Fatalf("Migrate says %v", err)
		}
	})
}

func TestAFailedTransactionLeavesNothing(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		boom := errors.New("boom")
		err := db.Write(ctx, func(tx *models.Tx) error {
			if err := models.SaveSetting(ctx, tx, "a", "b", models.Moment(testkit.Now)); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatalf("got %v", err)
		}
		if v, err := models.SettingValue(ctx, db.Read(), "a"); err != nil || v != "" {
			t.Fatalf("value = %q, %v", v, err)
		}
	})
}
