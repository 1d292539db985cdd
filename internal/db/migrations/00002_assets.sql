-- +goose Up

-- 1 from before the bytes of an asset are stored until it can be used: what a
-- killed process leaves behind is found by it.
ALTER TABLE assets ADD COLUMN pending bigint NOT NULL DEFAULT 0;
CREATE INDEX assets_pending ON assets (created) WHERE pending = 1 AND deleted = 0;

-- One live copy of an upload per account, and any number still on their way.
DROP INDEX assets_upload;
CREATE UNIQUE INDEX assets_upload ON assets (account, digest) WHERE generation = 0 AND deleted = 0 AND pending = 0;

-- +goose Down
DROP INDEX assets_upload;
DROP INDEX assets_pending;
DELETE FROM assets WHERE pending = 1;
ALTER TABLE assets DROP COLUMN pending;
CREATE UNIQUE INDEX assets_upload ON assets (account, digest) WHERE generation = 0 AND deleted = 0;
