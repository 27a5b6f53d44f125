package campaigns

import (
	"context"
	"slices"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/models"
)

// CircularForm is a mail to organizers as it was typed, with the campaigns that it is
// about.
type CircularForm struct {
	Ref           string // of the form
	State         string // empty for all
	Statuses      []string
	Subject, Body string
}

// Circle is whom a circular goes to, and because of which campaigns.
type Circle struct {
	Campaigns []models.CampaignRow
	People    []models.User
}

// titles are those of a person's campaigns.
func (c Circle) titles(u models.User) (list []string) {
	for _, row := range c.Campaigns {
		if u.State == "" || u.State == row.State {
			list = append(list, row.Title)
		}
	}
	return list
}

// Circle finds whom a form is about. Faults: Invalid with the fields state, statuses,
// subject and body.
func (s *Campaigns) Circle(ctx context.Context, actor models.Actor, f *CircularForm) (c Circle, err error) {
	defer fault.Wrap(&err, "campaigns.Circle")
	if err := f.check(actor); err != nil {
		return c, err
	}
	return s.circle(ctx, s.db.Read(), *f)
}

func (s *Campaigns) circle(ctx context.Context, tx *models.Tx, f CircularForm) (c Circle, err error) {
	rows, err := models.OrganizedCampaigns(ctx, tx, f.State, "en")
	if err != nil {
		return c, err
	}
	var states []string
	for _, row := range rows {
		if slices.Contains(f.Statuses, string(row.Status)) {
			c.Campaigns, states = append(c.Campaigns, row), append(states, row.State)
		}
	}
	c.People, err = models.OrganizersOf(ctx, tx, states)
	return c, err
}

// check reads the form; who moderates one state writes to the organizers of that one.
func (f *CircularForm) check(actor models.Actor) error {
	wrong := map[string]string{}
	if f.State == "" {
		f.State = actor.Watches()
	}
	if _, ok := models.StateByCode(f.State); f.State != "" && !ok || !actor.MayScrutinize(f.State) {
		wrong["state"] = "error.circular.state"
	}
	if len(f.Statuses) == 0 || slices.ContainsFunc(f.Statuses, func(status string) bool {
		return !slices.Contains(models.CampaignStatuses, models.CampaignStatus(status))
	}) {
		wrong["statuses"] = "error.circular.statuses"
	}
	for field, text := range map[string]struct {
		typed *string
		limit int
	}{"subject": {&f.Subject, models.MaxCircularSubject}, "body": {&f.Body, models.MaxCircularBody}} {
		read, err := models.ParseText(*text.typed, text.limit)
		if err != nil || read == "" || field == "subject" && strings.Contains(read, "\n") {
			wrong[field] = "error.circular." + field
			continue
		}
		*text.typed = read
	}
	if len(wrong) > 0 {
		return fault.Fields(wrong)
	}
	return nil
}

// TestCircular sends it to its author alone. Faults: Invalid with fields.
func (s *Campaigns) TestCircular(ctx context.Context, actor models.Actor, f CircularForm) (err error) {
	defer fault.Wrap(&err, "campaigns.TestCircular")
	circle, err := s.Circle(ctx, actor, &f)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *models.Tx) error {
		_, err := s.post(ctx, tx, actor, f, circle, []models.User{*actor.User})
		return err
	})
}

// SendCircular sends it to so many people, as its author was shown, once. Faults:
// Invalid with fields, Conflict where it would be others or the form was sent before.
func (s *Campaigns) SendCircular(ctx context.Context, actor models.Actor, f CircularForm, people int) (err error) {
	defer fault.Wrap(&err, "campaigns.SendCircular")
	if err := f.check(actor); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *models.Tx) error {
		circle, err := s.circle(ctx, tx, f)
		if err != nil {
			return err
		}
		if len(circle.People) != people || people == 0 || f.Ref == "" {
			return fault.New(fault.Conflict, "error.circular.changed")
		}
		circular := models.Circular{Ref: f.Ref, UserID: actor.User.ID, State: f.State, Statuses: strings.Join(f.Statuses, ","), Subject: f.Subject, Body: f.Body, SentAt: models.Moment(s.now())}
		if err := models.AddCircular(ctx, tx, &circular); err != nil {
			return err
		}
		mails, err := s.post(ctx, tx, actor, f, circle, circle.People)
		if err != nil {
			return err
		}
		var rows []models.CircularMail
		for i, u := range circle.People {
			rows = append(rows, models.CircularMail{CircularID: circular.ID, UserID: u.ID, OutboxID: mails[i]})
		}
		return models.AddCircularMails(ctx, tx, rows)
	})
}

func (s *Campaigns) post(ctx context.Context, tx *models.Tx, actor models.Actor, f CircularForm, circle Circle, to []models.User) ([]int64, error) {
	var drafts []*mailroom.Draft
	for _, u := range to {
		draft, err := s.room.Circular(ctx, u.Lang, u.Email, mailroom.Circular{By: actor.User.Name, Subject: f.Subject, Body: f.Body, Titles: circle.titles(u)}, models.Moment(s.now()))
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, draft)
	}
	return s.room.Post(ctx, tx, drafts)
}
