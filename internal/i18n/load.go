package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed messages
var files embed.FS

// forms is one message: a plain text has only Other, a counted one has One too.
type forms struct {
	One   string `json:"one"`
	Many  string `json:"many"`
	Other string `json:"other"`
}

func (f *forms) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, &f.Other)
	}
	type plain forms
	return json.Unmarshal(raw, (*plain)(f))
}

var localizers = load(files)

// load reads messages/<lang>/<family>.json for every language; a file that cannot
// be read stops the program at its start.
func load(fsys fs.FS) map[string]*goi18n.Localizer {
	bundle := goi18n.NewBundle(language.English)
	ready := map[string]*goi18n.Localizer{}
	for _, lang := range Languages() {
		messages, err := read(fsys, lang.Code)
		if err != nil {
			panic(err)
		}
		for id, f := range messages {
			if err := bundle.AddMessages(language.Make(lang.Code), newMessage(id, f)); err != nil {
				panic(err)
			}
		}
		ready[lang.Code] = goi18n.NewLocalizer(bundle, lang.Code)
	}
	return ready
}

// newMessage fills the forms left out: Spanish counts millions with "many", which
// reads like "other" everywhere here.
func newMessage(id string, f forms) *goi18n.Message {
	m := &goi18n.Message{ID: id, One: f.One, Many: f.Many, Other: f.Other}
	if m.One != "" && m.Many == "" {
		m.Many = m.Other
	}
	return m
}

// read returns the messages of one language by id.
func read(fsys fs.FS, lang string) (map[string]forms, error) {
	names, err := fs.Glob(fsys, "messages/"+lang+"/*.json")
	if err != nil {
		return nil, err
	}
	all := map[string]forms{}
	for _, name := range names {
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		family := map[string]forms{}
		if err := json.Unmarshal(raw, &family); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		prefix := strings.TrimSuffix(path.Base(name), ".json") + "."
		for id, f := range family {
			if !strings.HasPrefix(id, prefix) {
				return nil, fmt.Errorf("%s: id %q does not start with %q", name, id, prefix)
			}
			all[id] = f
		}
	}
	return all, nil
}
