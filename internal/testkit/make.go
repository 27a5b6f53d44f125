package testkit

import (
	"context"
	"testing"
	"time"

	"statehouse/internal/mail"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// Secret is the root secret of tests.
const Secret = "a root secret for tests only, 0123456789"

// Keys are the keys of tests, the same in each.
func Keys() *privacy.Keys {
	keys, err := privacy.New(Secret)
	if err != nil {
		panic(err) // the secret above is long enough
	}
	return keys
}

// MakeCampaign stores a live campaign of Arizona with a petition in both
// languages. Options change the campaign before it is stored.
func MakeCampaign(t testing.TB, db *models.DB, options ...func(*models.Campaign)) models.Campaign {
	t.Helper()
	opened := Now.AddDate(0, -1, 0)
	c := models.Campaign{
		Slug: "az-" + token.Code(8), Code: token.Code(8), State: "az", Topic: "safe_harbor", Status: models.CampaignLive,
		Goal: 1000, OpenedAt: &opened, CreatedAt: opened, UpdatedAt: opened,
	}
	for _, option := range options {
		option(&c)
	}
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		c.ID = 0
		if err := models.AddCampaign(ctx, tx, &c); err != nil {
			return err
		}
		p := models.Petition{CampaignID: c.ID, CreatedAt: c.CreatedAt}
		if err := models.AddPetition(ctx, tx, &p, []models.PetitionText{
			{Lang: "en", Title: "Safe harbor for every child", Ask: "Protect, do not arrest.", Summary: "What the bill changes.", Story: "Why it matters."},
			{Lang: "es", Title: "Un puerto seguro para cada menor", Ask: "Proteger, no arrestar.", Summary: "Lo que cambia la ley.", Story: "Por qué importa."},
		}); err != nil {
			return err
		}
		return models.UsePetition(ctx, tx, &c, p.ID, c.CreatedAt)
	})
	return c
}

// Signer is who leaves a signature, and what becomes of it.
type Signer struct {
	models.Person
	Display       models.Display
	Lang          string
	Updates, Help bool
	Household     int
	OutOfState    bool
	State         models.SignatureState // what the signature has become
	At            time.Time             // when it was left; each move happens a minute later
	Districts     []models.District     // which it counts for
	Channel       string                // by which it came; "" for none
}

// As is the option for a signature of a state.
func As(state models.SignatureState) func(*Signer) {
	return func(s *Signer) { s.State = state }
}

// MakeSignature stores a signature on a live campaign as the program would,
// with its confirmation mail, its link (see ConfirmToken) and its counts. It is
// counted unless an option says otherwise.
func MakeSignature(t testing.TB, db *models.DB, keys *privacy.Keys, c models.Campaign, options ...func(*Signer)) models.Signature {
	t.Helper()
	who := Signer{
		Person:  models.Person{Name: "Ada Example", Email: "ada." + token.Code(10) + "@example.org", ZIP: "85003"},
		Display: models.DisplayHidden, Lang: "en", Household: 1, State: models.SignatureCounted, At: Now,
	}
	for _, option := range options {
		option(&who)
	}
	var sig models.Signature
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		sig = models.Signature{
			Ref: token.Ref(), CampaignID: c.ID, PetitionID: *c.PetitionID, Household: who.Household, Lang: who.Lang, Display: who.Display,
			Updates: who.Updates, Help: who.Help, InState: !who.OutOfState, State: models.SignaturePending,
			Mails: 1, MailedAt: who.At, CreatedAt: who.At, MovedAt: who.At,
		}
		email, err := models.ParseEmail(who.Email)
		if err != nil {
			return err
		}
		sig.EmailIndex = models.SignatureIndex(keys, c.Code, email)
		sig.SealPerson(keys, who.Person)
		if who.Channel != "" {
			sig.Channel = &who.Channel
			if err := models.CountSigned(ctx, tx, who.Channel, 1); err != nil {
				return err
			}
		}
		if err := models.AddSignatures(ctx, tx, []*models.Signature{&sig}); err != nil {
			return err
		}
		if err := models.CountPending(ctx, tx, c.ID, 1); err != nil {
			return err
		}
		if err := addConfirmation(ctx, tx, keys, sig, who); err != nil {
			return err
		}
		return settle(ctx, tx, &sig, who)
	})
	return sig
}

