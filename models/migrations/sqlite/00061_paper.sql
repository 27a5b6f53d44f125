-- +goose Up
CREATE TABLE paper_numbers (
  id integer PRIMARY KEY CHECK (id = 1),
  next integer NOT NULL
);
INSERT INTO paper_numbers (id, next) VALUES (1, 1);

CREATE TABLE paper_batches (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  petition_id integer NOT NULL REFERENCES petitions (id),
  first_sheet integer NOT NULL UNIQUE,
  sheets integer NOT NULL CHECK (sheets BETWEEN 1 AND 100),
  label blob,
  witness blob,
  witnessed_on text NOT NULL DEFAULT '',
  state text NOT NULL CHECK (state IN ('issued','keyed','sampled','counted','refused')),
  seed text NOT NULL DEFAULT '',
  sample_size integer NOT NULL DEFAULT 0,
  sample_wrong integer NOT NULL DEFAULT 0,
  counted integer NOT NULL DEFAULT 0 CHECK (counted >= 0),
  issued_by integer NOT NULL REFERENCES users (id),
  issued_at timestamp NOT NULL,
  moved_at timestamp NOT NULL,
  emptied_at timestamp,
  CHECK (state = 'counted' OR counted = 0)
);
CREATE INDEX paper_batches_campaign ON paper_batches (campaign_id, id);
CREATE INDEX paper_batches_moved ON paper_batches (moved_at) WHERE emptied_at IS NULL;

CREATE TABLE paper_keyings (
  batch_id integer NOT NULL REFERENCES paper_batches (id),
  pass integer NOT NULL CHECK (pass IN (1,2)),
  user_id integer NOT NULL REFERENCES users (id),
  done_at timestamp,
  PRIMARY KEY (batch_id, pass),
  UNIQUE (batch_id, user_id)
);

CREATE TABLE paper_entries (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  batch_id integer NOT NULL,
  pass integer NOT NULL,
  sheet integer NOT NULL,
  line integer NOT NULL,
  name blob NOT NULL,
  zip blob NOT NULL,
  signed_on text NOT NULL,
  person blob NOT NULL,
  UNIQUE (batch_id, pass, sheet, line),
  FOREIGN KEY (batch_id, pass) REFERENCES paper_keyings (batch_id, pass)
);
CREATE INDEX paper_entries_person ON paper_entries (campaign_id, person);

CREATE TABLE paper_rows (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  batch_id integer NOT NULL REFERENCES paper_batches (id),
  sheet integer NOT NULL,
  line integer NOT NULL CHECK (line BETWEEN 1 AND 10),
  name blob,
  zip blob,
  signed_on text NOT NULL DEFAULT '',
  person blob,
  state text NOT NULL CHECK (state IN ('open','settled','left_out','erased')),
  settled_by integer REFERENCES users (id),
  perhaps_online boolean NOT NULL DEFAULT false,
  sample text NOT NULL DEFAULT '' CHECK (sample IN ('','due','right','wrong')),
  checked_by integer REFERENCES users (id),
  UNIQUE (sheet, line)
);
CREATE INDEX paper_rows_batch ON paper_rows (batch_id, sheet, line);
CREATE INDEX paper_rows_person ON paper_rows (campaign_id, person);
