package screening

import "regexp"

// asks are how people ask for an answer, with a question mark or without.
var asks = []*regexp.Regexp{
	regexp.MustCompile(`[^.!?\n]*\?`),
	regexp.MustCompile(`(?:^|[.!\n] ?)(?:wh?ich|who|when|where) (?:\w+ ){0,3}(?:has|have|is|are|do|does|will|can)\b`),
	words(`(?:please|pls|kindly) (?:tell|let|send|explain|help|advise|contact|share|point|give)(?: (?:me|us))?`, `tell (?:me|us) (?:what|how|where|who|when|more|which)`, `let (?:me|us) know`, `(?:i|we)(?:'d| would)? (?:want|like|love|need|wish|wanna) to (?:know|help|learn|volunteer|understand|get involved|do something|intern|join|see|be)`, `(?:i am|i'm|im|we are|we're) (?:very |really |so |also )?(?:interested|wondering|curious|looking|willing|trying)`, `how (?:can|do|could|does|would|should) (?:i|we|my|one|people|a|this|our)`, `what (?:can|could|should|do|does|would|is|are) (?:i|we|my|the|a|one|people|it|being)`, `where (?:can|do|could|is|are) (?:i|we|the|my|there)`, `(?:could|can|may|might) (?:i|we|you|someone|somebody|anyone)`, `(?:is|are) there (?:a|an|any|some)`, `does (?:any(?:one|body)|this|it|my|the)`, `(?:who|whom) (?:do|can|should) (?:i|we)`, `any (?:information|info|idea|ideas|advice|news|updates?|openings?|internships?)`, `need (?:more )?(?:specifics|information|info|details|answers|facts|help)`,
		`(?:por favor )?(?:diganme|digame|dime|expliquen|expliqueme|avisenme)`, `(?:como|que|donde|cuando|quien|cual) (?:puedo|podemos|podria|podriamos|se puede|hago|hacemos|debo|es|son|hay|pasa|pueden)`, `(?:quiero|quisiera|queremos|me gustaria|nos gustaria|necesito|necesitamos) (?:saber|ayudar|informacion|conocer|participar|entender|ser voluntari[oa])`, `hay (?:alguna|algun|una|un) `),
}

// questions finds where somebody asks for an answer.
func questions(f folded) []Finding {
	var found []Finding
	for _, ask := range asks {
		for _, span := range ask.FindAllStringIndex(f.plain, -1) {
			start := span[0]
			for start < span[1] && (f.plain[start] == ' ' || f.plain[start] == '\n') {
				start++
			}
			found = append(found, f.finding(Question, start, span[1]))
		}
	}
	return found
}
