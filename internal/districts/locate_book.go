package districts

import (
	"context"
	"time"

	"statehouse/models"
)

// Book stores what was found for a signature in one chamber, in place of what
// was booked there: the certain districts, for which it counts, and the
// candidates. Fault: Conflict for a signature from out of state.
func Book(ctx context.Context, tx *models.Tx, sig models.Signature, f Found, now time.Time) error {
	method, confidence, vintage := f.Method, f.Confidence, f.Vintage
	if len(f.Candidates) > 0 || method == models.MethodStateAlone {
		method, confidence, vintage = models.MethodZIP, Medium, "" // what anybody in the state has: at-large districts
	}
	var matches []models.Match
	for _, d := range f.Certain {
		matches = append(matches, models.Match{SignatureID: sig.ID, DistrictID: d.ID, Chamber: f.Chamber,
			Method: method, Confidence: confidence, Vintage: vintage, MatchedAt: now})
	}
	if err := models.SetMatches(ctx, tx, sig, f.Chamber, matches); err != nil || len(f.Candidates) == 0 {
		return err
	}
	var candidates []models.Candidate
	for _, d := range f.Candidates {
		candidates = append(candidates, models.Candidate{SignatureID: sig.ID, DistrictID: d.ID, Chamber: f.Chamber,
			Method: f.Method, Vintage: f.Vintage, MatchedAt: now})
	}
	return models.SetCandidates(ctx, tx, sig, f.Chamber, candidates)
}

// Shared lists the districts that a resident of one has: that one, those on the
// same ground, and those at large. All are the districts of the state.
func Shared(all []models.District, of models.District) []models.District {
	var shared []models.District
	for _, d := range all {
		if d.Chamber == of.Chamber && (sameGround(d, of) || IsAtLarge(d)) {
			shared = append(shared, d)
		}
	}
	return shared
}
