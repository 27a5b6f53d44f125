-- +goose Up
CREATE TABLE exports (
  id integer PRIMARY KEY AUTOINCREMENT,
  kind text NOT NULL CHECK (kind IN ('signatures','deliveries','volunteers')),
  campaign_id integer REFERENCES campaigns (id),
  user_id integer REFERENCES users (id),
  named boolean NOT NULL,
  purpose text NOT NULL,
  rows integer,
  begun_at timestamp NOT NULL,
  ended_at timestamp
);
