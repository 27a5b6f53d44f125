package models

import (
	"context"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"statehouse/internal/privacy"
)

// PaperPerson is who signed a row, unsealed.
type PaperPerson struct{ Name, ZIP string }

// PersonIndex tells the same name and ZIP code of one campaign again, however a
// name is spelled in capitals, accents and spaces.
func PersonIndex(k *privacy.Keys, campaignCode string, p PaperPerson) []byte {
	name := strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(p.Name))
	return k.Blind("paper.person "+campaignCode, name+" "+p.ZIP)
}

// PaperEntry is a row as one person keyed it.
type PaperEntry struct {
	ID         int64
	Ref        string
	CampaignID int64
	BatchID    int64
	Pass       int
	Sheet      int
	Line       int
	Name       []byte // sealed
	ZIP        []byte `gorm:"column:zip"` // sealed
	SignedOn   string // 2006-01-02
	Person     []byte // see PersonIndex
}

// Seal fills the sealed fields; Ref must be set.
func (e *PaperEntry) Seal(k *privacy.Keys, campaignCode string, p PaperPerson) {
	e.Name, e.ZIP = k.SealText("paper_entries.name", e.Ref, p.Name), k.SealText("paper_entries.zip", e.Ref, p.ZIP)
	e.Person = PersonIndex(k, campaignCode, p)
}

// Open opens them.
func (e PaperEntry) Open(k *privacy.Keys) (p PaperPerson, err error) {
	if p.Name, err = k.OpenText("paper_entries.name", e.Ref, e.Name); err == nil {
		p.ZIP, err = k.OpenText("paper_entries.zip", e.Ref, e.ZIP)
	}
	return p, err
}

// AddPaperEntry stores a keyed row; a Conflict fault if it was keyed before.
func AddPaperEntry(ctx context.Context, tx *Tx, e *PaperEntry) error { return addOne(ctx, tx, e) }

// PaperEntries lists what was keyed of a batch, by row; pass 0 is both.
func PaperEntries(ctx context.Context, tx *Tx, batchID int64, pass int) ([]PaperEntry, error) {
	return rowsOf[PaperEntry](ctx, tx, "SELECT * FROM paper_entries WHERE batch_id = ? AND (pass = ? OR ? = 0) ORDER BY sheet, line, pass", batchID, pass, pass)
}

// DropPaperEntry takes back a row that a person keyed.
func DropPaperEntry(ctx context.Context, tx *Tx, k PaperKeying, sheet, line int) error {
	return moved(tx.exec(ctx, "DELETE FROM paper_entries WHERE batch_id = ? AND pass = ? AND sheet = ? AND line = ?", k.BatchID, k.Pass, sheet, line))
}

// DropPaperKeyings forgets what was keyed of a batch; and if all begins again, who
// keyed it and how its rows read, but for those that were erased.
func DropPaperKeyings(ctx context.Context, tx *Tx, batchID int64, again bool) error {
	_, err := tx.exec(ctx, "DELETE FROM paper_entries WHERE batch_id = ?", batchID)
	if err != nil || !again {
		return err
	}
	if _, err := tx.exec(ctx, "DELETE FROM paper_keyings WHERE batch_id = ?", batchID); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, "DELETE FROM paper_rows WHERE batch_id = ? AND state <> 'erased'", batchID); err != nil {
		return err
	}
	_, err = tx.exec(ctx, "UPDATE paper_rows SET sample = '', checked_by = NULL WHERE batch_id = ?", batchID)
	return err
}

// PaperRowState is what became of a row.
type PaperRowState string

// The states of a row.
const (
	PaperRowOpen    PaperRowState = "open"     // the two keyings differ
	PaperRowSettled PaperRowState = "settled"  // it reads as it stands here
	PaperRowLeftOut PaperRowState = "left_out" // empty, crossed out or not to be read
	PaperRowErased  PaperRowState = "erased"   // at its signer's wish
)

// PaperRowStates lists them all.
var PaperRowStates = []PaperRowState{PaperRowOpen, PaperRowSettled, PaperRowLeftOut, PaperRowErased}

// The marks of a row that is held against the sheet.
const (
	SampleDue   = "due"
	SampleRight = "right"
	SampleWrong = "wrong"
)

// PaperRow is a row of a sheet as both keyings or a third look have it.
type PaperRow struct {
	ID            int64
	Ref           string
	CampaignID    int64
	BatchID       int64
	Sheet         int
	Line          int
	Name          []byte // sealed
	ZIP           []byte `gorm:"column:zip"` // sealed
	SignedOn      string
	Person        []byte // see PersonIndex
	State         PaperRowState
	SettledBy     *int64
	PerhapsOnline bool // somebody of this name and ZIP code signed online: not counted
	Sample        string
	CheckedBy     *int64
}

// Code names the row.
func (r PaperRow) Code() string { return RowCode(r.Sheet, r.Line) }

// Counts says whether the row counts once its batch does.
func (r PaperRow) Counts() bool {
	return r.State == PaperRowSettled && !r.PerhapsOnline && r.Sample != SampleWrong
}

