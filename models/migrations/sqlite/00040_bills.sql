-- +goose Up
CREATE TABLE bills (
  campaign_id integer PRIMARY KEY REFERENCES campaigns (id),
  chamber text NOT NULL CHECK (chamber IN ('','upper','lower','legislature')),
  session text NOT NULL,
  title text NOT NULL,
  sponsors text NOT NULL,
  url text NOT NULL,
  entries integer NOT NULL DEFAULT 0,
  head blob,
  saved_by integer NOT NULL REFERENCES users (id),
  saved_at timestamp NOT NULL
);

CREATE TABLE bill_events (
  id integer PRIMARY KEY AUTOINCREMENT,
  campaign_id integer NOT NULL REFERENCES bills (campaign_id),
  number integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('stage','hearing','vote','struck')),
  corrects integer NOT NULL DEFAULT 0,
  bill text NOT NULL,
  stage text NOT NULL DEFAULT '' CHECK (stage IN ('','introduced','committee','floor','other_chamber','governor','law','died','vetoed')),
  day text NOT NULL DEFAULT '',
  starts_at timestamp,
  chamber text NOT NULL DEFAULT '' CHECK (chamber IN ('','upper','lower','legislature')),
  committee_id integer REFERENCES committees (id),
  body text NOT NULL DEFAULT '',
  place text NOT NULL DEFAULT '',
  yes integer NOT NULL DEFAULT 0 CHECK (yes >= 0),
  no integer NOT NULL DEFAULT 0 CHECK (no >= 0),
  absent integer NOT NULL DEFAULT 0 CHECK (absent >= 0),
  passed boolean NOT NULL DEFAULT FALSE,
  note text NOT NULL DEFAULT '',
  source text NOT NULL DEFAULT '',
  user_id integer NOT NULL REFERENCES users (id),
  at timestamp NOT NULL,
  hash blob NOT NULL,
  UNIQUE (campaign_id, number),
  CHECK ((kind = 'stage') = (stage <> '')),
  CHECK ((kind = 'hearing') = (starts_at IS NOT NULL)),
  CHECK ((kind = 'struck') = (source = '')),
  CHECK ((kind = 'struck') = (day = '')),
  CHECK (corrects < number AND (kind <> 'struck' OR corrects > 0))
);
CREATE UNIQUE INDEX bill_events_corrects ON bill_events (campaign_id, corrects) WHERE corrects > 0;
