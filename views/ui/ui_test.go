package ui

import (
	"slices"
	"testing"

	"statehouse/internal/i18n"
)

func TestGoalBarNeverLeavesItsTrack(t *testing.T) {
	t.Parallel()
	cases := []struct {
		goal Goal
		want [][2]int
	}{
		{Goal{Parts: []int{250, 250}, Goal: 1000}, [][2]int{{0, 250}, {250, 250}}},
		{Goal{Parts: []int{900, 300, 50}, Goal: 1000}, [][2]int{{0, 900}, {900, 100}, {1000, 0}}},
		{Goal{Parts: []int{5}, Goal: 0}, [][2]int{{0, 0}}},
		{Goal{Parts: []int{-5, 0}, Goal: 10}, [][2]int{{0, 0}, {0, 0}}},
		{Goal{Parts: []int{1 << 40}, Goal: 3}, [][2]int{{0, 1000}}},
		{Goal{}, nil},
	}
	for _, c := range cases {
		if got := c.goal.Widths(); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.goal, got, c.want)
		}
	}
}

func TestProblemsComeInTheOrderOfTheFields(t *testing.T) {
	t.Parallel()
	errs := map[string]string{"zip": "error.zip.empty", "name": "error.name.empty"}
	got := Problems(i18n.With(t.Context(), "en"), errs, "name", "email", "zip")
	want := []Problem{{"name", "Enter your name."}, {"zip", "Enter your ZIP code."}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if ProblemOf(t.Context(), errs, "email") != "" {
		t.Error("a good field has a problem")
	}
}

func TestDescribedByNamesWhatIsThere(t *testing.T) {
	t.Parallel()
	cases := [][4]string{
		{"zip", "", "", ""}, {"zip", "h", "", "zip-hint"}, {"zip", "", "e", "zip-error"}, {"zip", "h", "e", "zip-hint zip-error"},
	}
	for _, c := range cases {
		if got := describedBy(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("%v: %q", c, got)
		}
	}
}
