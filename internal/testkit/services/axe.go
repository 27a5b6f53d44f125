package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"statehouse/internal/testkit/browser/installed"
)

// axeSum is the SHA-256 of axe.min.js in the release that installed.AxeVersion names.
const axeSum = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"

// fetchAxe returns the path of axe.min.js, fetched once from the npm registry.
func fetchAxe(ctx context.Context) (string, func(), error) {
	if path := installed.Axe(); path != "" {
		return path, func() {}, nil
	}
	if !onPath("npm") {
		return "", nil, errors.New("npm, which fetches axe-core, is not installed")
	}
	dir, err := os.MkdirTemp("", "statehouse-axe-")
	if err != nil {
		return "", nil, err
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	pack := exec.CommandContext(ctx, "npm", "pack", "--silent", "axe-core@"+installed.AxeVersion)
	pack.Dir = dir
	if out, err := pack.CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("npm pack axe-core: %w: %s", err, strings.TrimSpace(string(out)))
	}
	source, err := packed(filepath.Join(dir, "axe-core-"+installed.AxeVersion+".tgz"), "package/axe.min.js")
	if err != nil {
		return "", nil, err
	}
	if sum := sha256.Sum256(source); hex.EncodeToString(sum[:]) != axeSum {
		return "", nil, fmt.Errorf("axe.min.js has the SHA-256 %x, not the expected one", sum)
	}
	path := installed.AxeCache()
	return path, func() {}, save(path, source)
}

// packed returns one file of a .tgz archive.
func packed(archive, name string) ([]byte, error) {
	f, err := os.Open(archive)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	for files := tar.NewReader(unzipped); ; {
		header, err := files.Next()
		if err != nil {
			return nil, fmt.Errorf("%s in %s: %w", name, filepath.Base(archive), err)
		}
		if header.Name == name {
			return io.ReadAll(files)
		}
	}
}

// save writes a file whole or not at all.
func save(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	part := fmt.Sprintf("%s.%d", path, os.Getpid())
	if err := os.WriteFile(part, content, 0o644); err != nil {
		return err
	}
	return os.Rename(part, path)
}
