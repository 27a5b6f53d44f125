package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/static"
)

// Sessions are those of staff; nobody else has one.
type Sessions struct {
	site    Site
	manager *scs.SessionManager
}

// How long a session of staff lasts.
const (
	idleLimit = 30 * time.Minute
	lifetime  = 12 * time.Hour
)

const (
	sessionCookie = "session"
	userKey       = "user"
	sinceKey      = "since"
)

// fresh is how long after signing in somebody may take rows out.
const fresh = 15 * time.Minute

// NewSessions keeps sessions in the database, by the hash of their token.
func NewSessions(site Site) *Sessions {
	m := scs.New()
	m.Store = sessionStore{site}
	m.HashTokenInStore = true
	m.IdleTimeout, m.Lifetime = idleLimit, lifetime
	m.Cookie.Name = site.cookieName(sessionCookie)
	m.Cookie.Secure, m.Cookie.HttpOnly, m.Cookie.SameSite, m.Cookie.Path = site.IsSecure(), true, http.SameSiteLaxMode, "/"
	m.ErrorFunc = site.sessionFailed
	return &Sessions{site: site, manager: m}
}

// sessionFailed answers where a session could be neither read nor saved.
func (s Site) sessionFailed(w http.ResponseWriter, r *http.Request, err error) {
	s.Log.Error("session", "error", err)
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Retry-After", strconv.Itoa(int(retryAfter.Seconds())))
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusServiceUnavailable)
	w.Write(static.Unavailable)
}

// Load reads the session of a request and saves it with the answer.
func (s *Sessions) Load(next echo.HandlerFunc) echo.HandlerFunc {
	return echo.WrapMiddleware(s.manager.LoadAndSave)(next)
}

// actor is who asks.
func (s *Sessions) actor(c echo.Context) (models.Actor, error) {
	ctx := c.Request().Context()
	id := s.manager.GetInt64(ctx, userKey)
	if id == 0 {
		return models.Actor{}, nil
	}
	user, err := models.UserByID(ctx, s.site.DB.Read(), id)
	if fault.Is(err, fault.NotFound) {
		return models.Actor{}, nil
	}
	return models.Actor{User: &user}, err
}

// SignIn starts a session of a user under a new token.
func (s *Sessions) SignIn(c echo.Context, userID int64) error {
	ctx := c.Request().Context()
	if err := s.manager.RenewToken(ctx); err != nil {
		return err
	}
	s.manager.Put(ctx, userKey, userID)
	s.manager.Put(ctx, sinceKey, s.site.Now().Unix())
	return nil
}

// isFresh says whether somebody signed in a short while ago.
func (s *Sessions) isFresh(c echo.Context) bool {
	since := s.manager.GetInt64(c.Request().Context(), sinceKey)
	return s.site.Now().Before(time.Unix(since, 0).Add(fresh))
}

// SignOut ends the session here and in the database.
func (s *Sessions) SignOut(c echo.Context) error { return s.manager.Destroy(c.Request().Context()) }

// sessionStore keeps sessions in our own table (scs.CtxStore).
type sessionStore struct{ site Site }

func (st sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	session, err := models.SessionByToken(ctx, st.site.DB.Read(), token, models.Moment(st.site.Now()))
	if fault.Is(err, fault.NotFound) {
		return nil, false, nil
	}
	return session.Data, err == nil, err
}

func (st sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return st.site.DB.Write(ctx, func(tx *models.Tx) error {
		return models.SaveSession(ctx, tx, models.Session{Token: token, Data: data, ExpiresAt: models.Moment(expiry)})
	})
}

func (st sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return st.site.DB.Write(ctx, func(tx *models.Tx) error { return models.DropSession(ctx, tx, token) })
}

var errNoContext = errors.New("sessions are read with a context")

func (sessionStore) Find(string) ([]byte, bool, error)      { return nil, false, errNoContext }
func (sessionStore) Commit(string, []byte, time.Time) error { return errNoContext }
func (sessionStore) Delete(string) error                    { return errNoContext }
