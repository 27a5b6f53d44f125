package offices

import (
	"context"
	"slices"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/token"
	"statehouse/models"
)

// Letters are those of one mail, as its office may answer them.
type Letters struct {
	Subject  string // of the first
	Number   int    // of their writers who can be answered
	Answered []time.Time

	OneHolder bool // the mail went to one legislator, whose position can be told
}

// Letters opens the letters of a mail. Faults: NotFound, Gone.
func (o *Offices) Letters(ctx context.Context, tok string) (l Letters, err error) {
	defer fault.Wrap(&err, "offices.Letters")
	tx := o.db.Read()
	link, err := o.look(ctx, tx, tok)
	if err != nil {
		return l, err
	}
	return o.letters(ctx, tx, link)
}

func (o *Offices) letters(ctx context.Context, tx *models.Tx, link models.OfficeLink) (l Letters, err error) {
	written, err := o.answerable(ctx, tx, link, false)
	if err != nil {
		return l, err
	}
	ids := map[int64]bool{}
	for _, w := range written {
		ids[w.SignatureID] = true
	}
	first, err := models.LetterByID(ctx, tx, written[0].LetterID)
	if err != nil {
		return l, err
	}
	text, err := first.OpenText(o.keys)
	if err != nil {
		return l, err
	}
	l.Subject, l.Number = text.Subject, len(ids)
	carried, err := models.DeliveriesIn(ctx, tx, link.OutboxID)
	if err != nil {
		return l, err
	}
	l.OneHolder = isOneHolder(carried)
	l.Answered, err = models.RelayTimes(ctx, tx, link.OutboxID)
	return l, err
}

// isOneHolder says whether a mail went to one legislator, and not to several who
// share its address.
func isOneHolder(carried []models.Delivery) bool {
	return !slices.ContainsFunc(carried, func(d models.Delivery) bool { return d.LegislatorID != carried[0].LegislatorID })
}

// answerable are the letters of a mail whose writers are still there. A digest is
// NotFound, and letters that were all taken back are Gone.
func (o *Offices) answerable(ctx context.Context, tx *models.Tx, link models.OfficeLink, lock bool) ([]models.WrittenLetter, error) {
	written, err := models.LettersIn(ctx, tx, link.OutboxID, lock)
	if err != nil || len(written) > 0 {
		return written, err
	}
	carried, err := models.DeliveriesIn(ctx, tx, link.OutboxID)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(carried, func(d models.Delivery) bool { return d.Kind == models.DeliveryLetter }) {
		return nil, fault.New(fault.Gone, "error.office.nobody")
	}
	return nil, fault.New(fault.NotFound, "error.not_found")
}

// Answer is an answer as it was typed.
type Answer struct{ Text, Name, Position string }

func (a Answer) read() (models.RelayText, models.ToldPosition, error) {
	fields := map[string]string{}
	note := func(field string, err error) {
		if err != nil {
			fields[field] = fault.Of(err).Message
		}
	}
	var t models.RelayText
	var err error
	t.Text, err = plain(a.Text, models.MaxRelay, "error.office.text")
	note("text", err)
	t.Name, err = models.ParseName(a.Name)
	note("name", err)
	position := models.ToldPosition(a.Position)
	if position == "" {
		position = models.ToldUnsaid
	}
	if !slices.Contains(models.ToldPositions, position) {
		fields["position"] = "error.survey.position"
	}
	return t, position, fault.Fields(fields)
}

