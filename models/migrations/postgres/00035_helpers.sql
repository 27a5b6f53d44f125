-- +goose Up
-- Who ticked that they would like to help is counted for organizers.
CREATE INDEX signatures_help ON signatures (campaign_id) WHERE help AND state = 'counted';
