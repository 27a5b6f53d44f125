package screening

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// folded is a text made plain for reading: lower case, without accents,
// invisible characters, stretched letters and digits that stand for letters.
// Each of its bytes knows where in the text it comes from.
type folded struct {
	plain string
	at    []int // byte of plain → byte of the text; one more for the end
}

// fold makes a text plain.
func fold(text string) folded {
	var b strings.Builder
	var at []int
	put := func(r rune, from int) {
		n, _ := b.WriteRune(r)
		for range n {
			at = append(at, from)
		}
	}
	for i, r := range text {
		for _, part := range norm.NFKD.String(string(r)) {
			if !unicode.Is(unicode.Mn, part) && !unicode.Is(unicode.Cf, part) {
				put(plainRune(part), i)
			}
		}
	}
	plain, at := unstretched(b.String(), at)
	return folded{plain: letters(plain), at: append(at, len(text))}
}

// unstretched takes a letter that stands three times or more for one: "kiiill"
// is "kill".
func unstretched(plain string, at []int) (string, []int) {
	var b strings.Builder
	var kept []int
	for start := 0; start < len(plain); {
		end := start + 1
		for end < len(plain) && plain[end] == plain[start] {
			end++
		}
		if end-start >= 3 && plain[start] >= 'a' && plain[start] <= 'z' {
			b.WriteByte(plain[start])
			kept = append(kept, at[start])
		} else {
			b.WriteString(plain[start:end])
			kept = append(kept, at[start:end]...)
		}
		start = end
	}
	return b.String(), kept
}

func plainRune(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ', '`', '´':
		return '\''
	case '“', '”', '«', '»':
		return '"'
	case '–', '—', '‐', '‑', '‒':
		return '-'
	}
	if unicode.IsSpace(r) && r != '\n' {
		return ' '
	}
	if c, ok := lookalikes[r]; ok {
		return c
	}
	return unicode.ToLower(r)
}

// lookalikes are letters of other scripts that stand for Latin ones, after
// Unicode TS 39's confusables.
var lookalikes = map[rune]rune{
	'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'х': 'x', 'у': 'y', 'і': 'i', 'ѕ': 's', 'к': 'k', 'м': 'm', 'т': 't', 'в': 'b', 'н': 'h',
	'α': 'a', 'ο': 'o', 'ι': 'i', 'κ': 'k', 'ν': 'v', 'ρ': 'p', 'τ': 't',
}

var digits = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s")

// letters reads digits inside of words as the letters that they stand for:
// "k1ll" is "kill", while "5-0" and "85003" stay. Lengths do not change.
func letters(plain string) string {
	var b strings.Builder
	for len(plain) > 0 {
		end := strings.IndexFunc(plain, func(r rune) bool { return !wordRune(r) })
		switch end {
		case -1:
			end = len(plain)
		case 0:
			b.WriteByte(plain[0])
			plain = plain[1:]
			continue
		}
		b.WriteString(wordLetters(plain[:end]))
		plain = plain[end:]
	}
	return b.String()
}

func wordRune(r rune) bool {
	return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '$') || r >= unicode.MaxASCII && unicode.IsLetter(r)
}

// wordLetters replaces the digits of a word that has letters on both sides of
// one of them, or before it and at least two letters in all.
func wordLetters(word string) string {
	first := strings.IndexFunc(word, unicode.IsLetter)
	digit := strings.IndexFunc(word, func(r rune) bool { return unicode.IsDigit(r) || r == '$' })
	if first < 0 || digit < 0 || ordinal(word) {
		return word
	}
	last := strings.LastIndexFunc(word, unicode.IsLetter)
	if digit < last && digit > first {
		return digits.Replace(word)
	}
	return word
}

// ordinal says whether a word is a number with its ending: 13th, 8th, 14yo.
func ordinal(word string) bool {
	rest := strings.TrimLeftFunc(word, unicode.IsDigit)
	return rest != word && strings.IndexFunc(rest, unicode.IsDigit) < 0
}

// finding is a span of the plain text as a finding in the text.
func (f folded) finding(c Class, start, end int) Finding {
	return Finding{Class: c, Start: f.at[start], End: f.at[end]}
}
