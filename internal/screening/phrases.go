package screening

import (
	"regexp"
	"strings"
)

// rule is how one class of passages reads, in English and Spanish, in plain text.
type rule struct {
	class  Class
	reads  *regexp.Regexp
	unless *regexp.Regexp // a reading that is harmless; nil for none
}

// words makes a pattern of alternatives that stand as words. Spaces may be any
// white space or a line break; trafficking is misspelled as often as not.
func words(alternatives ...string) *regexp.Regexp {
	joined := strings.NewReplacer(" ?", `[\s,]*`, " ", `[\s,]+`, "traffick", `traff?ick?`).Replace(strings.Join(alternatives, "|"))
	return regexp.MustCompile(`(?:\b|^)(?:` + joined + `)(?:\b|$)`)
}

// Who is spoken of in calls to harm.
const (
	them    = `(?:them|they|all of (?:them|you)|these|those|every(?:one|body| one| single)|any(?:one|body)?|him|her|you|people|(?:the|all|all the|those|these|every|any|such)? ?(?:traffickers?|pimps?|johns?|buyers?|lawyers?|judges?|politicians?|senators?|pedos?|pedophiles?|predators?|perps?|perpetrators?|rapists?|monsters?|animals?|scum|bastards?|families|family|parents?|cops?|criminals?|abusers?|men))`
	ellos   = `(?:a (?:todos|ellos|esos|estos|los|las|la|el|cada|ese|esa|usted(?:es)?|ti)|los|las|lo|la|todos)`
	a11y    = ` (?:\w+ ){0,4}`
	between = `[\s\S]{0,40}?`
)

