-- +goose Up
CREATE TABLE channels (
  code text PRIMARY KEY,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  kind text NOT NULL CHECK (kind IN ('team','supporter')),
  label text NOT NULL DEFAULT '',
  created_by integer REFERENCES users (id),
  created_on text NOT NULL,
  signed integer NOT NULL DEFAULT 0,
  counted integer NOT NULL DEFAULT 0,
  wrote integer NOT NULL DEFAULT 0,
  CHECK ((kind = 'team') = (label <> '' AND created_by IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX channels_credit ON channels (campaign_id, kind, counted);
ALTER TABLE signatures ADD COLUMN channel text REFERENCES channels (code);
