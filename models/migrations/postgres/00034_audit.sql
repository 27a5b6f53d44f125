-- +goose Up
CREATE TABLE audit_entries (
  number bigint PRIMARY KEY,
  user_id bigint REFERENCES users (id),
  act text NOT NULL,
  at timestamptz NOT NULL,
  hash bytea NOT NULL
);
CREATE INDEX audit_entries_user ON audit_entries (user_id, number);

CREATE TABLE audit_heads (
  id bigint PRIMARY KEY CHECK (id = 1),
  number bigint NOT NULL,
  hash bytea
);
INSERT INTO audit_heads (id, number) VALUES (1, 0);

-- +goose StatementBegin
CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries are only ever added';
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_entries_stay();
