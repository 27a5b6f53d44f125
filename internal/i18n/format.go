package i18n

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Spanish numbers follow the United States' habit (1,234), which es-US speakers
// read in every other public text here.
var printers = map[string]*message.Printer{
	"en": message.NewPrinter(language.AmericanEnglish),
	"es": message.NewPrinter(language.MustParse("es-US")),
}

var spanishMonths = [...]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
	"agosto", "septiembre", "octubre", "noviembre", "diciembre"}

// Number writes n with its groups of thousands: 1,234.
func Number(ctx context.Context, n int) string {
	return printers[Lang(ctx)].Sprintf("%d", n)
}

// Date writes the day of t in full: "November 24, 2026" or "24 de noviembre de
// 2026"; the zero time is an empty string.
func Date(ctx context.Context, t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case Lang(ctx) == "es":
		return fmt.Sprintf("%d de %s", t.Day(), Month(ctx, t))
	}
	return t.Format("January 2, 2006")
}

// Month writes the month of t: "November 2026" or "noviembre de 2026"; the zero
// time is an empty string.
func Month(ctx context.Context, t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case Lang(ctx) == "es":
		return fmt.Sprintf("%s de %d", spanishMonths[t.Month()-1], t.Year())
	}
	return t.Format("January 2006")
}

// Moment writes day and minute of t with its time zone: "November 24, 2026, 8:01
// AM UTC"; the zero time is an empty string.
func Moment(ctx context.Context, t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case Lang(ctx) == "es":
		return Date(ctx, t) + t.Format(", 15:04 MST")
	}
	return Date(ctx, t) + t.Format(", 3:04 PM MST")
}
