package models

import (
	"context"
	"strings"
	"time"

	"statehouse/internal/fault"
)

// CampaignFilter narrows a list of public campaigns; empty fields do not.
type CampaignFilter struct {
	State, Topic string
	Status       CampaignStatus
	Text         string // in the title or the ask
	Lang         string
	Sort         string // "new", "most", else what moves now
	Page, Size   int    // Page from 1
	Since        time.Time
}

// CampaignRow is a campaign in a list, with its text in the asked language and
// its counts.
type CampaignRow struct {
	Campaign   `gorm:"embedded"`
	Version    int
	Title, Ask string
	Summary    string
	InState    int
	OutOfState int
	Pending    int
	Paper      int // on paper, checked; in no other number
	Recent     int // counted since CampaignFilter.Since
}

// Counted is the public count.
func (r CampaignRow) Counted() int { return r.InState + r.OutOfState }

// paperOf is what counts on paper of the campaign c.
const paperOf = "(SELECT COALESCE(sum(b.counted), 0) FROM paper_batches b WHERE b.campaign_id = c.id) AS paper"

const campaignRows = `
FROM campaigns c
JOIN petitions p ON p.id = c.petition_id
JOIN signature_counts n ON n.campaign_id = c.id
JOIN petition_texts t ON t.petition_id = p.id AND t.lang = (
  SELECT x.lang FROM petition_texts x WHERE x.petition_id = p.id
  ORDER BY CASE x.lang WHEN ? THEN 0 WHEN 'en' THEN 1 ELSE 2 END LIMIT 1)
`

// Campaigns lists public campaigns and says how many there are in all.
func Campaigns(ctx context.Context, tx *Tx, f CampaignFilter) ([]CampaignRow, int, error) {
	where, args := f.where()
	total, err := valueOf(ctx, tx, "SELECT count(*) "+campaignRows+where, append([]any{f.Lang}, args...)...)
	if err != nil {
		return nil, 0, err
	}
	query := `SELECT c.*, p.version, t.title, t.ask, t.summary, n.in_state, n.out_of_state, n.pending, ` + paperOf + `,
  (SELECT COALESCE(sum(d.in_state + d.out_of_state), 0) FROM day_counts d WHERE d.campaign_id = c.id AND d.day >= ?) AS recent
` + campaignRows + where + f.order() + " LIMIT ? OFFSET ?"
	args = append(append([]any{Day(f.Since), f.Lang}, args...), f.Size, (max(f.Page, 1)-1)*f.Size)
	rows, err := rowsOf[CampaignRow](ctx, tx, query, args...)
	return rows, total, err
}

func (f CampaignFilter) where() (string, []any) {
	conditions := []string{"c.status IN ?"}
	args := []any{PublicStatuses}
	add := func(condition string, values ...any) {
		conditions = append(conditions, condition)
		args = append(args, values...)
	}
	if f.State != "" {
		add("c.state = ?", f.State)
	}
	if f.Topic != "" {
		add("c.topic = ?", f.Topic)
	}
	if f.Status != "" {
		add("c.status = ?", f.Status)
	}
	if f.Text != "" {
		like := "%" + escapeLike(strings.ToLower(f.Text)) + "%"
		add(`(lower(t.title) LIKE ? ESCAPE '\' OR lower(t.ask) LIKE ? ESCAPE '\')`, like, like)
	}
	return " WHERE " + strings.Join(conditions, " AND "), args
}

func (f CampaignFilter) order() string {
	const liveFirst = " ORDER BY CASE c.status WHEN 'live' THEN 0 ELSE 1 END, "
	switch f.Sort {
	case "new":
		return liveFirst + "c.opened_at DESC, c.id DESC"
	case "most":
		return liveFirst + "n.in_state + n.out_of_state DESC, c.id DESC"
	}
	return liveFirst + "recent DESC, c.id DESC"
}

func escapeLike(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

// mostFollowed keeps a ring of successors from being followed for ever.
const mostFollowed = 10

// Following is the campaign that stands for one: itself, or once it has ended the
// last of those that follow it and that people can see.
func Following(ctx context.Context, tx *Tx, c Campaign) (Campaign, error) {
	next := c
	for hops := 0; next.HasEnded() && next.SuccessorID != nil && hops < mostFollowed; hops++ {
		var err error
		if next, err = CampaignByID(ctx, tx, *next.SuccessorID); err != nil {
			return c, err
		}
		if next.IsPublic() && next.PetitionID != nil {
			c = next
		}
	}
	return c, nil
}

// LiveByState counts live campaigns per state.
func LiveByState(ctx context.Context, tx *Tx) (map[string]int, error) {
	rows, err := rowsOf[struct {
		State string
		N     int
	}](ctx, tx, "SELECT state, count(*) AS n FROM campaigns WHERE status = ? GROUP BY state", CampaignLive)
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.State] = r.N
	}
	return counts, err
}

// CampaignCodes lists the codes of all campaigns: they key the blind indexes.
func CampaignCodes(ctx context.Context, tx *Tx) ([]string, error) {
	return rowsOf[string](ctx, tx, "SELECT code FROM campaigns ORDER BY id")
}

// MovingSince is from when signatures count for what is moving now: a week.
func MovingSince(now time.Time) time.Time { return now.AddDate(0, 0, -7) }

// CampaignRowBySlug is one public campaign as lists show it; others are NotFound.
func CampaignRowBySlug(ctx context.Context, tx *Tx, slug, lang string) (CampaignRow, error) {
	rows, err := rowsOf[CampaignRow](ctx, tx, "SELECT c.*, p.version, t.title, t.ask, t.summary, n.in_state, n.out_of_state, n.pending, "+paperOf+", 0 AS recent "+
		campaignRows+" WHERE c.slug = ? AND c.status IN ?", lang, slug, PublicStatuses)
	if err != nil || len(rows) == 1 {
		return append(rows, CampaignRow{})[0], err
	}
	_, err = take[Campaign](ctx, tx, "id = 0")
	return CampaignRow{}, err
}

// OrganizedCampaign is a campaign that the actor may work on; NotFound for others.
func OrganizedCampaign(ctx context.Context, tx *Tx, actor Actor, slug string) (Campaign, error) {
	c, err := CampaignBySlug(ctx, tx, slug)
	if err == nil && !actor.MayOrganize(c) {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return c, err
}
