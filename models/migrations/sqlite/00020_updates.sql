-- +goose Up
CREATE TABLE updates (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  user_id integer NOT NULL REFERENCES users (id),
  state text NOT NULL CHECK (state IN ('draft','waiting','sending','sent','stopped')),
  audience text NOT NULL CHECK (audience IN ('all','district','wrote','not_wrote')),
  district_id integer REFERENCES districts (id),
  is_public boolean NOT NULL,
  recipients integer NOT NULL DEFAULT 0,
  approved_by integer REFERENCES users (id),
  approved_at timestamp,
  last_signature integer NOT NULL DEFAULT 0,
  suppressed integer NOT NULL DEFAULT 0,
  capped integer NOT NULL DEFAULT 0,
  created_at timestamp NOT NULL,
  moved_at timestamp NOT NULL,
  started_at timestamp,
  ended_at timestamp,
  CHECK ((audience = 'district') = (district_id IS NOT NULL)),
  CHECK ((approved_by IS NULL) = (approved_at IS NULL))
);
CREATE INDEX updates_campaign ON updates (campaign_id, id);
CREATE INDEX updates_sending ON updates (moved_at) WHERE state = 'sending';

CREATE TABLE update_texts (
  update_id integer NOT NULL REFERENCES updates (id) ON DELETE CASCADE,
  lang text NOT NULL,
  headline text NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (update_id, lang)
);

CREATE TABLE update_mails (
  update_id integer NOT NULL REFERENCES updates (id),
  signature_id integer NOT NULL REFERENCES signatures (id) ON DELETE CASCADE,
  outbox_id integer NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
  stop_hash blob NOT NULL,
  stopped_at timestamp,
  PRIMARY KEY (update_id, signature_id)
);
CREATE UNIQUE INDEX update_mails_outbox ON update_mails (outbox_id);
CREATE INDEX update_mails_signature ON update_mails (signature_id);
CREATE INDEX update_mails_stop ON update_mails (stop_hash);

CREATE TABLE update_caps (
  contact_index blob PRIMARY KEY,
  last_at timestamp NOT NULL,
  second_at timestamp NOT NULL,
  third_at timestamp NOT NULL
);
CREATE INDEX update_caps_last ON update_caps (last_at);
