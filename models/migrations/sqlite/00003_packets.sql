-- +goose Up
CREATE TABLE packets (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  scope text NOT NULL CHECK (scope IN ('campaign','district')),
  district_id integer REFERENCES districts (id),
  user_id integer NOT NULL REFERENCES users (id),
  lang text NOT NULL,
  state text NOT NULL CHECK (state IN ('queued','making','ready','failed','expired')),
  reason text NOT NULL DEFAULT '',
  tries integer NOT NULL DEFAULT 0,
  rows_done integer NOT NULL DEFAULT 0,
  rows_total integer NOT NULL DEFAULT 0,
  file_name text NOT NULL,
  sha256 blob,
  size integer NOT NULL DEFAULT 0,
  created_at timestamp NOT NULL,
  moved_at timestamp NOT NULL,
  ready_at timestamp,
  expires_at timestamp,
  CHECK ((scope = 'district') = (district_id IS NOT NULL))
);
CREATE INDEX packets_campaign ON packets (campaign_id, id);
CREATE UNIQUE INDEX packets_one_open ON packets (campaign_id, COALESCE(district_id, 0)) WHERE state IN ('queued','making');
CREATE INDEX packets_open ON packets (moved_at) WHERE state IN ('queued','making');

CREATE TABLE packet_chunks (
  packet_id integer NOT NULL REFERENCES packets (id) ON DELETE CASCADE,
  number integer NOT NULL,
  bytes blob NOT NULL,
  PRIMARY KEY (packet_id, number)
);

CREATE TABLE packet_downloads (
  id integer PRIMARY KEY AUTOINCREMENT,
  packet_id integer NOT NULL REFERENCES packets (id),
  user_id integer NOT NULL REFERENCES users (id),
  link_hash blob NOT NULL UNIQUE,
  at timestamp NOT NULL,
  expires_at timestamp NOT NULL
);
CREATE INDEX packet_downloads_packet ON packet_downloads (packet_id, id);

CREATE INDEX signatures_named ON signatures (campaign_id, petition_id, in_state, id) WHERE state = 'counted' AND display <> 'hidden';
