package public

// fewestShown is the smallest number of people that is told of a district.
const fewestShown = 5

// hidden are the districts whose number is not told: the small ones and, where
// the total would give those away, the next smallest with them. A reader who
// knows the total then learns only that at least two districts share a sum of at
// least fewestShown.
func (c ChamberCount) hidden() map[int]bool {
	hidden, sum := map[int]bool{}, 0
	for i, d := range c.Districts {
		if d.Count < fewestShown {
			hidden[i] = true
			sum += d.Count
		}
	}
	for len(hidden) == 1 || len(hidden) > 1 && sum < fewestShown {
		next := -1
		for i, d := range c.Districts {
			if !hidden[i] && (next < 0 || d.Count < c.Districts[next].Count) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		hidden[next] = true
		sum += c.Districts[next].Count
	}
	return hidden
}

// most is the largest number that is told.
func (c ChamberCount) most() int {
	most, hidden := 0, c.hidden()
	for i, d := range c.Districts {
		if !hidden[i] {
			most = max(most, d.Count)
		}
	}
	return most
}
