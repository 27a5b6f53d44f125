-- +goose Up
CREATE TABLE legislative_sessions (
  id integer PRIMARY KEY AUTOINCREMENT,
  state text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('regular','special')),
  convenes text NOT NULL CHECK (convenes <> ''),
  adjourns text NOT NULL CHECK (adjourns = '' OR adjourns >= convenes),
  expected boolean NOT NULL CHECK (adjourns <> '' OR NOT expected),
  source text NOT NULL CHECK (source <> ''),
  as_of text NOT NULL CHECK (as_of <> ''),
  edition integer NOT NULL,
  saved_at timestamp NOT NULL,
  UNIQUE (state, name)
);

CREATE TABLE session_deadlines (
  id integer PRIMARY KEY AUTOINCREMENT,
  session_id integer NOT NULL REFERENCES legislative_sessions (id),
  name_en text NOT NULL CHECK (name_en <> ''),
  name_es text NOT NULL CHECK (name_es <> ''),
  day text NOT NULL CHECK (day <> ''),
  source text NOT NULL CHECK (source <> ''),
  as_of text NOT NULL CHECK (as_of <> ''),
  UNIQUE (session_id, name_en)
);
