package models

import (
	"context"
	"time"

	"statehouse/internal/privacy"
)

// The limits of a letter's parts, in characters.
const (
	MaxLetterSubject = 120
	MinLetterBody    = 40
	MaxLetterBody    = 4000
)

// Letter is what one constituent writes to the holders of their own seats.
type Letter struct {
	ID          int64
	Ref         string
	CampaignID  int64
	SignatureID int64
	Number      int
	Subject     []byte // sealed
	Body        []byte // sealed
	Name        []byte // sealed; as signed under the letter
	ShareEmail  bool   // the office may answer to the constituent's own address
	Sketch      []byte // of the body, under a key; nil once erased
	Fold        string // names the near-identical letters of its campaign; empty for a letter of its own
	Variant     *int   // the draft that it began from, for figures; nil: none
	CreatedAt   time.Time
	ReleasedAt  *time.Time // since when it may go out; nil while the signature waits
}

// LetterText is a letter's text, unsealed.
type LetterText struct{ Subject, Body, Name string }

// SealText fills the sealed fields.
func (l *Letter) SealText(k *privacy.Keys, t LetterText) {
	l.Subject = k.SealText("letters.subject", l.Ref, t.Subject)
	l.Body = k.SealText("letters.body", l.Ref, t.Body)
	l.Name = k.SealText("letters.name", l.Ref, t.Name)
}

// OpenText opens the sealed fields.
func (l Letter) OpenText(k *privacy.Keys) (t LetterText, err error) {
	if t.Subject, err = k.OpenText("letters.subject", l.Ref, l.Subject); err != nil {
		return t, err
	}
	if t.Body, err = k.OpenText("letters.body", l.Ref, l.Body); err != nil {
		return t, err
	}
	t.Name, err = k.OpenText("letters.name", l.Ref, l.Name)
	return t, err
}

// DeliveryKind is what is delivered.
type DeliveryKind string

// The kinds.
const (
	DeliveryLetter DeliveryKind = "letter"
	DeliveryDigest DeliveryKind = "digest"
)

// DeliveryKinds lists them all.
var DeliveryKinds = []DeliveryKind{DeliveryLetter, DeliveryDigest}

// Delivery is a letter or a digest for one seat. Its fate is the state of its
// mail; without a mail it still waits. Its events tell how it came there.
type Delivery struct {
	ID           int64
	CampaignID   int64
	Kind         DeliveryKind
	LetterID     *int64 // of a letter
	DigestID     *int64 // of a digest
	SeatID       int64
	LegislatorID int64 // whom it goes or went to: who held the seat then
	OutboxID     *int64
	StoppedAt    *time.Time // it will get no mail: its writer took it back
	CreatedAt    time.Time
}

// AddLetter stores the next letter of a signature and fills its id and number.
func AddLetter(ctx context.Context, tx *Tx, l *Letter) error {
	last, err := valueOf(ctx, tx, "SELECT COALESCE(max(number), 0) FROM letters WHERE signature_id = ?", l.SignatureID)
	if err != nil {
		return err
	}
	l.Number = last + 1
	if err := addOne(ctx, tx, l); err != nil || l.Number > 1 {
		return err
	}
	_, err = tx.exec(ctx, "UPDATE channels SET wrote = wrote + 1 WHERE code = (SELECT channel FROM signatures WHERE id = ?)", l.SignatureID)
	return err
}

// LetterByID finds a letter.
func LetterByID(ctx context.Context, tx *Tx, id int64) (Letter, error) {
	return take[Letter](ctx, tx, "id = ?", id)
}

// LettersOf lists a signature's letters, oldest first.
func LettersOf(ctx context.Context, tx *Tx, signatureID int64) ([]Letter, error) {
	return rowsOf[Letter](ctx, tx, "SELECT * FROM letters WHERE signature_id = ? ORDER BY number", signatureID)
}

// UnreleasedLetters lists signatures that are counted and have a letter from
// before a time still waiting.
func UnreleasedLetters(ctx context.Context, tx *Tx, before time.Time, limit int) ([]int64, error) {
	return rowsOf[int64](ctx, tx, `SELECT DISTINCT l.signature_id FROM letters l JOIN signatures s ON s.id = l.signature_id
WHERE l.released_at IS NULL AND length(l.body) > 0 AND s.state = 'counted' AND l.created_at < ? LIMIT ?`, before, limit)
}

// MarkReleased notes that a letter may go out; a Conflict fault if it already might.
func MarkReleased(ctx context.Context, tx *Tx, l *Letter, now time.Time) error {
	l.ReleasedAt = &now
	return moved(tx.exec(ctx, "UPDATE letters SET released_at = ? WHERE id = ? AND released_at IS NULL", now, l.ID))
}

