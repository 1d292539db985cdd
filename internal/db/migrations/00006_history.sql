-- +goose Up

-- Every query that runs all the time finds its rows without walking through
-- history: what was deleted, removed or settled long ago is in no index that
-- they read.

-- Lists leave out what is deleted.
DROP INDEX generations_account;
CREATE INDEX generations_listed ON generations (account, id) WHERE deleted = 0;

-- Retention looks for what is finished and not deleted yet.
DROP INDEX generations_finished;
CREATE INDEX generations_kept ON generations (finished) WHERE finished > 0 AND deleted = 0;

-- What the reaper gives up for its age.
CREATE INDEX generations_aging ON generations (created) WHERE finished = 0;

-- What moved an account's balance, by time; and the refunds, which are few.
CREATE INDEX entries_usage ON entries (account, created, seq) WHERE kind IN ('hold', 'release');
CREATE INDEX entries_refunds ON entries (account, created, seq) WHERE kind = 'release';

-- Narrower than the account's own index, so that SQLite prefers it.
DROP INDEX assets_generation;
CREATE INDEX assets_generation ON assets (generation, account, id) WHERE generation > 0;

-- Purging goes by id.
DROP INDEX assets_purge;
CREATE INDEX assets_purge ON assets (id) WHERE deleted > 0 AND purged = 0;

-- +goose Down
DROP INDEX assets_purge;
CREATE INDEX assets_purge ON assets (deleted) WHERE deleted > 0 AND purged = 0;
DROP INDEX assets_generation;
CREATE INDEX assets_generation ON assets (generation) WHERE generation > 0;
DROP INDEX entries_refunds;
DROP INDEX entries_usage;
DROP INDEX generations_aging;
DROP INDEX generations_kept;
CREATE INDEX generations_finished ON generations (finished) WHERE finished > 0;
DROP INDEX generations_listed;
CREATE INDEX generations_account ON generations (account, id);
