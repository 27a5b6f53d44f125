// Package imports reads the public files that operators bring (legislators,
// districts, ZIPs) and says what taking one in did.
package imports

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"statehouse/models"
)

// Source is one file: what it is called and what is in it.
type Source struct {
	State string // code of the state it is about; empty where the file says so itself
	Name  string
	Data  []byte // plain, or gzip
}

// Together is several files that are taken in as one: its bytes are theirs in
// their order, for the record of what was taken in.
func Together(state, name string, files []Source) Source {
	all := Source{State: state, Name: name}
	for _, f := range files {
		all.Data = append(all.Data, f.Data...)
	}
	return all
}

// Options change how a file is taken in.
type Options struct {
	DryRun   bool                  // report and change nothing
	Now      time.Time             // when it happens; zero is the present
	Progress func(done, total int) // work done, of how much; may be nil
}

// Report says what an import did, or with DryRun would do.
type Report struct {
	Rows    int // in the file
	Added   int // not known before
	Changed int // known, and now different
	Ended   int // known, and no longer in the file
	Refused int // not taken in; Notes says why
	Notes   []Note
	Diff    []Note // what was added, changed or ended; the first mostShown of it
}

// mostShown of a diff that a report carries.
const mostShown = 200

// Show adds to the diff: what happened to one row of the file.
func (r *Report) Show(line int, format string, args ...any) {
	if len(r.Diff) < mostShown {
		r.Diff = append(r.Diff, Note{line, fmt.Sprintf(format, args...)})
	}
}

// Note is a remark on one line of the file; Line 0 is about the whole file.
type Note struct {
	Line int
	Text string
}

func (n Note) String() string {
	if n.Line == 0 {
		return n.Text
	}
	return fmt.Sprintf("line %d: %s", n.Line, n.Text)
}

// Note adds a remark to the report.
func (r *Report) Note(line int, format string, args ...any) {
	r.Notes = append(r.Notes, Note{line, fmt.Sprintf(format, args...)})
}

// Refusal is the error for a file that cannot be taken in: one sentence for
// the operator, with the line where there is one.
type Refusal struct{ Note }

func (r *Refusal) Error() string { return r.Note.String() }

// Refuse makes a Refusal; line 0 is about the whole file.
func Refuse(line int, format string, args ...any) error {
	return &Refusal{Note{line, fmt.Sprintf(format, args...)}}
}

// Step tells the caller how far the import is.
func (o Options) Step(done, total int) {
	if o.Progress != nil {
		o.Progress(done, total)
	}
}

// Moment is when the import happens, as the databases keep it.
func (o Options) Moment() time.Time {
	if o.Now.IsZero() {
		return models.Moment(time.Now())
	}
	return models.Moment(o.Now)
}

var errDryRun = errors.New("imports: dry run")

// Run takes a file in, in one transaction, and notes the run under its kind
// ("legislators", "districts", "zips") and scope (a state code, or empty for
// several). fn may run twice and must begin a new Report each time. On an
// error, and with DryRun, nothing has changed.
func Run(ctx context.Context, db *models.DB, source Source, kind, scope string, o Options, fn func(tx *models.Tx) (Report, error)) (Report, error) {
	var report Report
	err := db.Write(ctx, func(tx *models.Tx) error {
		var err error
		if report, err = fn(tx); err != nil {
			return err
		}
		if o.DryRun {
			return errDryRun
		}
		hash := sha256.Sum256(source.Data)
		return models.AddImport(ctx, tx, &models.ImportRun{
			Kind: kind, Scope: scope, FileHash: hash[:], ImportedAt: o.Moment(),
			Rows: report.Rows, Added: report.Added, Changed: report.Changed, Ended: report.Ended, Refused: report.Refused,
		})
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	if err != nil {
		return Report{}, err
	}
	return report, nil
}
