package delivery

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/shingles"
	"statehouse/models"
)

// threats are phrases of violence in English and Spanish, as whole words in
// lower case. The list is short on purpose: it stops what no office may get, and
// leaves anger alone.
var threats = []string{
	"i will kill you", "i'll kill you", "i am going to kill you", "kill your family", "you will die for this", "you deserve to die",
	"i will shoot you", "i'll shoot you", "put a bullet", "i will hurt you", "i'll hurt you", "i know where you live", "burn your house", "bomb your office",
	"te voy a matar", "lo voy a matar", "la voy a matar", "voy a matarte", "voy a matarlo", "voy a matarla", "matar a tu familia", "matar a su familia",
	"mereces morir", "merece morir", "sé dónde vives", "sé dónde vive usted", "pegarte un tiro", "pegarle un tiro", "quemar tu casa", "quemar su casa",
}

var fiveDigits = regexp.MustCompile(`\b\d{5}\b`)

// check refuses what was surely not meant: a letter to oneself, a threat, a text
// pasted twice; and asks about a ZIP code from elsewhere.
func (d *Delivery) check(ctx context.Context, tx *models.Tx, sig models.Signature, state string, f Form, text models.LetterText, to []models.Holder) error {
	person, err := sig.OpenPerson(d.keys)
	if err != nil {
		return err
	}
	fields := map[string]string{}
	for _, h := range to {
		if models.SameName(text.Name, h.Name) || strings.EqualFold(person.Email, h.Email) {
			fields["to"] = "error.letter.self"
		}
	}
	switch {
	case isThreat(text.Subject) || isThreat(text.Body):
		fields["body"] = "error.body.threat"
	case isTwice(text.Body):
		fields["body"] = "error.body.twice"
	}
	if !f.OtherZIP {
		elsewhere, err := namesElsewhere(ctx, tx, state, person.ZIP, text.Body)
		if err != nil {
			return err
		}
		if elsewhere {
			fields["other_zip"] = "error.letter.other_zip"
		}
	}
	return fault.Fields(fields)
}

func isThreat(text string) bool {
	plain := " " + strings.Join(strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(text, "’", "'")), func(r rune) bool {
		return strings.ContainsRune(" \t\r\n.,;:!?¡¿\"()", r)
	}), " ") + " "
	return slices.ContainsFunc(threats, func(t string) bool { return strings.Contains(plain, " "+t+" ") })
}

// isTwice says whether a text is one text and the same again.
func isTwice(text string) bool {
	words := shingles.Words(text)
	half := len(words) / 2
	return len(words)%2 == 0 && half >= 10 && slices.Equal(words[:half], words[half:])
}

// namesElsewhere says whether a text names a ZIP code of another state, or one
// that has no district with the writer's own in common.
func namesElsewhere(ctx context.Context, tx *models.Tx, state, own, text string) (bool, error) {
	mine, err := models.DistrictsOfZIP(ctx, tx, state, own)
	if err != nil {
		return false, err
	}
	for _, zip := range fiveDigits.FindAllString(text, 20) {
		states := models.StatesOfZIP(zip)
		if zip == own || len(states) == 0 {
			continue
		}
		if !slices.Contains(states, state) {
			return true, nil
		}
		there, err := models.DistrictsOfZIP(ctx, tx, state, zip)
		if err != nil {
			return false, err
		}
		shared := slices.ContainsFunc(there, func(a models.District) bool {
			return slices.ContainsFunc(mine, func(b models.District) bool { return a.ID == b.ID })
		})
		if len(there) > 0 && len(mine) > 0 && !shared {
			return true, nil
		}
	}
	return false, nil
}
