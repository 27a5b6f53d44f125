package web

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// A ticket is a sealed cookie that says which signature this browser has just
// confirmed, so that its supporter can write to their legislators. It is no
// account: it ends after two hours, and with Exit.
const ticketLife = 2 * time.Hour

func (s Site) ticketName() string { return s.cookieName("ticket") }

// cookieName binds a cookie to this host where there is TLS.
func (s Site) cookieName(name string) string {
	if s.IsSecure() {
		return "__Host-" + name
	}
	return name
}

// GiveTicket sets the ticket of a signature.
func (s Site) GiveTicket(c echo.Context, signatureID int64) {
	text := strconv.FormatInt(signatureID, 10) + " " + strconv.FormatInt(s.Now().Add(ticketLife).Unix(), 10)
	s.setCookie(c, s.ticketName(), base64.RawURLEncoding.EncodeToString(s.Keys.SealText("cookie", "ticket", text)), ticketLife)
}

// Ticket is the signature that this browser may act for; 0 for none.
func (s Site) Ticket(c echo.Context) int64 {
	cookie, err := c.Cookie(s.ticketName())
	if err != nil {
		return 0
	}
	sealed, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return 0
	}
	text, err := s.Keys.OpenText("cookie", "ticket", sealed)
	if err != nil {
		return 0
	}
	id, until, _ := strings.Cut(text, " ")
	ends, err := strconv.ParseInt(until, 10, 64)
	if err != nil || s.Now().Unix() >= ends {
		return 0
	}
	n, _ := ID(id)
	return n
}

// DropTicket ends the ticket.
func (s Site) DropTicket(c echo.Context) { s.setCookie(c, s.ticketName(), "", -time.Second) }

func (s Site) setCookie(c echo.Context, name, value string, life time.Duration) {
	c.SetCookie(&http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(life.Seconds()), HttpOnly: true, Secure: s.IsSecure(), SameSite: http.SameSiteLaxMode})
}

const flashCookie = "flash"

// Flash says a sentence, by its message id, on the next page.
func (s Site) Flash(c echo.Context, message string) {
	s.setCookie(c, s.cookieName(flashCookie), message, time.Minute)
}
