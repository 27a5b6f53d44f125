-- +goose Up
CREATE TABLE roles (
  id integer PRIMARY KEY AUTOINCREMENT,
  slug text NOT NULL UNIQUE,
  campaign_id integer REFERENCES campaigns (id),
  state text NOT NULL,
  place text NOT NULL,
  remote boolean NOT NULL,
  kind text NOT NULL CHECK (kind IN ('circulator','outreach','phone','host','translator','researcher','intern','survivor_contact')),
  adults boolean NOT NULL,
  steps text NOT NULL,
  places integer NOT NULL CHECK (places >= 0),
  starts_on text NOT NULL,
  ends_on text NOT NULL,
  apply_by text NOT NULL,
  status text NOT NULL CHECK (status IN ('open','closed')),
  created_at timestamp NOT NULL
);
CREATE INDEX roles_state ON roles (state, status);

CREATE TABLE role_texts (
  role_id integer NOT NULL REFERENCES roles (id),
  lang text NOT NULL,
  title text NOT NULL,
  summary text NOT NULL,
  body text NOT NULL,
  time_needed text NOT NULL,
  skills text NOT NULL,
  access text NOT NULL,
  pay text NOT NULL,
  instructions text NOT NULL,
  PRIMARY KEY (role_id, lang)
);

CREATE TABLE applications (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  role_id integer NOT NULL REFERENCES roles (id),
  email_index blob NOT NULL,
  name blob NOT NULL,
  email blob NOT NULL,
  zip blob NOT NULL,
  answer blob NOT NULL,
  lang text NOT NULL,
  of_age boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('submitted','screening','active','left','waitlisted','declined','paused')),
  reason text NOT NULL,
  created_at timestamp NOT NULL,
  confirmed_at timestamp,
  moved_at timestamp NOT NULL,
  UNIQUE (role_id, email_index)
);
CREATE INDEX applications_state ON applications (role_id, state);

CREATE TABLE application_steps (
  application_id integer NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  step text NOT NULL,
  user_id integer REFERENCES users (id),
  done_at timestamp NOT NULL,
  PRIMARY KEY (application_id, step)
);

CREATE TABLE shifts (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  role_id integer NOT NULL REFERENCES roles (id),
  starts_at timestamp NOT NULL,
  ends_at timestamp NOT NULL,
  time_zone text NOT NULL,
  place text NOT NULL,
  capacity integer NOT NULL CHECK (capacity > 0),
  taken integer NOT NULL CHECK (taken >= 0 AND taken <= capacity),
  changes integer NOT NULL,
  cancelled_at timestamp,
  created_at timestamp NOT NULL,
  CHECK (ends_at > starts_at)
);
CREATE INDEX shifts_role ON shifts (role_id, starts_at);
CREATE INDEX shifts_starts_at ON shifts (starts_at);

CREATE TABLE shift_places (
  id integer PRIMARY KEY AUTOINCREMENT,
  shift_id integer NOT NULL REFERENCES shifts (id),
  application_id integer NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('held','waiting','offered','dropped')),
  offered_until timestamp,
  confirmed_at timestamp,
  attendance text NOT NULL CHECK (attendance IN ('','attended','missed','excused')),
  minutes integer NOT NULL CHECK (minutes >= 0),
  queued_at timestamp NOT NULL,
  moved_at timestamp NOT NULL,
  UNIQUE (shift_id, application_id)
);
CREATE INDEX shift_places_application ON shift_places (application_id);
CREATE INDEX shift_places_offered ON shift_places (offered_until) WHERE state = 'offered';

CREATE TABLE shift_notices (
  place_id integer NOT NULL REFERENCES shift_places (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('held','waiting','offered','changed','cancelled','day_before','day_of','after')),
  number integer NOT NULL,
  created_at timestamp NOT NULL,
  PRIMARY KEY (place_id, kind, number)
);

CREATE TABLE links_new (
  hash blob PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('confirm','my_data','letters','unsubscribe','sign_in','volunteering')),
  signature_id integer REFERENCES signatures (id) ON DELETE CASCADE,
  user_id integer REFERENCES users (id),
  letter_id integer REFERENCES letters (id),
  application_id integer REFERENCES applications (id) ON DELETE CASCADE,
  contact blob,
  ref text NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  expires_at timestamp NOT NULL,
  spent_at timestamp
);
INSERT INTO links_new (hash, kind, signature_id, user_id, letter_id, contact, ref, created_at, expires_at, spent_at)
SELECT hash, kind, signature_id, user_id, letter_id, contact, ref, created_at, expires_at, spent_at FROM links;
DROP TABLE links;
ALTER TABLE links_new RENAME TO links;
CREATE INDEX links_expires_at ON links (expires_at);
CREATE INDEX links_signature ON links (signature_id);
CREATE INDEX links_application ON links (application_id);

ALTER TABLE outbox ADD COLUMN application_id integer REFERENCES applications (id) ON DELETE CASCADE;
CREATE INDEX outbox_application ON outbox (application_id);
