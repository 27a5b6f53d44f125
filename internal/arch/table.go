package arch

import "slices"

// The acts are the rules over several records, time and other people. They never import one another.
var acts = []string{
	"internal/accounts", "internal/campaigns", "internal/signing", "internal/delivery", "internal/mydata", "internal/moderation", "internal/offices",
	"internal/volunteers", "internal/stories", "internal/reports", "internal/requests", "internal/endorsements", "internal/partners", "internal/notes", "internal/sharing", "internal/positions", "internal/bills", "internal/updates", "internal/variants", "internal/quotes", "internal/targets", "internal/exports", "internal/laws", "internal/legislature", "internal/packets", "internal/scrutiny", "internal/sheets", "internal/pictures",
}

// The services are what several acts share.
var services = []string{"internal/audit", "internal/certificate", "internal/districts", "internal/legislators", "internal/committees", "internal/imports", "internal/mailroom"}

// The ground knows nothing of the product.
var ground = []string{"internal/fault", "internal/token", "internal/privacy", "internal/i18n", "internal/markdown", "internal/officehours", "internal/shingles", "internal/smallcells", "internal/screening", "internal/memo", "internal/breaches", "internal/paper", "internal/qr", "internal/csvcell", "internal/slug", "internal/feature"}

// Rooms is the plan: every package of the module has a row here or is one of a folder that has.
var Rooms = slices.Concat(
	rooms([]string{"internal/fault", "internal/token", "internal/config", "internal/arch", "static"}, nil,
		"it lies under everything else, so that each other room can use it without a circle"),
	rooms([]string{"internal/privacy"}, []string{"internal/fault"},
		"keys and sealing stand alone, so that they can be read and judged alone"),
	rooms([]string{"internal/i18n", "internal/markdown", "internal/screening", "internal/sharecard"}, nil,
		"words, their markup and their picture know nothing of what they are used for"),
	rooms([]string{"internal/qr"}, nil,
		"a square that cameras read says any address and knows nothing of what is there"),
	rooms([]string{"internal/paper"}, []string{"internal/i18n"},
		"it puts words on paper and knows nothing of what they say"),
	rooms([]string{"internal/slug"}, []string{"internal/fault"},
		"a name in an address is made of a title, whatever bears it"),
	rooms([]string{"internal/csvcell"}, nil,
		"what a spreadsheet takes for a formula does not depend on what is told"),
	rooms([]string{"internal/breaches"}, nil,
		"whether a password became known is asked of a file, whoever wants it"),
	rooms([]string{"internal/feature"}, nil,
		"what can be switched off is declared in one place, for records, acts and pages alike"),
	rooms([]string{"internal/memo"}, nil,
		"it remembers any answer and knows nothing of the question"),
	rooms([]string{"internal/smallcells"}, nil,
		"what may be told of a table is decided by its numbers alone"),
	rooms([]string{"models"}, []string{"internal/fault", "internal/privacy", "internal/token", "internal/feature", "models/*"},
		"a record and its rules stand on their own: no act, job, mail or page decides for them"),
	rooms([]string{"models/*"}, nil,
		"migrations and reference data are files for models to read"),
	rooms([]string{"internal/officehours", "internal/shingles"}, nil,
		"a calendar and a measure of texts know nothing of what they are used for"),
	rooms([]string{"internal/jobs"}, []string{"models", "internal/fault"},
		"jobs names the work and puts it into the transaction; internal/work does it"),
	rooms([]string{"internal/mail"}, []string{"internal/fault"},
		"a transport carries finished messages and knows nothing of who writes them or why"),
	rooms([]string{"internal/audit", "internal/imports"}, []string{"models", "models/*", "internal/jobs", "internal/fault"},
		"a service is shared by the acts, so it can know none of them"),
	rooms([]string{"internal/geocoder"}, nil,
		"it asks a service of others about an address and knows nothing of who lives there"),
	rooms([]string{"internal/districts"}, []string{"models", "models/*", "internal/imports", "internal/jobs", "internal/fault", "internal/geocoder"},
		"a service is shared by the acts, so it can know none of them"),
	rooms([]string{"internal/legislators", "internal/committees"}, []string{"models", "models/*", "internal/imports", "internal/jobs", "internal/fault"},
		"a service is shared by the acts, so it can know none of them"),
	rooms([]string{"internal/certificate"}, []string{"models", "internal/smallcells", "internal/fault"},
		"pages and programs are told the same numbers, folded once"),
	rooms([]string{"internal/mailroom"}, slices.Concat([]string{"models", "internal/jobs", "internal/mail", "views/emails"}, ground),
		"the mailroom writes a mail from the facts that an act hands it, and decides nothing of its own"),
	rooms(acts, slices.Concat([]string{"models", "models/*", "internal/jobs", "internal/mail"}, services, ground),
		"an act knows records and services but no other act, page or door: acts meet in a record or in a job"),
	rooms([]string{"internal/demo"}, slices.Concat([]string{"models", "models/*", "internal/jobs"}, acts, services, ground),
		"the sample data comes in as people would bring it, through acts and records"),

	rooms([]string{"internal/verify"}, []string{"models", "models/*", "internal/privacy", "internal/fault"},
		"a recount trusts none of the acts whose work it checks"),
	rooms([]string{"internal/doctor"}, []string{"models", "models/*", "internal/config", "internal/breaches", "internal/mail", "internal/privacy", "internal/fault"},
		"an examination looks at settings and database and starts nothing"),

	rooms([]string{"views/ui"}, []string{"internal/i18n", "internal/fault", "static"},
		"components have no words of the domain; labels and numbers come in as values"),
	rooms([]string{"views/layout"}, []string{"views/ui", "internal/i18n", "internal/feature", "internal/fault", "static"},
		"the frame of a page knows nothing of what is in the page"),
	rooms([]string{"views/emails"}, []string{"models", "internal/i18n", "internal/fault"},
		"a mail is drawn from plain values and shares nothing with pages"),
	rooms([]string{"views/*"}, []string{"models", "views/ui", "views/layout", "internal/i18n", "internal/feature", "internal/fault", "static"},
		"a page is drawn from plain values: it asks no database, no act and no request"),

	rooms([]string{"internal/work"}, slices.Concat([]string{"models", "internal/jobs", "internal/mail", "internal/config", "internal/verify"}, acts, services, ground),
		"workers call acts and send what is already written; they have no pages and no doors"),
	rooms([]string{"handlers/web"}, slices.Concat([]string{"models", "views/layout", "views/ui", "views/errors", "internal/config", "static"}, ground),
		"what all doors share knows no single act or door"),
	rooms([]string{"handlers/hooks"}, slices.Concat([]string{"models", "handlers/web", "internal/mail", "internal/jobs", "internal/config"}, acts, services, ground),
		"a hook checks a signature and calls an act; it has no pages"),
	rooms([]string{"handlers/public", "handlers/admin"}, slices.Concat(door, []string{"internal/mail", "internal/jobs", "internal/verify", "internal/sharecard"}),
		"a door binds, calls one act and draws one of its own pages; another door's pages and handlers are behind another lock"),
	rooms([]string{"handlers/*"}, door,
		"a door binds, calls one act and draws one of its own pages; another door's pages and handlers are behind another lock"),
	rooms([]string{"handlers"}, slices.Concat([]string{"handlers/*", "models", "internal/jobs", "internal/mail", "internal/config", "static"}, acts, services, ground),
		"the root of the doors puts them together and is known only by the application"),
	rooms([]string{"internal/app"}, slices.Concat([]string{
		"handlers", "handlers/*", "models", "models/*", "static", "internal/work", "internal/jobs", "internal/mail", "internal/config", "internal/demo", "internal/geocoder"}, acts, services, ground),
		"the application puts together what lies below it; tests and commands start it"),
	rooms([]string{"cmd/*"}, slices.Concat([]string{"internal/app", "internal/config", "internal/verify", "internal/doctor", "models"}, acts, services, ground),
		"a command is a door too: it parses its arguments, calls the application or one act, and prints"),

	rooms([]string{"internal/testkit", "internal/testkit/*", "internal/testkit/browser/*", "internal/journeys", "internal/bench"}, []string{anything},
		"only tests use it"),
)

