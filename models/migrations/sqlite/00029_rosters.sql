-- +goose Up
CREATE TABLE shift_messages (
  id integer PRIMARY KEY AUTOINCREMENT,
  shift_id integer NOT NULL REFERENCES shifts (id),
  number integer NOT NULL,
  ref text NOT NULL UNIQUE,
  user_id integer NOT NULL REFERENCES users (id),
  told integer NOT NULL CHECK (told >= 0),
  created_at timestamp NOT NULL,
  UNIQUE (shift_id, number)
);

CREATE TABLE shift_notices_new (
  place_id integer NOT NULL REFERENCES shift_places (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('held','waiting','offered','changed','cancelled','day_before','day_of','after','message')),
  number integer NOT NULL,
  created_at timestamp NOT NULL,
  PRIMARY KEY (place_id, kind, number)
);
INSERT INTO shift_notices_new (place_id, kind, number, created_at) SELECT place_id, kind, number, created_at FROM shift_notices;
DROP TABLE shift_notices;
ALTER TABLE shift_notices_new RENAME TO shift_notices;

CREATE TABLE exports_new (
  id integer PRIMARY KEY AUTOINCREMENT,
  kind text NOT NULL CHECK (kind IN ('signatures','deliveries','volunteers','roster','hours')),
  campaign_id integer REFERENCES campaigns (id),
  role_id integer REFERENCES roles (id),
  user_id integer REFERENCES users (id),
  named boolean NOT NULL,
  purpose text NOT NULL,
  rows integer,
  begun_at timestamp NOT NULL,
  ended_at timestamp
);
INSERT INTO exports_new (id, kind, campaign_id, user_id, named, purpose, rows, begun_at, ended_at)
SELECT id, kind, campaign_id, user_id, named, purpose, rows, begun_at, ended_at FROM exports;
DROP TABLE exports;
ALTER TABLE exports_new RENAME TO exports;
