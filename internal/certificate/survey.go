package certificate

import (
	"context"
	"math"

	"statehouse/internal/fault"
	"statehouse/internal/smallcells"
	"statehouse/models"
)

// Told is what writers say came back, each counted once, by the best that came.
type Told struct {
	Writers   int     // 0 where they are too few to tell of
	Answered  int     // of them, with any answer; -1 where that is not told
	Low, High float64 // of the share with an answer, at 95 %
}

// Survey is what a campaign's writers told.
func Survey(ctx context.Context, tx *models.Tx, campaignID int64) (told Told, err error) {
	defer fault.Wrap(&err, "certificate.Survey(%d)", campaignID)
	counts, err := models.WritersTold(ctx, tx, campaignID)
	if err != nil {
		return told, err
	}
	answered := counts[models.AnsweredStandard] + counts[models.AnsweredPersonal]
	writers := answered + counts[models.AnsweredNone]
	const without, with = "without", "with" // an answer
	_, rest, ok := smallcells.Fold([]smallcells.Part[string]{{Key: without, Count: writers - answered}, {Key: with, Count: answered}}, nil)
	switch {
	case !ok || writers == 0:
		return Told{}, nil
	case rest > 0:
		return Told{Writers: writers, Answered: -1}, nil
	}
	told = Told{Writers: writers, Answered: answered}
	told.Low, told.High = Wilson(answered, writers)
	return told, nil
}

// Wilson is the score interval of a share of k in n at 95 %: E. B. Wilson,
// "Probable inference, the law of succession, and statistical inference", J. Am.
// Stat. Assoc. 22 (1927), 209-212.
func Wilson(k, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	const z = 1.959963984540054
	p, m := float64(k)/float64(n), float64(n)
	center := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return max(0, center-half), min(1, center+half)
}
