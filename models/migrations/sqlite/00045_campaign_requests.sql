-- +goose Up
CREATE TABLE campaign_requests (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  us_state text NOT NULL,
  topic text NOT NULL CHECK (topic IN ('safe_harbor','vacatur')),
  state text NOT NULL CHECK (state IN ('pending','waiting','answered','withdrawn')),
  lang text NOT NULL,
  email_index blob NOT NULL UNIQUE,
  email blob,
  words blob,
  classes text NOT NULL DEFAULT '',
  urgency integer NOT NULL DEFAULT 0,
  reader text NOT NULL DEFAULT 'moderators' CHECK (reader IN ('moderators','trained_lead')),
  hotline boolean NOT NULL DEFAULT FALSE,
  claimed_by integer REFERENCES users (id),
  claimed_at timestamp,
  due_at timestamp,
  draft_id integer REFERENCES campaigns (id),
  card text NOT NULL DEFAULT '' CHECK (card IN ('','petition','law','role','draft')),
  campaign_id integer REFERENCES campaigns (id),
  role_id integer REFERENCES roles (id),
  answer blob,
  answered_by integer REFERENCES users (id),
  answered_at timestamp,
  told_of integer REFERENCES campaigns (id),
  told_at timestamp,
  created_at timestamp NOT NULL,
  confirmed_at timestamp,
  moved_at timestamp NOT NULL,
  emptied_at timestamp
);
CREATE INDEX campaign_requests_due ON campaign_requests (state, due_at);
CREATE INDEX campaign_requests_same ON campaign_requests (us_state, topic, state);
CREATE TABLE campaign_request_links (
  hash blob PRIMARY KEY,
  request_id integer NOT NULL REFERENCES campaign_requests (id) ON DELETE CASCADE,
  outbox_id integer REFERENCES outbox (id),
  created_at timestamp NOT NULL
);
CREATE INDEX campaign_request_links_request ON campaign_request_links (request_id);
