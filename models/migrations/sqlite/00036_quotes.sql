-- +goose Up
-- Whether offices may be shown the comment, without the name.
ALTER TABLE signatures ADD COLUMN quotable boolean NOT NULL DEFAULT FALSE;
CREATE INDEX signatures_quotable ON signatures (campaign_id, id) WHERE quotable AND state = 'counted';
-- Comments that organizers chose; the words are those of which said is the keyed hash.
CREATE TABLE quotes (
  signature_id integer PRIMARY KEY REFERENCES signatures (id) ON DELETE CASCADE,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  said blob NOT NULL,
  user_id integer NOT NULL REFERENCES users (id),
  chosen_at timestamp NOT NULL
);
CREATE INDEX quotes_campaign ON quotes (campaign_id, chosen_at);
