package privacy_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"statehouse/internal/privacy"
)

func keys(t *testing.T, secret string) *privacy.Keys {
	t.Helper()
	k, err := privacy.New(secret)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

var root = strings.Repeat("a root secret ", 3)

func TestSealedValuesOpenOnlyInTheirPlace(t *testing.T) {
	t.Parallel()
	k := keys(t, root)
	sealed := k.SealText("signatures.name", "row1", "Ada Example")
	if got, err := k.OpenText("signatures.name", "row1", sealed); err != nil || got != "Ada Example" {
		t.Fatalf("open = %q, %v", got, err)
	}
	for name, open := range map[string]func() (string, error){
		"another row":    func() (string, error) { return k.OpenText("signatures.name", "row2", sealed) },
		"another column": func() (string, error) { return k.OpenText("signatures.email", "row1", sealed) },
		"another root":   func() (string, error) { return keys(t, root+"!").OpenText("signatures.name", "row1", sealed) },
		"empty":          func() (string, error) { return k.OpenText("signatures.name", "row1", nil) },
	} {
		if got, err := open(); !errors.Is(err, privacy.ErrSealed) {
			t.Errorf("%s: open = %q, %v; want ErrSealed", name, got, err)
		}
	}
}

func TestEveryFlippedBitIsNoticed(t *testing.T) {
	t.Parallel()
	k := keys(t, root)
	sealed := k.SealText("p", "r", "hello")
	for i := range sealed {
		for bit := range 8 {
			bad := bytes.Clone(sealed)
			bad[i] ^= 1 << bit
			if _, err := k.Open("p", "r", bad); !errors.Is(err, privacy.ErrSealed) {
				t.Fatalf("byte %d bit %d flipped and it opened", i, bit)
			}
		}
	}
}

func TestSealingTwiceGivesDifferentBytes(t *testing.T) {
	t.Parallel()
	k := keys(t, root)
	if bytes.Equal(k.SealText("p", "r", "same"), k.SealText("p", "r", "same")) {
		t.Fatal("equal texts seal to equal bytes")
	}
}

func TestBlindIndexesDifferByPurposeAndRoot(t *testing.T) {
	t.Parallel()
	k := keys(t, root)
	a := k.Blind("campaign 1", "ada@example.org")
	if len(a) != 32 || !bytes.Equal(a, k.Blind("campaign 1", "ada@example.org")) {
		t.Fatal("a blind index is not a stable 32 bytes")
	}
	for name, b := range map[string][]byte{
		"purpose": k.Blind("campaign 2", "ada@example.org"),
		"value":   k.Blind("campaign 1", "bob@example.org"),
		"root":    keys(t, root+"!").Blind("campaign 1", "ada@example.org"),
	} {
		if bytes.Equal(a, b) {
			t.Errorf("another %s gives the same index", name)
		}
	}
}

func TestShortRootsAreRefusedAndFingerprintsDiffer(t *testing.T) {
	t.Parallel()
	if _, err := privacy.New("short"); err == nil {
		t.Fatal("a short root was taken")
	}
	if keys(t, root).Fingerprint() == keys(t, root+"!").Fingerprint() {
		t.Fatal("fingerprints of two roots are equal")
	}
}
