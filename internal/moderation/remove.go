package moderation

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"statehouse/internal/fault"
)

// Removed stands where phrases were blacked out.
const Removed = "[removed]"

// Remove blacks out phrases wherever they stand, in any case, whole words
// always. It never rewrites. A phrase that the text has not, or a text of which
// nothing is left, is Invalid.
func Remove(text string, phrases []string) (string, error) {
	gone := make([]bool, len(text))
	for _, phrase := range phrases {
		if phrase = strings.TrimSpace(phrase); phrase == "" {
			continue
		}
		form, err := regexp.Compile("(?i)" + regexp.QuoteMeta(phrase))
		var spans [][]int
		if err == nil { // else it is no UTF-8, which no text here is either
			spans = form.FindAllStringIndex(text, -1)
		}
		if len(spans) == 0 {
			return "", fault.Fields(map[string]string{"phrases": "error.comment.phrase"})
		}
		for _, span := range spans {
			start, end := wholeWords(text, span[0], span[1])
			for i := start; i < end; i++ {
				gone[i] = true
			}
		}
	}
	var b strings.Builder
	for i := range text {
		switch {
		case !gone[i]:
			_, n := utf8.DecodeRuneInString(text[i:])
			b.WriteString(text[i : i+n])
		case i == 0 || !gone[i-1]:
			b.WriteString(Removed)
		}
	}
	if strings.TrimFunc(strings.ReplaceAll(b.String(), Removed, ""), func(r rune) bool { return !unicode.IsLetter(r) }) == "" {
		return "", fault.Fields(map[string]string{"phrases": "error.comment.nothing_left"})
	}
	return b.String(), nil
}

// wholeWords widens a span to the ends of the words that it cuts.
func wholeWords(text string, start, end int) (int, int) {
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) }
	if first, _ := utf8.DecodeRuneInString(text[start:]); inWord(first) {
		for start > 0 {
			r, n := utf8.DecodeLastRuneInString(text[:start])
			if !inWord(r) {
				break
			}
			start -= n
		}
	}
	if last, _ := utf8.DecodeLastRuneInString(text[:end]); inWord(last) {
		for end < len(text) {
			r, n := utf8.DecodeRuneInString(text[end:])
			if !inWord(r) {
				break
			}
			end += n
		}
	}
	return start, end
}
