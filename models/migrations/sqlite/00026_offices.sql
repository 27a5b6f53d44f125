-- +goose Up
CREATE TABLE office_links (
  hash blob PRIMARY KEY,
  outbox_id integer NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
  created_at timestamp NOT NULL,
  expires_at timestamp NOT NULL,
  UNIQUE (outbox_id)
);
CREATE INDEX office_links_expires ON office_links (expires_at);

CREATE TABLE relays (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  outbox_id integer NOT NULL REFERENCES outbox (id),
  same blob NOT NULL,
  text blob NOT NULL,
  name blob NOT NULL,
  position text NOT NULL CHECK (position IN ('supports','opposes','undecided','unsaid')),
  at timestamp NOT NULL,
  UNIQUE (outbox_id, same)
);

CREATE TABLE relay_copies (
  relay_id integer NOT NULL REFERENCES relays (id),
  delivery_id integer NOT NULL REFERENCES deliveries (id),
  outbox_id integer REFERENCES outbox (id) ON DELETE SET NULL,
  PRIMARY KEY (relay_id, delivery_id)
);
CREATE INDEX relay_copies_delivery ON relay_copies (delivery_id);

CREATE TABLE position_proposals (
  id integer PRIMARY KEY AUTOINCREMENT,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  seat_id integer NOT NULL REFERENCES seats (id),
  legislator_id integer NOT NULL REFERENCES legislators (id),
  outbox_id integer NOT NULL REFERENCES outbox (id),
  stance text NOT NULL CHECK (stance IN ('supports','undecided','opposes')),
  source text NOT NULL,
  state text NOT NULL CHECK (state IN ('open','confirmed','declined')),
  position_id integer REFERENCES positions (id),
  user_id integer REFERENCES users (id),
  created_at timestamp NOT NULL,
  decided_at timestamp,
  CHECK ((state = 'open') = (decided_at IS NULL)),
  CHECK ((state = 'open') = (user_id IS NULL)),
  CHECK ((state = 'confirmed') = (position_id IS NOT NULL))
);
CREATE INDEX position_proposals_campaign ON position_proposals (campaign_id, id);

CREATE TABLE office_requests (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  seat_id integer NOT NULL REFERENCES seats (id),
  legislator_id integer NOT NULL REFERENCES legislators (id),
  outbox_id integer NOT NULL REFERENCES outbox (id),
  kind text NOT NULL CHECK (kind IN ('hours','digests','address')),
  detail blob NOT NULL,
  user_id integer REFERENCES users (id),
  created_at timestamp NOT NULL,
  done_at timestamp,
  CHECK ((done_at IS NULL) = (user_id IS NULL))
);
CREATE INDEX office_requests_open ON office_requests (id) WHERE done_at IS NULL;

CREATE INDEX delivery_events_answered ON delivery_events (delivery_id) WHERE kind = 'answered';
