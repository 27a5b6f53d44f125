package verify

import (
	"bytes"
	"context"

	"statehouse/models"
)

// paperSeals opens what is sealed of sheets, and makes every index of a person
// again.
func paperSeals(ctx context.Context, v *view, codes map[int64]string) error {
	if err := each(ctx, v, 0, models.PaperBatchesAfter, func(b models.PaperBatch) int64 { return b.ID }, func(b models.PaperBatch) {
		if _, err := b.OpenPeople(v.keys); err != nil {
			v.note("batch %d: its sealed fields do not open", b.ID)
		}
	}); err != nil {
		return err
	}
	if err := each(ctx, v, 0, models.PaperEntriesAfter, func(e models.PaperEntry) int64 { return e.ID }, func(e models.PaperEntry) {
		person, err := e.Open(v.keys)
		v.person("keyed row", e.ID, person, err, codes[e.CampaignID], e.Person)
	}); err != nil {
		return err
	}
	return each(ctx, v, 0, models.PaperRowsAfter, func(r models.PaperRow) int64 { return r.ID }, func(r models.PaperRow) {
		if r.Name != nil {
			person, err := r.Open(v.keys)
			v.person("row", r.ID, person, err, codes[r.CampaignID], r.Person)
		}
	})
}

// person looks at who a row names; of a campaign younger than this check only
// whether it opens.
func (v *view) person(what string, id int64, p models.PaperPerson, err error, code string, index []byte) {
	switch {
	case err != nil:
		v.note("%s %d: its sealed fields do not open", what, id)
	case code != "" && !bytes.Equal(index, models.PersonIndex(v.keys, code, p)):
		v.note("%s %d: its index is not its person's", what, id)
	}
}
