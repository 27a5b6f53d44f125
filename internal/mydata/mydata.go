// Package mydata is what people can do about their own data: see it, change it,
// take it back, erase it, and stop mail.
package mydata

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// MyData does the acts.
type MyData struct {
	db   *models.DB
	keys *privacy.Keys
	room mailroom.Room
	now  func() time.Time
}

// New makes the acts.
func New(db *models.DB, keys *privacy.Keys, room mailroom.Room, now func() time.Time) *MyData {
	return &MyData{db: db, keys: keys, room: room, now: now}
}

func (m *MyData) moment() time.Time { return models.Moment(m.now()) }

// Ask mails the link to an address that holds anything here, and nothing to
// others. Nil says only that the address is one. Fault: Invalid.
func (m *MyData) Ask(ctx context.Context, typed, lang string) (err error) {
	defer fault.Wrap(&err, "mydata.Ask")
	email, err := models.ParseEmail(typed)
	if err != nil {
		return fault.Fields(map[string]string{"email": fault.Of(err).Message})
	}
	return m.db.Write(ctx, func(tx *models.Tx) error {
		held, err := m.held(ctx, tx, email)
		if err != nil {
			return err
		}
		said, err := m.said(ctx, tx, email)
		if err != nil {
			return err
		}
		applied, err := m.applied(ctx, tx, email)
		if err != nil {
			return err
		}
		asked, err := m.asked(ctx, tx, email)
		if err != nil {
			return err
		}
		endorsed, err := m.endorsed(ctx, tx, email)
		if err != nil || len(held)+len(said)+len(applied)+len(asked)+len(endorsed) == 0 {
			return err
		}
		may, err := models.MayMail(ctx, tx, m.keys.Blind("contact my_data", email.Canonical), m.moment())
		if err != nil || !may {
			return err
		}
		if len(held)+len(applied)+len(said)+len(asked) == 0 {
			return m.room.PostMyDataOfEndorsements(ctx, tx, lang, email.Typed, endorsed[0].ID, m.moment())
		}
		if len(held)+len(applied)+len(said) == 0 {
			return m.room.PostMyDataOfRequests(ctx, tx, lang, email.Typed, asked[0].ID, m.moment())
		}
		if len(held)+len(applied) == 0 {
			return m.room.PostMyDataOfComments(ctx, tx, lang, email.Typed, said[0].ID, m.moment())
		}
		draft, err := m.room.MyData(ctx, lang, email.Typed, m.moment())
		if err != nil {
			return err
		}
		// The mail goes with a signature or an application, so that erasing that
		// empties it too.
		if len(held) > 0 {
			draft = draft.For(held[0])
		} else {
			draft = draft.ForApplication(applied[0])
		}
		_, err = m.room.Post(ctx, tx, []*mailroom.Draft{draft})
		return err
	})
}

// held finds every signature of an address: each campaign has its own blind
// index, so each is asked.
func (m *MyData) held(ctx context.Context, tx *models.Tx, email models.Email) ([]models.Signature, error) {
	codes, err := models.CampaignCodes(ctx, tx)
	if err != nil {
		return nil, err
	}
	var indexes [][]byte
	for _, code := range codes {
		indexes = append(indexes, models.SignatureIndex(m.keys, code, email))
	}
	return models.SignaturesByIndex(ctx, tx, indexes)
}

// Entry is one signature as its supporter sees it.
type Entry struct {
	Signature models.Signature
	Person    models.Person
	Campaign  models.Campaign
	Title     string
	Newer     *Newer // a version that it could be affirmed for; nil if there is none
	Letters   []LetterEntry
	Consents  []models.ConsentOf // to partners, taken back or not
}

// Newer is the version that people sign now.
type Newer struct {
	Signed, Version int // which it rests on, which it would rest on
	Text            models.PetitionText
}

// LetterEntry is one letter as its writer sees it.
type LetterEntry struct {
	Letter models.Letter
	Text   models.LetterText
	Fates  []models.DeliveryFate
	Told   map[int64]models.LetterReply // by delivery: what its writer says came back
	Relays []models.RelayOf             // what offices answered
}

// Show opens a link and lists everything held about its address. Faults:
// NotFound, Gone.
func (m *MyData) Show(ctx context.Context, tok, lang string) (email string, entries []Entry, until time.Time, err error) {
	defer fault.Wrap(&err, "mydata.Show")
	tx := m.db.Read()
	address, link, err := m.open(ctx, tx, tok)
	if err != nil {
		return "", nil, until, err
	}
	held, err := m.held(ctx, tx, address)
	if err != nil {
		return "", nil, until, err
	}
	for _, sig := range held {
		entry, err := m.entry(ctx, tx, sig, lang)
		if err != nil {
			return "", nil, until, err
		}
		entries = append(entries, entry)
	}
	return address.Typed, entries, link.ExpiresAt, nil
}

