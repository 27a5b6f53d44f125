package laws

import (
	"regexp"
	"strings"
	"testing"
)

const good = `{
  "state": "zz", "topic": "vacatur", "status": "sealing", "citation": null, "year": null,
  "summary": {"en": "Records can be sealed.", "es": "Se pueden sellar los antecedentes."},
  "source": "example.org/code", "as_of": "2026-02", "confidence": "medium",
  "reviewed_on": "2026-11-24", "review_due": "2027-05-24",
  "criteria": [{"key": "burden", "value": "none", "note": {"en": "No.", "es": "No."}}],
  "history": [{"date": "2015", "citation": "ch. 1", "what": {"en": "New.", "es": "Nueva."}, "source": "example.org"}]
}`

func TestShippedCoversEveryStateAndTopic(t *testing.T) {
	t.Parallel()
	cards, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, c := range cards {
		count[c.State]++
		if len(c.Summary.En) > 300 || len(c.Summary.Es) > 300 {
			t.Errorf("%s %s: summary is too long for a card", c.State, c.Topic)
		}
		if c.Summary.En == c.Summary.Es {
			t.Errorf("%s %s: summary is not translated", c.State, c.Topic)
		}
	}
	if len(cards) != 102 || len(count) != 51 {
		t.Fatalf("got %d cards of %d states, want 102 of 51", len(cards), len(count))
	}
	for state, n := range count {
		if n != 2 {
			t.Errorf("%s has %d cards, want 2", state, n)
		}
	}
}

func TestShippedPutsPeopleFirst(t *testing.T) {
	t.Parallel()
	unkind := regexp.MustCompile(`(?i)\b(prostitutes?|prostitutas?|offenders?|child prostitution|juvenile prostitution|prostitución infantil|infractor(es)?)\b`)
	cards, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cards {
		texts := []Text{c.Summary}
		for _, x := range c.Criteria {
			texts = append(texts, x.Note, x.Open)
		}
		for _, e := range c.History {
			texts = append(texts, e.What)
		}
		for _, x := range texts {
			if found := unkind.FindString(x.En + " " + x.Es); found != "" {
				t.Errorf("%s %s says %q", c.State, c.Topic, found)
			}
		}
	}
}

func TestArizonaKeepsItsHistory(t *testing.T) {
	t.Parallel()
	cards, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cards {
		if c.State != "az" || c.Topic != "vacatur" {
			continue
		}
		if n := len(c.History); n != 3 || c.History[n-1].Date != "2024-09-14" {
			t.Errorf("history is %+v", c.History)
		}
		if x, ok := c.Criterion("burden"); !ok || x.Value != "clear_and_convincing" {
			t.Errorf("burden is %+v", x)
		}
		if _, ok := c.Criterion("nothing"); ok {
			t.Error("found a criterion that is not there")
		}
		if c.Unverified() || *c.Year != 2015 {
			t.Errorf("unverified %t, year %d", c.Unverified(), *c.Year)
		}
	}
}

func TestUnverified(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		card Card
		want bool
	}{
		{Card{Status: "immunity", Confidence: "high"}, false},
		{Card{Status: "immunity", Confidence: "medium"}, false},
		{Card{Status: "none", Confidence: "medium"}, false},
		{Card{Status: "immunity", Confidence: "low"}, true},
		{Card{Status: "unknown", Confidence: "high"}, true},
	} {
		if got := c.card.Unverified(); got != c.want {
			t.Errorf("%s/%s: got %t", c.card.Status, c.card.Confidence, got)
		}
	}
}

func TestParseReadsNullAsNotFound(t *testing.T) {
	t.Parallel()
	cards, err := Parse(strings.NewReader("[" + good + "]"))
	if err != nil {
		t.Fatal(err)
	}
	if c := cards[0]; c.Citation != "" || c.Year != nil || c.Summary.In("es") != "Se pueden sellar los antecedentes." {
		t.Errorf("got %+v", c)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, new, want string }{
		"status":       {`"sealing"`, `"immunity"`, `status "immunity" is not known for vacatur`},
		"topic":        {`"vacatur"`, `"taxes"`, `topic "taxes"`},
		"state":        {`"zz"`, `"ZZ"`, `state "ZZ"`},
		"source":       {`"example.org/code"`, `null`, "source is missing"},
		"as_of":        {`"as_of": "2026-02", `, ``, "as_of"},
		"as_of words":  {`"2026-02"`, `"lately"`, "as_of"},
		"spanish":      {`"Se pueden sellar los antecedentes."`, `""`, "summary is missing"},
		"confidence":   {`"medium"`, `"certain"`, "confidence"},
		"year":         {`"year": null`, `"year": 15`, "year 15"},
		"year type":    {`"year": null`, `"year": "2015"`, "year"},
		"review":       {`"2027-05-24"`, `"2026-11-24"`, "review_due"},
		"unknown name": {`"citation"`, `"cite"`, `"cite"`},
		"criterion":    {`"value": "none"`, `"value": "Not At All"`, "criterion 1"},
		"history date": {`"2015"`, `"May 2015"`, "history 1"},
		"no such day":  {`"2015"`, `"2015-02-30"`, "history 1"},
		"dated":        {`"date": "2015"`, `"date": "2015", "dated": "dreamt"`, "dated"},
		"status then":  {`"date": "2015"`, `"date": "2015", "status": "immunity"`, "history 1: status"},
		"grade":        {`"value": "none"`, `"value": "none", "grade": "A+"`, "grade"},
		"open half":    {`"value": "none"`, `"value": "none", "open": {"en": "More."}`, "open"},
	} {
		bad := strings.Replace(good, c.old, c.new, 1)
		if bad == good {
			t.Fatalf("%s: nothing replaced", name)
		}
		_, err := Parse(strings.NewReader("[\n" + strings.Replace(good, "zz", "yy", 1) + ",\n" + bad + "\n]"))
		if err == nil || !strings.Contains(err.Error(), "entry 2 (line 10)") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestParseNamesEveryWrongEntry(t *testing.T) {
	t.Parallel()
	bad := strings.Replace(good, "sealing", "maybe", 1)
	_, err := Parse(strings.NewReader("[" + good + ",\n" + bad + ",\n" + good + "]"))
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"entry 2 (line 9)", "entry 3 (line 17): the same state and topic as entry 1"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q not in:\n%v", want, err)
		}
	}
}

func TestParseRefusesWhatIsNoList(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "{}", "[]", "[" + good, "[" + good + "] []", "[" + good + ",]", "\x00\x01", "[" + good + " " + good + "]"} {
		if cards, err := Parse(strings.NewReader(text)); err == nil || cards != nil {
			t.Errorf("%.20q accepted", text)
		}
	}
}
