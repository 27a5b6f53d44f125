package models_test

import (
	"strings"
	"testing"

	"statehouse/internal/fault"
	"statehouse/models"
)

func TestSpellingsOfOneMailboxAreOne(t *testing.T) {
	t.Parallel()
	for canonical, spellings := range map[string][]string{
		"adalove@gmail.com":             {"adalove@gmail.com", "Ada.Love@gmail.com", "a.d.a.l.o.v.e@GMAIL.com", "adalove+x@gmail.com", "ada.love+a+b@googlemail.com", " adalove@gmail.com "},
		"ada@yahoo.com":                 {"ada@yahoo.com", "ada-list@yahoo.com", "ADA+1@yahoo.com"},
		"ada@proton.me":                 {"ada@pm.me", "ada+x@protonmail.com"},
		"a.d.a@example.org":             {"a.d.a@example.org", "A.D.A+news@Example.ORG"},
		"ada@xn--bcher-kva.example.org": {"ada@bücher.example.org", "ada@xn--bcher-kva.example.org"},
	} {
		for _, typed := range spellings {
			got, err := models.ParseEmail(typed)
			if err != nil || got.Canonical != canonical {
				t.Errorf("%q → %q, %v; want %q", typed, got.Canonical, err, canonical)
			}
		}
	}
}

func TestTheTypedAddressIsKeptForSending(t *testing.T) {
	t.Parallel()
	got, err := models.ParseEmail("Ada.Love+x@Gmail.com")
	if err != nil || got.Typed != "Ada.Love+x@gmail.com" {
		t.Fatalf("typed = %q, %v", got.Typed, err)
	}
}

func TestWhatIsNoAddressIsRefused(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", "ada", "ada@", "@example.org", "ada@localhost", "Ada <ada@example.org>", "a@example.org, b@example.org",
		"ada@example.org\r\nBcc: eve@example.org", "a b@example.org", "ada\x00@example.org", `"ada"@example.org`, "ada@exa mple.org",
		strings.Repeat("a", 250) + "@example.org", "https://example.org", "ada@example..org"} {
		if got, err := models.ParseEmail(typed); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q was taken as %+v, %v", typed, got, err)
		}
	}
}

func TestNamesOfManyScriptsPass(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Ada Example", "José Núñez", "O'Brien-Smith", "Nguyễn Thị Ánh", "李小龙", "Олена Приклад", "محمد مثال", "अनीता उदाहरण",
		"Ōtani Shōhei", "J. R. Example Jr.", "Ka‘iulani", "Łukasz", "สมชาย", "X Æ"} {
		if got, err := models.ParseName(name); err != nil || got == "" {
			t.Errorf("%q: %q, %v", name, got, err)
		}
	}
}

func TestWhatIsNoNameIsRefused(t *testing.T) {
	t.Parallel()
	for name, typed := range map[string]string{
		"empty": "  ", "formula": "=cmd()", "plus": "+1 555", "at": "@here", "minus": "-x", "link": "see https://example.org", "www": "www.example", "domain": "buy example.com",
		"markup": "<b>Ada</b>", "bidi": "Ada\u202eExample", "zero width": "A\u200bda", "control": "Ada\x07", "nul": "Ada\x00", "long": strings.Repeat("a", 81),
		"zalgo": "a\u0300\u0301\u0302\u0303\u0304", "digits": "12345", "bad UTF-8": "Ada\xff",
	} {
		if got, err := models.ParseName(typed); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %q was taken as %q, %v", name, typed, got, err)
		}
	}
}

func TestSameNameIgnoresCaseAccentsAndSpaces(t *testing.T) {
	t.Parallel()
	if !models.SameName("José  Núñez", "jose nunez") || models.SameName("Ada Example", "Bob Example") {
		t.Fatal("the household rule would misjudge names")
	}
}

func TestZIPs(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"85003": "85003", " 85003 ": "85003", "85003-1234": "85003", "850031234": "85003", "00601": "00601"} {
		if got, err := models.ParseZIP(typed); err != nil || got != want {
			t.Errorf("%q → %q, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", "8500", "850033", "abcde", "８５００３", "85003-12"} {
		if got, err := models.ParseZIP(typed); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q was taken as %q", typed, got)
		}
	}
}

func TestShownNames(t *testing.T) {
	t.Parallel()
	for display, want := range map[models.Display]string{models.DisplayHidden: "", models.DisplayFirst: "Ada", models.DisplayFull: "Ada Mary Example"} {
		if got := models.ShownName("Ada Mary Example", display); got != want {
			t.Errorf("%s: %q, want %q", display, got, want)
		}
	}
}
