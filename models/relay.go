package models

import (
	"context"
	"time"

	"statehouse/internal/privacy"
	"statehouse/internal/token"
)

// MaxRelay is the longest answer of an office, in characters.
const MaxRelay = 5000

// MaxRelays is how many answers one link passes on within RelayEvery.
const (
	MaxRelays  = 5
	RelayEvery = 24 * time.Hour
)

// Relay is what an office answers to the writers of one mail, passed on without
// their addresses.
type Relay struct {
	ID       int64
	Ref      string
	OutboxID int64        // the mail that it answers
	Same     []byte       // keyed hash of what it says: the same again is not passed on twice
	Text     []byte       // sealed
	Name     []byte       // sealed; who answers in the office
	Position ToldPosition // where the legislator stands, as far as it is said
	At       time.Time
}

// RelayText is what a relay says, unsealed.
type RelayText struct{ Text, Name string }

// SealText fills the sealed fields, and Same. Ref and Position must be set.
func (r *Relay) SealText(k *privacy.Keys, t RelayText) {
	r.Text = k.SealText("relays.text", r.Ref, t.Text)
	r.Name = k.SealText("relays.name", r.Ref, t.Name)
	r.Same = k.Blind("relay", string(r.Position)+"\x00"+t.Name+"\x00"+t.Text)
}

// OpenText opens the sealed fields.
func (r Relay) OpenText(k *privacy.Keys) (t RelayText, err error) {
	if t.Text, err = k.OpenText("relays.text", r.Ref, r.Text); err != nil {
		return t, err
	}
	t.Name, err = k.OpenText("relays.name", r.Ref, r.Name)
	return t, err
}

// RelayCopy is a relay as the writer of one delivery gets it.
type RelayCopy struct {
	RelayID    int64  `gorm:"primaryKey;autoIncrement:false"`
	DeliveryID int64  `gorm:"primaryKey;autoIncrement:false"`
	OutboxID   *int64 // the mail that tells of it; nil: nobody may be written to at that address
}

// AddRelay stores an answer and fills its id; false means that the same was said
// before.
func AddRelay(ctx context.Context, tx *Tx, r *Relay) (bool, error) {
	ids, err := rowsOf[int64](ctx, tx, `INSERT INTO relays (ref, outbox_id, same, text, name, position, at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (outbox_id, same) DO NOTHING RETURNING id`, r.Ref, r.OutboxID, r.Same, r.Text, r.Name, r.Position, r.At)
	if err != nil || len(ids) == 0 {
		return false, err
	}
	r.ID = ids[0]
	return true, nil
}

// AddRelayCopies stores who gets an answer.
func AddRelayCopies(ctx context.Context, tx *Tx, copies []RelayCopy) error {
	return add(ctx, tx, copies)
}

// RelaysSince counts the answers to a mail after a time.
func RelaysSince(ctx context.Context, tx *Tx, mailID int64, after time.Time) (int, error) {
	return valueOf(ctx, tx, "SELECT count(*) FROM relays WHERE outbox_id = ? AND at > ?", mailID, after)
}

// RelayTimes are when a mail was answered, oldest first.
func RelayTimes(ctx context.Context, tx *Tx, mailID int64) ([]time.Time, error) {
	return rowsOf[time.Time](ctx, tx, "SELECT at FROM relays WHERE outbox_id = ? ORDER BY id", mailID)
}

// WrittenLetter is a delivery of a letter that an office may answer.
type WrittenLetter struct {
	DeliveryID  int64
	LetterID    int64
	SignatureID int64
}

// LettersIn lists what a mail carried that can still be answered: of writers who
// have neither withdrawn nor erased. In a transaction none of them does until it ends.
func LettersIn(ctx context.Context, tx *Tx, mailID int64, lock bool) ([]WrittenLetter, error) {
	rows := `SELECT d.id AS delivery_id, l.id AS letter_id, s.id AS signature_id FROM deliveries d JOIN letters l ON l.id = d.letter_id
JOIN signatures s ON s.id = l.signature_id WHERE d.outbox_id = ? AND s.state = 'counted' AND s.erased_at IS NULL AND length(l.body) > 0 ORDER BY s.id, d.id`
	if lock && tx.Dialect == Postgres {
		rows += " FOR UPDATE OF s"
	}
	return rowsOf[WrittenLetter](ctx, tx, rows, mailID)
}

// RelayOf is an answer to one delivery, unsealed.
type RelayOf struct {
	Relay      `gorm:"embedded"`
	DeliveryID int64
	Says       RelayText `gorm:"-"`
}

