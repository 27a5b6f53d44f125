package exports_test

import (
	"context"
	"strings"
	"testing"

	"statehouse/internal/exports"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestAFileFromAPageNamesWhoTookItInEachRowAndHoldsNoZIPCode(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := testkit.MakeCampaign(t, db)
		sig := testkit.MakeSignature(t, db, testkit.Keys(), c, func(s *testkit.Signer) { s.Email, s.Comment = "ada@example.org", "Canary words" })
		testkit.MakeLetter(t, db, testkit.Keys(), sig, testkit.MakeSeat(t, db, "az", "upper", "1"))
		here, there := testkit.MakeRole(t, db), testkit.MakeRole(t, db)
		if _, err := db.SQL().ExecContext(context.Background(), "UPDATE roles SET state = 'hi' WHERE id = (SELECT max(id) FROM roles)"); err != nil {
			t.Fatal(err)
		}
		testkit.MakeApplication(t, db, testkit.Keys(), here, "here@example.org")
		testkit.MakeApplication(t, db, testkit.Keys(), there, "there@example.org")
		user := models.User{Email: "olga@example.org", Name: "=Olga", Role: models.RoleAdmin, CreatedAt: testkit.Now}
		deed := &models.Deed{Act: "POST /admin/test", At: testkit.NewClock().Now}
		if err := db.Write(models.WithDeed(context.Background(), deed), func(tx *models.Tx) error { user.ID = 0; return models.AddUser(context.Background(), tx, &user) }); err != nil {
			t.Fatal(err)
		}
		for kind, want := range map[models.ExportKind][3]string{ // a slug, what is in it, what is not
			models.ExportSignatures: {c.Slug, "ada@example.org", "Canary"},
			models.ExportLetters:    {c.Slug, ",1,", "support the bill"},
			models.ExportVolunteers: {c.Slug, "here@example.org", "there@example.org"},
			models.ExportUpdates:    {c.Slug, "headline", "85003"},
			models.ExportAudit:      {"", "POST /admin/test", "85003"},
		} {
			table, text := take(t, db, exports.Request{Kind: kind, Slug: want[0], Named: true, UserID: &user.ID, By: user.Name})
			if !strings.Contains(text, want[1]) || strings.Contains(text, want[2]) || strings.Contains(text, "85003") {
				t.Errorf("%s:\n%s", kind, text)
			}
			for i, row := range table {
				if stamp := row[len(row)-1]; i == 0 && stamp != "export" || i > 0 && !strings.HasSuffix(stamp, " =Olga") {
					t.Errorf("%s, row %d ends with %q", kind, i, stamp)
				}
			}
		}
		list, err := models.ExportRows(context.Background(), db.Read(), c.ID, 10)
		if err != nil || len(list) != 4 || list[0].Name != "=Olga" || list[0].Slug != c.Slug {
			t.Errorf("%+v, %v", list, err)
		}
	})
}
