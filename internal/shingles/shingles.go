// Package shingles says how alike two texts are, from sketches of a fixed size
// that do not hold the texts.
//
// A text is its set of shingles (runs of words), two texts are as alike as these
// sets overlap, and a sketch keeps of each of many orders the least shingle: A.
// Z. Broder, On the resemblance and containment of documents, 1997.
package shingles

import (
	"encoding/binary"
	"math"
	"regexp"
	"strings"
	"unicode"
)

const (
	width  = 4   // words in a shingle
	orders = 128 // the resemblance of two sketches is off by about 4 in 100
)

// Size of a sketch in bytes.
const Size = orders * 4

// Key makes a number of a shingle that nobody can repeat without the key.
type Key func(shingle string) []byte

var (
	fields     = regexp.MustCompile(`\{\{[^{}]*\}\}`)
	salutation = regexp.MustCompile(`(?i)^\s*(dear|hello|hi|to the honorable|honorable|estimad[oa]s?|querid[oa]s?|hola)\b`)
)

// Words are those of a text that are its own: without merge fields, lines of
// salutation, and what the writer is known by.
func Words(text string, about ...string) []string {
	var kept []string
	for line := range strings.SplitSeq(fields.ReplaceAllString(text, " "), "\n") {
		if len(strings.Fields(line)) <= 12 && salutation.MatchString(line) {
			continue
		}
		kept = append(kept, line)
	}
	own := map[string]bool{}
	for _, a := range about {
		for _, w := range split(a) {
			own[w] = true
		}
	}
	var words []string
	for _, w := range split(strings.Join(kept, "\n")) {
		if !own[w] {
			words = append(words, w)
		}
	}
	return words
}

func split(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// Sketch of words under a key; nil if there are none.
func Sketch(key Key, words []string) []byte {
	if len(words) == 0 {
		return nil
	}
	var least [orders]uint32
	for i := range least {
		least[i] = math.MaxUint32
	}
	for i := 0; i == 0 || i+width <= len(words); i++ {
		n := binary.BigEndian.Uint64(key(strings.Join(words[i:min(i+width, len(words))], " ")))
		for o := range least {
			least[o] = min(least[o], uint32(mix(n, uint64(o+1))>>32))
		}
	}
	sketch := make([]byte, 0, Size)
	for _, n := range least {
		sketch = binary.BigEndian.AppendUint32(sketch, n)
	}
	return sketch
}

// mix puts numbers into one of many orders (the finalizer of SplitMix64).
func mix(n, order uint64) uint64 {
	n += order * 0x9e3779b97f4a7c15
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}

// Alike is how alike the texts of two sketches are, from 0 to 1.
func Alike(a, b []byte) float64 {
	if len(a) != Size || len(b) != Size {
		return 0
	}
	same := 0
	for i := 0; i < Size; i += 4 {
		if [4]byte(a[i:]) == [4]byte(b[i:]) {
			same++
		}
	}
	return float64(same) / orders
}

// Near is how alike texts are that are folded into one.
const Near = 0.8