func (m *MyData) entry(ctx context.Context, tx *models.Tx, sig models.Signature, lang string) (e Entry, err error) {
	e.Signature = sig
	if e.Person, err = sig.OpenPerson(m.keys); err != nil {
		return e, err
	}
	if e.Campaign, err = models.CampaignByID(ctx, tx, sig.CampaignID); err != nil {
		return e, err
	}
	text, err := models.TextOf(ctx, tx, sig.PetitionID, lang)
	if err != nil {
		return e, err
	}
	e.Title = text.Title
	if e.Newer, err = newer(ctx, tx, sig, e.Campaign, lang); err != nil {
		return e, err
	}
	if e.Consents, err = models.ConsentsOf(ctx, tx, sig.ID); err != nil {
		return e, err
	}
	letters, err := models.LettersOf(ctx, tx, sig.ID)
	if err != nil {
		return e, err
	}
	for _, l := range letters {
		le := LetterEntry{Letter: l}
		if !l.IsErased() {
			if le.Text, err = l.OpenText(m.keys); err != nil {
				return e, err
			}
		}
		if le.Fates, err = models.FatesOf(ctx, tx, l.ID); err != nil {
			return e, err
		}
		if le.Told, err = models.RepliesOf(ctx, tx, l.ID); err != nil {
			return e, err
		}
		if le.Relays, err = models.RelaysOf(ctx, tx, m.keys, l.ID); err != nil {
			return e, err
		}
		e.Letters = append(e.Letters, le)
	}
	return e, nil
}

func (m *MyData) open(ctx context.Context, tx *models.Tx, tok string) (models.Email, models.Link, error) {
	link, err := models.LinkByHash(ctx, tx, models.LinkMyData, token.Hash(tok))
	if err != nil {
		return models.Email{}, link, err
	}
	if !link.IsLive(m.moment()) {
		return models.Email{}, link, fault.New(fault.Gone, "error.link.expired")
	}
	contact, err := link.OpenContact(m.keys)
	if err != nil {
		return models.Email{}, link, err
	}
	email, err := models.ParseEmail(contact)
	return email, link, err
}

// own finds one signature of a link's address by its ref; another's is NotFound.
func (m *MyData) own(ctx context.Context, tx *models.Tx, tok, ref string) (*models.Signature, error) {
	email, _, err := m.open(ctx, tx, tok)
	if err != nil {
		return nil, err
	}
	held, err := m.held(ctx, tx, email)
	if err != nil {
		return nil, err
	}
	for i := range held {
		if held[i].Ref == ref {
			return &held[i], nil
		}
	}
	return nil, fault.New(fault.NotFound, "error.not_found")
}

// Change is what a supporter may correct.
type Change struct {
	Name, Display string
	Updates       bool
	Quotable      bool // offices may be shown the comment
}

// Correct changes how a signature is named and shown. Faults: Invalid with
// fields, NotFound, Gone.
func (m *MyData) Correct(ctx context.Context, tok, ref string, c Change) (err error) {
	defer fault.Wrap(&err, "mydata.Correct")
	name, err := models.ParseName(c.Name)
	if err != nil {
		return fault.Fields(map[string]string{"name": fault.Of(err).Message})
	}
	if !models.IsDisplay(models.Display(c.Display)) {
		return fault.Fields(map[string]string{"display": "error.display.choice"})
	}
	return m.db.Write(ctx, func(tx *models.Tx) error {
		sig, err := m.own(ctx, tx, tok, ref)
		if err != nil {
			return err
		}
		person, err := sig.OpenPerson(m.keys)
		if err != nil {
			return err
		}
		shown := models.ShownName(person.Name, sig.Display)
		person.Name = name
		sig.SealPerson(m.keys, person)
		sig.Display, sig.Updates = models.Display(c.Display), c.Updates
		unquoted := sig.Quotable && !c.Quotable
		sig.Quotable = c.Quotable && person.Comment != ""
		if unquoted {
			if _, err := models.DropQuote(ctx, tx, sig.ID); err != nil {
				return err
			}
		}
		if unquoted || shown != "" && shown != models.ShownName(name, sig.Display) {
			if err := models.RecallPackets(ctx, tx, sig.CampaignID, m.moment()); err != nil {
				return err
			}
		}
		return models.SaveSignature(ctx, tx, sig)
	})
}

// Withdraw takes one signature back: the count drops, letters not yet sent stop.
// Faults: NotFound, Gone.
func (m *MyData) Withdraw(ctx context.Context, tok, ref string) (err error) {
	defer fault.Wrap(&err, "mydata.Withdraw")
	return m.db.Write(ctx, func(tx *models.Tx) error {
		sig, err := m.own(ctx, tx, tok, ref)
		if err != nil {
			return err
		}
		return m.withdraw(ctx, tx, sig)
	})
}

func (m *MyData) withdraw(ctx context.Context, tx *models.Tx, sig *models.Signature) error {
	if sig.State == models.SignatureWithdrawn {
		return nil
	}
	// The move comes first: it locks the row, so that no letter is queued meanwhile.
	now := m.moment()
	if err := models.MoveSignature(ctx, tx, sig, models.SignatureWithdrawn, "", now); err != nil {
		return err
	}
	if err := models.DropMailsOf(ctx, tx, sig.ID, "withdrawn", now); err != nil {
		return err
	}
	if err := models.EraseWaitingLetters(ctx, tx, sig.ID); err != nil {
		return err
	}
	return models.SpendLinksOf(ctx, tx, sig.ID, models.LinkConfirm, now)
}
