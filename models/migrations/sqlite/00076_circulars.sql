-- +goose Up
CREATE TABLE circulars (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  user_id integer NOT NULL REFERENCES users (id),
  state text NOT NULL,
  statuses text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  sent_at timestamp NOT NULL
);

CREATE TABLE circular_mails (
  circular_id integer NOT NULL REFERENCES circulars (id),
  user_id integer NOT NULL REFERENCES users (id),
  outbox_id integer NOT NULL UNIQUE REFERENCES outbox (id),
  PRIMARY KEY (circular_id, user_id)
);
