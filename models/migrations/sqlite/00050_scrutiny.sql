-- +goose Up
CREATE TABLE signature_searches (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  user_id integer NOT NULL REFERENCES users (id),
  state text NOT NULL,
  criteria blob NOT NULL,
  created_at timestamp NOT NULL
);
CREATE INDEX signature_searches_user ON signature_searches (user_id, id);

CREATE TABLE invalidations (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  search_id integer NOT NULL REFERENCES signature_searches (id),
  user_id integer NOT NULL REFERENCES users (id),
  state text NOT NULL CHECK (state IN ('counting','ready','waiting','running','done','stopped','undoing','undone')),
  reason text NOT NULL CHECK (reason IN ('invented','automated','not_theirs','repeated','other')),
  note blob NOT NULL,
  up_to integer NOT NULL,
  found integer NOT NULL DEFAULT 0,
  held integer NOT NULL DEFAULT 0,
  elsewhere integer NOT NULL DEFAULT 0,
  top_domain integer NOT NULL DEFAULT 0,
  top_zip integer NOT NULL DEFAULT 0,
  top_hour integer NOT NULL DEFAULT 0,
  last_id integer NOT NULL DEFAULT 0,
  taken integer NOT NULL DEFAULT 0,
  restored integer NOT NULL DEFAULT 0,
  approved_by integer REFERENCES users (id),
  approved_at timestamp,
  created_at timestamp NOT NULL,
  moved_at timestamp NOT NULL,
  started_at timestamp,
  ended_at timestamp,
  CHECK ((approved_by IS NULL) = (approved_at IS NULL))
);
CREATE INDEX invalidations_working ON invalidations (moved_at) WHERE state IN ('counting','running','undoing');

CREATE TABLE invalidation_parts (
  invalidation_id integer NOT NULL REFERENCES invalidations (id),
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  found integer NOT NULL,
  counted integer NOT NULL,
  counted_before integer NOT NULL,
  PRIMARY KEY (invalidation_id, campaign_id)
);

CREATE TABLE invalidated_signatures (
  id integer PRIMARY KEY AUTOINCREMENT,
  invalidation_id integer NOT NULL REFERENCES invalidations (id),
  signature_id integer NOT NULL REFERENCES signatures (id) ON DELETE CASCADE,
  prior text NOT NULL CHECK (prior IN ('counted','held')),
  prior_reason text NOT NULL,
  at timestamp NOT NULL,
  restored_at timestamp,
  UNIQUE (invalidation_id, signature_id)
);
CREATE INDEX invalidated_signatures_signature ON invalidated_signatures (signature_id, id);
