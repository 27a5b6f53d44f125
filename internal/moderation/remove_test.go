package moderation

import (
	"testing"

	"statehouse/internal/fault"
)

func TestPhrasesAreRemovedWholeAndNothingElseChanges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text    string
		phrases []string
		want    string
	}{
		{"Ada Test lives here.", []string{"Ada Test"}, "[removed] lives here."},
		{"ADA TEST and ada test's friend.", []string{"Ada Test"}, "[removed] and [removed]'s friend."},
		{"The Testers came.", []string{"Test"}, "The [removed] came."},
		{"Así dijo Évaristo Nuñez, sí.", []string{"variste", "Évaristo Nuñez"}, ""},
		{"Así dijo Évaristo Nuñez, sí.", []string{"évaristo nuñez"}, "Así dijo [removed], sí."},
		{"Call 602-555-0147 now.", []string{"602-555-0147", " "}, "Call [removed] now."},
		{"A.B (c) stays", []string{"(c)"}, "A.B [removed] stays"},
		{"one two", []string{"one", "two"}, ""},
		{"one two three", []string{"one two", "two three"}, ""},
		{"one two three four", []string{"one two", "two three"}, "[removed] four"},
	} {
		got, err := Remove(c.text, c.phrases)
		if got != c.want || (c.want == "") != fault.Is(err, fault.Invalid) {
			t.Errorf("%q without %q is %q, %v; want %q", c.text, c.phrases, got, err, c.want)
		}
	}
}

func FuzzRemove(f *testing.F) {
	f.Add("Évaristo Nuñez", "nuñez")
	f.Add("a\xffb", "\xff")
	f.Fuzz(func(t *testing.T, text, phrase string) {
		if got, err := Remove(text, []string{phrase}); err == nil && len(got) > len(text)+len(Removed)*len(text) {
			t.Errorf("%q became %q", text, got)
		}
	})
}
