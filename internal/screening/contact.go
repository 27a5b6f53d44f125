package screening

import "regexp"

// contactForms are the shapes of what leads to a person: e-mail addresses,
// telephone numbers, street addresses, handles, plates, social security numbers.
var contactForms = []*regexp.Regexp{
	regexp.MustCompile(`[a-z0-9._%+'-]+ ?(?:@|\(at\)|\[at\]| at ) ?[a-z0-9-]+(?: ?(?:\.|\(dot\)|\[dot\]| dot ) ?[a-z0-9-]+)* ?(?:\.|\(dot\)|\[dot\]| dot ) ?(?:com|net|org|edu|gov|info|us|mx|es|me|io|co)\b`),
	regexp.MustCompile(`[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}`),
	regexp.MustCompile(`(?:\+?1[ .-]?)?(?:\(\d{3}\)|\b\d{3})[ .-]{0,3}\d{3}[ .-]{0,3}\d{4}\b`),
	regexp.MustCompile(`\b\d{3}[ .-]\d{4}\b`),
	regexp.MustCompile(`\+\d{1,3}[ .-]?(?:\d[ .-]?){7,12}\b`),
	regexp.MustCompile(`\b(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)[ ,.-]+){6,}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b`),
	regexp.MustCompile(`\b(?:(?:cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)[ ,.-]+){6,}(?:cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)\b`),
	regexp.MustCompile(`\b\d{1,6} (?:(?:n|s|e|w|north|south|east|west|ne|nw|se|sw|n\.|s\.|e\.|w\.)\s+)?(?:[a-z0-9'.]+ ){1,4}(?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|circle|cir|place|pl|way|highway|hwy|parkway|pkwy|terrace|ter|trail|trl|square|loop|alley|plaza)\b\.?`),
	regexp.MustCompile(`\b(?:apt|apartment|unit|suite|ste|room|rm|lot|trailer)\.? ?#? ?\d+[a-z]?\b`),
	regexp.MustCompile(`\bp\.? ?o\.? box \d+`),
	regexp.MustCompile(`\b(?:calle|avenida|av|calz|calzada|carretera|colonia|col)\.? (?:[a-z.]+ ){0,4}(?:#|no\.?|num\.?|numero)? ?\d+`),
	regexp.MustCompile(`(?:^|[\s(,:;])@[a-z0-9_.]{3,30}\b`),
	regexp.MustCompile(`\b(?:insta(?:gram)?|ig|snap(?:chat)?|tik ?tok|twitter|x|facebook|fb|telegram|discord|kik|whats ?app|venmo|cash ?app|signal|linkedin)(?: (?:name|user(?:name)?|handle|id|account|is|page))* ?(?:is|:|-|@|=|/) ?@?[a-z0-9_.]{3,}`),
	regexp.MustCompile(`\b(?:license|licence|plate|tag|placa)s?(?: plate)?(?: (?:number|no\.?|is|numero|num\.?))*[ :#]*[a-z0-9]{1,4}[ -]?[a-z0-9]{2,5}\b`),
	regexp.MustCompile(`\b\d{3}-\d{2}-\d{4}\b`),
	regexp.MustCompile(`\b(?:call|text|phone|reach|llamame|llama|marca|escribe(?:me)?)(?: me| us| him| her| them)?(?: at| on| al)? ?:? ?\+?\d[\d ().-]{6,}`),
	regexp.MustCompile(`\b(?:lives?|lived|staying|works?|vive|trabaja) (?:at|on|en la calle|en) (?:the )?(?:\d+|corner|[a-z]+ (?:street|st|ave|avenue|road|rd|drive|lane|blvd))\b`),
	regexp.MustCompile(`-?\d{1,3}\.\d{3,}, ?-?\d{1,3}\.\d{3,}`),
}

// helplines are public numbers that help: naming them is no danger.
var helplines = regexp.MustCompile(`1?[ .-]?\(?888\)?[ .-]?373[ .-]?7888|1?[ .-]?\(?800\)?[ .-]?843[ .-]?5678|\b233733\b|\b988\b|\b911\b`)

// contacts finds what leads to a person.
func contacts(f folded) []Finding {
	help := helplines.FindAllStringIndex(f.plain, -1)
	var found []Finding
	for _, form := range contactForms {
		for _, span := range form.FindAllStringIndex(f.plain, -1) {
			if !within(span, help) {
				found = append(found, f.finding(Contact, span[0], span[1]))
			}
		}
	}
	return found
}
