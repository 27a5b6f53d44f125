package exports_test

import (
	"context"
	"strings"
	"testing"

	"statehouse/internal/exports"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestRostersAndHoursLeaveWithoutNamesUnlessAskedAndAreNotedByRole(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, keys := context.Background(), testkit.Keys()
		role, other := testkit.MakeRole(t, db), testkit.MakeRole(t, db)
		came := testkit.MakeApplication(t, db, keys, role, "=hiro@example.org")
		left := testkit.MakeApplication(t, db, keys, role, "lena@example.org")
		testkit.MakeHeldPlace(t, db, testkit.MakeApplication(t, db, keys, other, "other@example.org"))
		shift := testkit.MakeHeldPlace(t, db, came)
		gone := testkit.MakeHeldPlace(t, db, left)
		for _, sql := range []string{"UPDATE shift_places SET attendance = 'attended', minutes = 180", "UPDATE applications SET state = 'left' WHERE ref = '" + left.Ref + "'",
			"UPDATE roles SET past_minutes = 60, past_shifts = 1 WHERE slug = '" + role.Slug + "'"} {
			if _, err := db.SQL().ExecContext(ctx, sql); err != nil {
				t.Fatal(err)
			}
		}
		table, text := take(t, db, exports.Request{Kind: models.ExportRoster, RoleID: role.ID, ShiftID: shift.ID})
		if len(table) != 2 || table[1][0] != came.Ref || table[1][1] != "held" || table[1][3] != "attended" || strings.Contains(text, "Ada") || strings.Contains(text, "@") {
			t.Errorf("a roster without names:\n%s", text)
		}
		if _, text := take(t, db, exports.Request{Kind: models.ExportRoster, RoleID: role.ID, ShiftID: shift.ID, Named: true}); !strings.Contains(text, "Ada Example,'=hiro@example.org") || strings.Contains(text, "85003") {
			t.Errorf("a roster with names:\n%s", text)
		}
		if _, text := take(t, db, exports.Request{Kind: models.ExportRoster, RoleID: role.ID, ShiftID: gone.ID, Named: true}); strings.Contains(text, "lena@") || !strings.Contains(text, left.Ref) {
			t.Errorf("who left is named:\n%s", text)
		}
		table, text = take(t, db, exports.Request{Kind: models.ExportHours, RoleID: role.ID, Named: true})
		if len(table) != 4 || table[3][1] != "erased" || table[3][3] != "60" || !strings.Contains(text, "'=hiro@example.org") || strings.Contains(text, "lena@") || strings.Contains(text, "other@") {
			t.Errorf("hours:\n%s", text)
		}
		notes, err := models.Exports(ctx, db.Read(), 10)
		if err != nil || len(notes) != 4 || notes[0].Kind != models.ExportHours || notes[0].RoleID == nil || *notes[0].RoleID != role.ID || !notes[0].Named || *notes[0].Rows != 3 {
			t.Errorf("%+v, %v", notes, err)
		}
	})
}
