package arch

import (
	"bytes"
	"cmp"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// File is one Go file of the module.
type File struct {
	Path      string // relative to the module, with slashes
	Lines     int
	Generated bool
	Test      bool
	Imports   []string
}

// Files reads every Go file under the root of a module, those of testdata, of hidden folders and of modules inside it left out.
func Files(root string) ([]File, error) {
	var files []File
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != root && apart(name, entry.Name()):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		file, err := readFile(root, name)
		files = append(files, file)
		return err
	})
	return files, err
}

// apart reports whether a folder is no part of the module.
func apart(name, base string) bool {
	_, err := os.Stat(filepath.Join(name, "go.mod"))
	return err == nil || base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")
}

func readFile(root, name string) (File, error) {
	source, err := os.ReadFile(name)
	if err != nil {
		return File{}, err
	}
	relative, err := filepath.Rel(root, name)
	if err != nil {
		return File{}, err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return File{}, err
	}
	file := File{
		Path:  filepath.ToSlash(relative),
		Lines: bytes.Count(source, []byte("\n")),
		Test:  strings.HasSuffix(name, "_test.go"),
	}
	head, _, _ := bytes.Cut(source, []byte("package "))
	file.Generated = bytes.Contains(head, []byte("// Code generated "))
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return File{}, fmt.Errorf("%s: %w", name, err)
		}
		file.Imports = append(file.Imports, imported)
	}
	return file, nil
}

// Packages gathers the imports of files by folder. Imports of tests do not count; module is the module's name.
func Packages(module string, files []File) []Package {
	imports := map[string]map[string]bool{}
	for _, f := range files {
		dir := path.Dir(f.Path)
		if imports[dir] == nil {
			imports[dir] = map[string]bool{}
		}
		if f.Test {
			continue
		}
		for _, imported := range f.Imports {
			imports[dir][imported] = true
		}
	}
	var packages []Package
	for dir, imported := range imports {
		p := Package{Path: dir}
		for _, whole := range slices.Sorted(maps.Keys(imported)) {
			if relative, ours := strings.CutPrefix(whole, module+"/"); ours {
				p.Ours = append(p.Ours, relative)
			} else {
				p.Others = append(p.Others, whole)
			}
		}
		packages = append(packages, p)
	}
	slices.SortFunc(packages, func(a, b Package) int { return cmp.Compare(a.Path, b.Path) })
	return packages
}
