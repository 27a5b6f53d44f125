-- +goose Up
ALTER TABLE exports DROP CONSTRAINT exports_kind_check;
ALTER TABLE exports ADD CONSTRAINT exports_kind_check CHECK (kind IN ('signatures','deliveries','volunteers','roster','hours','letters','updates','audit'));
