package campaigns

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/markdown"
	"statehouse/models"
)

// The longest and, where a text must say enough, the shortest parts of a
// petition, in characters.
const (
	MaxTitle   = 80
	MaxAsk     = 200
	MaxSummary = 300
	MaxStory   = 5000
	MinStory   = 200
)

// Parts of a petition's text, in their order.
var Parts = []string{"title", "ask", "summary", "story"}

// Text is a petition's text in one language, as it was typed, by part.
type Text map[string]string

// TextForm is a draft as it was typed, by language.
type TextForm struct {
	Revision int // that the writer began from
	Texts    map[string]Text
}

// SaveText keeps a draft. It need not be complete; what is too long is refused.
// Faults: NotFound, Invalid with fields named after part and language
// ("ask_es"), Conflict if somebody else saved meanwhile or the text is not to be
// changed now.
func (s *Campaigns) SaveText(ctx context.Context, actor models.Actor, slug string, f TextForm) (err error) {
	defer fault.Wrap(&err, "campaigns.SaveText")
	texts, err := f.read()
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := models.OrganizedCampaign(ctx, tx, actor, slug)
		if err == nil {
			err = c.CanBeDrafted()
		}
		if err != nil {
			return err
		}
		draft, err := s.DraftFor(ctx, tx, actor, c)
		if err != nil {
			return err
		}
		about, err := readFacts(ctx, tx, c)
		if err != nil {
			return err
		}
		kept := locked(draft, about, texts)
		for i := range kept {
			kept[i].CampaignID = c.ID
		}
		draft.Revision, draft.SavedBy, draft.SavedAt = f.Revision, actor.User.ID, models.Moment(s.now())
		err = models.SaveDraft(ctx, tx, draft, kept)
		if fault.Is(err, fault.Conflict) {
			return fault.Because(fault.Conflict, "error.draft.meanwhile", err)
		}
		return err
	})
}

// DraftFor is a campaign's draft. A campaign that has been published without one
// gets a draft of the version that people sign.
func (s *Campaigns) DraftFor(ctx context.Context, tx *models.Tx, actor models.Actor, c models.Campaign) (models.PetitionDraft, error) {
	draft, err := models.DraftOf(ctx, tx, c.ID)
	if !fault.Is(err, fault.NotFound) {
		return draft, err
	}
	var texts []models.PetitionDraftText
	if c.PetitionID != nil {
		published, err := models.TextsOf(ctx, tx, *c.PetitionID)
		if err != nil {
			return draft, err
		}
		for _, t := range published {
			texts = append(texts, t.AsDraft(c.ID))
		}
	}
	draft = models.PetitionDraft{CampaignID: c.ID, SavedBy: actor.User.ID, SavedAt: models.Moment(s.now())}
	return draft, models.AddDraft(ctx, tx, &draft, texts)
}

// locked puts a template's own words where it lets nobody else's in.
func locked(draft models.PetitionDraft, about facts, typed []models.PetitionDraftText) []models.PetitionDraftText {
	t, ok := TemplateOf(draft.Template)
	if !ok {
		return typed
	}
	own := t.texts(about)
	for i := range typed {
		for _, o := range own {
			if o.Lang != typed[i].Lang || typed[i].IsEmpty() {
				continue
			}
			for part, words := range parts(&typed[i]) {
				if t.Locks(part) {
					*words = *parts(&o)[part]
				}
			}
		}
	}
	return typed
}

// parts are the words of a text, by part.
func parts(t *models.PetitionDraftText) map[string]*string {
	return map[string]*string{"title": &t.Title, "ask": &t.Ask, "summary": &t.Summary, "story": &t.Story}
}

func (f TextForm) read() ([]models.PetitionDraftText, error) {
	fields := map[string]string{}
	var texts []models.PetitionDraftText
	for _, lang := range i18n.Codes() {
		t := models.PetitionDraftText{Lang: lang}
		for part, to := range parts(&t) {
			*to = readPart(fields, part+"_"+lang, part+"_", f.Texts[lang][part])
		}
		if lang == "en" || !t.IsEmpty() {
			texts = append(texts, t)
		}
	}
	return texts, fault.Fields(fields)
}

var limits = map[string]int{"title_": MaxTitle, "ask_": MaxAsk, "summary_": MaxSummary, "story_": MaxStory}

// addressLike is what looks like an address on the web: titles and asks stand in
// mails and lists, where it would lead elsewhere.
var addressLike = regexp.MustCompile(`(?i)https?://|www\.|\b[a-z0-9-]+\.(com|org|net|info|io|co)\b`)

// readPart tidies one part and notes what is wrong with it. A title and an ask
// begin with no sign that a spreadsheet takes for a formula.
func readPart(fields map[string]string, field, part, typed string) string {
	text, err := models.ParseText(typed, limits[part])
	if part != "story_" {
		text = strings.Join(strings.Fields(text), " ")
	}
	switch {
	case err != nil && len([]rune(typed)) > limits[part]:
		fields[field] = "error." + part + "long"
	case err != nil:
		fields[field] = fault.Of(err).Message
	case part == "story_" && markdown.PictureProblem(text) != "":
		fields[field] = markdown.PictureProblem(text)
	case part == "story_" || text == "":
	case strings.ContainsRune("=+-@", rune(text[0])):
		fields[field] = "error.text.formula"
	case part != "summary_" && addressLike.MatchString(text):
		fields[field] = "error.text.address"
	}
	return text
}

// PlanForm is what a campaign is about besides its text, as it was typed.
type PlanForm struct {
	Criterion, Bill, Goal string
	Fixed                 bool // the goal is shown as it is, without steps
}

// The largest goal, and the longest name of a bill.
const (
	MaxGoal = 10_000_000
	MaxBill = 80
)

// SavePlan keeps criterion, bill and goal. Faults: NotFound, Invalid with fields.
func (s *Campaigns) SavePlan(ctx context.Context, actor models.Actor, slug string, f PlanForm) (err error) {
	defer fault.Wrap(&err, "campaigns.SavePlan")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := models.OrganizedCampaign(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		about, err := readFacts(ctx, tx, c)
		if err != nil {
			return err
		}
		fields := map[string]string{}
		if !about.has(f.Criterion) {
			fields["criterion"] = "error.criterion.choice"
		}
		bill, err := models.ParseText(f.Bill, MaxBill)
		if err != nil {
			fields["bill"] = fault.Of(err).Message
		}
		goal, err := strconv.Atoi(strings.NewReplacer(",", "", ".", "", " ", "").Replace(strings.TrimSpace(f.Goal)))
		if err != nil || goal < 1 || goal > MaxGoal {
			fields["goal"] = "error.goal"
		}
		if err := fault.Fields(fields); err != nil {
			return err
		}
		return models.PlanCampaign(ctx, tx, c.ID, f.Criterion, strings.Join(strings.Fields(bill), " "), goal, f.Fixed, models.Moment(s.now()))
	})
}
