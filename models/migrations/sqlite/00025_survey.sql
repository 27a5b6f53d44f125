-- +goose Up
CREATE TABLE letter_surveys (
  letter_id integer PRIMARY KEY REFERENCES letters (id),
  outbox_id integer REFERENCES outbox (id) ON DELETE SET NULL,
  created_at timestamp NOT NULL
);
CREATE TABLE letter_replies (
  delivery_id integer PRIMARY KEY REFERENCES deliveries (id),
  answered text NOT NULL CHECK (answered IN ('none','standard','personal')),
  position text NOT NULL CHECK (position IN ('supports','opposes','undecided','unsaid')),
  at timestamp NOT NULL
);
CREATE INDEX outbox_accepted ON outbox (accepted_at) WHERE accepted_at IS NOT NULL;