// ConfirmToken is the secret in the confirmation link of a made signature.
func ConfirmToken(s models.Signature) string { return "confirm-" + s.Ref }

func addConfirmation(ctx context.Context, tx *models.Tx, keys *privacy.Keys, sig models.Signature, who Signer) error {
	until := who.At.Add(models.ConfirmLife)
	m, err := newMail(keys, sig, "confirmation", who.Email, models.PriorityPerson, who.At)
	if err != nil {
		return err
	}
	m.ExpiresAt = &until
	if err := models.AddMails(ctx, tx, []*models.Mail{m}); err != nil {
		return err
	}
	if who.State != models.SignaturePending {
		if err := accept(ctx, tx, m, who.At); err != nil {
			return err
		}
	}
	return models.AddLinks(ctx, tx, []models.Link{{
		Hash: token.Hash(ConfirmToken(sig)), Kind: models.LinkConfirm, SignatureID: &sig.ID, CreatedAt: who.At, ExpiresAt: until,
	}})
}

// settle moves a pending signature to the state that was asked for.
func settle(ctx context.Context, tx *models.Tx, sig *models.Signature, who Signer) error {
	var way []models.SignatureState
	switch who.State {
	case models.SignatureCounted, models.SignatureHeld:
		way = []models.SignatureState{who.State}
	case models.SignatureInvalidated, models.SignatureWithdrawn:
		way = []models.SignatureState{models.SignatureCounted, who.State}
	}
	at := who.At
	if len(way) > 0 {
		at = at.Add(time.Minute)
		if err := models.SpendLinksOf(ctx, tx, sig.ID, models.LinkConfirm, at); err != nil {
			return err
		}
	}
	byChamber := map[string][]models.Match{}
	for _, d := range who.Districts {
		byChamber[d.Chamber] = append(byChamber[d.Chamber], models.Match{SignatureID: sig.ID, DistrictID: d.ID, Chamber: d.Chamber,
			Method: models.MethodChosen, Confidence: "high", MatchedAt: at})
	}
	for chamber, matches := range byChamber {
		if err := models.SetMatches(ctx, tx, *sig, chamber, matches); err != nil {
			return err
		}
	}
	for _, to := range way {
		if err := models.MoveSignature(ctx, tx, sig, to, "", at); err != nil {
			return err
		}
		at = at.Add(time.Minute)
	}
	return nil
}

// newMail is a queued mail because of a signature, sealed and ready to be sent.
func newMail(keys *privacy.Keys, sig models.Signature, kind, to string, priority models.MailPriority, at time.Time) (*models.Mail, error) {
	m := &models.Mail{
		Ref: token.Ref(), Kind: kind, Priority: priority, State: models.MailQueued, CampaignID: &sig.CampaignID, SignatureID: &sig.ID,
		NotBefore: at, CreatedAt: at, MovedAt: at,
	}
	encoded, err := mail.Message{
		Ref: m.Ref, Kind: kind, From: mail.Address{Email: "mail@statehouse.example.org"}, To: mail.Address{Email: to},
		Subject: "A mail of a test", Text: "Nobody reads this.",
	}.Encode()
	if err != nil {
		return nil, err
	}
	m.Payload = keys.Seal(models.SealPurpose, m.Ref, encoded)
	return m, nil
}

// accept sends a queued mail in a batch of its own, and the provider takes it.
func accept(ctx context.Context, tx *models.Tx, m *models.Mail, at time.Time) error {
	batch := models.MailBatch{Ref: token.Ref(), State: models.BatchSending, Tries: 1, RetryAt: at.Add(time.Minute), CreatedAt: at}
	if _, err := models.AddBatch(ctx, tx, &batch, []int64{m.ID}, at); err != nil {
		return err
	}
	if err := models.SettleMail(ctx, tx, m.ID, models.MailAccepted, "made-"+m.Ref, "", at); err != nil {
		return err
	}
	batch.State = models.BatchSettled
	return models.SaveBatch(ctx, tx, batch)
}

