-- +goose Up

-- Voices that accounts have made from recordings.
CREATE TABLE voices (
    id      bigint NOT NULL PRIMARY KEY,
    account bigint NOT NULL REFERENCES accounts (id),
    name    text   NOT NULL,
    sample  bigint NOT NULL,
    created bigint NOT NULL
);
CREATE INDEX voices_account ON voices (account, id);

-- When music passed the verification for music videos; 0: it has not.
ALTER TABLE assets ADD COLUMN verified bigint NOT NULL DEFAULT 0;
-- What the engine calls one of several results, such as the thing in a mask.
ALTER TABLE assets ADD COLUMN label text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE assets DROP COLUMN label;
ALTER TABLE assets DROP COLUMN verified;
DROP TABLE voices;
