-- +goose Up
CREATE TABLE endorsements (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  state text NOT NULL CHECK (state IN ('pending','waiting','accepted','declined','withdrawn')),
  lang text NOT NULL,
  organization text NOT NULL,
  website text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('nonprofit','faith','business','union','school','public_body','other')),
  place text NOT NULL,
  us_state text NOT NULL,
  statement text NOT NULL,
  email_index blob NOT NULL UNIQUE,
  name blob,
  title blob,
  email blob,
  classes text NOT NULL DEFAULT '',
  reader text NOT NULL DEFAULT 'moderators' CHECK (reader IN ('moderators','trained_lead')),
  reason text NOT NULL DEFAULT '',
  decided_by integer REFERENCES users (id),
  decided_at timestamp,
  created_at timestamp NOT NULL,
  confirmed_at timestamp,
  moved_at timestamp NOT NULL,
  emptied_at timestamp
);
CREATE INDEX endorsements_campaign ON endorsements (campaign_id, state);
CREATE INDEX endorsements_moved ON endorsements (state, moved_at);
CREATE TABLE endorsement_links (
  hash blob PRIMARY KEY,
  endorsement_id integer NOT NULL REFERENCES endorsements (id) ON DELETE CASCADE,
  outbox_id integer REFERENCES outbox (id),
  created_at timestamp NOT NULL
);
CREATE INDEX endorsement_links_endorsement ON endorsement_links (endorsement_id);
CREATE TABLE exports_new (
  id integer PRIMARY KEY AUTOINCREMENT,
  kind text NOT NULL CHECK (kind IN ('signatures','deliveries','volunteers','roster','hours','letters','updates','audit','endorsements')),
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
