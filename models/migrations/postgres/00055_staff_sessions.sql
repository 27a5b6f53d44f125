-- +goose Up
-- Whoever is signed in signs in once more: old sessions do not say whose they are.
DROP TABLE sessions;
CREATE TABLE sessions (
  token text PRIMARY KEY,
  ref text NOT NULL UNIQUE,
  user_id bigint NOT NULL REFERENCES users (id),
  state text NOT NULL CHECK (state IN ('waiting','open')),
  method text NOT NULL CHECK (method IN ('link','password','passkey')),
  browser text NOT NULL CHECK (browser IN ('chrome','edge','firefox','safari','other')),
  system text NOT NULL CHECK (system IN ('android','ios','linux','macos','windows','other')),
  data bytea NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_expires_at ON sessions (expires_at);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE devices (
  user_id bigint NOT NULL REFERENCES users (id),
  hash bytea NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, hash)
);

ALTER TABLE users ADD COLUMN lang text NOT NULL DEFAULT 'en';
