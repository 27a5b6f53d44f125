-- +goose Up
CREATE TABLE letter_surveys (
  letter_id bigint PRIMARY KEY REFERENCES letters (id),
  outbox_id bigint REFERENCES outbox (id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL
);
CREATE TABLE letter_replies (
  delivery_id bigint PRIMARY KEY REFERENCES deliveries (id),
  answered text NOT NULL CHECK (answered IN ('none','standard','personal')),
  position text NOT NULL CHECK (position IN ('supports','opposes','undecided','unsaid')),
  at timestamptz NOT NULL
);
CREATE INDEX outbox_accepted ON outbox (accepted_at) WHERE accepted_at IS NOT NULL;