// Answer passes an answer on to the writers of a mail's letters, once to each; the
// same answer again does nothing. A position that it tells of waits for organizers.
// Faults: NotFound, Gone, Invalid with fields, TooMany.
func (o *Offices) Answer(ctx context.Context, tok string, a Answer) (err error) {
	defer fault.Wrap(&err, "offices.Answer")
	return o.db.Write(ctx, func(tx *models.Tx) error {
		link, err := o.hold(ctx, tx, tok)
		if err != nil {
			return err
		}
		written, err := o.answerable(ctx, tx, link, true)
		if err != nil {
			return err
		}
		text, position, err := a.read()
		if err != nil {
			return err
		}
		relay := models.Relay{Ref: token.Ref(), OutboxID: link.OutboxID, Position: position, At: o.moment()}
		relay.SealText(o.keys, text)
		isNew, err := models.AddRelay(ctx, tx, &relay)
		if err != nil || !isNew {
			return err
		}
		n, err := models.RelaysSince(ctx, tx, link.OutboxID, relay.At.Add(-models.RelayEvery))
		if err != nil {
			return err
		}
		if n > models.MaxRelays {
			return tooMany()
		}
		if err := o.pass(ctx, tx, relay, written); err != nil {
			return err
		}
		return o.proposeBy(ctx, tx, link, relay)
	})
}

// pass gives everybody who wrote a copy, and notes it in the letters' events.
func (o *Offices) pass(ctx context.Context, tx *models.Tx, relay models.Relay, written []models.WrittenLetter) error {
	mails, err := o.tell(ctx, tx, written, relay.At)
	if err != nil {
		return err
	}
	copies, events := make([]models.RelayCopy, len(written)), make([]models.DeliveryEvent, len(written))
	for i, w := range written {
		copies[i] = models.RelayCopy{RelayID: relay.ID, DeliveryID: w.DeliveryID, OutboxID: mails[w.SignatureID]}
		events[i] = models.DeliveryEvent{DeliveryID: w.DeliveryID, Kind: models.EventAnswered, Source: models.SourceOffice, At: relay.At}
	}
	if err := models.AddRelayCopies(ctx, tx, copies); err != nil {
		return err
	}
	return models.AddDeliveryEvents(ctx, tx, events)
}

// tell mails those who may be written to, one mail to each writer, with a fresh
// link to a letter of theirs. It says by signature which mail that is.
func (o *Offices) tell(ctx context.Context, tx *models.Tx, written []models.WrittenLetter, now time.Time) (map[int64]*int64, error) {
	var drafts []*mailroom.Draft
	var links []models.Link
	var told []int64
	seen := map[int64]bool{}
	for _, w := range written {
		if seen[w.SignatureID] {
			continue
		}
		seen[w.SignatureID] = true
		sig, err := models.SignatureByID(ctx, tx, w.SignatureID)
		if err != nil {
			return nil, err
		}
		to, err := o.reachable(ctx, tx, sig)
		if err != nil {
			return nil, err
		}
		if to == "" {
			continue
		}
		tok := token.New()
		draft, err := o.room.Relay(ctx, sig.Lang, to, tok, now)
		if err != nil {
			return nil, err
		}
		drafts, told = append(drafts, draft.For(sig)), append(told, sig.ID)
		links = append(links, models.Link{Hash: token.Hash(tok), Kind: models.LinkLetters, SignatureID: &sig.ID, LetterID: &w.LetterID,
			CreatedAt: now, ExpiresAt: now.Add(models.LettersLife)})
	}
	ids, err := o.room.Post(ctx, tx, drafts)
	if err != nil {
		return nil, err
	}
	mails := map[int64]*int64{}
	for i, id := range ids {
		mails[told[i]] = &id
	}
	return mails, models.AddLinks(ctx, tx, links)
}

// reachable is the address of a supporter; empty if it must not be written to.
func (o *Offices) reachable(ctx context.Context, tx *models.Tx, sig models.Signature) (string, error) {
	person, err := sig.OpenPerson(o.keys)
	if err != nil {
		return "", err
	}
	email, err := models.ParseEmail(person.Email)
	if err != nil {
		return "", err
	}
	reason, err := models.SuppressionOf(ctx, tx, models.ContactIndex(o.keys, email))
	if reason != "" {
		return "", err
	}
	return person.Email, err
}
