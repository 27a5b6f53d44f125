package feature_test

import (
	"testing"

	"statehouse/internal/feature"
)

func TestAFeatureIsAsItWasDeclaredUntilItIsSwitched(t *testing.T) {
	t.Parallel()
	seen := map[feature.Name]bool{}
	for _, f := range feature.All {
		if seen[f.Name] {
			t.Errorf("%s is declared twice", f.Name)
		}
		seen[f.Name] = true
		if got, ok := feature.Of(f.Name); !ok || got != f {
			t.Errorf("%s is found as %+v", f.Name, got)
		}
		if feature.IsOn(t.Context(), f.Name) != f.On {
			t.Errorf("%s is not as it was declared", f.Name)
		}
		ctx := feature.With(t.Context(), func() feature.Set { return feature.Set{f.Name: !f.On} })
		if feature.IsOn(ctx, f.Name) == f.On {
			t.Errorf("%s was switched and did not follow", f.Name)
		}
	}
	if (feature.Set{}).Has("nothing") {
		t.Error("what was never declared is on")
	}
}
