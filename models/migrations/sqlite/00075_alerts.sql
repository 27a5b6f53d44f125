-- +goose Up
CREATE TABLE alerts (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  kind text NOT NULL CHECK (kind IN ('domain','pending','bounces','complaints')),
  domain text NOT NULL CHECK ((domain <> '') = (kind = 'domain')),
  found integer NOT NULL CHECK (found > 0),
  among integer NOT NULL CHECK (among >= found),
  usual integer NOT NULL,
  threshold integer NOT NULL,
  since timestamp NOT NULL,
  til timestamp NOT NULL,
  created_at timestamp NOT NULL,
  acknowledged_by integer REFERENCES users (id),
  acknowledged_at timestamp,
  note blob,
  UNIQUE (campaign_id, kind, domain, til),
  CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL)),
  CHECK (note IS NULL OR acknowledged_at IS NOT NULL)
);
CREATE INDEX alerts_open ON alerts (id) WHERE acknowledged_at IS NULL;
