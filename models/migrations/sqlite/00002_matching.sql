-- +goose Up
CREATE TABLE boundaries (
  layer text NOT NULL CHECK (layer IN ('sldu','sldl')),
  geoid text NOT NULL,
  state text NOT NULL,
  vintage text NOT NULL,
  west integer NOT NULL,
  south integer NOT NULL,
  east integer NOT NULL,
  north integer NOT NULL,
  rings blob NOT NULL,
  PRIMARY KEY (layer, geoid)
);
CREATE INDEX boundaries_state ON boundaries (state, layer);

CREATE TABLE matches_new (
  signature_id integer NOT NULL REFERENCES signatures (id) ON DELETE CASCADE,
  district_id integer NOT NULL REFERENCES districts (id),
  chamber text NOT NULL,
  method text NOT NULL CHECK (method IN ('address','point','zip_unique','chosen')),
  confidence text NOT NULL CHECK (confidence IN ('high','medium','low')),
  vintage text NOT NULL DEFAULT '',
  matched_at timestamp NOT NULL,
  PRIMARY KEY (signature_id, district_id)
);
INSERT INTO matches_new (signature_id, district_id, chamber, method, confidence, matched_at)
SELECT signature_id, district_id, chamber, method, confidence, matched_at FROM matches;
DROP TABLE matches;
ALTER TABLE matches_new RENAME TO matches;

CREATE TABLE match_candidates (
  signature_id integer NOT NULL REFERENCES signatures (id) ON DELETE CASCADE,
  district_id integer NOT NULL REFERENCES districts (id),
  chamber text NOT NULL,
  method text NOT NULL CHECK (method IN ('address','point','zip_ambiguous')),
  vintage text NOT NULL DEFAULT '',
  matched_at timestamp NOT NULL,
  PRIMARY KEY (signature_id, district_id)
);
CREATE INDEX match_candidates_district ON match_candidates (district_id);
