package accounts

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"statehouse/internal/token"
)

// Codes of an app are those of RFC 6238 as every app knows them: six digits, a new
// code each 30 seconds.
const (
	stepSeconds = 30
	secretSize  = 20 // bytes, as RFC 4226 recommends
	slack       = 1  // steps that a clock may be early or late
)

var spelled = base32.StdEncoding.WithPadding(base32.NoPadding)

func newSecret() []byte {
	secret := make([]byte, secretSize)
	rand.Read(secret)
	return secret
}

// codeAt is what the app shows at a step.
func codeAt(secret []byte, step int64) (string, error) {
	return hotp.GenerateCodeCustom(spelled.EncodeToString(secret), uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
}

// stepOf is the step of which a code is, of those around now; 0 for none.
func stepOf(secret []byte, code string, now time.Time) (int64, error) {
	code = strings.Join(strings.Fields(code), "")
	here, found := now.Unix()/stepSeconds, int64(0)
	for step := here - slack; step <= here+slack; step++ { // all of them, so that the time taken tells nothing
		right, err := codeAt(secret, step)
		if err != nil {
			return 0, err
		}
		if subtle.ConstantTimeCompare([]byte(right), []byte(code)) == 1 {
			found = step
		}
	}
	return found, nil
}

// App is what an app is told so that it shows codes.
type App struct {
	Key string // to be typed, in groups of four
	URI string // to be scanned
}

func appFor(site, email string, secret []byte) App {
	key := spelled.EncodeToString(secret)
	query := url.Values{"secret": {key}, "issuer": {site}}
	var groups []string
	for i := 0; i < len(key); i += 4 {
		groups = append(groups, key[i:min(i+4, len(key))])
	}
	return App{Key: strings.Join(groups, " "), URI: "otpauth://totp/" + url.PathEscape(site+":"+email) + "?" + strings.ReplaceAll(query.Encode(), "+", "%20")}
}

// newRecoveryCode is short enough to be written down, and too long to be guessed:
// three groups of four.
func newRecoveryCode() string { return token.Code(4) + "-" + token.Code(4) + "-" + token.Code(4) }

// plainCode is a recovery code however it was typed.
func plainCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -–\t", r) {
			return -1
		}
		return r
	}, strings.ToLower(typed))
}
