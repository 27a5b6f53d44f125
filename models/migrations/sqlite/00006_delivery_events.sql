-- +goose Up
CREATE TABLE deliveries_new (
  id integer PRIMARY KEY AUTOINCREMENT,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  kind text NOT NULL CHECK (kind IN ('letter','digest')),
  letter_id integer REFERENCES letters (id),
  seat_id integer NOT NULL REFERENCES seats (id),
  legislator_id integer NOT NULL REFERENCES legislators (id),
  outbox_id integer REFERENCES outbox (id),
  created_at timestamp NOT NULL,
  UNIQUE (letter_id, seat_id),
  CHECK ((kind = 'letter') = (letter_id IS NOT NULL))
);
INSERT INTO deliveries_new (id, campaign_id, kind, letter_id, seat_id, legislator_id, outbox_id, created_at)
SELECT id, campaign_id, 'letter', letter_id, seat_id, legislator_id, outbox_id, created_at FROM deliveries;
DROP TABLE deliveries;
ALTER TABLE deliveries_new RENAME TO deliveries;
CREATE INDEX deliveries_campaign ON deliveries (campaign_id);
CREATE INDEX deliveries_outbox ON deliveries (outbox_id);
CREATE INDEX deliveries_waiting ON deliveries (seat_id) WHERE outbox_id IS NULL;

CREATE TABLE delivery_events (
  id integer PRIMARY KEY AUTOINCREMENT,
  delivery_id integer NOT NULL REFERENCES deliveries (id),
  number integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('written','queued','sending','accepted','delayed','delivered','bounced','complained','failed','unknown','dropped','rerouted','opened','answered')),
  source text NOT NULL CHECK (source IN ('statehouse','provider','office','staff')),
  note text NOT NULL DEFAULT '',
  at timestamp NOT NULL,
  hash blob NOT NULL,
  UNIQUE (delivery_id, number)
);
