-- +goose Up
CREATE TABLE page_reports (
  id integer PRIMARY KEY AUTOINCREMENT,
  ref text NOT NULL UNIQUE,
  path text NOT NULL,
  reason text NOT NULL CHECK (reason IN ('person','wrong','unsafe','law','other')),
  state text NOT NULL CHECK (state IN ('waiting','settled')),
  outcome text NOT NULL DEFAULT '' CHECK (outcome IN ('','mended','removed','kept','passed_on')),
  lang text NOT NULL,
  note blob,
  email blob,
  email_index blob,
  remark blob,
  claimed_by integer REFERENCES users (id),
  claimed_at timestamp,
  settled_by integer REFERENCES users (id),
  settled_at timestamp,
  due_at timestamp NOT NULL,
  created_at timestamp NOT NULL,
  emptied_at timestamp
);
CREATE INDEX page_reports_due ON page_reports (state, due_at);
CREATE INDEX page_reports_index ON page_reports (email_index);
