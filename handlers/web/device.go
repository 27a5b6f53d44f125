package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/internal/token"
	"statehouse/models"
)

const deviceCookie = "device"

// secretLength is that of a token.
const secretLength = 43

// Device is the secret by which this browser is known again: its own, or a new one.
func (s Site) Device(c echo.Context) string {
	if cookie, err := c.Cookie(s.cookieName(deviceCookie)); err == nil && len(cookie.Value) == secretLength {
		return cookie.Value
	}
	return token.New()
}

// KeepDevice has the browser keep its secret: somebody signed in with it.
func (s Site) KeepDevice(c echo.Context, secret string) {
	s.setCookie(c, s.cookieName(deviceCookie), secret, models.KeepDevice)
}

// askedCookie names the question about a passkey that a browser has been asked.
const askedCookie = "asked"

// KeepAsked has the browser keep the secret of a question.
func (s Site) KeepAsked(c echo.Context, secret string) {
	s.setCookie(c, s.cookieName(askedCookie), secret, models.CeremonyLife)
}

// Asked is the secret of the question that the browser answers.
func (s Site) Asked(c echo.Context) string {
	cookie, err := c.Cookie(s.cookieName(askedCookie))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// Browser says in two words what a browser is, as it says itself.
func Browser(c echo.Context) (browser, system string) { return browserOf(c.Request().UserAgent()) }

type sign struct{ mark, word string }

// The order matters: most browsers also name those that they want to be taken for.
var (
	browserSigns = []sign{{"Edg", "edge"}, {"Firefox", "firefox"}, {"FxiOS", "firefox"}, {"OPR/", "other"}, {"Chrome", "chrome"}, {"CriOS", "chrome"}, {"Safari", "safari"}}
	systemSigns  = []sign{{"Android", "android"}, {"iPhone", "ios"}, {"iPad", "ios"}, {"Windows", "windows"}, {"Mac OS X", "macos"}, {"Linux", "linux"}, {"CrOS", "linux"}}
)

func browserOf(agent string) (browser, system string) {
	return wordFor(agent, browserSigns), wordFor(agent, systemSigns)
}

func wordFor(agent string, signs []sign) string {
	for _, s := range signs {
		if strings.Contains(agent, s.mark) {
			return s.word
		}
	}
	return "other"
}
