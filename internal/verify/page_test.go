package verify

import (
	"context"
	"fmt"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

func TestTheLastRowOfManyPagesIsLookedAt(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		const many = 2*pageSize + 1
		makeMany(t, db, many)
		last := 0
		found, err := Database(context.Background(), db, testkit.Keys(), func(check string, rows int) {
			if check == "seals" {
				last = rows
			}
		})
		if err != nil || len(found) > 0 || last != many {
			t.Fatalf("found %v in %d rows, %v", found, last, err)
		}
		exec(t, db, "UPDATE signatures SET zip = name WHERE id = (SELECT max(id) FROM signatures)")
		if red := redWith(t, db, testkit.Keys()); fmt.Sprint(red) != "[seals]" {
			t.Fatalf("red: %v", red)
		}
	})
}

// makeMany counts n signatures of one campaign in one go.
func makeMany(t testing.TB, db *models.DB, n int) {
	t.Helper()
	keys, c := testkit.Keys(), testkit.MakeCampaign(t, db)
	rows := make([]models.Settled, n)
	for i := range rows {
		who := models.Person{Name: "Ada Example", Email: fmt.Sprintf("ada.%d@example.org", i), ZIP: "85003"}
		email, err := models.ParseEmail(who.Email)
		if err != nil {
			t.Fatal(err)
		}
		s := models.Signature{Ref: token.Ref(), CampaignID: c.ID, PetitionID: *c.PetitionID, Household: 1, Lang: "en", Display: models.DisplayHidden,
			InState: i%2 == 0, State: models.SignatureCounted, Mails: 1, MailedAt: testkit.Now, CreatedAt: testkit.Now, CountedAt: &testkit.Now, MovedAt: testkit.Now,
			EmailIndex: models.SignatureIndex(keys, c.Code, email)}
		s.SealPerson(keys, who)
		rows[i] = models.Settled{Signature: s}
	}
	write(t, db, func(ctx context.Context, tx *models.Tx) error { return models.AddSettled(ctx, tx, rows) })
}
