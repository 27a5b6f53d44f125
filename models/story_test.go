package models_test

import (
	"context"
	"slices"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestAStoryLeadsToWhatFollowedItsPetitions(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		status := func(s models.CampaignStatus, after *models.Campaign) func(*models.Campaign) {
			return func(c *models.Campaign) {
				c.Status, c.ClosedAt = s, &testkit.Now
				if after != nil {
					c.SuccessorID = &after.ID
				}
			}
		}
		last := testkit.MakeCampaign(t, db)
		middle := testkit.MakeCampaign(t, db, status(models.CampaignClosed, &last))
		first := testkit.MakeCampaign(t, db, status(models.CampaignClosed, &middle))
		hidden := testkit.MakeCampaign(t, db, status(models.CampaignHidden, nil))
		lost := testkit.MakeCampaign(t, db, status(models.CampaignClosed, &hidden), func(c *models.Campaign) { c.Outcome = models.OutcomeLost })
		paused := testkit.MakeCampaign(t, db, status(models.CampaignPaused, &last))
		withdrawn := testkit.MakeCampaign(t, db, status(models.CampaignWithdrawn, nil))
		story := models.Story{Slug: "about-them", Status: models.StoryDraft}
		err := db.Write(t.Context(), func(tx *models.Tx) error {
			return models.AddStory(context.Background(), tx, &story, models.StoryParts{Campaigns: []int64{first.ID, middle.ID, hidden.ID, lost.ID, paused.ID, withdrawn.ID}})
		})
		if err != nil {
			t.Fatal(err)
		}
		list, err := models.CampaignsOfStory(t.Context(), db.Read(), story.ID)
		var got []int64
		for _, c := range list {
			got = append(got, c.ID)
		}
		if want := []int64{last.ID, lost.ID, paused.ID}; err != nil || !slices.Equal(got, want) {
			t.Errorf("it leads to %v, not %v: %v", got, want, err)
		}
	})
}