// A door may use what every act may, its own pages, and what doors share.
var door = slices.Concat([]string{
	"models", "handlers/web", "views/<same>", "views/layout", "views/ui", "views/errors", "internal/config", "static"}, acts, services, ground)

// Libraries from outside that stay in few rooms, so that each could be replaced there.
var Libraries = []Library{
	{"gorm.io", []string{"models", "models/*"}, "others see only models.Tx, so that no query hides outside models"},
	{"github.com/pressly/goose", []string{"models", "models/*"}, "migrations belong to models"},
	{"modernc.org/sqlite", []string{"models"}, "only models knows which database it is"},
	{"github.com/jackc/pgx", []string{"models", "internal/jobs", "internal/testkit"}, "only models knows which database it is; jobs lends River its connection"},
	{"github.com/riverqueue", []string{"internal/jobs", "internal/work", "internal/mailroom", "models", "internal/testkit/*"},
		"jobs and work own the queue, the mailroom wakes it; models only migrates its tables"},
	{"riverqueue.com/riverui", []string{"internal/jobs", "handlers/admin"}, "the queue's own pages are for the admins' door"},
	{"github.com/labstack/echo", []string{"handlers", "handlers/*"}, "HTTP ends at the doors"},
	{"github.com/alexedwards/scs", []string{"handlers", "handlers/*"}, "sessions end at the doors"},
	{"github.com/a-h/templ", []string{"views/*"}, "only views draw; everyone else calls them with values"},
	{"github.com/resend/resend-go", []string{"internal/mail"}, "every other room sees only mail.Transport"},
	{"github.com/wneessen/go-mail", []string{"internal/mail"}, "every other room sees only mail.Transport"},
	{"github.com/piglig/go-qr", []string{"internal/qr"}, "a standard with one reading: another library could draw it"},
	{"codeberg.org/go-pdf/fpdf", []string{"internal/paper"}, "what is printed looks alike, and could be drawn by another library"},
	{"github.com/arran4/golang-ical", []string{"internal/volunteers"}, "calendar files are made where shifts are"},
	{"github.com/go-webauthn", []string{"internal/accounts"}, "passkeys are looked at where staff come in"},
	{"github.com/pquerna/otp", []string{"internal/accounts"}, "codes are looked at where staff come in"},
	{"github.com/alexedwards/argon2id", []string{"internal/accounts"}, "passwords are hashed where staff come in"},
	{"github.com/trustelem/zxcvbn", []string{"internal/accounts"}, "passwords are judged where staff come in"},
	{"github.com/descope/virtualwebauthn", nil, "a device that makes passkeys is for tests and stays out of the program"},
	{"github.com/nicksnyder/go-i18n", []string{"internal/i18n"}, "every other room asks i18n for its words"},
	{"github.com/alecthomas/kong", []string{"cmd/*"}, "the command line ends in cmd"},
	{"go.yaml.in/yaml", []string{"internal/imports", "internal/legislators", "internal/committees"}, "YAML is a format of imported files only"},
	{"github.com/chromedp", []string{"internal/testkit/*"}, "the browser is for tests and stays out of the program"},
	{"github.com/PuerkitoBio/goquery", []string{"internal/testkit", "internal/testkit/*"}, "reading pages is for tests and stays out of the program"},
}

func rooms(paths, may []string, reason string) []Room {
	var alike []Room
	for _, path := range paths {
		alike = append(alike, Room{Path: path, May: may, Reason: reason})
	}
	return alike
}
