package models

import (
	"context"
)

// ChannelKind says who a channel is of.
type ChannelKind string

// The kinds.
const (
	ChannelTeam      ChannelKind = "team"      // made by organizers, who see what it says and its numbers
	ChannelSupporter ChannelKind = "supporter" // given to somebody who has signed; nobody can tell to whom
)

// ChannelKinds lists them all.
var ChannelKinds = []ChannelKind{ChannelTeam, ChannelSupporter}

// Limits of channels.
const (
	MaxChannelLabel = 60 // characters
	MaxTeamChannels = 50 // of one campaign
	ChannelCode     = 8  // length
)

// Channel is a way by which people come to a petition: a code in its short link.
// Nothing in it leads to a person: it has no id that tells an order, and a day
// instead of a time.
type Channel struct {
	Code       string `gorm:"primaryKey"`
	CampaignID int64
	Kind       ChannelKind
	Label      string // of a team's; "" for a supporter's
	CreatedBy  *int64 // staff, of a team's
	CreatedOn  string
	Signed     int // signatures that came by it, whatever became of them
	Counted    int // those of them that count
	Wrote      int // those of them whose supporters wrote to their legislators
}

// AddChannel stores a channel; a Conflict fault if its code is taken.
func AddChannel(ctx context.Context, tx *Tx, c Channel) error { return addOne(ctx, tx, &c) }

// ChannelOf finds a channel of a campaign.
func ChannelOf(ctx context.Context, tx *Tx, campaignID int64, code string) (Channel, error) {
	return take[Channel](ctx, tx, "code = ? AND campaign_id = ?", code, campaignID)
}

// TeamChannels lists a campaign's channels that organizers made, those that most
// came by first.
func TeamChannels(ctx context.Context, tx *Tx, campaignID int64) ([]Channel, error) {
	return rowsOf[Channel](ctx, tx, "SELECT * FROM channels WHERE campaign_id = ? AND kind = 'team' ORDER BY counted DESC, code LIMIT ?", campaignID, MaxTeamChannels)
}

// CountSigned books n new signatures on a channel.
func CountSigned(ctx context.Context, tx *Tx, code string, n int) error {
	return moved(tx.exec(ctx, "UPDATE channels SET signed = signed + ? WHERE code = ?", n, code))
}

// countCredited books on a signature's channel that it counts, or no longer does.
func countCredited(ctx context.Context, tx *Tx, s *Signature, step int) error {
	if s.Channel == nil {
		return nil
	}
	return moved(tx.exec(ctx, "UPDATE channels SET counted = counted + ? WHERE code = ?", step, *s.Channel))
}

// Credit is what came by some channels, or by none.
type Credit struct{ Signed, Counted, Wrote int }

// Sources is where a campaign's signatures came from.
type Sources struct {
	Team       []Channel
	Supporters Credit // by all codes of supporters together
	Direct     Credit // by no channel
}

// SourcesOf reads where a campaign's signatures came from, out of p's numbers.
func SourcesOf(ctx context.Context, tx *Tx, campaignID int64, p Pulse) (s Sources, err error) {
	if s.Team, err = TeamChannels(ctx, tx, campaignID); err != nil {
		return s, err
	}
	s.Supporters, err = first[Credit](ctx, tx, `SELECT COALESCE(sum(signed), 0) AS signed, COALESCE(sum(counted), 0) AS counted, COALESCE(sum(wrote), 0) AS wrote
FROM channels WHERE campaign_id = ? AND kind = 'supporter'`, campaignID)
	s.Direct = Credit{p.All() - s.Supporters.Signed, p.Counted() - s.Supporters.Counted, p.Writers - s.Supporters.Wrote}
	for _, c := range s.Team {
		s.Direct = Credit{s.Direct.Signed - c.Signed, s.Direct.Counted - c.Counted, s.Direct.Wrote - c.Wrote}
	}
	return s, err
}

// ChannelRules hold channels to the signatures that came by them.
var ChannelRules = []Rule{
	{"its numbers are not the signatures", `WITH r AS (SELECT s.channel, count(*) AS signed, count(CASE WHEN s.state = 'counted' THEN 1 END) AS counted, count(l.id) AS wrote
  FROM signatures s LEFT JOIN letters l ON l.signature_id = s.id AND l.number = 1 WHERE s.channel IS NOT NULL GROUP BY s.channel)
SELECT 'channel ' || c.code || ': booked/rows signed ' || c.signed || '/' || COALESCE(r.signed, 0) || ', counted ' || c.counted || '/' || COALESCE(r.counted, 0) ||
  ', wrote ' || c.wrote || '/' || COALESCE(r.wrote, 0) FROM channels c LEFT JOIN r ON r.channel = c.code
WHERE c.signed <> COALESCE(r.signed, 0) OR c.counted <> COALESCE(r.counted, 0) OR c.wrote <> COALESCE(r.wrote, 0) ORDER BY c.code`},
	{"its signature is of another campaign", `SELECT 'signature ' || s.id FROM signatures s JOIN channels c ON c.code = s.channel WHERE c.campaign_id <> s.campaign_id ORDER BY s.id`},
}
