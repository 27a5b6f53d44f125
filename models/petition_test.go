package models_test

import (
	"bytes"
	"context"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestAVersionIsBoundToItsTexts(t *testing.T) {
	t.Parallel()
	text := models.PetitionText{Lang: "en", Title: "A title", Ask: "An ask", Summary: "A summary", Story: "A story"}
	other := models.PetitionText{Lang: "es", Title: "Un título", Ask: "Pedimos", Summary: "Resumen", Story: "Razones"}
	hash := models.HashTexts([]models.PetitionText{text, other})
	if !bytes.Equal(hash, models.HashTexts([]models.PetitionText{other, text})) {
		t.Error("the order of the languages changes the hash")
	}
	stored := text
	stored.PetitionID = 7
	if !bytes.Equal(hash, models.HashTexts([]models.PetitionText{stored, other})) {
		t.Error("the row's id changes the hash")
	}
	for name, change := range map[string]func(*models.PetitionText){
		"lang": func(p *models.PetitionText) { p.Lang = "fr" }, "title": func(p *models.PetitionText) { p.Title += "." },
		"ask": func(p *models.PetitionText) { p.Ask += "." }, "summary": func(p *models.PetitionText) { p.Summary += "." },
		"story":                   func(p *models.PetitionText) { p.Story += "." },
		"words moved to the next": func(p *models.PetitionText) { p.Title, p.Ask = "A", "title An ask" },
	} {
		changed := text
		change(&changed)
		if bytes.Equal(hash, models.HashTexts([]models.PetitionText{changed, other})) {
			t.Errorf("%s: another text has the same hash", name)
		}
	}
	if bytes.Equal(hash, models.HashTexts([]models.PetitionText{text})) {
		t.Error("a language left out has the same hash")
	}
}

func TestASignatureStaysOnTheVersionThatWasSigned(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, c := context.Background(), testkit.MakeCampaign(t, db)
		sig := testkit.MakeSignature(t, db, testkit.Keys(), c)
		next := models.Petition{CampaignID: c.ID, CreatedAt: testkit.Now}
		if err := db.Write(ctx, func(tx *models.Tx) error {
			if err := models.AddPetition(ctx, tx, &next, []models.PetitionText{{Lang: "en", Title: "Another", Ask: "More", Summary: "New", Story: "Now"}}); err != nil {
				return err
			}
			return models.UsePetition(ctx, tx, &c, next.ID, testkit.Now)
		}); err != nil {
			t.Fatal(err)
		}
		later := testkit.MakeSignature(t, db, testkit.Keys(), c)
		versions, err := models.VersionsOf(ctx, db.Read(), c.ID)
		if err != nil || len(versions) != 2 || versions[0].Counted != 1 || versions[1].Counted != 1 || versions[1].Version != 2 || sig.PetitionID == later.PetitionID {
			t.Fatalf("%+v, %v", versions, err)
		}
	})
}
