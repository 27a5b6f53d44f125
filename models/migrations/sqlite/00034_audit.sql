-- +goose Up
CREATE TABLE audit_entries (
  number integer PRIMARY KEY,
  user_id integer REFERENCES users (id),
  act text NOT NULL,
  at timestamp NOT NULL,
  hash blob NOT NULL
);
CREATE INDEX audit_entries_user ON audit_entries (user_id, number);

CREATE TABLE audit_heads (
  id integer PRIMARY KEY CHECK (id = 1),
  number integer NOT NULL,
  hash blob
);
INSERT INTO audit_heads (id, number) VALUES (1, 0);

-- +goose StatementBegin
CREATE TRIGGER audit_entries_stay_written BEFORE UPDATE ON audit_entries BEGIN
  SELECT RAISE(ABORT, 'audit entries are only ever added');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries BEGIN
  SELECT RAISE(ABORT, 'audit entries are only ever added');
END;
-- +goose StatementEnd
