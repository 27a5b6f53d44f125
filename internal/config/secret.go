package config

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// SecretFile is where a made secret is kept.
func (c Config) SecretFile() string { return filepath.Join(c.Data, "secret") }

// FindSecret reads the secret that an earlier run made, if there is none in the
// settings and the database is SQLite; without one c.Secret stays empty.
func FindSecret(c *Config) error {
	if c.Secret != "" || !c.OnSQLite() {
		return nil
	}
	content, err := os.ReadFile(c.SecretFile())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the secret cannot be read: %w", err)
	}
	secret, err := readSecret(strings.TrimSpace(string(content)))
	if err != nil {
		return fmt.Errorf("the secret in %s %w", c.SecretFile(), err)
	}
	c.Secret = secret
	return nil
}

// EnsureSecret finds the secret or, on SQLite, makes one of 64 hex digits that
// only the owner of the data folder can read. Processes that start together
// end up with the same one.
func EnsureSecret(c *Config) error {
	if err := FindSecret(c); err != nil || c.Secret != "" {
		return err
	}
	if !c.OnSQLite() {
		return errors.New("STATEHOUSE_SECRET is not set")
	}
	if err := writeSecret(c.Data, c.SecretFile()); err != nil {
		return fmt.Errorf("the secret cannot be kept in %s: %w", c.SecretFile(), err)
	}
	return FindSecret(c)
}

// writeSecret writes beside and links into place: the file is there whole or
// not at all, and the first of several writers wins.
func writeSecret(folder, name string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, ".secret-*") // made with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	key := make([]byte, MinSecret)
	rand.Read(key)
	if _, err := f.WriteString(hex.EncodeToString(key) + "\n"); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := os.Link(f.Name(), name); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return syncFolder(folder)
}

func syncFolder(folder string) error {
	if runtime.GOOS == "windows" { // which cannot
		return nil
	}
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
