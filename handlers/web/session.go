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
	"statehouse/internal/token"
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

const sessionCookie = "session"

// visit is what one request knows of its session.
type visit struct {
	found models.Session  // its Token is "" where there is none
	begun *models.Session // that this request begins
}

type visitKey struct{}

func visitOf(ctx context.Context) *visit {
	v, _ := ctx.Value(visitKey{}).(*visit)
	return v
}

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
	load := echo.WrapMiddleware(s.manager.LoadAndSave)(next)
	return func(c echo.Context) error {
		r := c.Request()
		c.SetRequest(r.WithContext(context.WithValue(r.Context(), visitKey{}, &visit{})))
		return load(c)
	}
}

// Session is the one that a request came with; none has no Token.
func Session(c echo.Context) models.Session { return visitOf(c.Request().Context()).found }

// actor is who asks.
func (s *Sessions) actor(c echo.Context) (models.Actor, error) {
	session := Session(c)
	if session.State != models.SessionOpen {
		return models.Actor{}, nil
	}
	user, err := models.UserByID(c.Request().Context(), s.site.DB.Read(), session.UserID)
	if fault.Is(err, fault.NotFound) {
		return models.Actor{}, nil
	}
	return models.Actor{User: &user}, err
}

// Begin starts a session under a new token, in the place of the one before.
func (s *Sessions) Begin(c echo.Context, session models.Session) error {
	ctx := c.Request().Context()
	if err := s.manager.RenewToken(ctx); err != nil {
		return err
	}
	now := models.Moment(s.site.Now())
	session.Ref, session.StartedAt, session.SeenAt = token.Ref(), now, now
	session.Browser, session.System = browserOf(c.Request().UserAgent())
	visitOf(ctx).begun = &session
	return nil
}

// IsFresh says whether who asks signed in so shortly ago that it is surely still
// them.
func (s Site) IsFresh(c echo.Context) bool { return Session(c).IsFresh(s.Now()) }

// SignOut ends the session here and in the database.
func (s *Sessions) SignOut(c echo.Context) error { return s.manager.Destroy(c.Request().Context()) }

// sessionStore keeps sessions in our own table (scs.CtxStore).
type sessionStore struct{ site Site }

func (st sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	session, err := models.SessionByToken(ctx, st.site.DB.Read(), token, models.Moment(st.site.Now()))
	if fault.Is(err, fault.NotFound) {
		return nil, false, nil
	}
	if err == nil {
		visitOf(ctx).found = session
	}
	return session.Data, err == nil, err
}

func (st sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return st.site.DB.Write(ctx, func(tx *models.Tx) error {
		session := models.Session{Token: token, Data: data, SeenAt: models.Moment(st.site.Now()), ExpiresAt: models.Moment(expiry)}
		begun := visitOf(ctx).begun
		if begun == nil {
			return models.TouchSession(ctx, tx, session)
		}
		added := *begun
		added.Token, added.Data, added.ExpiresAt = session.Token, session.Data, session.ExpiresAt
		return models.AddSession(ctx, tx, added)
	})
}

func (st sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return st.site.DB.Write(ctx, func(tx *models.Tx) error { return models.DropSession(ctx, tx, token) })
}

var errNoContext = errors.New("sessions are read with a context")

func (sessionStore) Find(string) ([]byte, bool, error)      { return nil, false, errNoContext }
func (sessionStore) Commit(string, []byte, time.Time) error { return errNoContext }
func (sessionStore) Delete(string) error                    { return errNoContext }
