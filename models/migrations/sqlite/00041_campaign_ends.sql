-- +goose Up
ALTER TABLE campaign_moves ADD COLUMN kind text NOT NULL DEFAULT 'status' CHECK (kind IN ('status','closing','successor','outcome'));
ALTER TABLE campaign_moves ADD COLUMN closes_on text NOT NULL DEFAULT '';
ALTER TABLE campaign_moves ADD COLUMN successor_id integer REFERENCES campaigns (id);

ALTER TABLE campaigns ADD COLUMN closes_on text NOT NULL DEFAULT '';
ALTER TABLE campaigns ADD COLUMN goal_fixed boolean NOT NULL DEFAULT FALSE;
ALTER TABLE campaigns ADD COLUMN moves integer NOT NULL DEFAULT 0;
ALTER TABLE campaigns ADD COLUMN moves_head blob;
CREATE INDEX campaigns_closes_on ON campaigns (closes_on) WHERE closes_on <> '';

UPDATE campaigns SET moves = (SELECT count(*) FROM campaign_moves m WHERE m.campaign_id = campaigns.id),
  moves_head = (SELECT m.hash FROM campaign_moves m WHERE m.campaign_id = campaigns.id ORDER BY m.number DESC LIMIT 1);
