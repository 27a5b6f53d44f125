// Package certificate counts what became of a campaign's letters, office by
// office, so that no number gives a writer away.
package certificate

import (
	"context"
	"encoding/hex"
	"slices"
	"strconv"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/smallcells"
	"statehouse/models"
)

// Row is what became of some letters. Each of them is in one of the fates, or
// Untold; the fates in order.
type Row struct {
	Office    models.Holder // of one office
	Letters   int
	Fates     []Fate
	Untold    int // of whom no fate is told
	FirstWeek time.Time
	LastWeek  time.Time // Mondays, UTC

	Answered   int // letters that the office answered through us, or Untold
	AnsweredOf int // of how many letters: of a campaign, those of the rows that tell it
}

// Certificate is what may be told of a campaign's letters. Its rows share no
// letter, and the campaign's numbers are sums of theirs: nothing follows from
// them that a row does not tell.
type Certificate struct {
	Row          // of the whole campaign
	Few     bool // there are letters, but fewer than are told of
	Offices []Row
	Rest    *Row // of two offices or more that are not told apart
}

// OfficeName is the name of a seat in addresses: upper-11-1.
func OfficeName(h models.Holder) string {
	return h.Chamber + "-" + h.Code + "-" + strconv.Itoa(h.Position)
}

// Of is the certificate of a campaign. Faults: none of its own.
func Of(ctx context.Context, tx *models.Tx, c models.Campaign) (cert Certificate, err error) {
	defer fault.Wrap(&err, "certificate.Of(%d)", c.ID)
	rows, err := models.SeatFates(ctx, tx, c.ID)
	if err != nil || len(rows) == 0 {
		return cert, err
	}
	holders, err := models.HoldersOfState(ctx, tx, c.State)
	if err != nil {
		return cert, err
	}
	answers, err := models.SeatAnswers(ctx, tx, c.ID)
	if err != nil {
		return cert, err
	}
	bySeat := map[int64][]models.SeatFate{}
	for _, r := range rows {
		bySeat[r.SeatID] = append(bySeat[r.SeatID], r)
	}
	var parts []smallcells.Part[int64]
	for seat, fates := range bySeat {
		parts = append(parts, smallcells.Part[int64]{Key: seat, Count: lettersOf(fates)})
	}
	told, rest, ok := smallcells.Fold(parts, nil)
	if !ok {
		return Certificate{Few: true}, nil
	}
	for _, h := range holders {
		if told[h.SeatID] > 0 {
			row := rowOf(bySeat[h.SeatID], answers[h.SeatID])
			row.Office = h
			cert.Offices = append(cert.Offices, row)
			delete(bySeat, h.SeatID)
		}
	}
	if rest > 0 {
		var others []models.SeatFate
		answered := 0
		for seat, fates := range bySeat {
			others, answered = append(others, fates...), answered+answers[seat]
		}
		row := rowOf(others, answered)
		cert.Rest = &row
	}
	cert.Row = cert.sum()
	return cert, nil
}

// Digests says what became of a campaign's digests, in the order of the fates.
// They are counted apart from letters, and stand for offices and not for people.
func Digests(ctx context.Context, tx *models.Tx, campaignID int64) (fates []Fate, err error) {
	defer fault.Wrap(&err, "certificate.Digests(%d)", campaignID)
	counts, err := models.DigestCounts(ctx, tx, campaignID)
	sums := map[string]int{}
	for _, n := range counts {
		if n.Fate == models.MailDropped {
			n.Fate = models.MailFailed
		}
		sums[string(n.Fate)] += n.Digests
	}
	for _, name := range every.names() {
		if sums[name] > 0 {
			fates = append(fates, Fate{name, sums[name]})
		}
	}
	return fates, err
}

// OfOffice is the row of one office, if it is told.
func (c Certificate) OfOffice(name string) (Row, bool) {
	i := slices.IndexFunc(c.Offices, func(r Row) bool { return OfficeName(r.Office) == name })
	if i < 0 {
		return Row{}, false
	}
	return c.Offices[i], true
}

// Heads are the last hashes of the chains of an office's letters, in the order
// of the hashes, which tells nothing of when or by whom.
func Heads(ctx context.Context, tx *models.Tx, campaignID, seatID int64) ([]string, error) {
	hashes, err := models.ChainHeads(ctx, tx, campaignID, seatID)
	heads := make([]string, len(hashes))
	for i, hash := range hashes {
		heads[i] = hex.EncodeToString(hash)
	}
	slices.Sort(heads)
	return heads, err
}

func lettersOf(fates []models.SeatFate) (n int) {
	for _, f := range fates {
		n += f.Letters
	}
	return n
}

// rowOf folds the fates of a row of enough letters. A mail dropped before it
// left did not go out: readers need not tell the two apart.
func rowOf(fates []models.SeatFate, answered int) Row {
	row, sums := Row{Letters: lettersOf(fates), Answered: answeredOf(fates, answered)}, map[string]int{}
	row.AnsweredOf = row.Letters
	for _, f := range fates {
		if f.Fate == models.MailDropped {
			f.Fate = models.MailFailed
		}
		sums[string(f.Fate)] += f.Letters
		row.FirstWeek, row.LastWeek = earlier(row.FirstWeek, weekOf(f.FirstAt)), later(row.LastWeek, weekOf(f.LastAt))
	}
	row.Fates = tell(every, sums)
	if i := len(row.Fates) - 1; row.Fates[i].Name == every.name {
		row.Fates, row.Untold = nil, row.Letters
	}
	return row
}

// sum adds the rows up, told with told.
func (c Certificate) sum() (all Row) {
	rows, sums := c.Offices, map[string]int{}
	if c.Rest != nil {
		rows = append(slices.Clone(rows), *c.Rest)
	}
	all.Answered = Untold
	for _, r := range rows {
		if r.Answered != Untold {
			all.Answered, all.AnsweredOf = max(all.Answered, 0)+r.Answered, all.AnsweredOf+r.Letters
		}
		all.Letters, all.Untold = all.Letters+r.Letters, all.Untold+r.Untold
		all.FirstWeek, all.LastWeek = earlier(all.FirstWeek, r.FirstWeek), later(all.LastWeek, r.LastWeek)
		for _, f := range r.Fates {
			sums[f.Name] += f.Letters
		}
	}
	for _, name := range every.names() {
		if sums[name] > 0 {
			all.Fates = append(all.Fates, Fate{name, sums[name]})
		}
	}
	return all
}

// weekOf is the Monday of a time's week.
func weekOf(t time.Time) time.Time {
	day := t.UTC().Truncate(24 * time.Hour)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
