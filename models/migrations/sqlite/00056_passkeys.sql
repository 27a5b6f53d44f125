-- +goose Up
CREATE TABLE passkeys (
  id integer PRIMARY KEY AUTOINCREMENT,
  user_id integer NOT NULL REFERENCES users (id),
  credential_id blob NOT NULL UNIQUE,
  name text NOT NULL,
  record blob NOT NULL,
  created_at timestamp NOT NULL,
  used_at timestamp
);
CREATE INDEX passkeys_user ON passkeys (user_id);

CREATE TABLE ceremonies (
  hash blob PRIMARY KEY,
  user_id integer REFERENCES users (id),
  data blob NOT NULL,
  expires_at timestamp NOT NULL
);
CREATE INDEX ceremonies_expires_at ON ceremonies (expires_at);
