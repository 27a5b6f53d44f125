package testkit

import (
	"bytes"
	"compress/zlib"
	"io"
	"strings"
	"testing"
)

// PDFText is the text of a document, as it stands between its drawing commands.
func PDFText(t testing.TB, pdf []byte) string {
	t.Helper()
	var b strings.Builder
	for rest := pdf; ; {
		_, after, ok := bytes.Cut(rest, []byte("stream\n"))
		if !ok {
			break
		}
		stream, next, _ := bytes.Cut(after, []byte("endstream"))
		rest = next
		if r, err := zlib.NewReader(bytes.NewReader(stream)); err == nil {
			if stream, err = io.ReadAll(r); err != nil {
				continue // a font
			}
		}
		b.WriteString(strings.NewReplacer("\x00", "", `\(`, "(", `\)`, ")", `\\`, `\`).Replace(string(stream)))
	}
	if b.Len() == 0 {
		t.Fatal("no text found in the document: does this test still know its form?")
	}
	return b.String()
}
