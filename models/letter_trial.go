package models

import (
	"context"
	"time"

	"statehouse/internal/fault"
)

// MaxTestsADay is how many letters somebody may send to themselves in a day.
const MaxTestsADay = 10

// LetterTest is how many letters a member of staff has sent to themselves on
// the last day on which they did.
type LetterTest struct {
	UserID int64 `gorm:"primaryKey;autoIncrement:false"`
	Day    string
	Sent   int
}

// SpendLetterTest notes one more; a TooMany fault once the day's are spent.
func SpendLetterTest(ctx context.Context, tx *Tx, userID int64, now time.Time) error {
	n, err := tx.exec(ctx, `INSERT INTO letter_tests (user_id, day, sent) VALUES (?, ?, 1)
ON CONFLICT (user_id) DO UPDATE SET sent = CASE WHEN letter_tests.day = excluded.day THEN letter_tests.sent + 1 ELSE 1 END, day = excluded.day
WHERE letter_tests.day <> excluded.day OR letter_tests.sent < ?`, userID, Day(now), MaxTestsADay)
	if err == nil && n == 0 {
		err = fault.New(fault.TooMany, "error.letter_test.many")
	}
	return err
}
