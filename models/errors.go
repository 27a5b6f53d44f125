package models

import (
	"errors"

	"gorm.io/gorm"

	"statehouse/internal/fault"
)

// translate turns what the database says into faults that doors can answer.
func translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return fault.Because(fault.NotFound, "error.not_found", err)
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return fault.Because(fault.Conflict, "error.conflict", err)
	}
	return err
}

// moved turns "no row was in the state I read" into a Conflict.
func moved(rows int64, err error) error {
	if err == nil && rows == 0 {
		return fault.New(fault.Conflict, "error.conflict")
	}
	return err
}
