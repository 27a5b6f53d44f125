package volunteers_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

func TestARecordOfHoursCountsOnlyAttendedShifts(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d)
		here := makeUser(d, "az@example.org", models.RoleOrganizer, "az")
		tok := apply(t, d, role, "ada@example.org")
		ref := look(t, d, tok).Application.Ref
		var shifts []models.Shift
		for i := range 4 {
			shifts = append(shifts, makeShift(d, role, testkit.Now.Add(time.Duration(i+1)*24*time.Hour), 1))
			if err := d.Volunteers.Claim(ctx, tok, shifts[i].Ref); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.Volunteers.Record(ctx, tok, "en"); !fault.Is(err, fault.Conflict) {
			t.Errorf("before any shift: %v", err)
		}
		d.Clock.Advance(120 * time.Hour)
		for i, came := range []models.Attendance{models.Attended, models.Missed, models.Attended, models.Excused} {
			if err := d.Volunteers.Note(ctx, here, role.Slug, shifts[i].Ref, ref, came); err != nil {
				t.Fatal(err)
			}
		}
		record, err := d.Volunteers.Record(ctx, tok, "en")
		if err != nil || len(record.Shifts) != 2 || record.Minutes() != 360 || record.Shifts[1].Ref != shifts[2].Ref {
			t.Fatalf("%+v, %v", record, err)
		}
		for _, lang := range []string{"en", "es"} {
			var file bytes.Buffer
			if err := d.Volunteers.Write(i18n.With(ctx, lang), &file, record); err != nil {
				t.Fatal(err)
			}
			text := testkit.PDFText(t, file.Bytes())
			for _, want := range []string{"Ada Example", "Weekend", "6 h 0 min", record.Sum()} {
				if !strings.Contains(text, want) {
					t.Errorf("the record in %s lacks %q", lang, want)
				}
			}
			if strings.Contains(text, "Encanto") || strings.Contains(text, "ada@") {
				t.Errorf("the record in %s says where, or how to reach whom", lang)
			}
		}
		application, err := models.ApplicationByRef(ctx, db.Read(), role.ID, ref)
		if err != nil {
			t.Fatal(err)
		}
		d.Clock.Advance(time.Hour)
		seen, err := d.Volunteers.RecordOf(ctx, role, application)
		if err != nil || seen.Sum() != record.Sum() {
			t.Errorf("staff see the sum %s of %s, %v", seen.Sum(), record.Sum(), err)
		}
		forged := record
		forged.Name = "Ada Examples"
		longer := record
		longer.Shifts = append([]models.AttendedShift{}, record.Shifts...)
		longer.Shifts[0].Minutes++
		if forged.Sum() == record.Sum() || longer.Sum() == record.Sum() {
			t.Error("another name, or more minutes, have the same sum")
		}
		if sight := look(t, d, tok); sight.Attended != 2 || sight.Minutes != 360 {
			t.Errorf("their page says %d shifts, %d minutes", sight.Attended, sight.Minutes)
		}
	})
}