var rules = []rule{
	{Violence, words(
		`k[\s.*_-]*i[\s.*_-]*l[\s.*_-]*l(?:ed|ing|s)?`+a11y+them, `kill yoursel(?:f|ves)`, `(?:should|must|ought to|need to|has to|have to|deserves? to|gotta|will|gonna|going to|better) (?:all |just |be )?(?:die|be killed|hang|burn|rot in (?:hell|the ground)|suffer|be dead)`,
		`(?:should|must|ought to|need to|deserves? to|has to|have to|needs to|let them|to) (?:all |just |both |only )?be (?:put to death|put down|executed|killed|hanged|hung|shot|lynched|castrated|burned|burnt|beheaded|stoned|tortured|exterminated|eliminated|wiped out|strung up|drowned|buried|beaten|skinned|gassed|electrocuted|neutered|dead)`,
		`execut(?:e|ed|ing) `+them, `want (?:\w+ ){1,3}(?:executed|killed|dead|hanged|hung|shot|castrated|tortured|to suffer|to die|to burn)`, `hang(?:ing|ed)? `+them, `hang (?:\w+ ){0,2}(?:high|from)`, `shoot(?:ing)? `+them, `shot (?:on sight|in the|like|dead)`, `lynch\w*`, `castrat\w+`, `behead\w*`, `exterminat\w+`, `string (?:them|him|her|you|'em|em) up`,
		`(?:burn|drown|stab|strangle|murder|gut|skin|torture|bury|slaughter|maim|choke|beat|whip|flog|stone|crush|smash|slit|eliminate|poison|bomb|blow up|rape|cripple) (?:up )?`+them, `(?:cut|chop|rip|tear|slice) (?:off )?(?:their|his|her|your) \w+(?: off| out)?`,
		`death penalty`, `death sentence`, `capital punishment`, `put (?:\w+ ){1,6}to death`, `put to death`, `firing squad`, `electric chair`, `gas chamber`, `lethal injection`, `guillotine`, `gallows`, `bring back (?:the )?hanging`, `public(?:ly)? (?:executions?|hangings?|executed|hanged|hung)`,
		`bullet (?:in|to|for|through|between|with)`, `a bullet`, `one bullet`, `six feet under`, `blood will (?:flow|run)`, `(?:will|gonna|going to) (?:find|get|hurt|hunt|destroy|end) (?:you|him|her|them)`, `(?:will|gonna|going to|'ll) pay with (?:your|his|her|their) (?:life|lives|blood)`, `hunt (?:them|him|her|you|'em|every\w*|the \w+) down`, `i know where (?:you|he|she|they) (?:live|sleep|work)s?`, `watch your back`, `eye for an eye`, `(?:dead|dying) (?:is|are) the only`, `the only good \w+ is a dead`, `take (?:them|him|her) out back`, `street justice`, `vigilante\w*`, `with my (?:own|bare) (?:two )?hands`, `make (?:them|him|her|you) (?:bleed|suffer|disappear)`, `deserves? (?:death|a slow|to die|a bullet|the rope|the chair|the needle)`, `(?:bring|get|use) (?:a |the |your )?(?:rope|guns?|pitchforks?|nooses?)`, `nooses?`, `wish (?:\w+ ){0,3}(?:dead|death)`, `hope (?:they|he|she|you)(?: all)? (?:dies?|rots?|burns?|suffers?)`, `die (?:in|slowly|painfully|like)`, `death to`, `no mercy for`, `wood ?chipper`, `k[!|]ll(?:ed|ing|s)?`, `put (?:\w+ ){1,3}(?:in|into|under) (?:the|a) (?:ground|dirt|grave|coffin)`, `dead m[ae]n`, `(?:minutes|hour|alone) (?:alone )?(?:and|with) (?:a |an |my )?(?:him|them|her|bat|baseball bat|gun|shotgun|knife|machete|hammer|crowbar|rope|tire iron)`, `(?:baseball bat|shotgun|machete|crowbar|tire iron|sledgehammer)s?`, `feed (?:them|him|her) to`,
		`(?:matar|mataria|maten|maten?los|matemos|matarlos|mato|mata|mate|colgar|cuelguen|colguen|ahorcar|ahorquen|fusilar|fusilen|ejecutar|ejecuten|quemar|quemen|castrar|castren|linchar|linchen|torturar|torturen|degollar|apedrear|golpear|balear) (?:vivos )?`+ellos, `(?:matar|colgar|ahorcar|fusilar|ejecutar|quemar|castrar|linchar|torturar|eliminar|desaparecer)l[oae]s?`, `pena de muerte`, `pena capital`, `(?:deben?|deberian?|tienen? que|merecen?|mereceria[ns]?) (?:de )?(?:todos )?(?:morir(?:se)?|la muerte|ser (?:ejecutad|ahorcad|fusilad|colgad|quemad|castrad|linchad|asesinad)\w+)`, `(?:los|las|lo|la|les) (?:maten|cuelguen|ahorquen|fusilen|quemen|ejecuten|castren|linchen|torturen|mato|matemos|colguemos|matare|mataria)`, `paredon`, `linch\w+`, `que (?:se )?mueran`, `muerte a`, `ojo por ojo`, `un balazo`, `una bala`, `silla electrica`, `inyeccion letal`, `los vamos a (?:encontrar|matar|buscar)`, `te voy a (?:encontrar|matar|buscar)`, `se donde vives?n?`),
		words(`kill (?:the|this|that|a|our|any|every) (?:bill|measure|amendment|law|proposal|motion|time|process|jobs?|momentum|funding)`, `abolish(?:ed|ing)? the death penalty`, `against the death penalty`)},
	{SelfHarm, words(
		`kill(?:ing)? myself`, `end(?:ing)? (?:my|my own) life`, `end it all`, `(?:want|wanna|wish|ready|rather|going|like|better|better off|try|tried|trying) (?:to |i (?:were|was) |be )?(?:die|dead|not wake up|not be alive|disappear forever|overdose)`, `wish i (?:were|was) (?:dead|never born)`, `wish i had never been born`, `suicid\w+`, `(?:hurt|harm|cut|cutting|hurting|harming) myself`, `self-?harm\w*`, `(?:no|any) reason to (?:live|go on|keep going)`, `(?:can't|cannot|cant|can not|don't want to|do not want to|dont want to) (?:go on|live|do this|take (?:it|this)|keep going|be here|be alive|exist)(?: any ?more| like this)?`, `nothing (?:left )?to live for`, `tired of (?:living|being alive|life)`, `better off without me`, `don't want to wake up`, `goodbye everyone`, `took (?:all )?(?:the|my) pills`, `(?:have|got|saved|saving|counting|holding) (?:up )?(?:all )?(?:the|my|enough) (?:pills|rope|gun|razors?|blades?)`, `(?:want|need|wish|make) (?:it|this|everything|the pain)(?: all)? (?:to |would )?(?:stop|end|be over)`, `be (?:here|alive|around) any ?more`, `(?:no ?body|no one)(?: would| will|'d)? (?:even )?(?:miss|notice|care)(?: (?:me|if i))?`, `if i (?:was|were|am|died|disappeared)(?: just)? (?:gone|dead)`,
		`(?:matarme|suicid\w+|quitarme la vida|hacerme dano|lastimarme|cortarme)`, `(?:quiero|quisiera|prefiero|ganas de) (?:morir(?:me)?|desaparecer|no despertar|no estar viv[oa]|estar muert[oa])`, `no (?:quiero|puedo) (?:seguir|vivir|mas)(?: viviendo| asi| mas)?`, `acabar con (?:mi vida|todo)`, `(?:no tengo|sin) (?:razon|motivos?|ganas) (?:para|de) (?:vivir|seguir)`, `estarian mejor sin mi`, `nadie me (?:extranaria|va a extranar|echaria de menos|extrana)`), nil},
	{InProgress, words(
		`(?:is|are|being|still|currently|right now|tonight|today) (?:\w+ ){0,3}(?:being )?(?:trafficked|traffick(?:ing|ed)|pimp(?:ed|ing)|sold|selling (?:girls|boys|kids|children|women|minors|her|him|them|me)|pimp(?:ed|ing) out|prostitut(?:ed|ing)|forced|held (?:captive|against|there|prisoner)|locked (?:up|in)|kept (?:there|against|locked|prisoner))`,
		`traffick\w* (?:\w+ ){0,6}(?:right now|now|today|tonight|as we speak|this (?:week|weekend|very|minute)|every (?:night|day|week|weekend)|still)`, `(?:right now|as we speak|tonight|at this (?:very )?moment)`+between+`(?:traffick\w+|sold|pimp\w*|forced|captive|girls|boys|children|kids|minors|underage)`, `(?:girls|boys|children|kids|minors|women|teens|underage \w+)(?: \w+){0,4} (?:are|is|get|gets|still|currently) (?:\w+ ){0,2}(?:sold|bought|traffick\w+|forced|abused|raped|held|hurt|kept)`,
		`still (?:do|does|doing|traffics?|traffick\w+|selling|sells?|hurting|at it|runs?|running)`, `(?:he|she|they|my \w+) (?:won't|will not|wont|doesn't|does not|don't) let (?:me|her|him|them) (?:leave|go|out)`, `(?:took|takes|has|have|holds|holding|kept|keeps|keeping) (?:my|her|his|their) (?:passports?|papers|documents|i\.?d\.?)`, `(?:i am|i'm|im|she is|he is|they are|she's|he's|they're) (?:being )?(?:trafficked|held|trapped|locked|sold|forced|pimped)`, `(?:forces|forcing|makes|making) (?:me|her|him|them|us|girls|kids|children) (?:to )?(?:have sex|sell|see (?:men|clients|johns)|work|strip|dance|do things)`, `(?:house|motel|hotel|truck stop|massage (?:parlor|place)|spa|apartment|trailer|bar|club)`+between+`(?:girls|children|kids|minors|underage|young (?:girls|boys|women))`, `(?:girls|children|kids|minors|underage|young (?:girls|boys|women))`+between+`(?:house|motel|hotel|truck stop|massage (?:parlor|place)|apartment|trailer) (?:on|at|near|behind|by|next|off|down|across)`, `help (?:me|her|him|them|us) (?:get (?:out|away)|escape|leave)`, `how (?:do|can) (?:i|she|he|we) (?:get (?:out|away)|escape|leave)`, `(?:my|our|a|the) (?:neighbou?rs?|boss|uncle|boyfriend|pimp|husband|stepfather|stepdad|manager|landlord|coach|pastor)`+between+`(?:sells|selling|traffics|trafficking|pimping|pimps|forces|forcing|brings (?:girls|men|kids))`, `(?:man|men|woman|guy|guys|couple|people) next door`+between+`(?:girls|boys|kids|children)`, `(?:hold|holds|holding|keep|keeps|keeping|lock|locks|locked) (?:\w+ ){0,2}(?:girls|boys|children|kids|minors|women|teens)`, `(?:ongoing|active) (?:trafficking|ring|abuse)`, `(?:sells|traffics|pimps|is selling|are selling) (?:\w+ ){0,3}(?:girls|boys|children|kids|minors|women|daughters?|sons?|her|him|me|us)`, `(?:trafficking|sex) ring (?:in|at|is|run|here|operat\w+)`, `(?:bring|brings|bringing|move|moves|moving|drive|drives|driving) (?:\w+ )?(?:girls|boys|kids|children|minors|teens) (?:in|through|over|across)`, `(?:make|makes|making|force|forces|forcing) (?:me|her|him|them|us) (?:to )?do (?:it|this|that|stuff)`, `quota`, `or (?:he|she|they)(?:'ll| will)? (?:hurts?|beats?|hits?|kills?|burns?) (?:me|her|him|us)`, `missing (?:girl|boy|child|kid|teen|daughter|son|sister|niece)`,
		`(?:esta|estan|siguen|sigue|ahora|ahorita|hoy|esta noche|todavia|aun) (?:\w+ ){0,4}(?:traficando|tratando con|vendiendo|explotando|obligando|forzando|encerrad\w+|prostituyendo|vendid\w+|explotad\w+|secuestrad\w+)`, `(?:no me|no la|no lo|no las|no los|no nos) dejan? (?:salir|ir|irme|irse|escapar)`, `me (?:tienen?|quito|quitaron|obligan?|fuerzan?|venden?|explotan?)`, `(?:venden|trafican|explotan|prostituyen|obligan) (?:a )?(?:\w+ ){0,3}(?:ninas?|ninos?|menores|muchachas?|chicas?|mujeres|jovenes|hijas?)`, `(?:las|los|nos) (?:obligan?|fuerzan?|venden?|explotan?|tienen encerrad\w+)`, `(?:ninas|ninos|menores|muchachas|chicas) (?:encerrad|secuestrad|vendid|explotad)\w+`, `(?:ayudenme|ayudame|como puedo|quiero) a? ?(?:salir|escapar)(?: de aqui)?`), nil},
	{Minor, words(
		`(?:i am|i'm|im|i was just|i just turned|i turned|i turn|i will turn|i'll turn|turning|i'll be) (?:only |just |almost |about )?(?:[5-9]|1[0-7]|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)(?: (?:years?(?: old)?|yrs?(?: old)?|y/?o|now|and|but|so|myself)|-years?-old|yo|\b)`, `as an? (?:[5-9]|1[0-7]|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)[-\s](?:years?|yr)[-\s]old`, `(?:my|in|at|our|the) (?:\w+ )?(?:middle|high|elementary|junior high|jr\.? high|grade|secondary) school`, `middle schooler`, `high schooler`, `(?:[1-9]|1[0-2])(?:st|nd|rd|th) grade(?:r)?`, `(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth) grade(?:r)?s?`, `in (?:[1-9]|1[0-2])(?:st|nd|rd|th)`, `(?:freshman|sophomore|junior) (?:in|at|year of) (?:high|my)`, `my (?:mom|mommy|mum|dad|daddy|mother|father|parents?|grandma|foster (?:mom|dad|parents?|family|home)|teacher|guidance counselor|homeroom|class ?mates?|coach|social worker|caseworker) (?:says?|said|won't|wont|doesn't|does not|let|lets|told|tells|helped|thinks?|knows?|made|makes|would|showed|will|is|are|signed|and i)`, `(?:girl|boy) scouts?`, `i(?:'m| am| m)? (?:a|still a|just a|only a) (?:kid|teen|teenager|minor|child|tween|schoolgirl|schoolboy)`, `under ?age(?:d)? (?:myself|me|and i)`, `not (?:yet |even )?(?:18|eighteen)`, `(?:too young|not old enough|old enough) to (?:vote|drive|sign)`, `for (?:my|our) (?:school|class|history|civics|english|social studies) (?:project|report|essay|assignment|paper)`, `(?:until|when) i (?:turn|am|'m) (?:16|17|18|eighteen)`, `we are (?:students|kids|teens)`,
		`tengo (?:solo |apenas |casi )?(?:[5-9]|1[0-7]|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciseis|diecisiete) anos`, `(?:estoy|voy) en (?:la |el )?(?:secundaria|primaria|prepa(?:ratoria)?|escuela|colegio|septimo|octavo|noveno|decimo|sexto|quinto)`, `mi (?:mama|papa|maestra|maestro|profe(?:sora?)?|abuela|abuelita|trabajadora social) (?:dice|dijo|no me|me|sabe|cree)`, `soy (?:menor|una nina|un nino|adolescente|estudiante de (?:secundaria|prepa))`, `de mi (?:escuela|secundaria|prepa|colegio)`, `cumplo (?:1[0-8]|dieciocho)`), nil},
	{Disclosure, words(
		`(?:i am|i'm|im|i was|i've been|i have been|as|being|i too was|i also was|me|we were|i became) (?:\w+ ){0,3}(?:a |an |the )?(?:survivors?|victims?|traffick\w+|prostitut\w+|pimped|sold|exploited|enslaved|abused|molested|raped|assaulted|groomed|kidnapped|sex slave|used by)`, `survivor (?:here|myself|of)`, `(?:i|we) (?:survived|escaped|got (?:out|away)|ran away|was forced|were forced|was made to|was taken|was bought|lived (?:it|through (?:it|this|that))|was in the life|came out of|left the life|know (?:first ?hand|from experience|what it)|endured|went through (?:it|this|that|hell|the same))`, `(?:happened|been done|was done|it happened|this happened|same thing happened) to (?:me|us|my (?:daughter|son|sister|brother|child|kid|niece|nephew|mother|wife|husband|friend|cousin|family|granddaughter))`, `(?:my|our) (?:daughter|son|sister|brother|child|kid|niece|nephew|mother|mom|wife|cousin|granddaughter|best friend) (?:was|were|is|has been|had been|got|became|is also|survived)(?: \w+){0,3} (?:a )?(?:traffick\w+|sold|pimped|exploited|abused|raped|survivors?|victims?|taken|groomed|forced|missing|murdered)`, `my (?:pimp|trafficker|abuser|rapist|ex-?pimp|john|captor|bottom|own (?:story|trafficking|abuse)|record|conviction|prostitution|arrest|ptsd|trauma|nightmares|past|story|exploitation|charges?)`, `(?:he|she|they|people|men|family|families|parents|father|mother|dad|mom|stepfather|uncle|boyfriend|husband) (?:\w+ ){0,3}(?:sold|pimped|trafficked|prostituted|raped|molested|abused|groomed|exploited|forced|enslaved|drugged|beat) (?:me|us)`, `(?:sold|pimped|trafficked|raped|abused|forced|hurt|used|beat) me`, `when i was (?:traffick\w+|\w+ and (?:he|they)|being|in the life|sold|a child (?:i|he|they|my)|a kid|a teen\w*|young|little|[0-9]+|\w+teen)`, `in the life`, `(?:i|we)(?:'m| am| was|'ve been| have been| still am| are)? (?:still )?(?:heal(?:ing)?|in recovery|recovering|in therapy|in hiding|hiding|running|afraid|scared|terrified|having flashbacks|suffering)`, `i (?:was|got|have been|had been) (?:\w+ )?(?:arrested|convicted|jailed|locked up|booked|picked up)`, `(?:i am|i'm|im|i was) one of (?:the|those|these|them|your) ?(?:girls|boys|kids|children|ones|young \w+)?`, `(?:pimp|sell|traffic|rent|trade|share) me`, `(?:make|made|making|forcing) me (?:\w+ )?(?:work|do|sell|see|walk|strip|dance|go|stay|sleep|have)`, `until i (?:ran|escaped|got (?:out|away)|left)`, `flashbacks?`, `i (?:still )?have (?:a record|nightmares|ptsd|convictions?|charges)`, `mind ?control\w*`, `ritual(?:istic)? abuse`, `god (?:saved|rescued) me`, `me too`, `#metoo`, `i lived (?:it|this|that)`, `(?:as|like) (?:a |one )?(?:former|ex)[ -]?(?:victim|prostitute|sex worker|slave)`,
		`(?:soy|fui|yo tambien fui|he sido|como|somos) (?:una? )?(?:\w+ ){0,2}(?:sobreviviente|victima|superviviente|traficad\w+|vendid[oa]|explotad[oa]|abusad[oa]|violad[oa]|esclav[oa])`, `sobrevivi`, `me (?:paso|vendieron|vendio|traficaron|trafico|explotaron|exploto|obligaron|obligo|violaron|violo|abusaron|abuso|secuestraron|forzaron|forzo)`, `(?:mi|nuestra) (?:hija|hijo|hermana|hermano|prima|sobrina|madre|amiga|nieta) (?:fue|es|ha sido|esta)(?: \w+){0,3}`, `lo (?:vivi|sufri) en carne propia`, `mi (?:proxeneta|tratante|abusador|violador|propia historia|historia|condena|trauma|agresor)`, `escape de`), nil},
	{CourtCase, words(
		`case (?:no\.?|number|#|num\.?) ?:? ?[\w-]*\d[\w-]*`, `(?:cr|cv|cf|cm|jv)[-\s]?\d{2,4}[- ]\d{3,}`, `docket (?:no\.?|number|#)?`, `(?:my|his|her|their|our|the|this) (?:court|criminal|custody|civil) (?:case|trial|hearing|date)`, `(?:is|are|was|were|got|been|being|stands?) (?:\w+ )?(?:on trial|indicted|arraigned|out on bail|sentenced|convicted|charged with|acquitted)`, `(?:the )?(?:jury|prosecutor|district attorney|public defender|plea (?:deal|bargain)|restraining order|grand jury|subpoena\w*)`, `v(?:s)?\. [a-z]+`, `(?:numero de caso|expediente|orden de restriccion|fiscal(?:ia)?|juicio (?:contra|de)|mi (?:caso|juicio|audiencia))`), nil},
	{Slur, words(
		`(?:child|teen|underage|juvenile|kid|baby) (?:prostitutes?|hookers?|whores?)`, `whor(?:e|es|ing)`, `hookers?`, `sluts?|slutty`, `hoe?s|thots?`, `bitch(?:es)?`, `cunts?`, `f[a@]gg?(?:ot)?s?`, `trann(?:y|ies)`, `retard(?:s|ed)?`, `n[i1]gg(?:er|a|ers|as)`, `sp[i1]cs?`, `wetbacks?`, `beaners?`, `chinks?`, `gooks?`, `kikes?`, `ragheads?`, `towelheads?`, `sand ?n\w+`, `illegals`, `vermin`, `sub-?humans?`, `cockroaches`, `filthy \w+`, `dirty (?:mexicans?|immigrants?|foreigners?|jews?|muslims?|arabs?|gypsies)`, `go back (?:to (?:your|their)|(?:to )?where (?:you|they))`, `f+u+c+k\w*`, `motherf\w+`, `assholes?`, `piece of (?:shit|trash|garbage)`, `she (?:was )?ask(?:ed|ing) for it`, `(?:they|she|he) (?:chose|choose|wanted|want|like|likes|enjoyed?s?) (?:it|that life|this life|to be)`, `trash (?:like|people|women)`,
		`put(?:a|as|o|os|ita|itas)`, `zorras?`, `rameras?`, `perras?`, `maric(?:on|ones|a|as)`, `mierda`, `pendej[oa]s?`, `cabron(?:es)?`, `chinga\w*`, `hij[oa]s? de (?:puta|perra|su)`, `prostitutas? (?:infantil(?:es)?|menores?)`, `ninas? prostitutas?`, `malditos? \w+`, `asqueros[oa]s`, `ilegales`), nil},
	{Spam, words(
		`https?:/+\S+`, `www\.\S+`, `[a-z0-9-]+\.(?:com|net|org|info|biz|ru|xyz|top|shop|site|online|club|io|link|click|live|store|co|me|us|tv|ly)(?:/\S*)?`, `(?:buy|order|cheap|discount) (?:now|online|viagra|cialis|followers|likes|pills|meds|replica|crypto)`, `viagra|cialis|levitra|tramadol|xanax`, `casino|betting|slot machines?|poker online`, `bitcoin|crypto(?:currency)?|forex|nft|usdt`, `(?:earn|make|made|making|get) (?:\w+ ){0,3}\$ ?[\d,]+`, `(?:work|working) from home`, `(?:click|tap) (?:here|the link|my (?:profile|link|bio))`, `(?:check out|visit|follow|subscribe to) (?:my|our) (?:\w+ ){0,3}(?:page|channel|site|website|blog|profile|store|shop|onlyfans|youtube|instagram|link|podcast)`, `link in (?:my )?bio`, `whats ?app (?:me|at|\+)`, `(?:dm|message|text|inbox|telegram) me`, `free (?:gift|money|iphone|trial|followers|spins?|cash)`, `(?:guest|sponsored) post`, `seo (?:services?|expert)`, `(?:loan|credit) (?:offer|approval|repair|fast)`, `spell ?caster|love spell|psychic reading`, `i got my (?:ex|husband|wife|boyfriend|girlfriend) back`, `limited (?:time )?offer`, `100% (?:free|guaranteed|legit)`, `onlyfans`, `vote (?:for|against) (?:\w+ ){1,2}(?:for|in|on) (?:congress|senate|governor|president|november)`, `donate to my`, `gofundme`, `(?:compre|compra|gane|gana) (?:ya|ahora|dinero)`, `haga clic|haz clic`, `trabaj[ae] desde casa`, `prestamos? (?:rapidos?|facil(?:es)?|urgentes?)`, `amarres? de amor`, `escribeme al`), nil},
}

