package accounts

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"github.com/trustelem/zxcvbn"
	"golang.org/x/text/unicode/norm"

	"statehouse/internal/fault"
	"statehouse/models"
)

// A password is bounded in characters alone, after NIST SP 800-63B-4: no rules of
// what it is made of, and no day on which it runs out.
const (
	MinPassword = 15
	MaxPassword = 256
)

const (
	guesses  = 1e10 // that a password must withstand by the lists and patterns of the library
	judged   = 64   // characters that it looks at: its time grows with their square
	minWord  = 4    // of the words that are taken out of a password before it is judged
	sitename = "statehouse"
)

// hashing is OWASP's least for Argon2id: 19 MiB, two rounds, one lane.
var hashing = &argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashers is how many passwords are hashed at once; all others wait. It bounds
// the memory that signing in can take.
const hashers = 4

// readPassword is a new password in its one Unicode form. Fault: Invalid.
func (a *Accounts) readPassword(typed string, u models.User) (string, error) {
	password := norm.NFC.String(typed)
	switch n := utf8.RuneCountInString(password); {
	case n < MinPassword:
		return "", fault.New(fault.Invalid, "error.password.short")
	case n > MaxPassword:
		return "", fault.New(fault.Invalid, "error.password.long")
	}
	words := wordsOf(u)
	left := strings.ToLower(password)
	for _, word := range words {
		left = strings.ReplaceAll(left, word, "")
	}
	if utf8.RuneCountInString(left) < MinPassword {
		return "", fault.New(fault.Invalid, "error.password.own")
	}
	head := []rune(bare(password))
	if zxcvbn.PasswordStrength(string(head[:min(len(head), judged)]), words).Guesses < guesses {
		return "", fault.New(fault.Invalid, "error.password.known")
	}
	if known, err := a.Breaches.Holds(password); err != nil {
		return "", err
	} else if known {
		return "", fault.New(fault.Invalid, "error.password.breached")
	}
	return password, nil
}

// bare is a text without its accents, as the lists have it.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text))
}

// wordsOf are the words that a stranger would try first for a user.
func wordsOf(u models.User) []string {
	var words []string
	for _, word := range strings.FieldsFunc(sitename+" "+u.Name+" "+u.Email, func(r rune) bool { return strings.ContainsRune(" .-_+@'’", r) }) {
		if word = strings.ToLower(norm.NFC.String(word)); utf8.RuneCountInString(word) >= minWord {
			words = append(words, word)
		}
	}
	return words
}

// hash makes the hash of a password when it is its turn.
func (a *Accounts) hash(ctx context.Context, password string) (hash string, err error) {
	err = a.inTurn(ctx, func() error {
		hash, err = argon2id.CreateHash(password, hashing)
		return err
	})
	return hash, err
}

// matches says whether a password is the one of a hash, when it is its turn.
func (a *Accounts) matches(ctx context.Context, password, hash string) (same bool, err error) {
	err = a.inTurn(ctx, func() error {
		same, err = argon2id.ComparePasswordAndHash(norm.NFC.String(password), hash)
		return err
	})
	return same, err
}

func (a *Accounts) inTurn(ctx context.Context, work func() error) error {
	select {
	case a.turns <- struct{}{}:
		defer func() { <-a.turns }()
		return work()
	case <-ctx.Done():
		return ctx.Err()
	}
}
