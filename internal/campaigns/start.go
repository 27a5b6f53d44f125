package campaigns

import (
	"cmp"
	"context"
	"slices"

	"statehouse/internal/fault"
	"statehouse/internal/slug"
	"statehouse/internal/token"
	"statehouse/models"
)

// mostSimilar is how many like campaigns are shown before another begins.
const mostSimilar = 5

// StartForm begins a campaign, as it was typed.
type StartForm struct {
	State, Topic string
	Criterion    string // key of the law card's point that the ask would change
	Template     string // "" for an empty text
	Title, Lang  string // and the language that the title is in; "" for English
	Different    bool   // "none of these asks for the same"
	Request      string // ref of the request that it is begun because of; "" for none
}

// Start begins a campaign as a draft of its state, from a template or an empty
// text. Faults: NotFound for who may not organize there, Invalid with fields;
// the field similar says that like campaigns should be looked at first. Conflict if the
// request is of another state or topic, or has a draft.
func (s *Campaigns) Start(ctx context.Context, actor models.Actor, f StartForm) (name string, err error) {
	defer fault.Wrap(&err, "campaigns.Start")
	c := models.Campaign{State: f.State, Topic: f.Topic, Criterion: f.Criterion, Status: models.CampaignDraft}
	if !actor.MayOrganize(c) {
		return "", fault.New(fault.NotFound, "error.not_found")
	}
	t, err := f.read(&c)
	if err != nil {
		return "", err
	}
	return slug.Free(c.State+"-"+cmp.Or(slug.Of(f.Title), "campaign"), func(name string) error {
		return s.db.Write(ctx, func(tx *models.Tx) error { return s.start(ctx, tx, actor, c, name, t, f) })
	})
}

// start stores a campaign under a name, with its first text and letter.
func (s *Campaigns) start(ctx context.Context, tx *models.Tx, actor models.Actor, c models.Campaign, name string, t Template, f StartForm) error {
	about, err := readFacts(ctx, tx, c)
	if err != nil {
		return err
	}
	if !about.has(c.Criterion) {
		return fault.Fields(map[string]string{"criterion": "error.criterion.choice"})
	}
	if !f.Different {
		like, err := models.SimilarCampaigns(ctx, tx, c.State, f.Title, "en", 1)
		if err != nil {
			return err
		}
		if len(like) > 0 {
			return fault.Fields(map[string]string{"similar": "error.start.similar"})
		}
	}
	c.Slug, c.Code, c.CreatedAt = name, token.Code(8), models.Moment(s.now())
	c.UpdatedAt = c.CreatedAt
	if err := models.AddCampaign(ctx, tx, &c); err != nil {
		return err
	}
	if f.Request != "" {
		if err := models.DraftForRequest(ctx, tx, f.Request, c); err != nil {
			return err
		}
	}
	return s.draft(ctx, tx, actor, c, t, about, f)
}

// Similar lists like campaigns of a state, the likest first.
func (s *Campaigns) Similar(ctx context.Context, state, text, lang string) (rows []models.CampaignRow, err error) {
	defer fault.Wrap(&err, "campaigns.Similar")
	return models.SimilarCampaigns(ctx, s.db.Read(), state, text, lang, mostSimilar)
}

func (f *StartForm) read(c *models.Campaign) (t Template, err error) {
	fields := map[string]string{}
	if _, ok := models.StateByCode(c.State); !ok {
		fields["state"] = "error.state.choice"
	}
	if !slices.Contains(models.Topics, c.Topic) {
		fields["topic"] = "error.topic.choice"
	}
	t, ok := TemplateOf(f.Template)
	if f.Template != "" && (!ok || t.Topic != c.Topic) {
		fields["template"] = "error.template.choice"
	}
	f.Title = readPart(fields, "title", "title_", f.Title)
	if f.Title == "" && fields["title"] == "" {
		fields["title"] = "error.title.empty"
	}
	return t, fault.Fields(fields)
}

// draft stores the first text and the first letter.
func (s *Campaigns) draft(ctx context.Context, tx *models.Tx, actor models.Actor, c models.Campaign, t Template, about facts, f StartForm) error {
	lang := cmp.Or(f.Lang, "en")
	texts := []models.PetitionDraftText{{Lang: "en"}}
	if lang != "en" {
		texts = append(texts, models.PetitionDraftText{Lang: lang})
	}
	if t.Key != "" {
		texts = t.texts(about)
		if err := models.AddVariants(ctx, tx, t.letters(about, c.ID)); err != nil {
			return err
		}
	}
	for i := range texts {
		if texts[i].CampaignID = c.ID; texts[i].Lang == lang && !t.Locks("title") {
			texts[i].Title = f.Title
		}
	}
	return models.AddDraft(ctx, tx, &models.PetitionDraft{CampaignID: c.ID, Template: t.Key, SavedBy: actor.User.ID, SavedAt: c.CreatedAt}, texts)
}

// readFacts reads what the law card of a campaign's state says on its topic.
func readFacts(ctx context.Context, tx *models.Tx, c models.Campaign) (f facts, err error) {
	f.State, _ = models.StateByCode(c.State)
	if f.Card, err = models.LawCardOf(ctx, tx, c.State, c.Topic); err != nil && !fault.Is(err, fault.NotFound) {
		return f, err
	}
	criteria, err := models.LawCriteria(ctx, tx, c.State)
	for _, k := range criteria {
		if k.Topic == c.Topic {
			f.Criteria = append(f.Criteria, k)
		}
	}
	return f, err
}

// has says whether the card has a point; no point at all is fine.
func (f facts) has(key string) bool {
	return key == "" || slices.ContainsFunc(f.Criteria, func(k models.LawCriterion) bool { return k.Key == key })
}
