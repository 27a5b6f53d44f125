package models

import (
	"context"
	"time"
)

// The longest note and the longest name of a tag, in characters.
const (
	MaxNote = 2000
	MaxTag  = 40
)

// CampaignNote is what one of staff noted about a campaign, for staff alone.
type CampaignNote struct {
	ID         int64
	CampaignID int64
	UserID     int64
	Text       string
	CreatedAt  time.Time
	EditedAt   *time.Time // by who wrote it
}

// CampaignNoteRow is a note with the name of who wrote it.
type CampaignNoteRow struct {
	CampaignNote `gorm:"embedded"`
	Name         string
}

// NotesOf lists the notes about a campaign, the last first.
func NotesOf(ctx context.Context, tx *Tx, campaignID int64) ([]CampaignNoteRow, error) {
	return rowsOf[CampaignNoteRow](ctx, tx, "SELECT n.*, u.name FROM campaign_notes n JOIN users u ON u.id = n.user_id WHERE n.campaign_id = ? ORDER BY n.id DESC", campaignID)
}

// AddNote stores a note.
func AddNote(ctx context.Context, tx *Tx, n CampaignNote) error { return addOne(ctx, tx, &n) }

// EditNote writes over a note of one's own; the words that were read are was. A
// Conflict fault if it says something else by now, or is somebody else's.
func EditNote(ctx context.Context, tx *Tx, n CampaignNote, was string) error {
	return moved(tx.exec(ctx, "UPDATE campaign_notes SET text = ?, edited_at = ? WHERE id = ? AND campaign_id = ? AND user_id = ? AND text = ?",
		n.Text, n.EditedAt, n.ID, n.CampaignID, n.UserID, was))
}

// Tag is a word by which staff find campaigns again.
type Tag struct {
	ID         int64
	Name       string
	ArchivedAt *time.Time // from then on it is put on no campaign
}

// CampaignTag is a tag on a campaign, and who put it there.
type CampaignTag struct {
	CampaignID int64 `gorm:"primaryKey;autoIncrement:false"`
	TagID      int64 `gorm:"primaryKey;autoIncrement:false"`
	UserID     int64
	At         time.Time
}

// Tags lists all tags by name, those in use first.
func Tags(ctx context.Context, tx *Tx) ([]Tag, error) {
	return rowsOf[Tag](ctx, tx, "SELECT * FROM tags ORDER BY CASE WHEN archived_at IS NULL THEN 0 ELSE 1 END, name")
}

// AddTag stores a tag; a Conflict fault if there is one of its name.
func AddTag(ctx context.Context, tx *Tx, t *Tag) error { return addOne(ctx, tx, t) }

// SaveTag renames a tag, archives it, or takes it into use again.
func SaveTag(ctx context.Context, tx *Tx, t Tag) error {
	return moved(tx.exec(ctx, "UPDATE tags SET name = ?, archived_at = ? WHERE id = ?", t.Name, t.ArchivedAt, t.ID))
}

// TagRow is a tag on a campaign.
type TagRow struct {
	Tag        `gorm:"embedded"`
	CampaignID int64
}

// TagsOf lists the tags on a campaign by name, on all campaigns for 0.
func TagsOf(ctx context.Context, tx *Tx, campaignID int64) ([]TagRow, error) {
	return rowsOf[TagRow](ctx, tx, "SELECT t.*, c.campaign_id FROM campaign_tags c JOIN tags t ON t.id = c.tag_id WHERE (? = 0 OR c.campaign_id = ?) ORDER BY t.name", campaignID, campaignID)
}

// TagsByCampaign are the tags on all campaigns, by campaign.
func TagsByCampaign(ctx context.Context, tx *Tx) (map[int64][]Tag, error) {
	rows, err := TagsOf(ctx, tx, 0)
	by := map[int64][]Tag{}
	for _, r := range rows {
		by[r.CampaignID] = append(by[r.CampaignID], r.Tag)
	}
	return by, err
}

// PutTag puts a tag on a campaign that has it not. A Conflict fault if the tag is
// archived, or there already.
func PutTag(ctx context.Context, tx *Tx, t CampaignTag) error {
	return moved(tx.exec(ctx, `INSERT INTO campaign_tags (campaign_id, tag_id, user_id, at) SELECT ?, t.id, ?, ? FROM tags t
WHERE t.id = ? AND t.archived_at IS NULL ON CONFLICT DO NOTHING`, t.CampaignID, t.UserID, t.At, t.TagID))
}

// TakeTagOff takes a tag off a campaign; a Conflict fault if it is not there.
func TakeTagOff(ctx context.Context, tx *Tx, campaignID, tagID int64) error {
	return moved(tx.exec(ctx, "DELETE FROM campaign_tags WHERE campaign_id = ? AND tag_id = ?", campaignID, tagID))
}
