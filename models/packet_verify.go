package models

import (
	"context"
	"strconv"
)

// PacketRules hold packets to their files, and to their campaigns.
var PacketRules = []Rule{
	{"ready without its whole file", `SELECT 'packet ' || p.id FROM packets p WHERE p.state = 'ready' AND (p.sha256 IS NULL OR p.size <= 0
  OR p.ready_at IS NULL OR p.expires_at IS NULL
  OR (SELECT count(*) FROM packet_chunks c WHERE c.packet_id = p.id) <> (p.size + ` + lastOfChunk + `) / ` + chunkSize + `) ORDER BY p.id`},
	{"gone and its file is still here", `SELECT 'packet ' || p.id FROM packets p WHERE p.state IN ('failed','expired')
  AND EXISTS (SELECT 1 FROM packet_chunks c WHERE c.packet_id = p.id) ORDER BY p.id`},
	{"is of another state than its campaign", `SELECT 'packet ' || p.id FROM packets p JOIN campaigns c ON c.id = p.campaign_id
JOIN districts d ON d.id = p.district_id WHERE d.state <> c.state ORDER BY p.id`},
	{"was taken and never ready", `SELECT 'download ' || x.id FROM packet_downloads x JOIN packets p ON p.id = x.packet_id
WHERE p.ready_at IS NULL OR x.at < p.ready_at OR x.expires_at <= x.at ORDER BY x.id`},
}

var (
	chunkSize   = strconv.Itoa(PacketChunkSize)
	lastOfChunk = strconv.Itoa(PacketChunkSize - 1)
)

// ReadyPacketsAfter pages through the packets that have a file by id.
func ReadyPacketsAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]Packet, error) {
	return rowsOf[Packet](ctx, tx, "SELECT * FROM packets WHERE state = 'ready' AND id > ? ORDER BY id LIMIT ?", id, limit)
}