// MakeSeat stores a new district of one seat and a legislator
// who holds it.
func MakeSeat(t testing.TB, db *models.DB, state, chamber, code string) models.Holder {
	t.Helper()
	var holder models.Holder
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		district := models.District{State: state, Chamber: chamber, Code: code, Name: chamber + " district " + code, NumSeats: 1}
		if err := models.SaveDistricts(ctx, tx, []models.District{district}); err != nil {
			return err
		}
		districts, err := models.DistrictsOfState(ctx, tx, state)
		if err != nil {
			return err
		}
		for _, d := range districts {
			if d.Chamber == chamber && d.Code == code {
				district = d
			}
		}
		seats := []models.Seat{{DistrictID: district.ID, Position: 1}}
		if err := models.AddSeats(ctx, tx, seats); err != nil {
			return err
		}
		ocd := "ocd-person/" + token.Ref()
		if err := models.SaveLegislators(ctx, tx, []models.Legislator{{OCD: ocd, State: state, Name: "Sam Sample", Party: "Independent",
			Email: "office." + token.Code(8) + "@example.org", UpdatedAt: Now}}); err != nil {
			return err
		}
		people, err := models.LegislatorsByOCD(ctx, tx, []string{ocd})
		if err != nil {
			return err
		}
		if err := models.AddTerms(ctx, tx, []models.Term{{SeatID: seats[0].ID, LegislatorID: people[0].ID, StartsAt: Now.AddDate(-1, 0, 0)}}); err != nil {
			return err
		}
		holders, err := models.HoldersOf(ctx, tx, []int64{district.ID})
		if err == nil {
			holder = holders[0]
		}
		return err
	})
	return holder
}

// MakeLetter stores a letter of a signature to the holders of seats, with a
// delivery for each. If the signature is counted it is released, each delivery
// with its queued mail; else it waits.
func MakeLetter(t testing.TB, db *models.DB, keys *privacy.Keys, sig models.Signature, to ...models.Holder) models.Letter {
	t.Helper()
	letter := models.Letter{Ref: token.Ref(), CampaignID: sig.CampaignID, SignatureID: sig.ID, CreatedAt: sig.MovedAt}
	letter.SealText(keys, models.LetterText{Subject: "Please support the bill", Body: "I live in your district.", Name: "Ada Example"})
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		letter.ID = 0
		if err := models.AddLetter(ctx, tx, &letter); err != nil {
			return err
		}
		deliveries := make([]models.Delivery, len(to))
		for i, h := range to {
			deliveries[i] = models.Delivery{CampaignID: sig.CampaignID, Kind: models.DeliveryLetter, LetterID: &letter.ID, SeatID: h.SeatID, LegislatorID: h.LegislatorID, CreatedAt: letter.CreatedAt}
		}
		if err := models.AddDeliveries(ctx, tx, deliveries); err != nil || sig.State != models.SignatureCounted {
			return err
		}
		for i := range deliveries {
			m, err := newMail(keys, sig, "letter", to[i].Email, models.PriorityLetter, letter.CreatedAt)
			if err != nil {
				return err
			}
			if err := models.AddMails(ctx, tx, []*models.Mail{m}); err != nil {
				return err
			}
			if err := models.SetDeliveryMail(ctx, tx, &deliveries[i], m.ID, letter.CreatedAt); err != nil {
				return err
			}
		}
		return models.MarkReleased(ctx, tx, &letter, letter.CreatedAt)
	})
	return letter
}

func write(t testing.TB, db *models.DB, fn func(ctx context.Context, tx *models.Tx) error) {
	t.Helper()
	ctx := context.Background()
	if err := db.Write(ctx, func(tx *models.Tx) error { return fn(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
}
