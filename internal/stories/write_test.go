package stories

import (
	"context"
	"strings"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// writer is a member of staff who writes.
func writer(t *testing.T, db *models.DB) models.User {
	t.Helper()
	user := models.User{Name: "Wren Writer", Email: "wren@example.org", Role: models.RoleModerator, CreatedAt: testkit.Now}
	if err := db.Write(t.Context(), func(tx *models.Tx) error { return models.AddUser(t.Context(), tx, &user) }); err != nil {
		t.Fatal(err)
	}
	return user
}

func whole() Draft {
	return Draft{
		Texts: map[string]DraftText{"en": {Title: "What clearing a record takes", Summary: "In short.", Body: "In **full**.",
			Claims: []DraftClaim{{Claim: "Who asked", Figure: "12 of 40", Source: "A clinic", Year: "2021", Caveat: "Of one county."}}}},
		Sources: []DraftSource{{Title: "The statute", URL: "https://example.org/statute", Dated: "2025-02-11"}},
	}
}

func partsOf(t *testing.T, db *models.DB, slug string) (models.Story, models.StoryParts) {
	t.Helper()
	story, err := models.StoryBySlugForStaff(t.Context(), db.Read(), slug)
	if err != nil {
		t.Fatal(err)
	}
	parts, err := models.StoryPartsOf(t.Context(), db.Read(), story.ID)
	if err != nil {
		t.Fatal(err)
	}
	return story, parts
}

func TestAStoryIsWrittenPublishedChangedAndWithdrawn(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, s, _ := open(t, db)
		by, ctx := writer(t, db), t.Context()
		campaign := testkit.MakeCampaign(t, db)
		draft := whole()
		draft.Campaigns = []string{campaign.Slug, campaign.Slug}
		story, err := s.Write(ctx, by, draft)
		if err != nil {
			t.Fatal(err)
		}
		if _, parts := partsOf(t, db, story.Slug); story.Slug != "what-clearing-a-record-takes" || len(parts.Campaigns) != 1 || parts.Claims[0].Year != 2021 || parts.Sources[0].Dated != "2025-02-11" {
			t.Errorf("stored %+v as %q", parts, story.Slug)
		}
		if _, err := models.StoryBySlug(ctx, db.Read(), story.Slug); !fault.Is(err, fault.NotFound) {
			t.Errorf("readers see a draft: %v", err)
		}
		if again, err := s.Write(ctx, by, whole()); err != nil || again.Slug != story.Slug+"-2" {
			t.Errorf("a second one of the same title is %q, %v", again.Slug, err)
		}
		draft.Texts["en"] = DraftText{Title: "Another title", Summary: "In short.", Body: "In full.", Claims: draft.Texts["en"].Claims}
		if err := s.Change(ctx, story.Slug, 1, draft); err != nil {
			t.Fatal(err)
		}
		if err := s.Move(ctx, by, story.Slug, 1, models.StoryPublished); !fault.Is(err, fault.Conflict) {
			t.Errorf("an edition that was not looked at is published: %v", err)
		}
		if err := s.Move(ctx, by, story.Slug, 2, models.StoryPublished); err != nil {
			t.Fatal(err)
		}
		row, err := models.StoryBySlug(ctx, db.Read(), story.Slug)
		if err != nil || row.ChangedAt != nil || !row.PublishedAt.Equal(testkit.Now) || *row.PublisherID != by.ID {
			t.Errorf("published: %+v, %v", row, err)
		}
		d.Clock.Advance(time.Hour)
		draft.Campaigns = nil
		if err := s.Change(ctx, story.Slug, 2, draft); err != nil {
			t.Fatal(err)
		}
		if row, _ = partsOf(t, db, story.Slug); row.ChangedAt != nil {
			t.Error("a change of the petitions is told as one of the words")
		}
		draft.Sources[0].Dated = "2025-02-12"
		if err := s.Change(ctx, story.Slug, 3, draft); err != nil {
			t.Fatal(err)
		}
		if row, _ = partsOf(t, db, story.Slug); row.ChangedAt == nil || !row.ChangedAt.Equal(testkit.Now.Add(time.Hour)) {
			t.Errorf("changed at %v", row.ChangedAt)
		}
		if err := s.Change(ctx, story.Slug, 3, draft); !fault.Is(err, fault.Conflict) {
			t.Errorf("the slower of two overwrites the other: %v", err)
		}
		if err := s.Move(ctx, by, story.Slug, 4, models.StoryWithdrawn); err != nil {
			t.Fatal(err)
		}
		if _, err := models.StoryBySlug(ctx, db.Read(), story.Slug); !fault.Is(err, fault.NotFound) {
			t.Errorf("readers see what was withdrawn: %v", err)
		}
		d.Verify()
	})
}

