package exports

import (
	"context"
	"encoding/hex"
	"math"
	"strconv"
	"time"

	"statehouse/models"
)

// letters lists a campaign's letters without a word of them.
func (x *Exports) letters(ctx context.Context, out *sheet, campaignID int64) error {
	if err := out.head("letter", "written_at", "released_at", "seats", "variant", "like_others", "shares_address"); err != nil {
		return err
	}
	for last := int64(0); ; {
		page, err := models.LettersToExport(ctx, x.db.Read(), campaignID, last, pageSize)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, l := range page {
			variant := ""
			if l.Variant != nil {
				variant = strconv.Itoa(*l.Variant)
			}
			if err := out.row(strconv.FormatInt(l.ID, 10), day(&l.CreatedAt), day(l.ReleasedAt), strconv.Itoa(l.Seats), variant, yes(l.IsFolded), yes(l.ShareEmail)); err != nil {
				return err
			}
		}
		last = page[len(page)-1].ID
	}
}

// updates lists what a campaign's supporters were told, newest first.
func (x *Exports) updates(ctx context.Context, out *sheet, campaignID int64) error {
	if err := out.head("update", "headline", "state", "audience", "public", "recipients", "suppressed", "capped", "written_at", "started_at", "ended_at"); err != nil {
		return err
	}
	list, err := models.UpdatesOf(ctx, x.db.Read(), campaignID, math.MaxInt32)
	if err != nil {
		return err
	}
	for _, u := range list {
		texts, err := models.UpdateTextsOf(ctx, x.db.Read(), u.ID)
		if err != nil {
			return err
		}
		if err := out.row(u.Ref, texts["en"].Headline, string(u.State), string(u.Audience), yes(u.IsPublic), strconv.Itoa(u.Recipients), strconv.Itoa(u.Suppressed),
			strconv.Itoa(u.Capped), day(&u.CreatedAt), day(u.StartedAt), day(u.EndedAt)); err != nil {
			return err
		}
	}
	return nil
}

// audit lists the acts of staff in order, each with the hash that chains it.
func (x *Exports) audit(ctx context.Context, out *sheet) error {
	if err := out.head("number", "at", "who", "act", "hash"); err != nil {
		return err
	}
	users, err := models.Users(ctx, x.db.Read())
	if err != nil {
		return err
	}
	names := map[int64]string{}
	for _, u := range users {
		names[u.ID] = u.Name
	}
	for last := int64(0); ; {
		page, err := models.AuditEntriesAfter(ctx, x.db.Read(), last, pageSize)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, e := range page {
			who := ""
			if e.UserID != nil {
				who = names[*e.UserID]
			}
			if err := out.row(strconv.FormatInt(e.Number, 10), e.At.UTC().Format(time.RFC3339Nano), who, e.Act, hex.EncodeToString(e.Hash)); err != nil {
				return err
			}
		}
		last = page[len(page)-1].Number
	}
}
