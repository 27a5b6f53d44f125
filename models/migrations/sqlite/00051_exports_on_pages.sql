-- +goose Up
CREATE TABLE exports_new (
  id integer PRIMARY KEY AUTOINCREMENT,
  kind text NOT NULL CHECK (kind IN ('signatures','deliveries','volunteers','roster','hours','letters','updates','audit')),
  campaign_id integer REFERENCES campaigns (id),
  role_id integer REFERENCES roles (id),
  user_id integer REFERENCES users (id),
  named boolean NOT NULL,
  purpose text NOT NULL,
  rows integer,
  begun_at timestamp NOT NULL,
  ended_at timestamp
);
INSERT INTO exports_new (id, kind, campaign_id, role_id, user_id, named, purpose, rows, begun_at, ended_at)
SELECT id, kind, campaign_id, role_id, user_id, named, purpose, rows, begun_at, ended_at FROM exports;
DROP TABLE exports;
ALTER TABLE exports_new RENAME TO exports;