// RelaysOf lists what offices answered to a letter, oldest first.
func RelaysOf(ctx context.Context, tx *Tx, k *privacy.Keys, letterID int64) ([]RelayOf, error) {
	rows, err := rowsOf[RelayOf](ctx, tx, `SELECT r.*, c.delivery_id FROM relays r JOIN relay_copies c ON c.relay_id = r.id JOIN deliveries d ON d.id = c.delivery_id
WHERE d.letter_id = ? ORDER BY r.id, c.delivery_id`, letterID)
	for i := range rows {
		if rows[i].Says, err = rows[i].OpenText(k); err != nil {
			return nil, err
		}
	}
	return rows, err
}

// eraseRelays deletes a writer's copies of what offices answered, and empties
// the answers that nobody else has a copy of.
func eraseRelays(ctx context.Context, tx *Tx, signatureID int64) error {
	ids, err := rowsOf[int64](ctx, tx, `SELECT DISTINCT c.relay_id FROM relay_copies c JOIN deliveries d ON d.id = c.delivery_id
JOIN letters l ON l.id = d.letter_id WHERE l.signature_id = ? ORDER BY c.relay_id`, signatureID)
	if err != nil || len(ids) == 0 {
		return err
	}
	if _, err := tx.exec(ctx, `DELETE FROM relay_copies WHERE delivery_id IN (
  SELECT d.id FROM deliveries d JOIN letters l ON l.id = d.letter_id WHERE l.signature_id = ?)`, signatureID); err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := tx.exec(ctx, `UPDATE relays SET text = ?, name = ?, same = ?
WHERE id = ? AND NOT EXISTS (SELECT 1 FROM relay_copies c WHERE c.relay_id = relays.id)`, []byte{}, []byte{}, token.Hash(token.New()), id); err != nil {
			return err
		}
	}
	return nil
}

// RelaysAfter pages through the answers that still say something by id.
func RelaysAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]Relay, error) {
	return rowsOf[Relay](ctx, tx, "SELECT * FROM relays WHERE length(text) > 0 AND id > ? ORDER BY id LIMIT ?", id, limit)
}

// RelayRules hold what offices answered to the letters that they got, to the
// events of these and to the mails that tell of it.
var RelayRules = []Rule{
	{"its link opens no mail to an office", `SELECT 'mail ' || o.id FROM office_links k JOIN outbox o ON o.id = k.outbox_id
WHERE o.kind NOT IN ('letter','folded','digest') ORDER BY o.id`},
	{"answers a letter of another mail", `SELECT 'relay ' || r.id || ', delivery ' || d.id FROM relay_copies c JOIN relays r ON r.id = c.relay_id
JOIN deliveries d ON d.id = c.delivery_id WHERE d.letter_id IS NULL OR d.outbox_id IS NULL OR d.outbox_id <> r.outbox_id ORDER BY r.id, d.id`},
	{"answers and events of the office differ", `SELECT 'delivery ' || x.id || ': answers/events ' || x.answers || '/' || x.events FROM (
  SELECT d.id, d.letter_id, (SELECT count(*) FROM relay_copies c WHERE c.delivery_id = d.id) AS answers,
    (SELECT count(*) FROM delivery_events e WHERE e.delivery_id = d.id AND e.kind = 'answered' AND e.source = 'office') AS events
  FROM deliveries d WHERE d.id IN (SELECT delivery_id FROM relay_copies UNION SELECT delivery_id FROM delivery_events WHERE kind = 'answered')) x
JOIN letters l ON l.id = x.letter_id WHERE x.answers > x.events OR x.answers < x.events AND length(l.body) > 0 ORDER BY x.id`},
	{"is told of by a mail of another", `SELECT 'relay ' || c.relay_id || ', delivery ' || d.id FROM relay_copies c JOIN deliveries d ON d.id = c.delivery_id
JOIN letters l ON l.id = d.letter_id JOIN outbox o ON o.id = c.outbox_id
WHERE o.kind <> 'relay' OR o.signature_id IS NULL OR o.signature_id <> l.signature_id ORDER BY c.relay_id, d.id`},
	{"one writer is told twice of it", `SELECT 'relay ' || c.relay_id || ', signature ' || l.signature_id FROM relay_copies c JOIN deliveries d ON d.id = c.delivery_id
JOIN letters l ON l.id = d.letter_id GROUP BY c.relay_id, l.signature_id HAVING count(DISTINCT c.outbox_id) > 1 ORDER BY c.relay_id, l.signature_id`},
	{"is still here, and nobody has a copy", `SELECT 'relay ' || r.id FROM relays r WHERE length(r.text) + length(r.name) > 0
AND NOT EXISTS (SELECT 1 FROM relay_copies c WHERE c.relay_id = r.id) ORDER BY r.id`},
}
