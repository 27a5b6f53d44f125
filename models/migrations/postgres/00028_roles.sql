-- +goose Up
ALTER TABLE applications ADD COLUMN again bytea;
ALTER TABLE applications ADD COLUMN again_at timestamptz;
ALTER TABLE roles ADD COLUMN past_minutes bigint NOT NULL DEFAULT 0 CHECK (past_minutes >= 0);
ALTER TABLE roles ADD COLUMN past_shifts integer NOT NULL DEFAULT 0 CHECK (past_shifts >= 0);
ALTER TABLE role_texts ADD COLUMN eligibility text NOT NULL DEFAULT '';
ALTER TABLE shifts ADD COLUMN notes text NOT NULL DEFAULT '';

-- Who has a place confirmed their address once: what unconfirmed it was a form
-- that anybody could have filled in.
UPDATE applications SET state = 'left', confirmed_at = created_at
WHERE confirmed_at IS NULL AND EXISTS (SELECT 1 FROM shift_places p WHERE p.application_id = applications.id);