// phrases finds what the rules read.
func phrases(f folded) []Finding {
	var found []Finding
	for _, r := range rules {
		var harmless [][]int
		if r.unless != nil {
			harmless = r.unless.FindAllStringIndex(f.plain, -1)
		}
		for _, span := range r.reads.FindAllStringIndex(f.plain, -1) {
			if !within(span, harmless) {
				found = append(found, f.finding(r.class, span[0], span[1]))
			}
		}
	}
	return found
}

// within says whether a span overlaps one of others.
func within(span []int, others [][]int) bool {
	for _, o := range others {
		if span[0] < o[1] && o[0] < span[1] {
			return true
		}
	}
	return false
}

// calls are verbs that turn a name after them into a call to harm.
var calls = regexp.MustCompile(`(?:^|\W)(?:kill|hang|shoot|lynch|execute|burn|castrate|behead|stab|murder|maten a|cuelguen a|fusilen a|linchen a)\W{1,3}$`)

// called finds calls to harm somebody by name.
func called(text string, named []Finding) (found []Finding) {
	for _, n := range named {
		before := fold(text[max(0, n.Start-24):n.Start]).plain
		if n.Class == NamedPerson && calls.MatchString(before) {
			found = append(found, Finding{Class: Violence, Start: n.Start, End: n.End})
		}
	}
	return found
}

// shouting takes a sign repeated many times for spam.
func shouting(text string) (found []Finding) {
	start := 0
	for i := 1; i <= len(text); i++ {
		if i < len(text) && text[i] == text[start] {
			continue
		}
		if i-start >= 8 && !strings.ContainsRune(" \n\t-_.", rune(text[start])) {
			found = append(found, Finding{Class: Spam, Start: start, End: i})
		}
		start = i
	}
	return found
}
