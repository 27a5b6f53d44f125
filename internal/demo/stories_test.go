package demo

import (
	"regexp"
	"testing"
)

func TestStoriesHaveBothLanguagesSourcesAndCaveats(t *testing.T) {
	t.Parallel()
	list, err := Stories()
	if err != nil || len(list) < 2 {
		t.Fatal(len(list), err)
	}
	known := map[string]bool{}
	for _, c := range contents(t) {
		known[c.Slug] = true
	}
	unkind := regexp.MustCompile(`(?i)\b(prostitutes?|offenders?|child prostitution|delincuentes?|slaves?)\b`)
	figure := regexp.MustCompile(`\d{2,3},000`)
	for _, s := range list {
		if len(s.Sources) == 0 || len(s.Claims["en"]) != len(s.Claims["es"]) {
			t.Errorf("%s: %d sources, %d and %d figures", s.Slug, len(s.Sources), len(s.Claims["en"]), len(s.Claims["es"]))
		}
		for _, lang := range []string{"en", "es"} {
			text := s.Texts[lang]
			if text.Title == "" || text.Summary == "" || unkind.MatchString(text.Body) || figure.MatchString(text.Body) {
				t.Errorf("%s in %s lacks a text, is unkind, or gives a figure without its source", s.Slug, lang)
			}
			for _, c := range s.Claims[lang] {
				if figure.MatchString(c.Figure) && c.Caveat == "" {
					t.Errorf("%s: %q says nothing of what it does not say", s.Slug, c.Figure)
				}
			}
		}
		for _, slug := range s.Campaigns {
			if !known[slug] {
				t.Errorf("%s is about %s, which does not exist", s.Slug, slug)
			}
		}
	}
}
