-- +goose Up
CREATE TABLE passwords (
  user_id integer NOT NULL REFERENCES users (id),
  state text NOT NULL CHECK (state IN ('proposed','set')),
  ref text NOT NULL UNIQUE,
  hash text NOT NULL,
  secret blob NOT NULL,
  last_step bigint NOT NULL,
  set_at timestamp NOT NULL,
  PRIMARY KEY (user_id, state)
);

CREATE TABLE recovery_codes (
  user_id integer NOT NULL REFERENCES users (id),
  hash blob NOT NULL,
  spent_at timestamp,
  PRIMARY KEY (user_id, hash)
);

CREATE TABLE sign_in_tries (
  hash blob PRIMARY KEY,
  tries integer NOT NULL CHECK (tries > 0),
  since timestamp NOT NULL
);