// EraseLetters empties the texts of a signature's letters; deliveries stay.
func EraseLetters(ctx context.Context, tx *Tx, signatureID int64) error {
	if err := eraseReplies(ctx, tx, signatureID); err != nil {
		return err
	}
	if err := eraseRelays(ctx, tx, signatureID); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "UPDATE letters SET subject = ?, body = ?, name = ?, sketch = NULL WHERE signature_id = ?", []byte{}, []byte{}, []byte{}, signatureID)
	return err
}

// EraseWaitingLetters empties the letters of a signature that were never
// released, so that they never will be.
func EraseWaitingLetters(ctx context.Context, tx *Tx, signatureID int64) error {
	_, err := tx.exec(ctx, "UPDATE letters SET subject = ?, body = ?, name = ? WHERE signature_id = ? AND released_at IS NULL", []byte{}, []byte{}, []byte{}, signatureID)
	return err
}

// AddDeliveries stores deliveries, each with its first event, and fills their ids.
func AddDeliveries(ctx context.Context, tx *Tx, rows []Delivery) error {
	if err := add(ctx, tx, rows); err != nil {
		return err
	}
	events := make([]DeliveryEvent, len(rows))
	for i, d := range rows {
		events[i] = DeliveryEvent{DeliveryID: d.ID, Kind: EventWritten, Source: SourceStatehouse, At: d.CreatedAt}
	}
	return AddDeliveryEvents(ctx, tx, events)
}

// DeliveriesOf lists a letter's deliveries.
func DeliveriesOf(ctx context.Context, tx *Tx, letterID int64) ([]Delivery, error) {
	return rowsOf[Delivery](ctx, tx, "SELECT * FROM deliveries WHERE letter_id = ? ORDER BY id", letterID)
}

// SetDeliveryMail ties a delivery to the queued mail that carries it.
func SetDeliveryMail(ctx context.Context, tx *Tx, d *Delivery, outboxID int64, now time.Time) error {
	d.OutboxID = &outboxID
	if err := moved(tx.exec(ctx, "UPDATE deliveries SET outbox_id = ? WHERE id = ? AND outbox_id IS NULL AND stopped_at IS NULL", outboxID, d.ID)); err != nil {
		return err
	}
	return AddDeliveryEvent(ctx, tx, d.ID, EventKind(MailQueued), SourceStatehouse, "", now)
}

// WasWritten says whether the signature has already written to who holds a
// seat, or has a letter to it that has not gone yet; one that was taken back
// before it left does not count.
func WasWritten(ctx context.Context, tx *Tx, signatureID int64, h Holder) (bool, error) {
	n, err := valueOf(ctx, tx, `SELECT count(*) FROM deliveries d JOIN letters l ON l.id = d.letter_id LEFT JOIN outbox o ON o.id = d.outbox_id
WHERE l.signature_id = ? AND d.seat_id = ? AND (l.released_at IS NOT NULL OR length(l.body) > 0)
  AND d.stopped_at IS NULL AND COALESCE(o.state, '') <> 'dropped'
  AND (d.legislator_id = ? OR o.id IS NULL OR o.state = 'queued')`, signatureID, h.SeatID, h.LegislatorID)
	return n > 0, err
}

// DeliveryFate is a delivery with where it went and what became of it.
type DeliveryFate struct {
	DeliveryID   int64
	LetterID     int64
	Legislator   string
	Chamber      string
	State        string
	DistrictName string
	Phone        string
	Fate         MailState
	MovedAt      *time.Time
	AcceptedAt   *time.Time
	Rerouted     bool // the seat changed hands before it was sent
}

// fate is where a delivery stands: with its mail, else waiting or stopped.
const fate = "COALESCE(o.state, CASE WHEN d.stopped_at IS NULL THEN 'queued' ELSE 'dropped' END)"

// FatesOf lists the deliveries of a letter with their fates.
func FatesOf(ctx context.Context, tx *Tx, letterID int64) ([]DeliveryFate, error) {
	return rowsOf[DeliveryFate](ctx, tx, `SELECT d.id AS delivery_id, d.letter_id, l.name AS legislator, x.chamber, x.state, x.name AS district_name,
  COALESCE(NULLIF(l.phone, ''), l.district_phone) AS phone, `+fate+` AS fate, o.moved_at, o.accepted_at,
  EXISTS (SELECT 1 FROM delivery_events e WHERE e.delivery_id = d.id AND e.kind = 'rerouted') AS rerouted
FROM deliveries d JOIN legislators l ON l.id = d.legislator_id JOIN seats s ON s.id = d.seat_id JOIN districts x ON x.id = s.district_id
LEFT JOIN outbox o ON o.id = d.outbox_id WHERE d.letter_id = ? ORDER BY d.id`, letterID)
}

// IsErased says whether the letter's text was emptied at its writer's wish.
func (l Letter) IsErased() bool { return len(l.Body) == 0 }
