package models

import (
	"context"
	"time"

	"statehouse/internal/fault"
)

// Answered is what a writer says came back from an office.
type Answered string

// What may come back.
const (
	AnsweredNone     Answered = "none"
	AnsweredStandard Answered = "standard" // the same text for everybody
	AnsweredPersonal Answered = "personal"
)

// AnsweredKinds lists them all.
var AnsweredKinds = []Answered{AnsweredNone, AnsweredStandard, AnsweredPersonal}

// ToldPosition is what a writer says the office's answer said of the ask.
type ToldPosition string

// ToldPositions lists all that an answer may say.
var ToldPositions = []ToldPosition{"supports", "opposes", "undecided", ToldUnsaid}

// ToldUnsaid is an answer that did not say, or none.
const ToldUnsaid ToldPosition = "unsaid"

// How long after a letter was accepted its writer is asked, and when no more.
const (
	SurveyAfter = 14 * 24 * time.Hour
	SurveyUntil = 45 * 24 * time.Hour
)

// LetterSurvey notes that a writer was asked, once for each letter.
type LetterSurvey struct {
	LetterID  int64  `gorm:"primaryKey;autoIncrement:false"`
	OutboxID  *int64 // nil: nobody may be asked at that address
	CreatedAt time.Time
}

// LetterReply is what a writer told of one office.
type LetterReply struct {
	DeliveryID int64 `gorm:"primaryKey;autoIncrement:false"`
	Answered   Answered
	Position   ToldPosition
	At         time.Time
}

// TableName is GORM's word for the table.
func (LetterReply) TableName() string { return "letter_replies" }

const leftSince = `o.state IN ('accepted','delayed','delivered') AND o.accepted_at <= ?`

// LettersToAsk lists letters whose writers may be asked now.
func LettersToAsk(ctx context.Context, tx *Tx, now time.Time, limit int) ([]int64, error) {
	return rowsOf[int64](ctx, tx, `SELECT l.id FROM letters l JOIN signatures s ON s.id = l.signature_id
WHERE s.state = 'counted' AND s.erased_at IS NULL AND length(l.body) > 0
  AND NOT EXISTS (SELECT 1 FROM letter_surveys y WHERE y.letter_id = l.id)
  AND l.id IN (SELECT d.letter_id FROM outbox o JOIN deliveries d ON d.outbox_id = o.id WHERE o.accepted_at > ? AND `+leftSince+`)
ORDER BY l.id LIMIT ?`, now.Add(-SurveyUntil), now.Add(-SurveyAfter), limit)
}

// AddSurvey notes that a letter's writer is asked; false means that somebody
// else did.
func AddSurvey(ctx context.Context, tx *Tx, letterID int64, now time.Time) (bool, error) {
	n, err := tx.exec(ctx, "INSERT INTO letter_surveys (letter_id, created_at) VALUES (?, ?) ON CONFLICT (letter_id) DO NOTHING", letterID, now)
	return n == 1, err
}

// SetSurveyMail ties it to its mail.
func SetSurveyMail(ctx context.Context, tx *Tx, letterID, outboxID int64) error {
	return moved(tx.exec(ctx, "UPDATE letter_surveys SET outbox_id = ? WHERE letter_id = ?", outboxID, letterID))
}

// DeliveriesToAskOf lists the deliveries of a letter that its writer may tell of.
func DeliveriesToAskOf(ctx context.Context, tx *Tx, letterID int64, now time.Time) ([]int64, error) {
	return rowsOf[int64](ctx, tx, "SELECT d.id FROM deliveries d JOIN outbox o ON o.id = d.outbox_id WHERE d.letter_id = ? AND "+leftSince+" ORDER BY d.id",
		letterID, now.Add(-SurveyAfter))
}

// RepliesOf lists what the writer of a letter told, by delivery.
func RepliesOf(ctx context.Context, tx *Tx, letterID int64) (map[int64]LetterReply, error) {
	rows, err := rowsOf[LetterReply](ctx, tx, "SELECT r.* FROM letter_replies r JOIN deliveries d ON d.id = r.delivery_id WHERE d.letter_id = ?", letterID)
	replies := map[int64]LetterReply{}
	for _, r := range rows {
		replies[r.DeliveryID] = r
	}
	return replies, err
}

