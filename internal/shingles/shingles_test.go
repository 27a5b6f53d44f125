package shingles

import (
	"crypto/hmac"
	"crypto/sha256"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func keyed(secret string) Key {
	return func(s string) []byte {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(s))
		return mac.Sum(nil)
	}
}

var key = keyed("a key of tests")

func text(r *rand.Rand, n int) []string {
	words := make([]string, n)
	for i := range words {
		words[i] = "w" + strconv.Itoa(r.IntN(5000))
	}
	return words
}

func set(words []string) map[string]bool {
	all := map[string]bool{}
	for i := 0; i+width <= len(words); i++ {
		all[strings.Join(words[i:i+width], " ")] = true
	}
	return all
}

func jaccard(a, b []string) float64 {
	x, y, both := set(a), set(b), 0
	for s := range x {
		if y[s] {
			both++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

func TestSketchesAreAsAlikeAsTheirTexts(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for changed := range 40 {
		a := text(r, 200)
		b := append([]string{}, a...)
		for range changed {
			b[r.IntN(len(b))] = "x" + strconv.Itoa(r.IntN(5000))
		}
		exact, seen := jaccard(a, b), Alike(Sketch(key, a), Sketch(key, b))
		if math.Abs(exact-seen) > 0.17 { // four standard deviations
			t.Errorf("%d words changed: alike %.2f, by sketch %.2f", changed, exact, seen)
		}
	}
}

func TestNamesPlacesAndSalutationsDoNotTellTextsApart(t *testing.T) {
	t.Parallel()
	body := "Please vote for the bill that protects young people who were sold for sex. They need help and a safe place, not a cell."
	a := Words("Dear {{legislator}},\n\n"+body+"\n\nAda Example, 85003", "Ada Example", "85003")
	b := Words("Hello Senator Ruiz,\n"+strings.ToUpper(body)+"\nBo Sample\n33101", "Bo Sample", "33101")
	if Alike(Sketch(key, a), Sketch(key, b)) != 1 {
		t.Errorf("%v\n%v", a, b)
	}
	own := Words("I teach at a school. Last year a child of my class was arrested instead of protected, and I ask you to change that.")
	if got := Alike(Sketch(key, a), Sketch(key, own)); got >= 0.2 {
		t.Errorf("another text is alike by %.2f", got)
	}
}

func TestASketchTellsNothingWithoutItsKey(t *testing.T) {
	t.Parallel()
	words := text(rand.New(rand.NewPCG(3, 4)), 100)
	if got := Alike(Sketch(key, words), Sketch(keyed("another key"), words)); got > 0.05 {
		t.Errorf("alike under two keys by %.2f", got)
	}
}

func TestShortAndEmptyTexts(t *testing.T) {
	t.Parallel()
	if Sketch(key, nil) != nil || Alike(nil, nil) != 0 {
		t.Error("nothing is alike to nothing")
	}
	if Alike(Sketch(key, []string{"vote", "yes"}), Sketch(key, []string{"vote", "yes"})) != 1 {
		t.Error("a short text is not alike to itself")
	}
}
