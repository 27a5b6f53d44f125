package qr_test

import (
	"fmt"
	"strings"
	"testing"

	"statehouse/internal/qr"
)

func TestACodeHasItsThreeEyesAndAQuietZone(t *testing.T) {
	t.Parallel()
	code, err := qr.Draw("otpauth://totp/Statehouse:olga@example.org?issuer=Statehouse&secret=" + strings.Repeat("A", 32))
	if err != nil {
		t.Fatal(err)
	}
	dark := func(x, y int) bool { return strings.Contains(code.Path, fmt.Sprintf("M%d %dh1v1h-1z", x, y)) }
	last := code.Size - 4 - 7
	for _, eye := range [][2]int{{4, 4}, {last, 4}, {4, last}} {
		for y := range 7 {
			for x := range 7 {
				ring, core := x == 0 || y == 0 || x == 6 || y == 6, x > 1 && x < 5 && y > 1 && y < 5
				if dark(eye[0]+x, eye[1]+y) != (ring || core) {
					t.Fatalf("the eye at %v is wrong at %d, %d", eye, x, y)
				}
			}
		}
	}
	for i := range code.Size {
		for _, edge := range []int{0, 3, code.Size - 4, code.Size - 1} {
			if dark(i, edge) || dark(edge, i) {
				t.Fatalf("the quiet zone is dark at %d, %d", i, edge)
			}
		}
	}
	if _, err := qr.Draw(strings.Repeat("x", 5000)); err == nil {
		t.Error("a text that fits into no code was drawn")
	}
}
