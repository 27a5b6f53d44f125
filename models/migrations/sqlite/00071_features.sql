-- +goose Up
CREATE TABLE feature_moves (
  id integer PRIMARY KEY AUTOINCREMENT,
  feature text NOT NULL CHECK (feature <> ''),
  number integer NOT NULL CHECK (number > 0),
  is_on boolean NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  user_id integer NOT NULL REFERENCES users (id),
  at timestamp NOT NULL,
  UNIQUE (feature, number)
);
