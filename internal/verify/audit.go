package verify

import (
	"bytes"
	"context"

	"statehouse/models"
)

// audit holds the acts of staff together, from the first to the last.
func audit(ctx context.Context, v *view) error {
	number, hash := int64(0), []byte(nil)
	for {
		page, err := models.AuditEntriesAfter(ctx, v.tx, number, pageSize)
		if err != nil {
			return err
		}
		if !models.AuditIsChained(number, hash, page) {
			v.note("after entry %d: the log is not what was written", number)
			return nil
		}
		if len(page) == 0 {
			break
		}
		last := page[len(page)-1]
		number, hash = last.Number, last.Hash
		v.read(len(page))
	}
	head, err := models.AuditHeadOf(ctx, v.tx)
	if err == nil && (head.Number < number || head.Number == number && !bytes.Equal(head.Hash, hash)) {
		v.note("entry %d: the log ends elsewhere", number)
	}
	if err == nil && head.Number > number { // unless an entry was added while the check ran
		again, err := models.AuditEntriesAfter(ctx, v.tx, number, 1)
		if err == nil && len(again) == 0 {
			v.note("entry %d: the log ends before its last entry", number)
		}
		return err
	}
	return err
}
