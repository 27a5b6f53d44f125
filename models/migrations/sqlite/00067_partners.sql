-- +goose Up
CREATE TABLE partners (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  name text NOT NULL,
  website text NOT NULL,
  policy text NOT NULL,
  email text NOT NULL,
  version integer NOT NULL CHECK (version >= 1),
  added_by integer NOT NULL REFERENCES users (id),
  created_at timestamp NOT NULL,
  changed_at timestamp NOT NULL,
  ended_at timestamp
);
CREATE TABLE campaign_partners (
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  partner_id integer NOT NULL REFERENCES partners (id),
  attached_by integer NOT NULL REFERENCES users (id),
  attached_at timestamp NOT NULL,
  detached_at timestamp,
  PRIMARY KEY (campaign_id, partner_id)
);
CREATE INDEX campaign_partners_partner ON campaign_partners (partner_id);
CREATE TABLE partner_consents (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  signature_id integer NOT NULL REFERENCES signatures (id) ON DELETE CASCADE,
  partner_id integer NOT NULL REFERENCES partners (id),
  words text NOT NULL,
  policy text NOT NULL,
  lang text NOT NULL,
  version integer NOT NULL CHECK (version >= 1),
  given_at timestamp NOT NULL,
  withdrawn_at timestamp,
  exported_at timestamp,
  UNIQUE (signature_id, partner_id)
);
CREATE INDEX partner_consents_partner ON partner_consents (partner_id, id);
CREATE TABLE exports_new (
  id integer PRIMARY KEY AUTOINCREMENT,
  kind text NOT NULL CHECK (kind IN ('signatures','deliveries','volunteers','roster','hours','letters','updates','audit','endorsements','partner','partner_withdrawn')),
  campaign_id integer REFERENCES campaigns (id),
  role_id integer REFERENCES roles (id),
  partner_id integer REFERENCES partners (id),
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
