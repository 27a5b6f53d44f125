package models

import (
	"strings"

	"statehouse/internal/fault"
)

// SheetRows is how many people sign one sheet.
const SheetRows = 10

// Digits of a row's code: Crockford's base 32, which leaves out I, L, O and U,
// and the five more of its check digit, modulo 37.
const codeDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U"

// MaxSheet is the last number that a row's code can carry.
const MaxSheet = 1<<20 - 1

// RowCode names one row of one sheet, such as 001K-3Q: four digits of the sheet,
// one of the row, and one that shows a mistake in any of them.
func RowCode(sheet, line int) string {
	digits := make([]byte, 0, 7)
	for shift := 15; shift >= 0; shift -= 5 {
		digits = append(digits, codeDigits[sheet>>shift&31])
	}
	return string(append(digits, '-', codeDigits[line], codeDigits[(sheet<<5|line)%37]))
}

var codeSpelling = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1")

// ParseRowCode reads a row's code as it was keyed. Fault: Invalid.
func ParseRowCode(typed string) (sheet, line int, err error) {
	code := codeSpelling.Replace(strings.ToUpper(strings.TrimSpace(typed)))
	if len(code) != 6 {
		return 0, 0, fault.New(fault.Invalid, "error.paper.code")
	}
	number := 0
	for i := range 5 {
		digit := strings.IndexByte(codeDigits[:32], code[i])
		if digit < 0 {
			return 0, 0, fault.New(fault.Invalid, "error.paper.code")
		}
		number = number<<5 | digit
	}
	sheet, line = number>>5, number&31
	if codeDigits[number%37] != code[5] || sheet == 0 || line < 1 || line > SheetRows {
		return 0, 0, fault.New(fault.Invalid, "error.paper.code")
	}
	return sheet, line, nil
}
