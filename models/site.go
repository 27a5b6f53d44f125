package models

import (
	"context"
	"time"

	"statehouse/internal/feature"
)

// Settings that the whole site hangs on.
const (
	noticeKey = "notice_" // and a language
	pausedKey = "signing_paused_at"
)

// MaxNotice is the longest notice of the site, in characters.
const MaxNotice = 300

// SiteState is what admins have said about the whole site.
type SiteState struct {
	Notices  map[string]string // by language; none for most of the time
	PausedAt *time.Time        // since when nobody signs
	Features feature.Set       // that they switched
}

// Notice is what every page says in a language, in English where there is none.
func (s SiteState) Notice(lang string) string {
	if text := s.Notices[lang]; text != "" {
		return text
	}
	return s.Notices["en"]
}

// ReadSite reads it.
func ReadSite(ctx context.Context, tx *Tx) (SiteState, error) {
	rows, err := rowsOf[Setting](ctx, tx, "SELECT * FROM settings WHERE key IN ?", []string{noticeKey + "en", noticeKey + "es", pausedKey})
	s := SiteState{Notices: map[string]string{}}
	if err != nil {
		return s, err
	}
	for _, r := range rows {
		if r.Key == pausedKey {
			s.PausedAt = &r.UpdatedAt
			continue
		}
		s.Notices[r.Key[len(noticeKey):]] = r.Value
	}
	s.Features, err = Features(ctx, tx)
	return s, err
}

// SaveNotice sets what every page says in a language; empty says nothing.
func SaveNotice(ctx context.Context, tx *Tx, lang, text string, now time.Time) error {
	return SaveSetting(ctx, tx, noticeKey+lang, text, now)
}

// PauseSigning stops signing and confirming on the whole site; a Conflict fault
// if it is stopped.
func PauseSigning(ctx context.Context, tx *Tx, now time.Time) error {
	return moved(tx.exec(ctx, "INSERT INTO settings (key, value, updated_at) VALUES (?, 'yes', ?) ON CONFLICT (key) DO NOTHING", pausedKey, now))
}

// ResumeSigning lets people sign again. What would have run out in the pause
// lives as much longer: links to confirm, and the mails that carry them. A
// Conflict fault if nothing is paused.
func ResumeSigning(ctx context.Context, tx *Tx, now time.Time) error {
	paused, err := first[Setting](ctx, tx, "SELECT * FROM settings WHERE key = ?", pausedKey)
	if err != nil {
		return moved(0, nil)
	}
	if err := moved(tx.exec(ctx, "DELETE FROM settings WHERE key = ?", pausedKey)); err != nil {
		return err
	}
	by := now.Sub(paused.UpdatedAt)
	links, err := rowsOf[Link](ctx, tx, "SELECT * FROM links WHERE kind = 'confirm' AND spent_at IS NULL AND expires_at > ?", paused.UpdatedAt)
	if err != nil {
		return err
	}
	for _, l := range links {
		if _, err := tx.exec(ctx, "UPDATE links SET expires_at = ? WHERE hash = ?", l.ExpiresAt.Add(by), l.Hash); err != nil {
			return err
		}
	}
	mails, err := rowsOf[Mail](ctx, tx, "SELECT * FROM outbox WHERE kind = 'confirmation' AND state = 'queued' AND expires_at > ?", paused.UpdatedAt)
	if err != nil {
		return err
	}
	for _, m := range mails {
		if _, err := tx.exec(ctx, "UPDATE outbox SET expires_at = ? WHERE id = ? AND state = 'queued'", m.ExpiresAt.Add(by), m.ID); err != nil {
			return err
		}
	}
	return nil
}
