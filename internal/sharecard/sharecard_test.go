package sharecard_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"statehouse/internal/sharecard"
)

func TestTheCardHasItsSizeAndIsSmall(t *testing.T) {
	t.Parallel()
	for name, title := range map[string]string{
		"usual": "Safe harbor for every young person in Arizona", "empty": "", "long": strings.Repeat("long words ", 60),
		"one word": strings.Repeat("x", 300), "accents": "Protección para jóvenes en Hawái – ʻOhana",
	} {
		data, err := sharecard.PNG(sharecard.Card{Site: "Statehouse", Kicker: "Arizona · Safe harbor", Title: title, Count: "2,900 have signed", Part: 0.58})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if b := picture.Bounds(); b.Dx() != sharecard.Width || b.Dy() != sharecard.Height {
			t.Errorf("%s: %v", name, b)
		}
		if len(data) > 60_000 {
			t.Errorf("%s: %d bytes", name, len(data))
		}
	}
}

func TestAnotherCountIsAnotherPicture(t *testing.T) {
	t.Parallel()
	a, err := sharecard.PNG(sharecard.Card{Count: "1", Part: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	b, err := sharecard.PNG(sharecard.Card{Count: "2", Part: 0.9})
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(a, b) {
		t.Fatal("two counts look alike")
	}
}
