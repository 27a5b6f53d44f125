-- +goose Up
ALTER TABLE letter_variants ADD COLUMN place integer NOT NULL DEFAULT 1 CHECK (place BETWEEN 1 AND 5);
ALTER TABLE letter_variants ADD COLUMN title text NOT NULL DEFAULT '';
UPDATE letter_variants SET place = number, title = subject;
CREATE UNIQUE INDEX letter_variants_place ON letter_variants (campaign_id, lang, place);

ALTER TABLE letters ADD COLUMN variant integer;

CREATE TABLE talking_points (
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  place integer NOT NULL CHECK (place BETWEEN 1 AND 6),
  lang text NOT NULL,
  text text NOT NULL,
  source text NOT NULL DEFAULT '',
  year integer,
  PRIMARY KEY (campaign_id, place, lang)
);

CREATE TABLE letter_tests (
  user_id integer PRIMARY KEY REFERENCES users (id),
  day text NOT NULL,
  sent integer NOT NULL CHECK (sent BETWEEN 1 AND 10)
);
