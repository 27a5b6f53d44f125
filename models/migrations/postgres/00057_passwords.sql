-- +goose Up
CREATE TABLE passwords (
  user_id bigint NOT NULL REFERENCES users (id),
  state text NOT NULL CHECK (state IN ('proposed','set')),
  ref text NOT NULL UNIQUE,
  hash text NOT NULL,
  secret bytea NOT NULL,
  last_step bigint NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, state)
);

CREATE TABLE recovery_codes (
  user_id bigint NOT NULL REFERENCES users (id),
  hash bytea NOT NULL,
  spent_at timestamptz,
  PRIMARY KEY (user_id, hash)
);

CREATE TABLE sign_in_tries (
  hash bytea PRIMARY KEY,
  tries integer NOT NULL CHECK (tries > 0),
  since timestamptz NOT NULL
);
