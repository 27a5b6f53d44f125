-- +goose Up
CREATE TABLE pictures (
  id integer PRIMARY KEY AUTOINCREMENT,
  name text NOT NULL UNIQUE,
  user_id integer NOT NULL REFERENCES users (id),
  width integer NOT NULL,
  height integer NOT NULL,
  data blob,
  created_at timestamp NOT NULL,
  removed_at timestamp,
  CHECK ((data IS NULL) = (removed_at IS NOT NULL))
);
CREATE INDEX pictures_user ON pictures (user_id, id);