// Seal fills the sealed fields; Ref must be set.
func (r *PaperRow) Seal(k *privacy.Keys, campaignCode string, p PaperPerson) {
	r.Name, r.ZIP = k.SealText("paper_rows.name", r.Ref, p.Name), k.SealText("paper_rows.zip", r.Ref, p.ZIP)
	r.Person = PersonIndex(k, campaignCode, p)
}

// Open opens them; of a row without words they are empty.
func (r PaperRow) Open(k *privacy.Keys) (p PaperPerson, err error) {
	if r.Name == nil {
		return p, nil
	}
	if p.Name, err = k.OpenText("paper_rows.name", r.Ref, r.Name); err == nil {
		p.ZIP, err = k.OpenText("paper_rows.zip", r.Ref, r.ZIP)
	}
	return p, err
}

// AddPaperRows stores the rows of a batch.
func AddPaperRows(ctx context.Context, tx *Tx, rows []PaperRow) error { return add(ctx, tx, rows) }

// PaperRows lists a batch's rows in their order.
func PaperRows(ctx context.Context, tx *Tx, batchID int64) ([]PaperRow, error) {
	return rowsOf[PaperRow](ctx, tx, "SELECT * FROM paper_rows WHERE batch_id = ? ORDER BY sheet, line", batchID)
}

// PaperRowAt finds a batch's row.
func PaperRowAt(ctx context.Context, tx *Tx, batchID int64, sheet, line int) (PaperRow, error) {
	return take[PaperRow](ctx, tx, "batch_id = ? AND sheet = ? AND line = ?", batchID, sheet, line)
}

// SettlePaperRow keeps how an open row reads, or that it is left out.
func SettlePaperRow(ctx context.Context, tx *Tx, r PaperRow) error {
	return moved(tx.exec(ctx, "UPDATE paper_rows SET state = ?, name = ?, zip = ?, signed_on = ?, person = ?, settled_by = ? WHERE id = ? AND state = 'open'",
		r.State, r.Name, r.ZIP, r.SignedOn, r.Person, r.SettledBy, r.ID))
}

// MarkPaperRow keeps whether a row may be online too, and whether it is sampled.
func MarkPaperRow(ctx context.Context, tx *Tx, r PaperRow) error {
	return moved(tx.exec(ctx, "UPDATE paper_rows SET perhaps_online = ?, sample = ? WHERE id = ? AND state = 'settled' AND sample = ''", r.PerhapsOnline, r.Sample, r.ID))
}

// CheckPaperRow keeps what the sheet says of a sampled row.
func CheckPaperRow(ctx context.Context, tx *Tx, r PaperRow) error {
	return moved(tx.exec(ctx, "UPDATE paper_rows SET sample = ?, checked_by = ? WHERE id = ? AND sample <> ''", r.Sample, r.CheckedBy, r.ID))
}

const emptyPaperRow = "name = NULL, zip = NULL, person = NULL, signed_on = ''"

// ErasePaperRow empties a row at its signer's wish; it counts no more.
func ErasePaperRow(ctx context.Context, tx *Tx, b PaperBatch, r PaperRow) error {
	if err := moved(tx.exec(ctx, "UPDATE paper_rows SET state = 'erased', "+emptyPaperRow+" WHERE id = ? AND state = ?", r.ID, r.State)); err != nil {
		return err
	}
	if b.State != PaperCounted || !r.Counts() {
		return nil
	}
	return moved(tx.exec(ctx, "UPDATE paper_batches SET counted = counted - 1 WHERE id = ? AND state = 'counted'", b.ID))
}

// ForgetPaperOf empties what bears a name and ZIP code on a campaign's sheets.
// Rows that were counted stay as numbers: another may have the same name.
func ForgetPaperOf(ctx context.Context, tx *Tx, campaignID int64, person []byte) error {
	if _, err := tx.exec(ctx, "DELETE FROM paper_entries WHERE campaign_id = ? AND person = ?", campaignID, person); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "UPDATE paper_rows SET "+emptyPaperRow+" WHERE campaign_id = ? AND person = ?", campaignID, person)
	return err
}

// EmptyPaper forgets the words of batches whose last step was before a time.
func EmptyPaper(ctx context.Context, tx *Tx, before, now time.Time) error {
	ids, err := rowsOf[int64](ctx, tx, "UPDATE paper_batches SET label = NULL, witness = NULL, emptied_at = ? WHERE emptied_at IS NULL AND moved_at <= ? RETURNING id", now, before)
	if err != nil || len(ids) == 0 {
		return err
	}
	if _, err := tx.exec(ctx, "DELETE FROM paper_entries WHERE batch_id IN ?", ids); err != nil {
		return err
	}
	_, err = tx.exec(ctx, "UPDATE paper_rows SET "+emptyPaperRow+" WHERE batch_id IN ?", ids)
	return err
}

// CountedAfter pages through a campaign's counted signatures by id.
func CountedAfter(ctx context.Context, tx *Tx, campaignID, id int64, limit int) ([]Signature, error) {
	return rowsOf[Signature](ctx, tx, "SELECT * FROM signatures WHERE campaign_id = ? AND state = 'counted' AND id > ? ORDER BY id LIMIT ?", campaignID, id, limit)
}