// SaveReply stores what a writer tells; it may change. A delivery that is not
// for them to tell of is a NotFound fault.
func SaveReply(ctx context.Context, tx *Tx, letterID int64, r LetterReply) error {
	open, err := DeliveriesToAskOf(ctx, tx, letterID, r.At)
	if err != nil {
		return err
	}
	for _, id := range open {
		if id == r.DeliveryID {
			_, err := tx.exec(ctx, `INSERT INTO letter_replies (delivery_id, answered, position, at) VALUES (?, ?, ?, ?)
ON CONFLICT (delivery_id) DO UPDATE SET answered = excluded.answered, position = excluded.position, at = excluded.at`, r.DeliveryID, r.Answered, r.Position, r.At)
			return err
		}
	}
	return fault.New(fault.NotFound, "error.not_found")
}

// eraseReplies deletes what the writer of a signature's letters told.
func eraseReplies(ctx context.Context, tx *Tx, signatureID int64) error {
	_, err := tx.exec(ctx, "DELETE FROM letter_replies WHERE delivery_id IN (SELECT d.id FROM deliveries d JOIN letters l ON l.id = d.letter_id WHERE l.signature_id = ?)", signatureID)
	return err
}

// WritersTold counts a campaign's writers by the best that they say came back.
func WritersTold(ctx context.Context, tx *Tx, campaignID int64) (map[Answered]int, error) {
	rows, err := rowsOf[struct{ Best, N int }](ctx, tx, `SELECT best, count(*) AS n FROM (
  SELECT l.signature_id, max(CASE r.answered WHEN 'personal' THEN 2 WHEN 'standard' THEN 1 ELSE 0 END) AS best
  FROM letter_replies r JOIN deliveries d ON d.id = r.delivery_id JOIN letters l ON l.id = d.letter_id
  JOIN signatures s ON s.id = l.signature_id WHERE d.campaign_id = ? AND s.state = 'counted' GROUP BY l.signature_id
) told GROUP BY best`, campaignID)
	counts := map[Answered]int{}
	for _, r := range rows {
		counts[AnsweredKinds[r.Best]] = r.N
	}
	return counts, err
}

// SeatReply is how many writers told of an office, and how many of them had an answer.
type SeatReply struct {
	SeatID   int64
	Writers  int
	Answered int
}

// SeatReplies counts what a campaign's writers told, by seat. Who wrote to the seat
// more than once is one writer.
func SeatReplies(ctx context.Context, tx *Tx, campaignID int64) ([]SeatReply, error) {
	return rowsOf[SeatReply](ctx, tx, `SELECT seat_id, count(*) AS writers, sum(answered) AS answered FROM (
  SELECT d.seat_id, l.signature_id, max(CASE WHEN r.answered = 'none' THEN 0 ELSE 1 END) AS answered
  FROM letter_replies r JOIN deliveries d ON d.id = r.delivery_id JOIN letters l ON l.id = d.letter_id
  JOIN signatures s ON s.id = l.signature_id WHERE d.campaign_id = ? AND s.state = 'counted' GROUP BY d.seat_id, l.signature_id
) told GROUP BY seat_id ORDER BY seat_id`, campaignID)
}

// ReplyRules hold what writers told to letters that left.
var ReplyRules = []Rule{
	{"tells of a letter that never left", `SELECT 'reply of delivery ' || r.delivery_id FROM letter_replies r JOIN deliveries d ON d.id = r.delivery_id
LEFT JOIN outbox o ON o.id = d.outbox_id WHERE d.letter_id IS NULL OR o.accepted_at IS NULL ORDER BY r.delivery_id`},
	{"asks with the mail of another", `SELECT 'survey of letter ' || y.letter_id FROM letter_surveys y JOIN letters l ON l.id = y.letter_id JOIN outbox o ON o.id = y.outbox_id
WHERE o.kind <> 'survey' OR o.signature_id IS NULL OR o.signature_id <> l.signature_id ORDER BY y.letter_id`},
}
