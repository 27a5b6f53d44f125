-- +goose Up
-- Other tables refer to this one: it is filled again before the commit, when
-- SQLite looks whether they still do.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE users_before AS SELECT * FROM users;
DROP TABLE users;
CREATE TABLE users (
  id integer PRIMARY KEY AUTOINCREMENT,
  email text NOT NULL UNIQUE,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin','organizer','moderator','viewer')),
  state text NOT NULL DEFAULT '',
  created_at timestamp NOT NULL,
  suspended_at timestamp,
  trusted_at timestamp,
  lang text NOT NULL DEFAULT 'en'
);
INSERT INTO users (id, email, name, role, state, created_at, suspended_at, trusted_at, lang)
SELECT id, email, name, role, state, created_at, suspended_at, trusted_at, lang FROM users_before;
DROP TABLE users_before;
