package models

import (
	"context"
	"time"
)

// SessionState says whether a session opens doors.
type SessionState string

// The states.
const (
	SessionWaiting SessionState = "waiting" // for the second thing that its owner must show
	SessionOpen    SessionState = "open"
)

// SessionStates lists them all.
var SessionStates = []SessionState{SessionWaiting, SessionOpen}

// SignInMethod is how somebody came in.
type SignInMethod string

// The methods.
const (
	ByLink     SignInMethod = "link"
	ByPassword SignInMethod = "password" // always with a code
	ByPasskey  SignInMethod = "passkey"
)

// SignInMethods lists them all.
var SignInMethods = []SignInMethod{ByLink, ByPassword, ByPasskey}

// Browsers and Systems are the words by which staff know their sessions again.
// Nothing else is kept of what a browser says of itself.
var (
	Browsers = []string{"chrome", "edge", "firefox", "safari", "other"}
	Systems  = []string{"android", "ios", "linux", "macos", "windows", "other"}
)

// BrowserIDs and SystemIDs are the messages that say those words.
var (
	BrowserIDs = map[string]string{"chrome": "account.browser.chrome", "edge": "account.browser.edge", "firefox": "account.browser.firefox",
		"safari": "account.browser.safari", "other": "account.browser.other"}
	SystemIDs = map[string]string{"android": "account.system.android", "ios": "account.system.ios", "linux": "account.system.linux",
		"macos": "account.system.macos", "windows": "account.system.windows", "other": "account.system.other"}
)

// How long what a session allows lasts.
const (
	FreshFor   = 15 * time.Minute // how long after signing in staff may change how they sign in, and take rows out
	WaitingFor = 10 * time.Minute // for a second thing to be shown
)

// Session is a browser in which a member of staff is signed in.
type Session struct {
	Token     string `gorm:"primaryKey"` // hashed by the session library
	Ref       string // names it to its owner
	UserID    int64
	State     SessionState
	Method    SignInMethod
	Browser   string
	System    string
	Data      []byte // of the session library
	StartedAt time.Time
	SeenAt    time.Time // to the hour
	ExpiresAt time.Time
}

// IsFresh says whether its owner signed in so lately that they may change how.
func (s Session) IsFresh(now time.Time) bool {
	return s.State == SessionOpen && now.Sub(s.StartedAt) < FreshFor
}

// Waits says whether the session still waits for a second thing.
func (s Session) Waits(now time.Time) bool {
	return s.State == SessionWaiting && now.Sub(s.StartedAt) < WaitingFor
}

// SessionByToken finds a session that has not run out; none is a NotFound fault.
func SessionByToken(ctx context.Context, tx *Tx, token string, now time.Time) (Session, error) {
	return take[Session](ctx, tx, "token = ? AND expires_at > ?", token, now)
}

// SessionsOf lists where a user is signed in, the newest first.
func SessionsOf(ctx context.Context, tx *Tx, userID int64, now time.Time) ([]Session, error) {
	return rowsOf[Session](ctx, tx, "SELECT * FROM sessions WHERE user_id = ? AND state = 'open' AND expires_at > ? ORDER BY started_at DESC, ref", userID, now)
}

// AddSession stores a new session.
func AddSession(ctx context.Context, tx *Tx, s Session) error {
	s.SeenAt = s.SeenAt.Truncate(time.Hour)
	return addOne(ctx, tx, &s)
}

// TouchSession notes that a session was used. One that has been ended meanwhile
// stays ended.
func TouchSession(ctx context.Context, tx *Tx, s Session) error {
	_, err := tx.exec(ctx, "UPDATE sessions SET data = ?, expires_at = ?, seen_at = ? WHERE token = ?", s.Data, s.ExpiresAt, s.SeenAt.Truncate(time.Hour), s.Token)
	return err
}

// DropSession deletes a session.
func DropSession(ctx context.Context, tx *Tx, token string) error {
	_, err := tx.exec(ctx, "DELETE FROM sessions WHERE token = ?", token)
	return err
}

// EndSession deletes a session of a user; none is a Conflict fault.
func EndSession(ctx context.Context, tx *Tx, userID int64, ref string) error {
	return moved(tx.exec(ctx, "DELETE FROM sessions WHERE user_id = ? AND ref = ?", userID, ref))
}

// EndSessions deletes all sessions of a user but one; none if but is "".
func EndSessions(ctx context.Context, tx *Tx, userID int64, but string) error {
	_, err := tx.exec(ctx, "DELETE FROM sessions WHERE user_id = ? AND ref <> ?", userID, but)
	return err
}

// ForgetSessions deletes sessions that ran out.
func ForgetSessions(ctx context.Context, tx *Tx, now time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM sessions WHERE expires_at <= ?", now)
	return err
}
