package i18n

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestMessageFilesWithMistakesAreRefused(t *testing.T) {
	t.Parallel()
	cases := []struct{ content, reason string }{
		{`{"common.x": "one", `, "unexpected end"},
		{`{"other.x": "one"}`, `does not start with "common."`},
		{`{"common.x": 4}`, "cannot unmarshal number"},
	}
	for _, c := range cases {
		fsys := fstest.MapFS{"messages/en/common.json": {Data: []byte(c.content)}}
		if _, err := read(fsys, "en"); err == nil || !strings.Contains(err.Error(), c.reason) {
			t.Errorf("%s: error %v, want %q", c.content, err, c.reason)
		}
	}
}
