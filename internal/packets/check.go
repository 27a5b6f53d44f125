package packets

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"statehouse/internal/smallcells"
)

// maxManifest is the largest manifest in bytes that Check reads.
const maxManifest = 16 << 20

// Problem is what is wrong with one file of a packet, or with the archive if
// File is empty.
type Problem struct{ File, Says string }

func (p Problem) String() string {
	if p.File == "" {
		return "the archive " + p.Says
	}
	return p.File + " " + p.Says
}

// Check looks at a packet by itself, without a database or a network: whether
// it is whole and unchanged, and whether its numbers agree with each other. The
// error is for what cannot be read at all.
func Check(r io.ReaderAt, size int64) (Manifest, []Problem, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return Manifest{}, []Problem{{"", "is no ZIP file, or was cut off"}}, nil
	}
	c := &check{files: map[string]*zip.File{}}
	c.list(archive)
	if c.files[manifestFile] == nil {
		return c.m, c.problems, nil
	}
	if !c.manifest() {
		return c.m, c.problems, nil
	}
	c.sums()
	c.texts()
	c.counts()
	if len(c.problems) == 0 {
		err = c.tables()
	}
	return c.m, c.problems, err
}

// check is one look at one packet.
type check struct {
	files    map[string]*zip.File
	m        Manifest
	problems []Problem
}

func (c *check) note(file, format string, args ...any) {
	c.problems = append(c.problems, Problem{file, fmt.Sprintf(format, args...)})
}

// list finds files that are missing, too many or there twice.
func (c *check) list(archive *zip.Reader) {
	expected := []string{petitionFile, signaturesFile, countsFile, manifestFile}
	for _, f := range archive.File {
		switch {
		case !slices.Contains(expected, f.Name):
			c.note(printable(f.Name), "does not belong in a packet")
		case c.files[f.Name] != nil:
			c.note(f.Name, "is there twice")
		default:
			c.files[f.Name] = f
		}
	}
	for _, name := range expected {
		if c.files[name] == nil {
			c.note(name, "is missing")
		}
	}
}

// printable keeps what a stranger named a file from writing on a terminal.
func printable(name string) string { return fmt.Sprintf("%q", name) }

// manifest reads the manifest, which holds the sum of itself.
func (c *check) manifest() bool {
	content, err := read(c.files[manifestFile], maxManifest)
	if err != nil {
		c.note(manifestFile, "was changed: %v", err)
		return false
	}
	if err := json.Unmarshal(content, &c.m); err != nil {
		c.note(manifestFile, "was changed: it is no manifest")
		return false
	}
	if c.m.Schema != schema {
		c.note(manifestFile, "has a form that this version of statehouse does not know")
		return false
	}
	encoded, err := c.m.encode()
	if err != nil || !bytes.Equal(encoded, content) {
		c.note(manifestFile, "was changed: its bytes are not those that were made")
		return false
	}
	return true
}

var errTooLarge = errors.New("it is too large")

func read(f *zip.File, limit int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(content)) > limit {
		err = errTooLarge
	}
	return content, err
}

// sums holds every file to the size and the sum in the manifest.
func (c *check) sums() {
	listed := map[string]File{}
	for _, f := range c.m.Files {
		listed[f.Name] = f
	}
	for _, name := range []string{petitionFile, signaturesFile, countsFile} {
		f, ok := listed[name]
		if !ok {
			c.note(name, "is not in the manifest")
			continue
		}
		if c.files[name] == nil {
			continue
		}
		sum, size, err := sumOf(c.files[name], f.Size)
		if err != nil || size != f.Size || sum != f.SHA256 {
			c.note(name, "was changed: its bytes are not those that the manifest names")
		}
	}
	if len(c.m.Files) != len(listed) || len(listed) != 3 {
		c.note(manifestFile, "lists other files than a packet has")
	}
}

// sumOf reads one byte more than it must, and no archive bomb beyond that.
func sumOf(f *zip.File, size int64) (string, int64, error) {
	r, err := f.Open()
	if err != nil {
		return "", 0, err
	}
	defer r.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, io.LimitReader(r, size+1))
	return hex.EncodeToString(sum.Sum(nil)), n, err
}

// texts holds every version to its hash.
func (c *check) texts() {
	for _, v := range c.m.Versions {
		if v.hash() != v.Hash {
			c.note(manifestFile, "has a text of version %d that is not the one with its hash", v.Version)
		}
	}
}

// counts holds the numbers of the manifest to each other.
func (c *check) counts() {
	n := c.m.Counts
	if n.InState+n.OutOfState != n.Signatures || n.Named > n.Signatures || min(n.InState, n.OutOfState, n.Named) < 0 {
		c.note(manifestFile, "has counts that do not add up: %d in state and %d elsewhere are not %d, of whom %d named", n.InState, n.OutOfState, n.Signatures, n.Named)
	}
	sums := map[string]int{}
	for _, cell := range c.m.Cells {
		sums[cell.Table] += cell.Signatures
		if cell.Signatures < smallcells.Fewest {
			c.note(manifestFile, "has a number of fewer than %d people: %s %s", smallcells.Fewest, printable(cell.Table), printable(cell.Key))
		}
	}
	if sum, ok := sums["version"]; ok && sum != n.Signatures {
		c.note(manifestFile, "counts %d signatures by version and %d in all", sum, n.Signatures)
	}
}
