package csvcell_test

import (
	"testing"

	"statehouse/internal/csvcell"
)

func TestNothingBeginsLikeAFormula(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]string{
		"": "", "Ada": "Ada", "a=b": "a=b", "5": "5", "=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "|calc": "'|calc", "%0A": "'%0A", "\t=1": "'\t=1",
		"  =1": "'  =1", "＝1": "'＝1", "\x00=1": "'=1",
	} {
		if got := csvcell.Harmless(field); got != want {
			t.Errorf("%q becomes %q, want %q", field, got, want)
		}
	}
}
