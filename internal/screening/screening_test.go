package screening

import (
	"bufio"
	_ "embed"
	"slices"
	"strings"
	"testing"
)

//go:embed testdata/comments.tsv
var labelled string

//go:embed testdata/held_out.tsv
var heldOut string

type comment struct {
	classes []Class
	states  []string
	text    string
}

func comments(t *testing.T) []comment { return commentsOf(t, labelled) }

func commentsOf(t *testing.T, labelled string) (list []comment) {
	t.Helper()
	for lines := bufio.NewScanner(strings.NewReader(labelled)); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		parts := strings.Split(lines.Text(), "\t")
		if len(parts) != 3 {
			t.Fatalf("not three columns: %q", lines.Text())
		}
		c := comment{text: parts[2]}
		for name := range strings.SplitSeq(parts[0], ",") {
			if name != "clean" {
				c.classes = append(c.classes, Class(name))
			}
		}
		if parts[1] != "" {
			c.states = strings.Split(parts[1], ",")
		}
		list = append(list, c)
	}
	return list
}

func TestNoCommentThatMustBeHeldIsMissed(t *testing.T) {
	t.Parallel()
	assertNoneMissed(t, comments(t), 300)
}

func TestNoneIsMissedOfThoseThatTheRulesWereNotWrittenFor(t *testing.T) {
	t.Parallel()
	assertNoneMissed(t, commentsOf(t, heldOut), 120)
}

func assertNoneMissed(t *testing.T, list []comment, least int) {
	t.Helper()
	clean, held := 0, 0
	for _, c := range list {
		report := Screen(c.text)
		for _, class := range c.classes {
			if !slices.Contains(Classes, class) {
				t.Fatalf("there is no class %q", class)
			}
			if !report.Has(class) {
				t.Errorf("%s is missed in %q, found %v", class, c.text, report.Found())
			}
		}
		if slices.ContainsFunc(c.classes, Class.MustHold) {
			continue
		}
		if clean++; report.MustHold() {
			held++
			t.Logf("held without need: %v in %q", spans(c.text, report), c.text)
		}
	}
	t.Logf("%d comments, %d of %d clean ones held without need", len(list), held, clean)
	if len(list) < least {
		t.Errorf("only %d comments", len(list))
	}
	if held*10 > clean {
		t.Errorf("%d of %d clean comments are held without need", held, clean)
	}
}

func spans(text string, r Report) (list []string) {
	for _, f := range r.Findings {
		if f.Class.MustHold() {
			list = append(list, string(f.Class)+": "+text[f.Start:f.End])
		}
	}
	return list
}

func TestStatesAreThoseThatTheTextSpeaksOf(t *testing.T) {
	t.Parallel()
	for _, c := range comments(t) {
		if got := Screen(c.text).States; slices.ContainsFunc(c.states, func(s string) bool { return !slices.Contains(got, s) }) || len(c.states) == 0 && len(got) > 0 {
			t.Errorf("%q speaks of %v, found %v", c.text, c.states, got)
		}
	}
}

func TestQuestionsAreFoundAndStatementsAreNot(t *testing.T) {
	t.Parallel()
	wrong := 0
	for _, c := range comments(t) {
		if asks := slices.Contains(c.classes, Question); !asks && len(c.classes) == 0 && Screen(c.text).Has(Question) {
			wrong++
			t.Logf("taken for a question: %q", c.text)
		}
	}
	if wrong > 3 {
		t.Errorf("%d statements are taken for questions", wrong)
	}
}

func TestFindingsPointAtTheirPassage(t *testing.T) {
	t.Parallel()
	text := "Él se llama Évaristo Nuñez-Peña y dicen que lo van a k1ll them, 602-555-0147."
	want := map[Class]string{NamedPerson: "Évaristo Nuñez-Peña", Violence: "k1ll them", Contact: "602-555-0147"}
	for _, f := range Screen(text).Findings {
		if passage, ok := want[f.Class]; ok && text[f.Start:f.End] == passage {
			delete(want, f.Class)
		}
	}
	if len(want) > 0 {
		t.Errorf("not pointed at: %v; found %v", want, spans(text, Screen(text)))
	}
}

func TestPeopleInPublicOfficeAreNoPrivatePeople(t *testing.T) {
	t.Parallel()
	text := "Senator Rosalind Ferncastle voted yes, and Ferncastle is right. So did Rosalind M. Ferncastle's committee."
	if !Screen("Rosalind Ferncastle voted yes.").Has(NamedPerson) {
		t.Error("an unknown name passes")
	}
	if r := Screen(text, "Rosalind M. Ferncastle"); r.Has(NamedPerson) {
		t.Errorf("a legislator is held: %v", spans(text, r))
	}
}

func TestWhoReadsAndHowSoon(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text    string
		urgency Urgency
		reader  Reader
		hotline bool
	}{
		{"Thank you for this.", Routine, Moderators, false},
		{"Buy followers now at cheap-likes.top", Routine, Moderators, false},
		{"It was Barnaby Thistlewood.", Soon, Moderators, false},
		{"Hang them all.", Urgent, Moderators, false},
		{"I was trafficked at nineteen.", Soon, TrainedLead, true},
		{"I'm 15 and I want to help.", Soon, TrainedLead, true},
		{"He won't let me leave.", Urgent, TrainedLead, true},
		{"I want to die.", Urgent, TrainedLead, true},
	} {
		r := Screen(c.text)
		if r.Urgency() != c.urgency || r.Reader() != c.reader || r.ShowsHotline() != c.hotline {
			t.Errorf("%q: urgency %d, reader %s, hotline %v; found %v", c.text, r.Urgency(), r.Reader(), r.ShowsHotline(), r.Found())
		}
	}
}

func FuzzScreen(f *testing.F) {
	for _, seed := range []string{"k1ll them", "Évaristo Nuñez", "\xff\x00 a\u0301\u200b", "АЕО ааа", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, found := range Screen(text).Findings {
			if found.Start < 0 || found.End > len(text) || found.Start >= found.End {
				t.Errorf("%q: %v", text, found)
			}
		}
	})
}

func BenchmarkScreen(b *testing.B) {
	text := strings.Repeat("I live in Phoenix and would like to know what the senate does next. ", 14) // about 1,000 characters
	for b.Loop() {
		Screen(text)
	}
}
