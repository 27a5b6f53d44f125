-- +goose Up
ALTER TABLE letters ADD COLUMN sketch blob;
ALTER TABLE letters ADD COLUMN fold text NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN stopped_at timestamp;

CREATE TABLE offices (
  address_index blob PRIMARY KEY,
  hour timestamp NOT NULL,
  slots integer NOT NULL,
  day text NOT NULL,
  day_mails integer NOT NULL,
  parked_at timestamp,
  parked_reason text NOT NULL DEFAULT '' CHECK (parked_reason IN ('','bounced','complained')),
  CHECK ((parked_at IS NULL) = (parked_reason = ''))
);
CREATE INDEX offices_parked ON offices (parked_at) WHERE parked_at IS NOT NULL;

CREATE TABLE folded_days (
  address_index blob NOT NULL,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  fold text NOT NULL,
  day text NOT NULL,
  PRIMARY KEY (address_index, campaign_id, fold, day)
);
