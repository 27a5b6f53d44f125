-- +goose Up
PRAGMA defer_foreign_keys = ON;
CREATE TABLE districts_copy AS SELECT * FROM districts;
DROP TABLE districts;
CREATE TABLE districts (
  id integer PRIMARY KEY AUTOINCREMENT,
  state text NOT NULL,
  chamber text NOT NULL CHECK (chamber IN ('upper','lower','legislature','governor')),
  code text NOT NULL,
  name text NOT NULL,
  ocd_id text UNIQUE,
  census_layer text NOT NULL DEFAULT '',
  census_geoid text NOT NULL DEFAULT '',
  num_seats integer NOT NULL,
  UNIQUE (state, chamber, code)
);
INSERT INTO districts (id, state, chamber, code, name, ocd_id, census_layer, census_geoid, num_seats)
SELECT id, state, chamber, code, name, ocd_id, census_layer, census_geoid, num_seats FROM districts_copy;
DROP TABLE districts_copy;
CREATE INDEX districts_census ON districts (census_layer, census_geoid);

CREATE TABLE committees (
  id integer PRIMARY KEY AUTOINCREMENT,
  ocd_id text NOT NULL UNIQUE,
  state text NOT NULL,
  chamber text NOT NULL CHECK (chamber IN ('upper','lower','legislature')),
  name text NOT NULL,
  ended_at timestamp,
  updated_at timestamp NOT NULL
);
CREATE INDEX committees_state ON committees (state);

CREATE TABLE committee_members (
  committee_id integer NOT NULL REFERENCES committees (id),
  legislator_id integer NOT NULL REFERENCES legislators (id),
  role text NOT NULL CHECK (role IN ('chair','vice_chair','member')),
  PRIMARY KEY (committee_id, legislator_id)
);
CREATE INDEX committee_members_legislator ON committee_members (legislator_id);

CREATE TABLE targets (
  id integer PRIMARY KEY AUTOINCREMENT,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  kind text NOT NULL CHECK (kind IN ('seat','committee','chamber')),
  seat_id integer REFERENCES seats (id),
  committee_id integer REFERENCES committees (id),
  chamber text CHECK (chamber IN ('upper','lower','legislature','governor')),
  created_at timestamp NOT NULL,
  UNIQUE (campaign_id, seat_id),
  UNIQUE (campaign_id, committee_id),
  UNIQUE (campaign_id, chamber),
  CHECK ((kind = 'seat') = (seat_id IS NOT NULL)),
  CHECK ((kind = 'committee') = (committee_id IS NOT NULL)),
  CHECK ((kind = 'chamber') = (chamber IS NOT NULL))
);
