package i18n

import (
	"context"
	"testing"
	"time"
)

func TestTextsFollowTheLanguageOfTheContext(t *testing.T) {
	t.Parallel()
	cases := []struct{ lang, want string }{
		{"en", "Leave this page now"},
		{"es", "Salir de esta página ya"},
		{"fr", "Leave this page now"},
	}
	for _, c := range cases {
		if got := T(With(t.Context(), c.lang), "common.exit"); got != c.want {
			t.Errorf("%s: %q, want %q", c.lang, got, c.want)
		}
	}
	if got := T(t.Context(), "common.nothing_like_it"); got != "common.nothing_like_it" {
		t.Errorf("an unknown id reads %q", got)
	}
}

func TestCountsTakeTheirPlural(t *testing.T) {
	t.Parallel()
	en, es := With(t.Context(), "en"), With(t.Context(), "es")
	cases := []struct {
		ctx   context.Context
		count int
		want  string
	}{
		{en, 0, "0 signatures"}, {en, 1, "1 signature"}, {en, 1234, "1,234 signatures"},
		{es, 0, "0 firmas"}, {es, 1, "1 firma"}, {es, 1234, "1,234 firmas"}, {es, 1000000, "1,000,000 firmas"},
	}
	for _, c := range cases {
		if got := N(c.ctx, "ui.signatures", c.count); got != c.want {
			t.Errorf("%s %d: %q, want %q", Lang(c.ctx), c.count, got, c.want)
		}
	}
}

func TestDatesAndNumbers(t *testing.T) {
	t.Parallel()
	en, es := With(t.Context(), "en"), With(t.Context(), "es")
	at := time.Date(2026, 11, 24, 8, 1, 0, 0, time.UTC)
	cases := []struct{ got, want string }{
		{Date(en, at), "November 24, 2026"},
		{Date(es, at), "24 de noviembre de 2026"},
		{Month(en, at), "November 2026"},
		{Month(es, at), "noviembre de 2026"},
		{Moment(en, at), "November 24, 2026, 8:01 AM UTC"},
		{Moment(es, at), "24 de noviembre de 2026, 08:01 UTC"},
		{Date(en, time.Time{}), ""}, {Month(es, time.Time{}), ""}, {Moment(es, time.Time{}), ""},
		{Number(en, 1234567), "1,234,567"},
		{Number(es, 1234567), "1,234,567"},
	}
	for _, c := range cases {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestMatchPicksWhatTheVisitorReads(t *testing.T) {
	t.Parallel()
	cases := []struct {
		wanted []string
		want   string
	}{
		{nil, "en"},
		{[]string{"es"}, "es"},
		{[]string{"", "es-MX,es;q=0.9,en;q=0.5"}, "es"},
		{[]string{"", "de,en;q=0.5,es;q=0.4"}, "en"},
		{[]string{"en", "es"}, "en"},
		{[]string{"xx<script>", "es"}, "es"},
		{[]string{"*"}, "en"},
	}
	for _, c := range cases {
		if got := Match(c.wanted...); got != c.want {
			t.Errorf("Match(%q) = %q, want %q", c.wanted, got, c.want)
		}
	}
}
