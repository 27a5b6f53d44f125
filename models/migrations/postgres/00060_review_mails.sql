-- +goose Up
ALTER TABLE petition_drafts ADD COLUMN submitted_lang text NOT NULL DEFAULT 'en';
