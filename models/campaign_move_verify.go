package models

import (
	"bytes"
	"context"
)

// MovesAreChained says whether a campaign's moves, in order, hold together and come by
// where they ended when the campaign was read.
func MovesAreChained(c Campaign, list []CampaignMove) bool {
	var before []byte
	for i, m := range list {
		if i == c.Moves && !bytes.Equal(before, c.MovesHead) || m.Number != i+1 || i > 0 && m.Before != list[i-1].After ||
			m.Kind != MoveStatus && m.Before != m.After || !bytes.Equal(m.Hash, MoveHash(before, m)) {
			return false
		}
		before = m.Hash
	}
	return len(list) > c.Moves || len(list) == c.Moves && bytes.Equal(before, c.MovesHead)
}

// MovedCampaigns lists the campaigns with moves, by id.
func MovedCampaigns(ctx context.Context, tx *Tx, after int64, limit int) ([]Campaign, error) {
	return rowsOf[Campaign](ctx, tx, `SELECT * FROM campaigns WHERE id > ? AND (moves > 0 OR EXISTS (SELECT 1 FROM campaign_moves m WHERE m.campaign_id = campaigns.id))
ORDER BY id LIMIT ?`, after, limit)
}

// lastMove is a column of a campaign's last move of some kind.
func lastMove(column, of string) string {
	return "(SELECT m." + column + " FROM campaign_moves m WHERE m.campaign_id = c.id AND " + of + " ORDER BY m.number DESC LIMIT 1)"
}

// MoveRules hold campaigns to their moves. What a campaign was before its first move is
// taken as it was.
var MoveRules = []Rule{
	{"has lost or gained moves", `SELECT 'campaign ' || c.slug FROM campaigns c
WHERE c.moves <> (SELECT count(*) FROM campaign_moves m WHERE m.campaign_id = c.id) ORDER BY c.slug`},
	{"is not where its last move left it", `SELECT 'campaign ' || c.slug FROM campaigns c WHERE c.status <> ` + lastMove("after", "m.kind = 'status'") + ` ORDER BY c.slug`},
	{"did not end as its moves say", `SELECT 'campaign ' || c.slug FROM campaigns c WHERE c.outcome <> COALESCE(` + lastMove("outcome", "m.outcome <> ''") + `,
  CASE WHEN (SELECT m.before FROM campaign_moves m WHERE m.campaign_id = c.id AND m.number = 1) NOT IN ('closed','hidden') THEN '' ELSE c.outcome END) ORDER BY c.slug`},
	{"does not close on the day that its moves say", `SELECT 'campaign ' || c.slug FROM campaigns c WHERE c.closes_on <> COALESCE(` + lastMove("closes_on", "m.kind = 'closing'") + `, '') ORDER BY c.slug`},
	{"is not followed by whom its moves say", `SELECT 'campaign ' || c.slug FROM campaigns c
WHERE EXISTS (SELECT 1 FROM campaign_moves m WHERE m.campaign_id = c.id AND m.kind = 'successor')
  AND COALESCE(c.successor_id, 0) <> COALESCE(` + lastMove("successor_id", "m.kind = 'successor'") + `, 0) ORDER BY c.slug`},
	{"is followed by itself in the end", `WITH RECURSIVE way AS (
  SELECT id AS first, successor_id AS next, 1 AS hops FROM campaigns WHERE successor_id IS NOT NULL
  UNION ALL SELECT w.first, c.successor_id, w.hops + 1 FROM way w JOIN campaigns c ON c.id = w.next WHERE c.successor_id IS NOT NULL AND w.next <> w.first AND w.hops < 50)
SELECT DISTINCT 'campaign ' || c.slug FROM way w JOIN campaigns c ON c.id = w.first WHERE w.next = w.first`},
}
