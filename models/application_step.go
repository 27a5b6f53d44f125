package models

import (
	"context"
	"time"
)

// ApplicationStep is a step of screening that is done.
type ApplicationStep struct {
	ApplicationID int64 `gorm:"primaryKey"`
	Step          Step  `gorm:"primaryKey"`
	UserID        *int64
	DoneAt        time.Time
}

// AddStep notes that a step is done; doing it again does nothing.
func AddStep(ctx context.Context, tx *Tx, s ApplicationStep) error {
	_, err := tx.exec(ctx, "INSERT INTO application_steps (application_id, step, user_id, done_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		s.ApplicationID, s.Step, s.UserID, s.DoneAt)
	return err
}

// StepsOf lists the steps that an application has done.
func StepsOf(ctx context.Context, tx *Tx, applicationID int64) ([]ApplicationStep, error) {
	return rowsOf[ApplicationStep](ctx, tx, "SELECT * FROM application_steps WHERE application_id = ? ORDER BY done_at, step", applicationID)
}

// ForgetSteps lets whoever comes back be screened anew.
func ForgetSteps(ctx context.Context, tx *Tx, applicationID int64) error {
	_, err := tx.exec(ctx, "DELETE FROM application_steps WHERE application_id = ?", applicationID)
	return err
}
