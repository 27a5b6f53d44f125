package updates

import (
	"context"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/mailroom"
	"statehouse/models"
)

// How an update is sent: so many people in one transaction, no more in the line
// at a time than soon leave it, and only between these hours of the campaign's
// state.
const (
	chunk    = 200
	backlog  = 2000
	again    = 2 * time.Second
	fromHour = 9
	toHour   = 20
)

// SendSome writes the next copies of an update that is being sent. It returns
// how long to wait before the next, and true once there is nothing left to do.
func (u *Updates) SendSome(ctx context.Context, updateID int64) (wait time.Duration, done bool, err error) {
	defer fault.Wrap(&err, "updates.SendSome(%d)", updateID)
	err = u.db.Write(ctx, func(tx *models.Tx) error {
		wait, done = 0, false
		update, err := models.LockUpdate(ctx, tx, updateID)
		if err != nil {
			return err
		}
		if done = update.State != models.UpdateSending; done {
			return nil
		}
		p, err := u.prepare(ctx, tx, update)
		if err != nil {
			return err
		}
		if wait = untilDay(u.now().In(p.zone)); wait > 0 {
			return nil
		}
		waiting, err := models.UpdateBacklog(ctx, tx, updateID)
		if err != nil {
			return err
		}
		if waiting > backlog {
			wait = again
			return nil
		}
		done, err = u.sendChunk(ctx, tx, &update, p)
		return err
	})
	return wait, done, err
}

// untilDay is how long it is quiet yet, by the local clock.
func untilDay(local time.Time) time.Duration {
	switch hour := local.Hour(); {
	case hour < fromHour:
		return time.Date(local.Year(), local.Month(), local.Day(), fromHour, 0, 0, 0, local.Location()).Sub(local)
	case hour >= toHour:
		return time.Date(local.Year(), local.Month(), local.Day()+1, fromHour, 0, 0, 0, local.Location()).Sub(local)
	}
	return 0
}

// sendChunk writes to the next people; true means that nobody is left.
func (u *Updates) sendChunk(ctx context.Context, tx *models.Tx, update *models.Update, p prepared) (bool, error) {
	next, err := models.AudienceAfter(ctx, tx, *update, chunk)
	if err != nil {
		return false, err
	}
	if len(next) == 0 {
		return true, models.MoveUpdate(ctx, tx, update, models.UpdateSent, u.moment())
	}
	people, err := u.admit(ctx, tx, update, next)
	if err != nil {
		return false, err
	}
	drafts := make([]*mailroom.Draft, len(people))
	for i, person := range people {
		if drafts[i], err = u.room.Update(ctx, person.sig.Lang, person.email, p.mail(person.sig.Lang, person.name), u.moment()); err != nil {
			return false, err
		}
		drafts[i].For(person.sig)
	}
	ids, err := u.room.PostLine(ctx, tx, drafts)
	if err != nil {
		return false, err
	}
	copies := make([]models.UpdateMail, len(people))
	for i, person := range people {
		copies[i] = models.UpdateMail{UpdateID: update.ID, SignatureID: person.sig.ID, OutboxID: ids[i], StopHash: drafts[i].StopHash()}
	}
	if err := models.AddUpdateMails(ctx, tx, copies); err != nil {
		return false, err
	}
	update.LastSignature = next[len(next)-1].ID
	return false, models.StepUpdate(ctx, tx, *update, u.moment())
}

// reader is somebody who gets a copy.
type reader struct {
	sig         models.Signature
	name, email string
	contact     []byte
}

// admit leaves out who must not be written to, and counts why.
func (u *Updates) admit(ctx context.Context, tx *models.Tx, update *models.Update, next []models.Signature) (people []reader, err error) {
	seen := map[string]bool{}
	var contacts [][]byte
	for _, sig := range next {
		person, err := sig.OpenPerson(u.keys)
		if err != nil {
			return nil, err
		}
		email, err := models.ParseEmail(person.Email)
		if err != nil {
			return nil, err
		}
		contact := models.ContactIndex(u.keys, email)
		if seen[string(contact)] { // a household with one address
			continue
		}
		seen[string(contact)] = true
		contacts = append(contacts, contact)
		people = append(people, reader{sig: sig, name: person.Name, email: person.Email, contact: contact})
	}
	suppressed, err := models.Suppressed(ctx, tx, contacts)
	if err != nil {
		return nil, err
	}
	people, update.Suppressed = without(people, update.Suppressed, func(r reader) bool { return suppressed[string(r.contact)] != "" })
	contacts = contacts[:0]
	for _, r := range people {
		contacts = append(contacts, r.contact)
	}
	may, err := models.MayUpdate(ctx, tx, contacts, u.moment())
	people, update.Capped = without(people, update.Capped, func(r reader) bool { return !may[string(r.contact)] })
	return people, err
}

func without(people []reader, count int, isOut func(reader) bool) (kept []reader, out int) {
	for _, r := range people {
		if isOut(r) {
			count++
			continue
		}
		kept = append(kept, r)
	}
	return kept, count
}

// prepared is what all copies of an update share.
type prepared struct {
	zone    *time.Location
	slug    string
	texts   map[string]models.UpdateText
	titles  map[string]string
	counted int
	goal    int
}

func (u *Updates) prepare(ctx context.Context, tx *models.Tx, update models.Update) (p prepared, err error) {
	c, err := models.CampaignByID(ctx, tx, update.CampaignID)
	if err != nil {
		return p, err
	}
	state, _ := models.StateByCode(c.State)
	if p.zone, err = time.LoadLocation(state.TimeZone); err != nil {
		return p, err
	}
	if p.texts, err = models.UpdateTextsOf(ctx, tx, update.ID); err != nil {
		return p, err
	}
	counts, err := models.CountsOf(ctx, tx, c.ID)
	if err != nil {
		return p, err
	}
	p.slug, p.counted, p.goal, p.titles = c.Slug, counts.Counted(), c.NextGoal(counts.Counted()), map[string]string{}
	for _, lang := range i18n.Codes() {
		title, err := models.TextOf(ctx, tx, *c.PetitionID, lang)
		if err != nil {
			return p, err
		}
		p.titles[lang] = title.Title
	}
	return p, nil
}

// mail is a copy for somebody, in their language where there is one.
func (p prepared) mail(lang, name string) mailroom.UpdateMail {
	text, ok := p.texts[lang]
	if !ok {
		text = p.texts["en"]
	}
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	text = text.Filled(first, p.counted, p.goal)
	return mailroom.UpdateMail{Headline: text.Headline, Body: text.Body, Title: p.titles[lang], Path: "/petitions/" + p.slug}
}
