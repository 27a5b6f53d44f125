package notes_test

import (
	"context"
	"strings"
	"testing"

	"statehouse/internal/fault"
	"statehouse/internal/notes"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

// office is where a campaign of Arizona is organized and reviewed.
type office struct {
	*desk.Desk
	notes    *notes.Notes
	campaign models.Campaign
}

func open(t *testing.T, db *models.DB) *office {
	t.Helper()
	d := desk.Open(t, db)
	return &office{Desk: d, notes: notes.New(db, d.Clock.Now), campaign: testkit.MakeCampaign(t, db)}
}

func (o *office) staff(t *testing.T, role models.Role, state string) models.Actor {
	t.Helper()
	u := models.User{Email: string(role) + state + "@example.org", Name: "Sam " + string(role), Role: role, State: state, CreatedAt: testkit.Now}
	o.Write(func(ctx context.Context, tx *models.Tx) error { return models.AddUser(ctx, tx, &u) })
	return models.Actor{User: &u}
}

func TestNotesAreOfThoseWhoWorkOnACampaign(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, o := context.Background(), open(t, db)
		organizer, moderator := o.staff(t, models.RoleOrganizer, "az"), o.staff(t, models.RoleModerator, "")
		for _, outside := range []models.Actor{o.staff(t, models.RoleOrganizer, "hi"), o.staff(t, models.RoleViewer, "az"), {}} {
			if err := o.notes.Write(ctx, outside, o.campaign.Slug, "Mine"); !fault.Is(err, fault.NotFound) {
				t.Errorf("%+v: %v", outside.User, err)
			}
		}
		for typed, want := range map[string]string{" ": "error.note.empty", strings.Repeat("ñ", models.MaxNote+1): "error.text.long"} {
			if err := o.notes.Write(ctx, organizer, o.campaign.Slug, typed); fault.Of(err).Fields["text"] != want {
				t.Errorf("%d characters: %v", len([]rune(typed)), err)
			}
		}
		if err := o.notes.Write(ctx, organizer, o.campaign.Slug, "The sponsor will call.\r\nOn Monday."); err != nil {
			t.Fatal(err)
		}
		list, err := models.NotesOf(ctx, db.Read(), o.campaign.ID)
		if err != nil || len(list) != 1 || list[0].Name != organizer.User.Name {
			t.Fatalf("%+v, %v", list, err)
		}
		if err := o.notes.Edit(ctx, moderator, o.campaign.Slug, list[0].ID, list[0].Text, "Not mine."); !fault.Is(err, fault.NotFound) {
			t.Errorf("another's note is changed: %v", err)
		}
		if err := o.notes.Edit(ctx, organizer, o.campaign.Slug, list[0].ID, "something else", "Late."); !fault.Is(err, fault.Conflict) {
			t.Errorf("a note is changed that was not read: %v", err)
		}
		if err := o.notes.Edit(ctx, organizer, o.campaign.Slug, list[0].ID, list[0].Text, "She called."); err != nil {
			t.Error(err)
		}
		if err := o.notes.Write(ctx, moderator, o.campaign.Slug, "Looks fine."); err != nil {
			t.Error(err)
		}
		if list, err = models.NotesOf(ctx, db.Read(), o.campaign.ID); err != nil || len(list) != 2 || list[0].Text != "Looks fine." || list[1].Text != "She called." || list[1].EditedAt == nil {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

func TestTagsArePutTakenOffAndArchived(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, o := context.Background(), open(t, db)
		admin, organizer := o.staff(t, models.RoleAdmin, ""), o.staff(t, models.RoleOrganizer, "az")
		if err := o.notes.SaveTag(ctx, organizer, 0, "Urgent", false); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an organizer adds a tag: %v", err)
		}
		for typed, want := range map[string]string{"Hearing  soon": "", "": "error.tag.empty", "Old": ""} {
			if err := o.notes.SaveTag(ctx, admin, 0, typed, false); fault.Of(err).Fields["name"] != want {
				t.Errorf("%q: %v", typed, err)
			}
		}
		if err := o.notes.SaveTag(ctx, admin, 0, "HEARING soon", false); fault.Of(err).Fields["name"] != "error.tag.taken" {
			t.Errorf("a second tag of the name: %v", err)
		}
		tags, err := models.Tags(ctx, db.Read())
		if err != nil || len(tags) != 2 || tags[0].Name != "Hearing soon" {
			t.Fatalf("%+v, %v", tags, err)
		}
		soon, old := tags[0].ID, tags[1].ID
		if err := o.notes.SetTags(ctx, organizer, o.campaign.Slug, []int64{soon, old, soon}); err != nil {
			t.Fatal(err)
		}
		if err := o.notes.SaveTag(ctx, admin, old, "Older", true); err != nil {
			t.Fatal(err)
		}
		if err := o.notes.SetTags(ctx, organizer, o.campaign.Slug, []int64{old}); err != nil {
			t.Errorf("an archived tag does not stay: %v", err)
		}
		on := func() []models.TagRow {
			rows, err := models.TagsOf(ctx, db.Read(), o.campaign.ID)
			if err != nil {
				t.Fatal(err)
			}
			return rows
		}
		if rows := on(); len(rows) != 1 || rows[0].Name != "Older" {
			t.Errorf("%+v", rows)
		}
		if err := o.notes.SetTags(ctx, organizer, o.campaign.Slug, nil); err != nil || len(on()) != 0 {
			t.Errorf("they stay: %v", err)
		}
		if err := o.notes.SetTags(ctx, organizer, o.campaign.Slug, []int64{old}); !fault.Is(err, fault.Conflict) || len(on()) != 0 {
			t.Errorf("an archived tag is put on a campaign: %v", err)
		}
		if err := o.notes.SaveTag(ctx, admin, old+99, "None", false); !fault.Is(err, fault.NotFound) {
			t.Errorf("a tag that is not there: %v", err)
		}
	})
}
