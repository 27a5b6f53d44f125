// Package i18n says every sentence of Statehouse in English or in Spanish.
package i18n

import (
	"context"
	"fmt"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Language is one of the languages that the interface speaks.
type Language struct {
	Code string // "en" or "es"
	Name string // what its speakers call it
}

// Languages lists the languages of the interface, the default first.
func Languages() []Language {
	return []Language{{"en", "English"}, {"es", "Español"}}
}

// Codes lists their codes, the default first.
func Codes() []string {
	var codes []string
	for _, l := range Languages() {
		codes = append(codes, l.Code)
	}
	return codes
}

type key struct{}

// With returns a context whose texts come in lang; an unknown lang means English.
func With(ctx context.Context, lang string) context.Context {
	return context.WithValue(ctx, key{}, known(lang))
}

// Lang returns the language of the context: "en" or "es".
func Lang(ctx context.Context) string {
	lang, _ := ctx.Value(key{}).(string)
	return known(lang)
}

// Match picks a language from what a visitor sent, most wanted first: codes such
// as "es" or whole Accept-Language headers. Without a match it is English.
func Match(wanted ...string) string {
	for _, w := range wanted {
		tags, _, err := language.ParseAcceptLanguage(w)
		if err != nil {
			continue
		}
		for _, tag := range tags {
			base, _ := tag.Base()
			if _, ok := localizers[base.String()]; ok {
				return base.String()
			}
		}
	}
	return "en"
}

// T returns the message id in the language of the context. Pairs are placeholder
// names and values: T(ctx, "petition.ends", "Date", "May 1"). An unknown id comes
// back as it is; a test keeps unknown ids out of the source.
func T(ctx context.Context, id string, pairs ...any) string {
	return say(ctx, &goi18n.LocalizeConfig{MessageID: id, TemplateData: data(pairs)})
}

// N returns the plural form of message id that fits count; {{.Count}} in the
// message is the formatted number.
func N(ctx context.Context, id string, count int, pairs ...any) string {
	values := data(pairs)
	values["Count"] = Number(ctx, count)
	return say(ctx, &goi18n.LocalizeConfig{MessageID: id, TemplateData: values, PluralCount: count})
}

func say(ctx context.Context, config *goi18n.LocalizeConfig) string {
	text, err := localizers[Lang(ctx)].Localize(config)
	if err != nil {
		return config.MessageID
	}
	return text
}

func data(pairs []any) map[string]any {
	values := make(map[string]any, len(pairs)/2+1)
	for i := 0; i+1 < len(pairs); i += 2 {
		values[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return values
}

func known(lang string) string {
	if _, ok := localizers[lang]; ok {
		return lang
	}
	return "en"
}
