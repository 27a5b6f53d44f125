-- +goose Up
CREATE TABLE milestones (
  id integer PRIMARY KEY AUTOINCREMENT,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  scope text NOT NULL CHECK (scope IN ('state','district')),
  threshold integer NOT NULL CHECK (threshold >= 5),
  created_at timestamp NOT NULL,
  UNIQUE (campaign_id, scope, threshold)
);

CREATE TABLE milestones_reached (
  id integer PRIMARY KEY AUTOINCREMENT,
  milestone_id integer NOT NULL REFERENCES milestones (id),
  district_id integer REFERENCES districts (id),
  counted integer NOT NULL,
  passed boolean NOT NULL,
  reached_at timestamp NOT NULL
);
CREATE UNIQUE INDEX milestones_reached_once ON milestones_reached (milestone_id, COALESCE(district_id, 0));

CREATE TABLE digests (
  id integer PRIMARY KEY AUTOINCREMENT,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  milestone_id integer NOT NULL REFERENCES milestones (id),
  reached_id integer NOT NULL REFERENCES milestones_reached (id),
  seat_id integer NOT NULL REFERENCES seats (id),
  petition_id integer REFERENCES petitions (id),
  told integer NOT NULL DEFAULT 0 CHECK (told >= 0 AND told % 5 = 0),
  frozen_at timestamp,
  created_at timestamp NOT NULL
);
CREATE UNIQUE INDEX digests_once ON digests (milestone_id, seat_id);
CREATE INDEX digests_campaign ON digests (campaign_id);

CREATE TABLE digest_cells (
  digest_id integer NOT NULL REFERENCES digests (id),
  zip text NOT NULL,
  told integer NOT NULL CHECK (told >= 5 AND told % 5 = 0),
  PRIMARY KEY (digest_id, zip)
);

CREATE TABLE letters_only (
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  kind text NOT NULL CHECK (kind IN ('seat','committee','chamber')),
  name text NOT NULL,
  PRIMARY KEY (campaign_id, kind, name)
);

ALTER TABLE deliveries ADD COLUMN digest_id integer REFERENCES digests (id) CHECK ((kind = 'digest') = (digest_id IS NOT NULL));
CREATE UNIQUE INDEX deliveries_digest ON deliveries (digest_id);
