package models

import (
	"context"
	"time"
)

// Pulse is how a campaign does: what its organizers look at first.
type Pulse struct {
	Counts
	Days       []DayCount  // of the last PulseDays days, oldest first, without gaps
	Hours      []HourCount // the last PulseHours, oldest first, without gaps
	Writers    int         // supporters who wrote to their legislators
	Letters    int
	Helpers    int // supporters who would like to help
	Volunteers int // at work for it
	Delivered  int // letters to offices that arrived
	Returned   int // that came back
	Sources    Sources
}

// PulseDays is how far back the days go: four weeks.
const PulseDays = 28

// PulseOf reads a campaign's pulse at a moment. It reads roll-ups and indexed
// counts, never the signatures themselves.
func PulseOf(ctx context.Context, tx *Tx, c Campaign, now time.Time) (p Pulse, err error) {
	if p.Counts, err = CountsOf(ctx, tx, c.ID); err != nil {
		return p, err
	}
	from := now.AddDate(0, 0, 1-PulseDays)
	rows, err := rowsOf[DayCount](ctx, tx, "SELECT day, in_state, out_of_state FROM day_counts WHERE campaign_id = ? AND day >= ? ORDER BY day", c.ID, Day(from))
	if err != nil {
		return p, err
	}
	for i := range PulseDays {
		day := DayCount{Day: Day(from.AddDate(0, 0, i))}
		if len(rows) > 0 && rows[0].Day == day.Day {
			day, rows = rows[0], rows[1:]
		}
		p.Days = append(p.Days, day)
	}
	if p.Hours, err = HourCountsOf(ctx, tx, c.ID, now); err != nil {
		return p, err
	}
	// The first letter of each writer has number 1.
	letters, err := first[struct{ Letters, Writers int }](ctx, tx, "SELECT count(*) AS letters, count(CASE WHEN number = 1 THEN 1 END) AS writers FROM letters WHERE campaign_id = ?", c.ID)
	if err != nil {
		return p, err
	}
	p.Letters, p.Writers = letters.Letters, letters.Writers
	// Many letters go in one mail: each mail is looked up once.
	mails, err := first[struct{ Delivered, Returned int }](ctx, tx, `SELECT COALESCE(sum(CASE WHEN o.state = 'delivered' THEN d.n ELSE 0 END), 0) AS delivered,
  COALESCE(sum(CASE WHEN o.state IN ('bounced','complained','failed') THEN d.n ELSE 0 END), 0) AS returned
FROM (SELECT outbox_id, count(*) AS n FROM deliveries WHERE campaign_id = ? AND outbox_id IS NOT NULL GROUP BY outbox_id) d JOIN outbox o ON o.id = d.outbox_id`, c.ID)
	if err != nil {
		return p, err
	}
	p.Delivered, p.Returned = mails.Delivered, mails.Returned
	if p.Helpers, err = valueOf(ctx, tx, "SELECT count(*) FROM signatures WHERE campaign_id = ? AND help AND state = 'counted'", c.ID); err != nil {
		return p, err
	}
	if p.Sources, err = SourcesOf(ctx, tx, c.ID, p); err != nil {
		return p, err
	}
	p.Volunteers, err = valueOf(ctx, tx, "SELECT count(*) FROM applications a JOIN roles r ON r.id = a.role_id WHERE r.campaign_id = ? AND a.state IN ('active','paused')", c.ID)
	return p, err
}

// Week is how many were counted in the last seven days, and in the seven before.
func (p Pulse) Week() (this, last int) {
	for i, d := range p.Days {
		switch n := d.InState + d.OutOfState; {
		case i >= PulseDays-7:
			this += n
		case i >= PulseDays-14:
			last += n
		}
	}
	return this, last
}

// All is how many have ever left a signature, whatever became of it.
func (p Pulse) All() int {
	return p.Counted() + p.Pending + p.Held + p.Withdrawn + p.Invalidated
}

// Confirmed is how many of them answered the mail.
func (p Pulse) Confirmed() int { return p.All() - p.Pending }
