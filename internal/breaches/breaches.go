// Package breaches asks a list of passwords that became known, without the net.
package breaches

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"sort"
)

// List is a list of passwords that breaches made public, in the form of Pwned
// Passwords (haveibeenpwned.com): a line each, of the SHA-1 in hexadecimal digits
// and, after a colon, how often it was seen; in the order of the hashes. It is read
// where it lies, some 40 short reads a question, and no part of a password leaves
// the machine.
type List struct {
	file *os.File
	size int64
}

const (
	hashDigits  = 2 * sha1.Size
	longestLine = 80
)

// Open opens the list at path. An error says what is wrong with it.
func Open(path string) (*List, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the list of breached passwords cannot be read: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("the list of breached passwords cannot be read: %w", err)
	}
	b := &List{file: file, size: info.Size()}
	first, err := b.after(0)
	if err != nil || first == "" {
		file.Close()
		return nil, fmt.Errorf("%s is not a list of SHA-1 hashes, one a line", path)
	}
	last, err := b.after(max(0, b.size-longestLine))
	if err != nil || last < first {
		file.Close()
		return nil, fmt.Errorf("%s is not in the order of its hashes", path)
	}
	return b, nil
}

// Close lets go of the file.
func (b *List) Close() error { return b.file.Close() }

// Holds says whether a password is on the list; nobody's list holds none.
func (b *List) Holds(password string) (bool, error) {
	if b == nil {
		return false, nil
	}
	want := fmt.Sprintf("%X", sha1.Sum([]byte(password)))
	var failed error
	at := sort.Search(int(b.size), func(offset int) bool {
		hash, err := b.after(int64(offset))
		if err != nil {
			failed = err
		}
		return hash == "" || hash >= want
	})
	if failed != nil {
		return false, failed
	}
	found, err := b.after(int64(at))
	return found == want, err
}

// after is the hash of the first line that begins at offset or behind it, "" where
// none does.
func (b *List) after(offset int64) (string, error) {
	chunk := make([]byte, 2*longestLine)
	from := max(0, offset-1)
	n, err := b.file.ReadAt(chunk, from)
	if err != nil && err != io.EOF {
		return "", err
	}
	chunk = chunk[:n]
	if offset > 0 {
		_, behind, ok := bytes.Cut(chunk, []byte("\n"))
		if !ok {
			return "", endOf(b.size, from, n)
		}
		chunk = behind
	}
	if len(chunk) == 0 {
		return "", nil
	}
	if len(chunk) < hashDigits {
		return "", errNoHash
	}
	hash := string(bytes.ToUpper(chunk[:hashDigits]))
	if _, err := hex.DecodeString(hash); err != nil {
		return "", errNoHash
	}
	return hash, nil
}

// endOf tells the last line, which need not end, from one that is too long.
func endOf(size, from int64, n int) error {
	if from+int64(n) >= size {
		return nil
	}
	return errNoHash
}

var errNoHash = fmt.Errorf("the list of breached passwords holds a line that is no SHA-1")
