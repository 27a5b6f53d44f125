-- +goose Up
CREATE TABLE settings (
  key text PRIMARY KEY,
  value text NOT NULL,
  updated_at timestamp NOT NULL
);

CREATE TABLE users (
  id integer PRIMARY KEY AUTOINCREMENT,
  email text NOT NULL UNIQUE,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin','organizer','moderator')),
  state text NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  suspended_at timestamp
);

CREATE TABLE sessions (
  token text PRIMARY KEY,
  data blob NOT NULL,
  expires_at timestamp NOT NULL
);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

CREATE TABLE campaigns (
  id integer PRIMARY KEY AUTOINCREMENT,
  slug text NOT NULL UNIQUE,
  code text NOT NULL UNIQUE,
  state text NOT NULL,
  topic text NOT NULL CHECK (topic IN ('safe_harbor','vacatur')),
  criterion text NOT NULL DEFAULT '',
  bill text NOT NULL DEFAULT '',
  status text NOT NULL CHECK (status IN ('draft','in_review','live','closed','rejected','paused','withdrawn','hidden')),
  outcome text NOT NULL DEFAULT '' CHECK (outcome IN ('','won','narrowed','lost','obsolete')),
  goal integer NOT NULL DEFAULT 0,
  petition_id integer REFERENCES petitions (id),
  successor_id integer REFERENCES campaigns (id),
  opened_at timestamp,
  closed_at timestamp,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE INDEX campaigns_state_status ON campaigns (state, status);

CREATE TABLE petitions (
  id integer PRIMARY KEY AUTOINCREMENT,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  version integer NOT NULL,
  hash blob NOT NULL,
  created_at timestamp NOT NULL,
  UNIQUE (campaign_id, version)
);

CREATE TABLE petition_texts (
  petition_id integer NOT NULL REFERENCES petitions (id),
  lang text NOT NULL,
  title text NOT NULL,
  ask text NOT NULL,
  summary text NOT NULL,
  story text NOT NULL,
  PRIMARY KEY (petition_id, lang)
);

CREATE TABLE letter_variants (
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  number integer NOT NULL,
  lang text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (campaign_id, number, lang)
);

CREATE TABLE law_cards (
  state text NOT NULL,
  topic text NOT NULL,
  status text NOT NULL,
  citation text NOT NULL DEFAULT '',
  year integer,
  summary_en text NOT NULL,
  summary_es text NOT NULL,
  source text NOT NULL,
  as_of text NOT NULL,
  confidence text NOT NULL CHECK (confidence IN ('high','medium','low')),
  reviewed_on text NOT NULL,
  review_due text NOT NULL,
  PRIMARY KEY (state, topic)
);

CREATE TABLE signatures (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  petition_id integer NOT NULL REFERENCES petitions (id),
  email_index blob NOT NULL,
  household integer NOT NULL CHECK (household IN (1, 2)),
  name blob NOT NULL,
  email blob NOT NULL,
  zip blob NOT NULL,
  comment blob,
  lang text NOT NULL,
  display text NOT NULL CHECK (display IN ('hidden','first','full')),
  updates boolean NOT NULL,
  help boolean NOT NULL,
  in_state boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('pending','counted','held','invalidated','withdrawn')),
  reason text NOT NULL DEFAULT '',
  mails integer NOT NULL,
  mailed_at timestamp NOT NULL,
  created_at timestamp NOT NULL,
  counted_at timestamp,
  moved_at timestamp NOT NULL,
  erased_at timestamp,
  UNIQUE (campaign_id, email_index, household)
);
CREATE INDEX signatures_recent ON signatures (campaign_id, counted_at DESC) WHERE state = 'counted';
CREATE INDEX signatures_email_index ON signatures (email_index);
CREATE INDEX signatures_pending ON signatures (created_at) WHERE state = 'pending';

CREATE TABLE signature_counts (
  campaign_id integer PRIMARY KEY REFERENCES campaigns (id),
  pending integer NOT NULL DEFAULT 0,
  held integer NOT NULL DEFAULT 0,
  in_state integer NOT NULL DEFAULT 0,
  out_of_state integer NOT NULL DEFAULT 0,
  withdrawn integer NOT NULL DEFAULT 0,
  invalidated integer NOT NULL DEFAULT 0
);

CREATE TABLE day_counts (
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  day text NOT NULL,
  in_state integer NOT NULL,
  out_of_state integer NOT NULL,
  PRIMARY KEY (campaign_id, day)
);

CREATE TABLE districts (
  id integer PRIMARY KEY AUTOINCREMENT,
  state text NOT NULL,
  chamber text NOT NULL CHECK (chamber IN ('upper','lower','legislature')),
  code text NOT NULL,
  name text NOT NULL,
  ocd_id text UNIQUE,
  census_layer text NOT NULL DEFAULT '',
  census_geoid text NOT NULL DEFAULT '',
  num_seats integer NOT NULL,
  UNIQUE (state, chamber, code)
);
CREATE INDEX districts_census ON districts (census_layer, census_geoid);

CREATE TABLE seats (
  id integer PRIMARY KEY AUTOINCREMENT,
  district_id integer NOT NULL REFERENCES districts (id),
  position integer NOT NULL,
  UNIQUE (district_id, position)
);

CREATE TABLE legislators (
  id integer PRIMARY KEY AUTOINCREMENT,
  ocd_id text NOT NULL UNIQUE,
  state text NOT NULL,
  name text NOT NULL,
  party text NOT NULL,
  email text NOT NULL DEFAULT '',
  phone text NOT NULL DEFAULT '',
  district_phone text NOT NULL DEFAULT '',
  contact_url text NOT NULL DEFAULT '',
  updated_at timestamp NOT NULL
);
CREATE INDEX legislators_state ON legislators (state);

