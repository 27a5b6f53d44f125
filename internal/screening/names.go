package screening

import (
	_ "embed" // the lists of names
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The lists. Given names and surnames are those that the public counts of the
// Social Security Administration and of the Census put first, and names from
// communities that these put last; ordinary words begin sentences and titles.
var (
	//go:embed data/given.txt
	givenText string
	//go:embed data/surnames.txt
	surnameText string
	//go:embed data/ordinary.txt
	ordinaryText string

	given    = set(givenText)
	surnames = set(surnameText)
	ordinary = set(ordinaryText)
)

func set(text string) map[string]bool {
	m := map[string]bool{}
	for _, word := range strings.Fields(text) {
		m[word] = true
	}
	return m
}

// bothWays are names that are words too: in lower case they name nobody.
var bothWays = set(`will may mark grace hope faith april june summer chase rose joy dawn drew grant bill pat sue jack rich guy max gene lance
rob art dean ray don jade ruby pearl amber crystal daisy violet ivy autumn savannah virginia georgia carolina orlando austin jackson
madison sierra dakota paris charity chance miles hunter mason carter cooper frank earl duke norm carol robin penny dale glen misty sandy
sunny wade ward ginger hazel holly olive heather angel jesus christian ali li mei ming an king young white green brown black gray long
little banks day park fields woods stone wood hill hall price love power powers wells brooks rivers waters church cross case law laws
best good sharp strong rich wise moody short small cook baker page rice bush may mercy moses santos cruz reyes flores luna vega leon`)

// titles stand before a surname.
var titles = set(`mr mrs ms miss mister dr doctor judge justice sheriff officer detective deputy pastor father reverend rev coach attorney principal
captain sgt sergeant lieutenant lt professor prof uncle aunt auntie cousin brother sister teacher agent chief prosecutor sr sra srta senor senora
senorita don dona juez jueza padre licenciado lic profesor profesora maestro maestra tio tia primo prima doctora oficial agente abogado abogada
mom dad stepdad stepfather stepmother boyfriend husband wife girlfriend boss landlord neighbor pimp trafficker`)

// introduces stands before a name, in plain words.
var introduces = []string{"name is", "names are", "name was", "named", "called", "name's", "this is", "known as", "goes by", "signed", "llamado", "llamada",
	"se llama", "me llamo", "nombre es", "llaman", "conocido como", "apodado"}

type word struct {
	text, plain string
	start, end  int
	capital     bool // its first letter is
	upper       bool // all of its two or more letters are
	gap         string
}

// people finds private people named in a text.
func people(text string, public []string) []Finding {
	list := wordsOf(text)
	known := knownNames(public)
	loud := isLoud(list)
	var found []Finding
	for i := 0; i < len(list); i++ {
		n := nameAt(list, i, loud)
		if n == 0 || known[joined(list[i:i+n])] || placeNames[joined(list[i:i+n])] {
			continue
		}
		found = append(found, Finding{Class: NamedPerson, Start: list[i].start, End: list[i+n-1].end})
		i += n - 1
	}
	return found
}

func joined(list []word) string {
	parts := make([]string, len(list))
	for i, w := range list {
		parts[i] = w.plain
	}
	return strings.Join(parts, " ")
}

// knownNames holds names whole, and by their first and last word.
func knownNames(public []string) map[string]bool {
	known := map[string]bool{}
	for _, name := range public {
		list := wordsOf(name)
		if len(list) < 2 {
			continue
		}
		known[joined(list)] = true
		known[list[0].plain+" "+list[len(list)-1].plain] = true
	}
	return known
}

// isLoud says whether most of a text is in capitals, which then tell nothing.
func isLoud(list []word) bool {
	upper := 0
	for _, w := range list {
		if w.upper {
			upper++
		}
	}
	return upper*2 > len(list)
}

// nameAt is how many words from i on name a person; 0 for none.
func nameAt(list []word, i int, loud bool) int {
	w := list[i]
	next := func(n int) (word, bool) {
		if i+n >= len(list) || strings.ContainsAny(list[i+n].gap, ".!?;:()\n\"") && !(n > 0 && isInitial(list[i+n-1])) {
			return word{}, false
		}
		return list[i+n], true
	}
	second, two := next(1)
	switch {
	case titles[w.plain] && two && isNameWord(second, loud) && !ordinary[second.plain]:
		return 2
	case titles[w.plain] && i+1 < len(list) && list[i+1].gap == ". " && len(w.plain) <= 4 && isNameWord(list[i+1], loud) && !ordinary[list[i+1].plain]:
		return 2
	case two && isGiven(w) && !isInitial(second) && isSurnameAfterGiven(second, w, loud):
		return 2 + more(list, i+2, loud)
	case two && isInitial(w) && isNameWord(second, loud) && surnames[second.plain]:
		return 2
	case two && isGiven(w) && (w.capital || !bothWays[w.plain]) && isInitial(second) && second.text != "I":
		if third, ok := next(2); ok && isNameWord(third, loud) && !ordinary[third.plain] {
			return 3
		}
		return 2
	case two && !loud && isStranger(w) && isStranger(second) && !strings.ContainsAny(second.gap, ",-"):
		return 2 + more(list, i+2, loud)
	case two && i+2 < len(list) && isGiven(w) && !bothWays[w.plain] && looksLikeSurname(second) && does[list[i+2].plain]:
		return 2
	case introduced(list, i) && (w.capital && !loud || given[w.plain]) && !ordinary[w.plain]:
		return 1
	case i > 0 && isFamily(list, i, loud):
		return 1
	}
	return 0
}

// does are words that tell what the person named before them does.
var does = set("knows knew did does is was has had should must will got runs ran owns took sold lied hid sabe sabia hizo es era tiene debe vendio mintio")

// looksLikeSurname says whether a word in lower case is none of the words that
// may follow a given name.
func looksLikeSurname(w word) bool {
	if len(w.plain) < 5 || ordinary[w.plain] || placeNames[w.plain] {
		return false
	}
	for _, end := range []string{"ly", "ing", "ed", "mente", "'s"} {
		if strings.HasSuffix(w.plain, end) {
			return false
		}
	}
	return true
}

// more counts the words that go on with a name.
func more(list []word, i int, loud bool) int {
	n := 0
	for ; i < len(list) && strings.TrimSpace(list[i].gap) == "" && !loud && list[i].capital && !ordinary[list[i].plain]; i++ {
		n++
	}
	return n
}

func isInitial(w word) bool {
	return utf8.RuneCountInString(w.text) == 1 && w.capital && w.plain != "i"
}

func isGiven(w word) bool { return given[w.plain] }

// isNameWord says whether a word is written as a name is.
func isNameWord(w word, loud bool) bool {
	if loud {
		return given[w.plain] || surnames[w.plain]
	}
	return w.capital || (given[w.plain] || surnames[w.plain]) && !bothWays[w.plain]
}

func isSurnameAfterGiven(w, first word, loud bool) bool {
	if ordinary[w.plain] && !surnames[w.plain] || w.gap != " " && strings.TrimSpace(w.gap) != "" {
		return false
	}
	switch {
	case loud:
		return (surnames[w.plain] || given[w.plain] || !ordinary[w.plain]) && !(bothWays[first.plain] && !surnames[w.plain])
	case first.capital && w.capital:
		return !ordinary[w.plain] || surnames[w.plain] && !bothWays[first.plain]
	}
	return !bothWays[first.plain] && slices.ContainsFunc(strings.Split(w.plain, "-"), func(part string) bool { return surnames[part] && !bothWays[part] })
}

// isStranger says whether a word looks like a part of a name that no list has.
func isStranger(w word) bool {
	return w.capital && len(w.plain) > 2 && !ordinary[w.plain] && !placeNames[w.plain] && !placeWords[w.plain] && strings.IndexFunc(w.plain, unicode.IsDigit) < 0
}

// introduced says whether the words before i tell that a name follows.
func introduced(list []word, i int) bool {
	if i < 1 || strings.ContainsAny(list[i].gap, ".!?\n") {
		return false
	}
	before := list[i-1].plain
	if i > 1 {
		before = list[i-2].plain + " " + before
	}
	for _, phrase := range introduces {
		if before == phrase || strings.HasSuffix(before, " "+phrase) {
			return true
		}
	}
	return false
}

// familyEnds says whether a word ends as the plural of a surname does, and as
// few others that follow "the".
func familyEnds(plain string) bool {
	for _, end := range []string{"thys", "leys", "rys", "sons", "tons", "mans", "fields", "steins", "bergs", "fords", "woods", "worths", "smiths", "ezes"} {
		if len(plain) > len(end)+2 && strings.HasSuffix(plain, end) {
			return true
		}
	}
	return false
}

// isFamily finds "the Hendersons", "the Okafor family", "familia Okafor".
func isFamily(list []word, i int, loud bool) bool {
	w, before := list[i], list[i-1]
	if strings.ContainsAny(w.gap, ".!?\n") || ordinary[w.plain] || placeWords[w.plain] {
		return false
	}
	looks := w.capital && !loud || surnames[w.plain] && !bothWays[w.plain]
	after := ""
	if i+1 < len(list) {
		after = list[i+1].plain
	}
	plural := strings.HasSuffix(w.plain, "s") && surnames[strings.TrimSuffix(strings.TrimSuffix(w.plain, "s"), "e")] && !bothWays[strings.TrimSuffix(w.plain, "s")]
	if before.plain == "the" && w.capital && !loud && !placeNames[w.plain] && familyEnds(w.plain) {
		return true
	}
	switch {
	case before.plain == "the" && (after == "family" || after == "families" || after == "brothers" || after == "boys" && surnames[w.plain]):
		return len(w.plain) > 2
	case (before.plain == "familia" || before.plain == "hermanos") && looks:
		return true
	case (before.plain == "the" || before.plain == "los" || before.plain == "those") && plural:
		return true
	}
	return false
}

// wordsOf cuts a text into its words.
func wordsOf(text string) []word {
	var list []word
	last, start := 0, -1
	flush := func(end int) {
		if start < 0 {
			return
		}
		raw := strings.TrimRight(text[start:end], "'’-")
		raw = strings.TrimSuffix(strings.TrimSuffix(raw, "'s"), "’s")
		list = append(list, newWord(raw, start, text[last:start]))
		last, start = start+len(raw), -1
	}
	for i, r := range text {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || start >= 0 && (r == '\'' || r == '’' || r == '-')
		switch {
		case inside && start < 0:
			start = i
		case !inside:
			flush(i)
		}
	}
	flush(len(text))
	return list
}

func newWord(raw string, start int, gap string) word {
	w := word{text: raw, plain: strings.ReplaceAll(fold(raw).plain, "'", ""), start: start, end: start + len(raw), gap: gap}
	first, _ := utf8.DecodeRuneInString(raw)
	w.capital = unicode.IsUpper(first)
	w.upper = utf8.RuneCountInString(raw) > 1 && strings.ToUpper(raw) == raw && strings.IndexFunc(raw, unicode.IsLetter) >= 0
	return w
}
