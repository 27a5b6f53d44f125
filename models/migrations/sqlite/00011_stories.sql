-- +goose Up
CREATE TABLE stories (
  id integer PRIMARY KEY AUTOINCREMENT,
  slug text NOT NULL UNIQUE,
  status text NOT NULL CHECK (status IN ('published','withdrawn')),
  user_id integer REFERENCES users (id),
  published_at timestamp NOT NULL
);

CREATE TABLE story_texts (
  story_id integer NOT NULL REFERENCES stories (id),
  lang text NOT NULL,
  title text NOT NULL,
  summary text NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (story_id, lang)
);

CREATE TABLE story_sources (
  story_id integer NOT NULL REFERENCES stories (id),
  number integer NOT NULL,
  title text NOT NULL,
  url text NOT NULL,
  PRIMARY KEY (story_id, number)
);

CREATE TABLE story_claims (
  story_id integer NOT NULL REFERENCES stories (id),
  number integer NOT NULL,
  lang text NOT NULL,
  figure text NOT NULL,
  source text NOT NULL,
  year integer NOT NULL,
  caveat text NOT NULL DEFAULT '',
  PRIMARY KEY (story_id, lang, number)
);

CREATE TABLE story_campaigns (
  story_id integer NOT NULL REFERENCES stories (id),
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  PRIMARY KEY (story_id, campaign_id)
);

CREATE TABLE comments (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  story_id integer NOT NULL REFERENCES stories (id),
  state text NOT NULL CHECK (state IN ('pending','held','published','declined','withdrawn')),
  lang text NOT NULL,
  email_index blob NOT NULL,
  name blob,
  email blob,
  text blob,
  display text NOT NULL,
  us_state text NOT NULL DEFAULT '',
  classes text NOT NULL DEFAULT '',
  urgency integer NOT NULL DEFAULT 0,
  reader text NOT NULL DEFAULT 'moderators' CHECK (reader IN ('moderators','trained_lead')),
  hotline boolean NOT NULL DEFAULT false,
  asks boolean NOT NULL DEFAULT false,
  asked_state text NOT NULL DEFAULT '',
  public_text text NOT NULL DEFAULT '',
  public_name text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  appeals integer NOT NULL DEFAULT 0,
  vetted boolean NOT NULL DEFAULT false,
  claimed_by integer REFERENCES users (id),
  claimed_at timestamp,
  due_at timestamp,
  answer_due_at timestamp,
  created_at timestamp NOT NULL,
  confirmed_at timestamp,
  moved_at timestamp NOT NULL,
  emptied_at timestamp
);
CREATE INDEX comments_story ON comments (story_id, state, id);
CREATE INDEX comments_index ON comments (email_index);
CREATE INDEX comments_due ON comments (due_at);

CREATE TABLE comment_links (
  hash blob PRIMARY KEY,
  comment_id integer NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
  outbox_id integer REFERENCES outbox (id),
  created_at timestamp NOT NULL
);
CREATE INDEX comment_links_comment ON comment_links (comment_id);

CREATE TABLE comment_decisions (
  id integer PRIMARY KEY AUTOINCREMENT,
  comment_id integer NOT NULL REFERENCES comments (id),
  number integer NOT NULL,
  user_id integer REFERENCES users (id),
  kind text NOT NULL CHECK (kind IN ('confirmed','published','redacted','held','declined','reported','appealed','withdrawn','emptied')),
  before text NOT NULL,
  after text NOT NULL,
  reason text NOT NULL DEFAULT '',
  at timestamp NOT NULL,
  hash blob NOT NULL,
  UNIQUE (comment_id, number)
);

CREATE TABLE comment_reads (
  id integer PRIMARY KEY AUTOINCREMENT,
  comment_id integer NOT NULL REFERENCES comments (id),
  user_id integer NOT NULL REFERENCES users (id),
  at timestamp NOT NULL
);

CREATE TABLE comment_tips (
  id integer PRIMARY KEY AUTOINCREMENT,
  comment_id integer NOT NULL REFERENCES comments (id),
  user_id integer NOT NULL REFERENCES users (id),
  reference text NOT NULL,
  at timestamp NOT NULL
);

CREATE TABLE comment_answers (
  comment_id integer PRIMARY KEY REFERENCES comments (id),
  user_id integer NOT NULL REFERENCES users (id),
  text text NOT NULL,
  state text NOT NULL DEFAULT '',
  private boolean NOT NULL,
  at timestamp NOT NULL
);
