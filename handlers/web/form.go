package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/encoding/charmap"

	"statehouse/internal/fault"
)

// Form reads a posted form. A NUL byte or broken UTF-8 is a 400: no person types it.
func Form(c echo.Context) (url.Values, error) {
	r := c.Request()
	if err := r.ParseForm(); err != nil {
		return nil, unread(err)
	}
	if !areReadable(r.PostForm) {
		return nil, echo.NewHTTPError(http.StatusBadRequest)
	}
	return r.PostForm, nil
}

// FormWithFile is Form where the text of one field may come as a file instead. A
// file that is not UTF-8 is read as Windows-1252, which spreadsheets write.
func FormWithFile(c echo.Context, field string) (url.Values, error) {
	r := c.Request()
	if err := r.ParseMultipartForm(mostOfFile); errors.Is(err, http.ErrNotMultipart) {
		return Form(c)
	} else if err != nil {
		return nil, unread(err)
	}
	defer r.MultipartForm.RemoveAll()
	for _, part := range r.MultipartForm.File[field] {
		text, err := textOf(part)
		if err != nil {
			return nil, unread(err)
		}
		if text != "" {
			r.PostForm.Set(field, text)
		}
	}
	return Form(c)
}

const mostOfFile = 4 << 20 // bytes that are kept in memory

func textOf(part *multipart.FileHeader) (string, error) {
	file, err := part.Open()
	if err != nil {
		return "", err
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err == nil && !utf8.Valid(content) {
		content, err = charmap.Windows1252.NewDecoder().Bytes(content)
	}
	return string(content), err
}

// unread is the answer to a form that cannot be read.
func unread(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return echo.NewHTTPError(http.StatusRequestEntityTooLarge)
	}
	return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
}

// Readable refuses addresses that no database would take, as Form does forms.
func Readable(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if u := c.Request().URL; !isReadable(u.Path) || !areReadable(u.Query()) {
			return echo.NewHTTPError(http.StatusBadRequest)
		}
		return next(c)
	}
}

func areReadable(values url.Values) bool {
	for name, list := range values {
		if !isReadable(name) || slices.ContainsFunc(list, func(v string) bool { return !isReadable(v) }) {
			return false
		}
	}
	return true
}

func isReadable(text string) bool { return utf8.ValidString(text) && strings.IndexByte(text, 0) < 0 }

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

// lastPage keeps the rows before a page a number that a database takes.
const lastPage = 100_000

// PageNumber reads the number of a page of a list, from 1.
func PageNumber(text string) int { return min(max(Number(text), 1), lastPage) }

// ID reads a row's id; anything else is NotFound. It stands between every
// address and the database.
func ID(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		return 0, fault.New(fault.NotFound, "error.not_found")
	}
	return id, nil
}
