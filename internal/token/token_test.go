package token_test

import (
	"regexp"
	"testing"

	"statehouse/internal/token"
)

func TestTokensAreLongURLSafeAndDistinct(t *testing.T) {
	t.Parallel()
	shape := regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)
	seen := map[string]bool{}
	for range 1000 {
		tok := token.New()
		if !shape.MatchString(tok) {
			t.Fatalf("token %q has the wrong shape", tok)
		}
		if seen[tok] {
			t.Fatal("a token came twice")
		}
		seen[tok] = true
	}
}

func TestHashIsStableAndHidesTheToken(t *testing.T) {
	t.Parallel()
	once, again := token.Hash("a"), token.Hash("a")
	if string(once) != string(again) || string(once) == string(token.Hash("b")) {
		t.Fatal("hash is not a function of the token")
	}
	if len(token.Hash("")) != 32 {
		t.Fatal("hash is not 32 bytes")
	}
}

func TestCodesAvoidLookalikes(t *testing.T) {
	t.Parallel()
	if code := token.Code(200); regexp.MustCompile(`[^2-9a-hjkmnp-z]`).MatchString(code) {
		t.Fatalf("code %q has a look-alike", code)
	}
}
