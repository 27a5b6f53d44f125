package sheets

import (
	"bytes"
	"context"
	"crypto/sha256"
	"math"
	"slices"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// The sample answers for the batch within five in a hundred, nineteen times in
// twenty; a batch counts if at most five in a hundred rows of it were wrong.
const (
	confidence   = 1.959964 // the normal quantile of 95 in 100
	precision    = 0.05
	MaxErrorRate = 0.05
)

// SampleSize is how many of n rows are held against the sheets: Cochran's size
// for a proportion of unknown value, corrected for a finite population (W. G.
// Cochran, Sampling Techniques, 3rd edition, 1977, chapter 4).
func SampleSize(n int) int {
	if n == 0 {
		return 0
	}
	infinite := confidence * confidence * 0.25 / (precision * precision)
	return min(n, int(math.Ceil(infinite/(1+(infinite-1)/float64(n)))))
}

// Wilson is the score interval of a rate of which wrong in n were seen (E. B.
// Wilson, Journal of the American Statistical Association 22, 1927, 209–212).
func Wilson(wrong, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	total, rate, z2 := float64(n), float64(wrong)/float64(n), confidence*confidence
	middle := (rate + z2/(2*total)) / (1 + z2/total)
	half := confidence / (1 + z2/total) * math.Sqrt(rate*(1-rate)/total+z2/(4*total*total))
	return max(0, middle-half), min(1, middle+half)
}

// sampled picks n of some rows: those whose hash with the seed comes first, so
// that anybody with the seed picks the same.
func sampled(seed string, codes []string, n int) []string {
	hash := func(code string) []byte { sum := sha256.Sum256([]byte(seed + " " + code)); return sum[:] }
	codes = slices.Clone(codes)
	slices.SortFunc(codes, func(a, b string) int { return bytes.Compare(hash(a), hash(b)) })
	return codes[:min(n, len(codes))]
}

// Draw picks the sample of a batch in which nothing is open and whose witness is
// named, and marks the rows whose signers may be online too. What was keyed is
// forgotten. Faults: NotFound, Conflict, Invalid with the field draw.
func (s *Sheets) Draw(ctx context.Context, actor models.Actor, slug, ref string) (err error) {
	defer fault.Wrap(&err, "sheets.Draw")
	c, b, err := batch(ctx, s.db.Read(), actor, slug, ref)
	if err != nil {
		return err
	}
	rows, err := models.PaperRows(ctx, s.db.Read(), b.ID)
	if err != nil {
		return err
	}
	online, err := s.online(ctx, c, rows)
	if err != nil {
		return err
	}
	return s.in(ctx, actor, slug, ref, func(tx *models.Tx, _ models.Campaign, b models.PaperBatch) error {
		rows, err := models.PaperRows(ctx, tx, b.ID)
		if err != nil {
			return err
		}
		var codes []string
		for _, r := range rows {
			if r.State == models.PaperRowOpen {
				return fault.Fields(map[string]string{"draw": "error.paper.open"})
			}
			if r.State == models.PaperRowSettled {
				codes = append(codes, r.Code())
			}
		}
		switch {
		case b.Witness == nil:
			return fault.Fields(map[string]string{"draw": "error.paper.witness"})
		case len(codes) == 0:
			return fault.Fields(map[string]string{"draw": "error.paper.empty"})
		}
		b.Seed, b.SampleSize = token.Ref(), SampleSize(len(codes))
		if err := mark(ctx, tx, rows, sampled(b.Seed, codes, b.SampleSize), online); err != nil {
			return err
		}
		if err := models.DropPaperKeyings(ctx, tx, b.ID, false); err != nil {
			return err
		}
		return models.MovePaper(ctx, tx, &b, models.PaperSampled, s.moment())
	}, models.PaperKeyed)
}

func mark(ctx context.Context, tx *models.Tx, rows []models.PaperRow, sample []string, online map[string]bool) error {
	for _, r := range rows {
		if r.State != models.PaperRowSettled {
			continue
		}
		if slices.Contains(sample, r.Code()) {
			r.Sample = models.SampleDue
		}
		if r.PerhapsOnline = online[r.Code()]; r.Sample == "" && !r.PerhapsOnline {
			continue
		}
		if err := models.MarkPaperRow(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

// pageSize signatures are looked through at a time.
const pageSize = 1000

// online are the rows whose name and ZIP code also signed online.
func (s *Sheets) online(ctx context.Context, c models.Campaign, rows []models.PaperRow) (map[string]bool, error) {
	codes, found := map[string][]string{}, map[string]bool{}
	for _, r := range rows {
		if r.Person != nil {
			codes[string(r.Person)] = append(codes[string(r.Person)], r.Code())
		}
	}
	for after := int64(0); len(codes) > 0; {
		page, err := models.CountedAfter(ctx, s.db.Read(), c.ID, after, pageSize)
		if err != nil || len(page) == 0 {
			return found, err
		}
		for _, sig := range page {
			person, err := signer(s.keys, sig)
			if err != nil {
				return nil, err
			}
			for _, code := range codes[string(models.PersonIndex(s.keys, c.Code, person))] {
				found[code] = true
			}
		}
		after = page[len(page)-1].ID
	}
	return found, nil
}

func signer(keys *privacy.Keys, sig models.Signature) (models.PaperPerson, error) {
	p, err := sig.OpenPerson(keys)
	return models.PaperPerson{Name: p.Name, ZIP: p.ZIP}, err
}

// Check notes whether a sampled row reads on the sheet as it was keyed. Faults:
// NotFound, Conflict.
func (s *Sheets) Check(ctx context.Context, actor models.Actor, slug, ref, code string, right bool) (err error) {
	defer fault.Wrap(&err, "sheets.Check")
	sheet, line, err := models.ParseRowCode(code)
	if err != nil {
		return err
	}
	return s.in(ctx, actor, slug, ref, func(tx *models.Tx, _ models.Campaign, b models.PaperBatch) error {
		row, err := models.PaperRowAt(ctx, tx, b.ID, sheet, line)
		if err != nil {
			return err
		}
		row.Sample, row.CheckedBy = models.SampleWrong, &actor.User.ID
		if right {
			row.Sample = models.SampleRight
		}
		return models.CheckPaperRow(ctx, tx, row)
	}, models.PaperSampled)
}

// Finish counts a batch whose sample was checked and was right often enough, and
// refuses it else. Rows that were wrong, or may be online too, do not count.
// Faults: NotFound, Conflict, Invalid with the field finish.
func (s *Sheets) Finish(ctx context.Context, actor models.Actor, slug, ref string) (err error) {
	defer fault.Wrap(&err, "sheets.Finish")
	return s.in(ctx, actor, slug, ref, func(tx *models.Tx, _ models.Campaign, b models.PaperBatch) error {
		rows, err := models.PaperRows(ctx, tx, b.ID)
		if err != nil {
			return err
		}
		counted := 0
		b.SampleWrong = 0
		for _, r := range rows {
			switch {
			case r.Sample == models.SampleDue:
				return fault.Fields(map[string]string{"finish": "error.paper.due"})
			case r.Sample == models.SampleWrong:
				b.SampleWrong++
			}
			if r.Counts() {
				counted++
			}
		}
		if float64(b.SampleWrong) > MaxErrorRate*float64(b.SampleSize) {
			return models.MovePaper(ctx, tx, &b, models.PaperRefused, s.moment())
		}
		b.Counted = counted
		return models.MovePaper(ctx, tx, &b, models.PaperCounted, s.moment())
	}, models.PaperSampled)
}

// Again lets a refused batch be keyed anew, from the first row. Faults: NotFound,
// Conflict.
func (s *Sheets) Again(ctx context.Context, actor models.Actor, slug, ref string) (err error) {
	defer fault.Wrap(&err, "sheets.Again")
	return s.in(ctx, actor, slug, ref, func(tx *models.Tx, _ models.Campaign, b models.PaperBatch) error {
		if err := models.DropPaperKeyings(ctx, tx, b.ID, true); err != nil {
			return err
		}
		b.Seed, b.SampleSize, b.SampleWrong = "", 0, 0
		return models.MovePaper(ctx, tx, &b, models.PaperIssued, s.moment())
	}, models.PaperRefused)
}
