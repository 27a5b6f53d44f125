-- +goose Up
ALTER TABLE stories ADD COLUMN standing text NOT NULL DEFAULT 'draft' CHECK (standing IN ('draft','published','withdrawn'));
UPDATE stories SET standing = status;
ALTER TABLE stories DROP COLUMN status;
ALTER TABLE stories RENAME COLUMN standing TO status;
ALTER TABLE stories ADD COLUMN shown_at timestamp;
UPDATE stories SET shown_at = published_at;
ALTER TABLE stories DROP COLUMN published_at;
ALTER TABLE stories RENAME COLUMN shown_at TO published_at;
ALTER TABLE stories ADD COLUMN changed_at timestamp;
ALTER TABLE stories ADD COLUMN edition integer NOT NULL DEFAULT 1;
ALTER TABLE stories ADD COLUMN publisher_id integer REFERENCES users (id);
ALTER TABLE story_sources ADD COLUMN dated text NOT NULL DEFAULT '';
ALTER TABLE story_claims ADD COLUMN claim text NOT NULL DEFAULT '';
