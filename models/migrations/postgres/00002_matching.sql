-- +goose Up
CREATE TABLE boundaries (
  layer text NOT NULL CHECK (layer IN ('sldu','sldl')),
  geoid text NOT NULL,
  state text NOT NULL,
  vintage text NOT NULL,
  west bigint NOT NULL,
  south bigint NOT NULL,
  east bigint NOT NULL,
  north bigint NOT NULL,
  rings bytea NOT NULL,
  PRIMARY KEY (layer, geoid)
);
CREATE INDEX boundaries_state ON boundaries (state, layer);

CREATE TABLE matches_new (
  signature_id bigint NOT NULL REFERENCES signatures (id) ON DELETE CASCADE,
  district_id bigint NOT NULL REFERENCES districts (id),
  chamber text NOT NULL,
  method text NOT NULL CHECK (method IN ('address','point','zip_unique','chosen')),
  confidence text NOT NULL CHECK (confidence IN ('high','medium','low')),
  vintage text NOT NULL DEFAULT '',
  matched_at timestamptz NOT NULL,
  PRIMARY KEY (signature_id, district_id)
);
INSERT INTO matches_new (signature_id, district_id, chamber, method, confidence, matched_at)
SELECT signature_id, district_id, chamber, method, confidence, matched_at FROM matches;
DROP TABLE matches;
ALTER TABLE matches_new RENAME TO matches;

CREATE TABLE match_candidates (
  signature_id bigint NOT NULL REFERENCES signatures (id) ON DELETE CASCADE,
  district_id bigint NOT NULL REFERENCES districts (id),
  chamber text NOT NULL,
  method text NOT NULL CHECK (method IN ('address','point','zip_ambiguous')),
  vintage text NOT NULL DEFAULT '',
  matched_at timestamptz NOT NULL,
  PRIMARY KEY (signature_id, district_id)
);
CREATE INDEX match_candidates_district ON match_candidates (district_id);
