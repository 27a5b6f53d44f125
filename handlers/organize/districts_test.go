package organize_test

import (
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// TestDistrictsAreDrawnWithNoSmallNumber and the file says the same as the page.
func TestDistrictsAreDrawnWithNoSmallNumber(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Idle: true, Now: testkit.NewClock().Now})
		c := testkit.MakeCampaign(t, h.DB)
		for code, people := range map[string]int{"1": 9, "2": 6, "3": 2, "4": 3, "5": 0} {
			seat := testkit.MakeSeat(t, h.DB, c.State, "upper", code)
			for range people {
				testkit.MakeSignature(t, h.DB, h.Keys, c, func(s *testkit.Signer) {
					s.Districts = []models.District{{ID: seat.DistrictID, Chamber: "upper"}}
				})
			}
		}
		testkit.MakeSeat(t, h.DB, c.State, "lower", "7")
		viewer := signedIn(t, h, "vera@example.org", "viewer", c.State)

		page := viewer.Open("/organize/campaigns/" + c.Slug).Must(200)
		for step, want := range map[string]int{"step-4": 1, "step-3": 1, "step-0": 2, "step-none": 1} {
			if n := page.Document.Find(".tile-chart .tile." + step).Length(); n != want {
				t.Errorf("%d tiles are %s, want %d", n, step, want)
			}
		}
		if table := page.Text("section[aria-labelledby=districts]"); !strings.Contains(table, "Sam Sample") || strings.Count(table, "too few to tell") < 3 || !strings.Contains(table, "1 district where nobody has signed yet") {
			t.Errorf("the page says %s", table)
		}
		if page := viewer.Open("/organize/campaigns/" + c.Slug + "?chamber=lower").Must(200); page.Document.Find(".tile-chart .tile").Length() != 1 || page.Text(".door-nav [aria-current]") == "" {
			t.Error("the other chamber is not shown")
		}
		weeks := viewer.Open("/organize/campaigns/" + c.Slug + "/weeks.csv").Must(200)
		if lines := strings.Split(strings.TrimSpace(weeks.Body), "\n"); len(lines) != 8 || lines[7] != models.Day(testkit.Now)+",20,"+models.Day(testkit.Now.AddDate(0, 0, -7))+",0" {
			t.Errorf("both weeks: %s", weeks.Body)
		}
		if steps := viewer.Open("/organize/campaigns/" + c.Slug + "/steps.csv").Must(200); !strings.Contains(steps.Body, "counted,20\n") || !strings.Contains(steps.Body, "wrote,0\n") {
			t.Errorf("the steps: %s", steps.Body)
		}
		if table := page.Text("#weeks + .charts table"); !strings.Contains(table, "+20") {
			t.Errorf("the weeks say %s", table)
		}
		file := viewer.Open("/organize/campaigns/" + c.Slug + "/districts.csv").Must(200)
		for _, line := range []string{",9,some\n", ",6,some\n", ",,few\n", ",0,none\n", "lower,7,"} {
			if !strings.Contains(file.Body, line) {
				t.Errorf("the file lacks %q:\n%s", line, file.Body)
			}
		}
		for _, small := range []string{",2,some", ",3,some"} {
			if strings.Contains(file.Body, small) {
				t.Errorf("a small number: %s", file.Body)
			}
		}
	})
}
