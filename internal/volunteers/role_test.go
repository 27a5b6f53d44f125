package volunteers_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/internal/volunteers"
	"statehouse/models"
)

func roleForm(change ...func(*volunteers.RoleForm)) volunteers.RoleForm {
	f := volunteers.RoleForm{Kind: "outreach", State: "az", Place: "Tucson", Steps: []string{"agreement"}, Words: map[string]string{
		"title_en": "Café table, Saturdays", "summary_en": "Stand at a table.", "body_en": "**Come.**", "time_en": "3 hours"}}
	for _, c := range change {
		c(&f)
	}
	return f
}

func TestTheFormOfARoleNamesWhatNeedsMending(t *testing.T) {
	t.Parallel()
	d := desk.Open(t, testkit.OpenDB(t, testkit.SQLiteURL(t)))
	testkit.MakeCampaign(t, d.DB, func(c *models.Campaign) { c.Slug, c.State = "hi-one", "hi" })
	here := makeUser(d, "az@example.org", models.RoleOrganizer, "az")
	for name, c := range map[string]struct {
		change func(*volunteers.RoleForm)
		want   []string
	}{
		"nothing": {func(f *volunteers.RoleForm) { *f = volunteers.RoleForm{} }, []string{"body_en", "kind", "place", "state", "summary_en", "time_en", "title_en"}},
		"an intern": {func(f *volunteers.RoleForm) { f.Kind = "intern" },
			[]string{"apply_by", "eligibility_en", "ends_on", "pay_en", "starts_on"}},
		"survivors":          {func(f *volunteers.RoleForm) { f.Kind = "survivor_contact" }, []string{"adults", "steps"}},
		"one approval":       {func(f *volunteers.RoleForm) { f.Steps = []string{"second_approval"} }, []string{"steps"}},
		"another state":      {func(f *volunteers.RoleForm) { f.State = "hi" }, []string{"state"}},
		"from anywhere":      {func(f *volunteers.RoleForm) { f.State, f.Remote = "", true }, []string{"state"}},
		"another's petition": {func(f *volunteers.RoleForm) { f.Campaign = "hi-one" }, []string{"campaign"}},
		"half in Spanish":    {func(f *volunteers.RoleForm) { f.Words["title_es"] = "Una mesa" }, []string{"body_es", "summary_es", "time_es"}},
		"days":               {func(f *volunteers.RoleForm) { f.StartsOn, f.EndsOn, f.ApplyBy = "2027-06-01", "2027-05-01", "June" }, []string{"apply_by", "ends_on"}},
		"a late deadline":    {func(f *volunteers.RoleForm) { f.EndsOn, f.ApplyBy = "2027-06-01", "2027-06-02" }, []string{"apply_by"}},
		"too many":           {func(f *volunteers.RoleForm) { f.Places = "1001" }, []string{"places"}},
		"too long":           {func(f *volunteers.RoleForm) { f.Words["title_en"] = strings.Repeat("a", 101) }, []string{"title_en"}},
	} {
		_, err := d.Volunteers.AddRole(ctx, here, roleForm(c.change))
		if got := slices.Sorted(maps.Keys(fault.Of(err).Fields)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if all, err := models.RolesAtDesk(ctx, d.DB.Read(), "", "en", testkit.Now); err != nil || len(all) != 0 {
		t.Errorf("%d roles are stored, %v", len(all), err)
	}
}

func TestARoleIsMadeChangedClosedAndOpenedByItsOwnState(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		c := testkit.MakeCampaign(t, db)
		here, there := makeUser(d, "az@example.org", models.RoleOrganizer, "az"), makeUser(d, "hi@example.org", models.RoleOrganizer, "hi")
		slug, err := d.Volunteers.AddRole(ctx, here, roleForm(func(f *volunteers.RoleForm) { f.Campaign = c.Slug }))
		if err != nil || slug != "az-cafe-table-saturdays" {
			t.Fatalf("%q, %v", slug, err)
		}
		if same, err := d.Volunteers.AddRole(ctx, here, roleForm()); err != nil || same != slug+"-2" {
			t.Errorf("a second one of that title is %q, %v", same, err)
		}
		change := roleForm(func(f *volunteers.RoleForm) {
			f.Places, f.Words["instructions_en"], f.Words["title_es"], f.Words["summary_es"], f.Words["body_es"], f.Words["time_es"] = "4", "Ring twice.", "Una mesa", "Una mesa.", "Venga.", "3 horas"
		})
		if err := d.Volunteers.SaveRole(ctx, there, slug, change); !fault.Is(err, fault.NotFound) {
			t.Errorf("staff of another state: %v", err)
		}
		if err := d.Volunteers.SaveRole(ctx, here, slug, change); err != nil {
			t.Fatal(err)
		}
		role, err := models.RoleBySlug(ctx, db.Read(), slug)
		if err != nil || role.Places != 4 || role.CampaignID != nil || role.Status != models.RoleOpen {
			t.Errorf("%+v, %v", role, err)
		}
		texts, err := models.RoleTextsOf(ctx, db.Read(), role.ID)
		if err != nil || len(texts) != 2 || texts[0].Instructions != "Ring twice." || texts[1].Title != "Una mesa" {
			t.Errorf("%+v, %v", texts, err)
		}
		if err := d.Volunteers.MoveRole(ctx, there, slug, models.RoleClosed); !fault.Is(err, fault.NotFound) {
			t.Errorf("closed by another state: %v", err)
		}
		for _, to := range []string{models.RoleClosed, models.RoleOpen} {
			if err := d.Volunteers.MoveRole(ctx, here, slug, to); err != nil {
				t.Fatal(err)
			}
			if err := d.Volunteers.MoveRole(ctx, here, slug, to); !fault.Is(err, fault.Conflict) {
				t.Errorf("%s twice: %v", to, err)
			}
			role, err := models.RoleBySlug(ctx, db.Read(), slug)
			if err != nil || role.TakesApplications(testkit.Now) != (to == models.RoleOpen) {
				t.Errorf("%s: %+v, %v", to, role, err)
			}
		}
	})
}