CREATE TABLE terms (
  id integer PRIMARY KEY AUTOINCREMENT,
  seat_id integer NOT NULL REFERENCES seats (id),
  legislator_id integer NOT NULL REFERENCES legislators (id),
  starts_at timestamp NOT NULL,
  ends_at timestamp
);
CREATE UNIQUE INDEX terms_one_holder ON terms (seat_id) WHERE ends_at IS NULL;
CREATE INDEX terms_legislator ON terms (legislator_id);

CREATE TABLE zip_districts (
  zip text NOT NULL,
  district_id integer NOT NULL REFERENCES districts (id),
  PRIMARY KEY (zip, district_id)
);
CREATE INDEX zip_districts_district ON zip_districts (district_id);

CREATE TABLE imports (
  id integer PRIMARY KEY AUTOINCREMENT,
  kind text NOT NULL,
  scope text NOT NULL,
  file_hash blob NOT NULL,
  rows integer NOT NULL,
  added integer NOT NULL,
  changed integer NOT NULL,
  ended integer NOT NULL,
  refused integer NOT NULL,
  imported_at timestamp NOT NULL
);
CREATE INDEX imports_latest ON imports (kind, scope, imported_at);

CREATE TABLE matches (
  signature_id integer NOT NULL REFERENCES signatures (id) ON DELETE CASCADE,
  district_id integer NOT NULL REFERENCES districts (id),
  chamber text NOT NULL,
  method text NOT NULL CHECK (method IN ('zip_unique','chosen')),
  confidence text NOT NULL CHECK (confidence IN ('high','medium','low')),
  matched_at timestamp NOT NULL,
  PRIMARY KEY (signature_id, district_id)
);

CREATE TABLE district_counts (
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  district_id integer NOT NULL REFERENCES districts (id),
  signatures integer NOT NULL,
  PRIMARY KEY (campaign_id, district_id)
);

CREATE TABLE mail_batches (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL,
  state text NOT NULL CHECK (state IN ('sending','settled')),
  tries integer NOT NULL,
  retry_at timestamp NOT NULL,
  doubtful_since timestamp,
  created_at timestamp NOT NULL
);
CREATE INDEX mail_batches_sending ON mail_batches (retry_at) WHERE state = 'sending';

CREATE TABLE outbox (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  kind text NOT NULL,
  priority integer NOT NULL,
  state text NOT NULL CHECK (state IN ('queued','sending','accepted','delivered','delayed','bounced','complained','failed','unknown','dropped')),
  campaign_id integer REFERENCES campaigns (id),
  signature_id integer REFERENCES signatures (id) ON DELETE CASCADE,
  batch_id integer REFERENCES mail_batches (id),
  payload blob,
  not_before timestamp NOT NULL,
  expires_at timestamp,
  provider_id text NOT NULL DEFAULT '',
  detail text NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  accepted_at timestamp,
  moved_at timestamp NOT NULL
);
CREATE INDEX outbox_queued ON outbox (priority, id) WHERE state = 'queued';
CREATE INDEX outbox_batch ON outbox (batch_id);
CREATE INDEX outbox_signature ON outbox (signature_id);
CREATE INDEX outbox_state ON outbox (state, moved_at);

CREATE TABLE mail_gates (
  name text PRIMARY KEY,
  next_at timestamp NOT NULL,
  paused_until timestamp NOT NULL,
  reason text NOT NULL
);

CREATE TABLE confirmation_caps (
  contact_index blob PRIMARY KEY,
  last_at timestamp NOT NULL,
  previous_at timestamp NOT NULL
);

CREATE TABLE suppressions (
  contact_index blob PRIMARY KEY,
  reason text NOT NULL CHECK (reason IN ('bounced','complained','unsubscribed','refused')),
  created_at timestamp NOT NULL
);

CREATE TABLE webhook_events (
  id text PRIMARY KEY,
  type text NOT NULL,
  provider_id text NOT NULL,
  ref text NOT NULL,
  bounce_type text NOT NULL,
  at timestamp NOT NULL,
  received_at timestamp NOT NULL,
  applied_at timestamp
);
CREATE INDEX webhook_events_waiting ON webhook_events (received_at) WHERE applied_at IS NULL;

CREATE TABLE letters (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  signature_id integer NOT NULL REFERENCES signatures (id),
  number integer NOT NULL,
  subject blob NOT NULL,
  body blob NOT NULL,
  name blob NOT NULL,
  share_email boolean NOT NULL,
  created_at timestamp NOT NULL,
  released_at timestamp,
  UNIQUE (signature_id, number)
);
CREATE INDEX letters_campaign ON letters (campaign_id);

CREATE TABLE deliveries (
  id integer PRIMARY KEY AUTOINCREMENT,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  letter_id integer NOT NULL REFERENCES letters (id),
  seat_id integer NOT NULL REFERENCES seats (id),
  legislator_id integer NOT NULL REFERENCES legislators (id),
  outbox_id integer REFERENCES outbox (id),
  created_at timestamp NOT NULL,
  UNIQUE (letter_id, seat_id)
);
CREATE INDEX deliveries_campaign ON deliveries (campaign_id);
CREATE INDEX deliveries_outbox ON deliveries (outbox_id);

CREATE TABLE links (
  hash blob PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('confirm','my_data','letters','unsubscribe','sign_in')),
  signature_id integer REFERENCES signatures (id) ON DELETE CASCADE,
  user_id integer REFERENCES users (id),
  letter_id integer REFERENCES letters (id),
  contact blob,
  ref text NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  expires_at timestamp NOT NULL,
  spent_at timestamp
);
CREATE INDEX links_expires_at ON links (expires_at);
CREATE INDEX links_signature ON links (signature_id);
