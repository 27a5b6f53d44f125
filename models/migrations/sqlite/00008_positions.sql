-- +goose Up
CREATE TABLE positions (
  id integer PRIMARY KEY AUTOINCREMENT,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  seat_id integer NOT NULL REFERENCES seats (id),
  legislator_id integer NOT NULL REFERENCES legislators (id),
  stance text NOT NULL CHECK (stance IN ('supports','undecided','opposes','withdrawn')),
  evidence text NOT NULL CHECK (evidence IN ('statement','letter','vote','meeting','record')),
  source text NOT NULL,
  summary text NOT NULL DEFAULT '',
  said_on text NOT NULL,
  user_id integer REFERENCES users (id),
  created_at timestamp NOT NULL
);
CREATE INDEX positions_campaign ON positions (campaign_id, seat_id, id);
