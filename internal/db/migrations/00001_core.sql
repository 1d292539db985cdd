-- +goose Up

-- Portable between SQLite and PostgreSQL: bigint ids, bigint microseconds
-- since the Unix epoch for times (0: never), text for JSON, 0/1 bigints for
-- booleans.

CREATE TABLE settings (
    k text NOT NULL PRIMARY KEY,
    v text NOT NULL
);

CREATE TABLE accounts (
    id           bigint NOT NULL PRIMARY KEY,
    name         text   NOT NULL,
    plan         text   NOT NULL,
    monthly      bigint NOT NULL DEFAULT 0,
    package      bigint NOT NULL DEFAULT 0,
    held_monthly bigint NOT NULL DEFAULT 0,
    held_package bigint NOT NULL DEFAULT 0,
    -- The part of the newest hold that came out of monthly credits: lets the
    -- admitting UPDATE tell it through RETURNING.
    last_split   bigint NOT NULL DEFAULT 0,
    running      bigint NOT NULL DEFAULT 0,
    -- Theoretical arrival time of the rate limit (GCRA), microseconds.
    tat          bigint NOT NULL DEFAULT 0,
    -- When monthly credits lapse and are granted anew; 0: never.
    renews       bigint NOT NULL DEFAULT 0,
    -- How many ledger entries the account has: numbers the next one.
    entries      bigint NOT NULL DEFAULT 0,
    created      bigint NOT NULL,
    CHECK (held_monthly >= 0 AND held_monthly <= monthly),
    CHECK (held_package >= 0 AND held_package <= package),
    CHECK (running >= 0)
);

CREATE TABLE api_keys (
    id      bigint NOT NULL PRIMARY KEY,
    account bigint NOT NULL REFERENCES accounts (id),
    name    text   NOT NULL,
    prefix  text   NOT NULL,
    digest  text   NOT NULL UNIQUE,
    created bigint NOT NULL,
    revoked bigint NOT NULL DEFAULT 0
);
CREATE INDEX api_keys_account ON api_keys (account, id);

CREATE TABLE generations (
    id           bigint NOT NULL PRIMARY KEY,
    account      bigint NOT NULL REFERENCES accounts (id),
    trace_id     text   NOT NULL DEFAULT '',
    -- What a second submission must not repeat; NULL when it may.
    idempotency  text   UNIQUE,
    body_hash    text   NOT NULL DEFAULT '',
    operation    text   NOT NULL,
    spec         text   NOT NULL,
    seed         bigint NOT NULL,
    width        bigint NOT NULL,
    height       bigint NOT NULL,
    price        bigint NOT NULL,
    -- The part of the price held out of monthly credits.
    from_monthly bigint NOT NULL DEFAULT 0,

    status       text   NOT NULL DEFAULT 'queued',
    attempt      bigint NOT NULL DEFAULT 0,
    lease        bigint NOT NULL DEFAULT 0,
    -- 1 while it counts against its account's concurrency.
    slot         bigint NOT NULL DEFAULT 1,
    -- Attempts that an engine failed, and attempts whose worker was lost.
    failures     bigint NOT NULL DEFAULT 0,
    losses       bigint NOT NULL DEFAULT 0,
    -- The queue's job that will claim it, or has.
    job          bigint NOT NULL DEFAULT 0,
    progress     double precision NOT NULL DEFAULT 0,
    phase        text   NOT NULL DEFAULT '',

    engine       text   NOT NULL DEFAULT '',
    metadata     text   NOT NULL DEFAULT '{}',
    output       bigint NOT NULL DEFAULT 0,
    poster       bigint NOT NULL DEFAULT 0,
    code         text   NOT NULL DEFAULT '',
    reason       text   NOT NULL DEFAULT '',

    created      bigint NOT NULL,
    started      bigint NOT NULL DEFAULT 0,
    finished     bigint NOT NULL DEFAULT 0,
    modified     bigint NOT NULL,
    deleted      bigint NOT NULL DEFAULT 0,
    CHECK (status IN ('queued', 'rendering', 'succeeded', 'failed', 'blocked', 'cancelled')),
    CHECK ((finished = 0) = (status IN ('queued', 'rendering'))),
    CHECK (finished = 0 OR slot = 0),
    CHECK ((lease > 0) = (status = 'rendering')),
    CHECK (price >= 0 AND from_monthly >= 0 AND from_monthly <= price)
);
CREATE INDEX generations_account ON generations (account, id);
-- What the reaper looks through: small whatever the history.
CREATE INDEX generations_open ON generations (status, lease) WHERE finished = 0;
CREATE INDEX generations_finished ON generations (finished) WHERE finished > 0;

-- The append-only ledger. Numbered per account without gaps.
CREATE TABLE entries (
    account    bigint NOT NULL REFERENCES accounts (id),
    seq        bigint NOT NULL,
    generation bigint REFERENCES generations (id),
    kind       text   NOT NULL,
    credits    bigint NOT NULL,
    available  bigint NOT NULL,
    note       text   NOT NULL DEFAULT '',
    created    bigint NOT NULL,
    PRIMARY KEY (account, seq),
    -- A second hold, charge or refund of one generation cannot be written.
    UNIQUE (generation, kind),
    CHECK (kind IN ('grant', 'hold', 'charge', 'release', 'expire')),
    CHECK (credits >= 0)
);

CREATE TABLE assets (
    id         bigint NOT NULL PRIMARY KEY,
    account    bigint NOT NULL REFERENCES accounts (id),
    -- The generation that made it; 0 for uploads.
    generation bigint NOT NULL DEFAULT 0,
    kind       text   NOT NULL,
    mime       text   NOT NULL,
    name       text   NOT NULL,
    size       bigint NOT NULL,
    digest     text   NOT NULL,
    width      bigint NOT NULL DEFAULT 0,
    height     bigint NOT NULL DEFAULT 0,
    duration   bigint NOT NULL DEFAULT 0, -- microseconds
    has_audio  bigint NOT NULL DEFAULT 0,
    blob_key   text   NOT NULL,
    created    bigint NOT NULL,
    expires    bigint NOT NULL DEFAULT 0,
    deleted    bigint NOT NULL DEFAULT 0,
    -- When the bytes of a deleted asset were removed; 0 while they may exist.
    purged     bigint NOT NULL DEFAULT 0,
    CHECK (kind IN ('image', 'video', 'audio')),
    CHECK (purged = 0 OR deleted > 0)
);
CREATE INDEX assets_account ON assets (account, id);
CREATE INDEX assets_generation ON assets (generation) WHERE generation > 0;
-- One live copy of an upload per account.
CREATE UNIQUE INDEX assets_upload ON assets (account, digest) WHERE generation = 0 AND deleted = 0;
CREATE INDEX assets_expiring ON assets (expires) WHERE expires > 0 AND deleted = 0;
CREATE INDEX assets_purge ON assets (deleted) WHERE deleted > 0 AND purged = 0;

-- +goose Down
DROP TABLE assets;
DROP TABLE entries;
DROP TABLE generations;
DROP TABLE api_keys;
DROP TABLE accounts;
DROP TABLE settings;
