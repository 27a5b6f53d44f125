package models_test

import (
	"fmt"
	"testing"

	"statehouse/models"
)

func TestVariantsAreSpreadEvenlyAndStayWithTheirSignature(t *testing.T) {
	t.Parallel()
	five := []models.LetterVariant{{Number: 1}, {Number: 2}, {Number: 3}, {Number: 4}, {Number: 5}}
	got := map[int]int{}
	for i := range 5000 {
		ref := fmt.Sprintf("ref%d", i)
		v := models.VariantFor(ref, five)
		got[v.Number]++
		if v.Number != 5 && models.VariantFor(ref, five[:4]) != v {
			t.Fatalf("%s changes from %d when another one is taken away", ref, v.Number)
		}
	}
	for _, v := range five {
		if got[v.Number] < 900 || got[v.Number] > 1100 {
			t.Errorf("variant %d has %d of 5000", v.Number, got[v.Number])
		}
	}
}
