package demo

import "time"

// weekdays weigh the days from Sunday on: fewer people sign at the weekend.
var weekdays = [7]float64{0.6, 1, 1.2, 1.2, 1.1, 0.9, 0.7}

// PerDay spreads the campaign's signatures over its days: from its opening to
// its pause, its close or now. Shape gives the weight of equal stretches of
// that time. The first element is the opening day; the sum is Signatures.
func (c Campaign) PerDay(now time.Time) ([]int, error) {
	opened, err := c.OpenedAt.At(now)
	if err != nil {
		return nil, err
	}
	last, err := c.lastDay(now)
	if err != nil {
		return nil, err
	}
	days := max(1, int(last.Sub(opened).Hours()/24))
	weights := make([]float64, days)
	var total float64
	for i := range weights {
		weights[i] = c.weight(i, days) * weekdays[opened.AddDate(0, 0, i).Weekday()]
		total += weights[i]
	}
	return share(c.Signatures, weights, total), nil
}

func (c Campaign) lastDay(now time.Time) (time.Time, error) {
	switch {
	case c.ClosedAt != nil:
		return c.ClosedAt.At(now)
	case c.PausedAt != nil:
		return c.PausedAt.At(now)
	}
	return now, nil
}

// weight reads the shape at day i of so many days, in a straight line between
// its points.
func (c Campaign) weight(i, days int) float64 {
	at := float64(i) / float64(days) * float64(len(c.Shape)-1)
	left := int(at)
	part := at - float64(left)
	right := min(left+1, len(c.Shape)-1)
	return float64(c.Shape[left])*(1-part) + float64(c.Shape[right])*part
}

// share splits n by weight without losing one to rounding.
func share(n int, weights []float64, total float64) []int {
	parts := make([]int, len(weights))
	var sum float64
	given := 0
	for i, w := range weights {
		sum += w
		upTo := int(float64(n)*sum/total + 0.5)
		parts[i] = upTo - given
		given = upTo
	}
	return parts
}
