-- +goose Up
ALTER TABLE letter_variants ADD COLUMN place bigint NOT NULL DEFAULT 1 CHECK (place BETWEEN 1 AND 5);
ALTER TABLE letter_variants ADD COLUMN title text NOT NULL DEFAULT '';
UPDATE letter_variants SET place = number, title = subject;
CREATE UNIQUE INDEX letter_variants_place ON letter_variants (campaign_id, lang, place);

ALTER TABLE letters ADD COLUMN variant bigint;

CREATE TABLE talking_points (
  campaign_id bigint NOT NULL REFERENCES campaigns (id),
  place bigint NOT NULL CHECK (place BETWEEN 1 AND 6),
  lang text NOT NULL,
  text text NOT NULL,
  source text NOT NULL DEFAULT '',
  year bigint,
  PRIMARY KEY (campaign_id, place, lang)
);

CREATE TABLE letter_tests (
  user_id bigint PRIMARY KEY REFERENCES users (id),
  day text NOT NULL,
  sent bigint NOT NULL CHECK (sent BETWEEN 1 AND 10)
);
