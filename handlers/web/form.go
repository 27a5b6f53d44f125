package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/internal/fault"
)

// Form reads a posted form. A NUL byte is a 400: no person types one.
func Form(c echo.Context) (url.Values, error) {
	r := c.Request()
	if err := r.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return nil, echo.NewHTTPError(http.StatusRequestEntityTooLarge)
		}
		return nil, echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
	}
	for _, values := range r.PostForm {
		for _, v := range values {
			if strings.ContainsRune(v, 0) {
				return nil, echo.NewHTTPError(http.StatusBadRequest)
			}
		}
	}
	return r.PostForm, nil
}

// IsTicked says whether a checkbox was ticked.
func IsTicked(form url.Values, name string) bool {
	switch form.Get(name) {
	case "", "0", "false", "off", "no":
		return false
	}
	return true
}

// Number reads a whole number from 0; anything else is 0.
func Number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// ID reads a row's id; anything else is NotFound. It stands between every
// address and the database.
func ID(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		return 0, fault.New(fault.NotFound, "error.not_found")
	}
	return id, nil
}
