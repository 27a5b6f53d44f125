package variants

import (
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/models"
)

// Text is a text in one language as it was typed.
type Text struct{ Title, Subject, Body string }

func (t Text) isEmpty() bool { return strings.TrimSpace(t.Title+t.Subject+t.Body) == "" }

// Form is a text by language.
type Form map[string]Text

// legislatorMark stands for each legislator's title and name; the others for the
// writer's.
const legislatorMark = "{{legislator}}"

var known = strings.NewReplacer(legislatorMark, "", "{{name}}", "", "{{zip}}", "")

// Read checks a form. Spanish may be left out as a whole. Faults: Invalid with
// fields, each named after its part and language ("body_es").
func (f Form) Read() (rows []models.LetterVariant, err error) {
	fields := map[string]string{}
	for _, lang := range i18n.Codes() {
		if lang != "en" && f[lang].isEmpty() {
			continue
		}
		row := models.LetterVariant{Lang: lang}
		row.Title = read(fields, "title_"+lang, f[lang].Title, MaxTitle, "error.variant.title")
		row.Subject = read(fields, "subject_"+lang, f[lang].Subject, models.MaxLetterSubject, "error.subject.empty")
		row.Body = read(fields, "body_"+lang, f[lang].Body, models.MaxLetterBody, "error.body.short")
		row.Title, row.Subject = line(row.Title), line(row.Subject)
		judge(fields, row)
		rows = append(rows, row)
	}
	return rows, fault.Fields(fields)
}

// judge notes what would reach an office as it stands here, or say too little.
func judge(fields map[string]string, row models.LetterVariant) {
	subject, body := "subject_"+row.Lang, "body_"+row.Lang
	if strings.ContainsAny(row.Subject, "{}") {
		fields[subject] = "error.variant.subject_mark"
	}
	switch {
	case fields[body] != "":
	case strings.ContainsAny(known.Replace(row.Body), "{}"):
		fields[body] = "error.variant.mark"
	case len([]rune(row.Body)) < models.MinLetterBody:
		fields[body] = "error.body.short"
	case !strings.Contains(row.Body, legislatorMark):
		fields[body] = "error.variant.no_legislator"
	}
}

// read tidies a text and notes what is wrong with it; empty is the message for
// one that is lacking.
func read(fields map[string]string, field, typed string, limit int, empty string) string {
	text, err := models.ParseText(typed, limit)
	switch {
	case err != nil:
		fields[field] = fault.Of(err).Message
	case text == "" && empty != "":
		fields[field] = empty
	}
	return text
}

func line(text string) string { return strings.Join(strings.Fields(text), " ") }
