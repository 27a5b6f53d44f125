package models_test

import (
	"strings"
	"testing"

	"statehouse/models"
)

func TestARowCodeIsReadAsItWasPrintedHoweverItIsSpelled(t *testing.T) {
	t.Parallel()
	for _, sheet := range []int{1, 31, 32, 4242, models.MaxSheet} {
		for line := 1; line <= models.SheetRows; line++ {
			code := models.RowCode(sheet, line)
			for _, typed := range []string{code, strings.ToLower(code), " " + strings.ReplaceAll(code, "-", " ") + " ", strings.NewReplacer("0", "O", "1", "l").Replace(code)} {
				if s, l, err := models.ParseRowCode(typed); err != nil || s != sheet || l != line {
					t.Errorf("%q is sheet %d, row %d, %v; want %d, %d", typed, s, l, err, sheet, line)
				}
			}
		}
	}
}

// Every misread sign and every two signs that change places are noticed.
func TestARowCodeShowsEverySingleMistake(t *testing.T) {
	t.Parallel()
	const signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	code := []byte(strings.ReplaceAll(models.RowCode(40321, 7), "-", ""))
	for i := range code {
		for _, sign := range []byte(signs) {
			other := append([]byte{}, code...)
			if other[i] = sign; sign == code[i] {
				continue
			}
			if _, _, err := models.ParseRowCode(string(other)); err == nil {
				t.Errorf("%s is taken for %s", other, code)
			}
		}
		if i == 0 || code[i] == code[i-1] {
			continue
		}
		other := append([]byte{}, code...)
		other[i], other[i-1] = other[i-1], other[i]
		if _, _, err := models.ParseRowCode(string(other)); err == nil {
			t.Errorf("%s is taken for %s", other, code)
		}
	}
	for _, none := range []string{"", "1", "00000-00", "ZZZZZZZZ"} {
		if _, _, err := models.ParseRowCode(none); err == nil {
			t.Errorf("%q is a code", none)
		}
	}
}
