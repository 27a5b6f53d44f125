package web

import (
	"regexp"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/internal/i18n"
)

// messageID keeps a forged cookie from putting words on our pages.
var messageID = regexp.MustCompile(`^flash\.[a-z_]{1,40}$`)

func takeFlash(s Site, c echo.Context) string {
	cookie, err := c.Cookie(s.cookieName(flashCookie))
	if err != nil || !messageID.MatchString(cookie.Value) {
		return ""
	}
	s.setCookie(c, s.cookieName(flashCookie), "", -time.Second)
	return i18n.T(c.Request().Context(), cookie.Value)
}
