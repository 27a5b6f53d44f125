-- +goose Up
CREATE TABLE campaign_moves (
  id integer PRIMARY KEY AUTOINCREMENT,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  number integer NOT NULL,
  user_id integer NOT NULL REFERENCES users (id),
  before text NOT NULL CHECK (before IN ('draft','in_review','live','closed','rejected','paused','withdrawn','hidden')),
  after text NOT NULL CHECK (after IN ('draft','in_review','live','closed','rejected','paused','withdrawn','hidden')),
  outcome text NOT NULL DEFAULT '' CHECK (outcome IN ('','won','narrowed','lost','obsolete')),
  reason text NOT NULL,
  at timestamp NOT NULL,
  hash blob NOT NULL,
  UNIQUE (campaign_id, number)
);