func TestARoleWithApplicantsKeepsWhatTheyReliedOn(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		admin := makeUser(d, "admin@example.org", models.RoleAdmin, "")
		slug, err := d.Volunteers.AddRole(ctx, admin, roleForm())
		if err != nil {
			t.Fatal(err)
		}
		role, err := models.RoleBySlug(ctx, db.Read(), slug)
		if err != nil {
			t.Fatal(err)
		}
		young := form("ada@example.org")
		young.OfAge = false
		if err := d.Volunteers.Apply(ctx, slug, young); err != nil {
			t.Fatal(err)
		}
		tok := d.Link("application", "ada@example.org")
		if err := d.Volunteers.Confirm(ctx, tok); err != nil {
			t.Fatal(err)
		}
		err = d.Volunteers.SaveRole(ctx, admin, slug, roleForm(func(f *volunteers.RoleForm) {
			f.Kind, f.State, f.Adults, f.Steps = "survivor_contact", "hi", true, []string{"safeguarding", "training", "approval", "second_approval"}
		}))
		if got := slices.Sorted(maps.Keys(fault.Of(err).Fields)); !slices.Equal(got, []string{"adults", "kind", "state"}) {
			t.Errorf("%v: %v", got, err)
		}
		rows, err := models.RolesAtDesk(ctx, db.Read(), "az", "en", testkit.Now)
		if err != nil || len(rows) != 1 || rows[0].Waiting != 1 || rows[0].Active != 0 || rows[0].NextShift != nil {
			t.Errorf("%+v, %v", rows, err)
		}
		if err := d.Volunteers.SaveRole(ctx, admin, slug, roleForm(func(f *volunteers.RoleForm) { f.Steps = nil })); err != nil {
			t.Fatal(err)
		}
		if got := look(t, d, tok).Application.State; got != models.ApplicationActive {
			t.Errorf("with no step left they are %s", got)
		}
		shift := makeShift(d, role, testkit.Now.AddDate(0, 0, 3), 2)
		rows, err = models.RolesAtDesk(ctx, db.Read(), "az", "es", testkit.Now)
		if err != nil || len(rows) != 1 || rows[0].Active != 1 || rows[0].NextShift == nil || *rows[0].NextShift != shift.ID || rows[0].Title == "" {
			t.Errorf("%+v, %v", rows, err)
		}
	})
}