func TestWhatReadersSeeMustBeWholeAndADraftNeedNot(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		_, s, _ := open(t, db)
		by, ctx := writer(t, db), t.Context()
		draft := whole()
		text := draft.Texts["en"]
		text.Claims = []DraftClaim{{}, {Figure: "Half"}}
		draft.Texts["en"], draft.Texts["es"], draft.Sources = text, DraftText{Title: "Lo que hace falta"}, nil
		story, err := s.Write(ctx, by, draft)
		if err != nil {
			t.Fatal(err)
		}
		err = s.Move(ctx, by, story.Slug, 1, models.StoryPublished)
		for _, field := range []string{"claim_en_1_source", "claim_en_1_year", "summary_es", "body_es", "source_1_title"} {
			if fault.Of(err).Fields[field] == "" {
				t.Errorf("nothing is said of %s: %v", field, fault.Of(err).Fields)
			}
		}
		if row, _ := partsOf(t, db, story.Slug); row.Status != models.StoryDraft {
			t.Errorf("it is %s", row.Status)
		}
	})
}

func TestMistakesInAStoryAreNamedBesideTheirFields(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	_, s, _ := open(t, db)
	by := writer(t, db)
	draft := whole()
	draft.Texts["en"] = DraftText{Title: " ", Summary: strings.Repeat("x", MaxSummary+1), Claims: []DraftClaim{{Figure: "1", Year: "21"}, {Figure: "2", Year: "2999"}}}
	draft.Sources = []DraftSource{{URL: "javascript:alert(1)", Dated: "11/02/2025"}, {Title: "x", URL: "https://user:secret@example.org/"}, {Title: "x", Dated: "2999-01-01"}}
	_, err := s.Write(t.Context(), by, draft)
	for _, field := range []string{"title_en", "summary_en", "claim_en_1_year", "claim_en_2_year", "source_1_title", "source_1_url", "source_1_dated", "source_2_url", "source_3_dated"} {
		if fault.Of(err).Fields[field] == "" {
			t.Errorf("nothing is said of %s: %v", field, err)
		}
	}
	draft = whole()
	draft.Campaigns = []string{"no-such-petition"}
	if _, err := s.Write(t.Context(), by, draft); fault.Of(err).Fields["campaign"] == "" {
		t.Errorf("a petition that is not there: %v", err)
	}
}

func TestEveryMoveOfAStory(t *testing.T) {
	t.Parallel()
	allowed := map[[2]models.StoryStatus]bool{
		{models.StoryDraft, models.StoryPublished}: true, {models.StoryDraft, models.StoryWithdrawn}: true,
		{models.StoryPublished, models.StoryWithdrawn}: true, {models.StoryWithdrawn, models.StoryPublished}: true,
	}
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		by := writer(t, db)
		for _, from := range models.StoryStatuses {
			for _, to := range models.StoryStatuses {
				story := testkit.MakeStory(t, db, func(s *models.Story) { s.Status = from })
				before := story
				move := func(s *models.Story) error {
					return db.Write(t.Context(), func(tx *models.Tx) error {
						return models.MoveStory(context.Background(), tx, s, to, by.ID, testkit.Now)
					})
				}
				if err := move(&story); (err == nil) != allowed[[2]models.StoryStatus{from, to}] || err != nil && !fault.Is(err, fault.Conflict) {
					t.Errorf("%s → %s: %v", from, to, err)
				}
				if err := move(&before); !fault.Is(err, fault.Conflict) {
					t.Errorf("%s → %s by who comes too late: %v", from, to, err)
				}
			}
		}
	})
}
