package campaigns

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"statehouse/internal/i18n"
	"statehouse/models"
)

//go:embed data/templates.json
var shippedTemplates []byte

// Template is a text for every state: the facts of the state's law card are put
// into it, and its locked parts read the same in all states.
type Template struct {
	Key, Topic                        string
	Criteria                          []string // keys of the law card's points that its ask would change
	Locked                            []string // parts that organizers cannot change: title, ask, summary, story
	About, Title, Ask, Summary, Story map[string]string
	Letter                            map[string]struct{ Title, Subject, Body string }
}

// Templates are those that come with the program.
var Templates = func() (list []Template) {
	if err := json.Unmarshal(shippedTemplates, &list); err != nil {
		panic(err) // the file is part of the program
	}
	return list
}()

// TemplateOf finds a template by its key.
func TemplateOf(key string) (Template, bool) {
	i := slices.IndexFunc(Templates, func(t Template) bool { return t.Key == key })
	if i < 0 {
		return Template{}, false
	}
	return Templates[i], true
}

// Locks says whether a part is the same in all states.
func (t Template) Locks(part string) bool { return slices.Contains(t.Locked, part) }

// facts are what a template is told of a state.
type facts struct {
	State    models.State
	Card     models.LawCard
	Criteria []models.LawCriterion
}

var lawBlock, openBlock = block("law"), block("open")

// block is a heading with nothing below it but a mark.
func block(mark string) *regexp.Regexp {
	return regexp.MustCompile("## [^\n]*\n\n\\{\\{" + mark + "\\}\\}\n\n")
}

// fill puts a state's facts in the place of a template's marks. Where there is
// nothing to say, its heading goes too.
func (f facts) fill(text, lang string) string {
	law, open := f.law(lang), f.open(lang)
	if law == "" {
		text = lawBlock.ReplaceAllString(text, "")
	}
	if open == "" {
		text = openBlock.ReplaceAllString(text, "")
	}
	return strings.NewReplacer("{{state}}", f.State.NameIn(lang), "{{law}}", law, "{{open}}", open).Replace(text)
}

// law says what the law is, where that stands, and when it was read; nothing if
// we do not know.
func (f facts) law(lang string) string {
	if f.Card.Summary(lang) == "" || f.Card.Status == "unknown" {
		return ""
	}
	var from []string
	for _, part := range []string{f.Card.Citation, f.Card.Source, f.Card.AsOf} {
		if part != "" {
			from = append(from, part)
		}
	}
	return f.Card.Summary(lang) + " (" + strings.Join(from, "; ") + ")"
}

// open lists what the law card says is still open.
func (f facts) open(lang string) string {
	var lines []string
	for _, c := range f.Criteria {
		if open := c.Open(lang); open != "" {
			lines = append(lines, "- "+open)
		}
	}
	return strings.Join(lines, "\n")
}

// texts are a template's texts for a state, in every language.
func (t Template) texts(f facts) (list []models.PetitionDraftText) {
	for _, lang := range i18n.Codes() {
		list = append(list, models.PetitionDraftText{Lang: lang, Title: f.fill(t.Title[lang], lang), Ask: f.fill(t.Ask[lang], lang),
			Summary: f.fill(t.Summary[lang], lang), Story: f.fill(t.Story[lang], lang)})
	}
	return list
}

// letters are a template's letter for a state, in every language.
func (t Template) letters(f facts, campaignID int64) (list []models.LetterVariant) {
	for _, lang := range i18n.Codes() {
		l := t.Letter[lang]
		list = append(list, models.LetterVariant{CampaignID: campaignID, Number: 1, Place: 1, Lang: lang, Title: l.Title, Subject: f.fill(l.Subject, lang), Body: f.fill(l.Body, lang)})
	}
	return list
}
