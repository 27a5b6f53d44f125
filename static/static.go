// Package static holds the style sheets, scripts and pictures that pages use, each
// under an address that changes with its content, so browsers may keep it for good.
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed css js img
var files embed.FS

// Unavailable is the page shown when nothing can be saved; it needs no other file.
//
//go:embed unavailable.html
var Unavailable []byte

type file struct {
	contentType string
	content     []byte
}

var urls, served = index(files)

// URL returns the address of a file of this folder, such as "css/base.css". An
// unknown name is a mistake in a page and panics.
func URL(name string) string {
	url, ok := urls[name]
	if !ok {
		panic("static: no file named " + name)
	}
	return url
}

// Handler serves what URL names, under /static/.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := served[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", f.contentType)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		if r.Method == http.MethodHead {
			return
		}
		w.Write(f.content)
	})
}

// index reads every file once: name → address and address → content.
func index(fsys fs.FS) (map[string]string, map[string]file) {
	urls, served := map[string]string{}, map[string]file{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		url := address(name, content)
		urls[name] = url
		served[url] = file{contentType(name), content}
		return nil
	})
	if err != nil {
		panic(err)
	}
	return urls, served
}

func address(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	return "/static/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
}

func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	default:
		return mime.TypeByExtension(ext)
	}
}
