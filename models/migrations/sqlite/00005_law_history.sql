-- +goose Up
CREATE TABLE law_events (
  state text NOT NULL,
  topic text NOT NULL CHECK (topic IN ('safe_harbor','vacatur')),
  number integer NOT NULL,
  date text NOT NULL,
  dated text NOT NULL CHECK (dated IN ('in_force','signed','enacted','failed')),
  status text NOT NULL CHECK (status IN ('immunity','conditional_immunity','diversion_or_defense','vacatur','expungement','sealing','reported','none','unknown')),
  what_en text NOT NULL,
  what_es text NOT NULL,
  citation text NOT NULL,
  source text NOT NULL,
  confidence text NOT NULL CHECK (confidence IN ('high','medium','low')),
  PRIMARY KEY (state, topic, number)
);

CREATE TABLE law_criteria (
  state text NOT NULL,
  topic text NOT NULL CHECK (topic IN ('safe_harbor','vacatur')),
  number integer NOT NULL,
  key text NOT NULL,
  value text NOT NULL,
  grade text NOT NULL CHECK (grade IN ('met','partly','not','unknown')),
  note_en text NOT NULL,
  note_es text NOT NULL,
  open_en text NOT NULL DEFAULT '',
  open_es text NOT NULL DEFAULT '',
  source text NOT NULL DEFAULT '',
  PRIMARY KEY (state, topic, number),
  UNIQUE (state, topic, key)
);

CREATE TABLE law_edits (
  id integer PRIMARY KEY AUTOINCREMENT,
  state text NOT NULL,
  topic text NOT NULL CHECK (topic IN ('safe_harbor','vacatur')),
  user_id integer NOT NULL REFERENCES users (id),
  kind text NOT NULL CHECK (kind IN ('corrected','reviewed')),
  before text NOT NULL,
  after text NOT NULL,
  at timestamp NOT NULL
);
CREATE INDEX law_edits_card ON law_edits (state, topic);
