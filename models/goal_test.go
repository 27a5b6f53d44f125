package models_test

import (
	"testing"

	"statehouse/models"
)

func TestAGoalStepsUpOnceItIsReachedUnlessItIsFixed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		goal  int
		fixed bool
		n     int
		want  int
	}{
		{0, false, 0, 100}, {0, false, 99, 100}, {0, false, 100, 250}, {0, false, 2_499, 2_500}, {0, false, 2_500, 5_000},
		{700, false, 499, 500}, {700, false, 500, 700}, {700, false, 699, 700}, {700, false, 700, 1_000},
		{1_000, false, 999, 1_000}, {1_000, false, 1_000, 2_500}, {0, false, 1_000_000, 1_250_000},
		{5_000, true, 10, 5_000}, {5_000, true, 6_000, 5_000}, {0, true, 100, 250},
	} {
		if got := (models.Campaign{Goal: c.goal, GoalFixed: c.fixed}).NextGoal(c.n); got != c.want {
			t.Errorf("goal %d, fixed %v, %d signed: %d, want %d", c.goal, c.fixed, c.n, got, c.want)
		}
	}
}
