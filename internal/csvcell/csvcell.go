// Package csvcell keeps spreadsheets from taking what people typed for formulas.
package csvcell

import (
	"strings"
	"unicode/utf8"
)

// starts are the signs that make a spreadsheet calculate or call a program,
// full-width forms included (OWASP, "CSV Injection"; ASVS 1.2.10).
const starts = "=+-@|%\t\r\n＝＋－＠"

// Harmless is a field of a CSV file that spreadsheets show as it is written: an
// apostrophe stands before what could begin a formula, also after blanks.
func Harmless(field string) string {
	field = strings.ReplaceAll(field, "\x00", "")
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(field, " "))
	if strings.ContainsRune(starts, first) {
		return "'" + field
	}
	return field
}
