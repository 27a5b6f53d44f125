-- +goose Up
CREATE TABLE campaign_notes (
  id integer PRIMARY KEY AUTOINCREMENT,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  user_id integer NOT NULL REFERENCES users (id),
  text text NOT NULL CHECK (text <> ''),
  created_at timestamp NOT NULL,
  edited_at timestamp
);
CREATE INDEX campaign_notes_campaign ON campaign_notes (campaign_id);

CREATE TABLE tags (
  id integer PRIMARY KEY AUTOINCREMENT,
  name text NOT NULL CHECK (name <> ''),
  archived_at timestamp,
  UNIQUE (name)
);

CREATE TABLE campaign_tags (
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  tag_id integer NOT NULL REFERENCES tags (id),
  user_id integer NOT NULL REFERENCES users (id),
  at timestamp NOT NULL,
  PRIMARY KEY (campaign_id, tag_id)
);
CREATE INDEX campaign_tags_tag ON campaign_tags (tag_id);
