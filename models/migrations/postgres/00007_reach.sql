-- +goose Up
ALTER TABLE letters ADD COLUMN sketch bytea;
ALTER TABLE letters ADD COLUMN fold text NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN stopped_at timestamptz;

CREATE TABLE offices (
  address_index bytea PRIMARY KEY,
  hour timestamptz NOT NULL,
  slots integer NOT NULL,
  day text NOT NULL,
  day_mails integer NOT NULL,
  parked_at timestamptz,
  parked_reason text NOT NULL DEFAULT '' CHECK (parked_reason IN ('','bounced','complained')),
  CHECK ((parked_at IS NULL) = (parked_reason = ''))
);
CREATE INDEX offices_parked ON offices (parked_at) WHERE parked_at IS NOT NULL;

CREATE TABLE folded_days (
  address_index bytea NOT NULL,
  campaign_id bigint NOT NULL REFERENCES campaigns (id),
  fold text NOT NULL,
  day text NOT NULL,
  PRIMARY KEY (address_index, campaign_id, fold, day)
);
