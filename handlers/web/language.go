package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/internal/i18n"
)

const langCookie = "lang"

// Language puts the visitor's language into the request: as the link asks, else
// as remembered, else as the browser prefers.
func (s Site) Language(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		lang := r.URL.Query().Get("lang")
		if isLanguage(lang) && strings.HasPrefix(r.URL.Path, "/v1/") {
			// programs say it with every request
		} else if isLanguage(lang) {
			c.SetCookie(&http.Cookie{Name: langCookie, Value: lang, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
				HttpOnly: true, Secure: s.IsSecure(), SameSite: http.SameSiteLaxMode})
		} else if cookie, err := r.Cookie(langCookie); err == nil && isLanguage(cookie.Value) {
			lang = cookie.Value
		} else {
			lang = i18n.Match(r.Header.Get("Accept-Language"))
		}
		c.SetRequest(r.WithContext(i18n.With(r.Context(), lang)))
		c.Response().Header().Set("Content-Language", lang)
		c.Response().Header().Add("Vary", "Cookie, Accept-Language")
		return next(c)
	}
}

func isLanguage(code string) bool {
	return slices.ContainsFunc(i18n.Languages(), func(l i18n.Language) bool { return l.Code == code })
}
