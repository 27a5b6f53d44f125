package certificate

import (
	"cmp"
	"context"
	"slices"

	"statehouse/internal/fault"
	"statehouse/internal/smallcells"
	"statehouse/models"
)

// Untold is a number that is not told.
const Untold = -1

// answeredOf is how many letters of a row were answered through us, if that and
// everything that follows from it beside the row's fates is enough.
func answeredOf(fates []models.SeatFate, answered int) int {
	if answered == 0 {
		return 0
	}
	gone := 0
	for _, f := range fates {
		if f.Fate == models.MailDelivered || f.Fate == models.MailAccepted || f.Fate == models.MailDelayed {
			gone += f.Letters
		}
	}
	if isSmall(answered) || isSmall(lettersOf(fates)-answered) || isSmall(gone-answered) {
		return Untold
	}
	return answered
}

func isSmall(n int) bool { return n > 0 && n < smallcells.Fewest }

// told is what the writers to one office say: how many, and of them with an answer.
type told struct{ writers, answered int }

func (t told) isSmall() bool {
	return t.writers < smallcells.Fewest || isSmall(t.answered) || isSmall(t.writers-t.answered)
}

// Replies is what writers say of each office of the certificate, by seat. Offices
// that are left out are at least two, and neither they together nor what they
// leave of the campaign's numbers are few.
func (c Certificate) Replies(ctx context.Context, tx *models.Tx, campaignID int64) (replies map[int64]Told, err error) {
	defer fault.Wrap(&err, "certificate.Replies(%d)", campaignID)
	rows, err := models.SeatReplies(ctx, tx, campaignID)
	if err != nil {
		return nil, err
	}
	all, hidden := map[int64]told{}, map[int64]bool{}
	for _, r := range rows {
		all[r.SeatID] = told{r.Writers, r.Answered}
		hidden[r.SeatID] = all[r.SeatID].isSmall() || !slices.ContainsFunc(c.Offices, func(o Row) bool { return o.Office.SeatID == r.SeatID })
	}
	replies = map[int64]Told{}
	for _, seat := range tellable(all, hidden) {
		t := Told{Writers: all[seat].writers, Answered: all[seat].answered}
		t.Low, t.High = Wilson(t.Answered, t.Writers)
		replies[seat] = t
	}
	return replies, nil
}

// tellable hides one more office, the smallest, until what is hidden is enough.
func tellable(all map[int64]told, hidden map[int64]bool) (seats []int64) {
	var parts []smallcells.Part[int64]
	for seat, t := range all {
		parts = append(parts, smallcells.Part[int64]{Key: seat, Count: t.writers})
	}
	for {
		shown, _, ok := smallcells.Fold(parts, hidden)
		if !ok || len(shown) == 0 {
			return nil
		}
		var rest told
		seats = seats[:0]
		for seat, t := range all {
			if _, isShown := shown[seat]; isShown {
				seats = append(seats, seat)
				continue
			}
			rest.writers, rest.answered = rest.writers+t.writers, rest.answered+t.answered
		}
		slices.SortFunc(seats, func(a, b int64) int {
			return cmp.Or(cmp.Compare(all[a].writers, all[b].writers), cmp.Compare(a, b))
		})
		if rest.writers == 0 || !rest.isSmall() {
			return seats
		}
		hidden[seats[0]] = true
	}
}
