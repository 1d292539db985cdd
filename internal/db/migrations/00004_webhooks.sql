-- +goose Up

CREATE TABLE webhook_endpoints (
    id       bigint NOT NULL PRIMARY KEY,
    account  bigint NOT NULL REFERENCES accounts (id),
    url      text   NOT NULL,
    -- In the clear: every delivery is signed with it.
    secret   text   NOT NULL,
    encoding text   NOT NULL,
    -- While it lies ahead, one delivery is on its way to this endpoint.
    lease    bigint NOT NULL DEFAULT 0,
    -- Counts the claims: a claim that lapsed releases nothing.
    turn     bigint NOT NULL DEFAULT 0,
    -- When a sweep last queued a job that no worker has taken yet.
    woken    bigint NOT NULL DEFAULT 0,
    created  bigint NOT NULL,
    deleted  bigint NOT NULL DEFAULT 0,
    CHECK (encoding IN ('raw', 'query'))
);
CREATE INDEX webhook_endpoints_account ON webhook_endpoints (account, id);

CREATE TABLE deliveries (
    id          bigint NOT NULL PRIMARY KEY,
    endpoint    bigint NOT NULL REFERENCES webhook_endpoints (id),
    generation  bigint NOT NULL REFERENCES generations (id),
    account     bigint NOT NULL REFERENCES accounts (id),
    -- As it was last sent; empty before the first attempt.
    body        text   NOT NULL DEFAULT '',
    state       text   NOT NULL DEFAULT 'pending',
    -- Counts all attempts, and those since the schedule began.
    attempt     bigint NOT NULL DEFAULT 0,
    step        bigint NOT NULL DEFAULT 0,
    -- When the next attempt is due.
    next        bigint NOT NULL,
    -- The receiver's last HTTP status (0: none), and what was wrong.
    last_status bigint NOT NULL DEFAULT 0,
    last_reason text   NOT NULL DEFAULT '',
    created     bigint NOT NULL,
    finished    bigint NOT NULL DEFAULT 0,
    UNIQUE (endpoint, generation),
    CHECK (state IN ('pending', 'delivered', 'dead')),
    CHECK ((finished = 0) = (state = 'pending'))
);
CREATE INDEX deliveries_due ON deliveries (endpoint, next) WHERE state = 'pending';
CREATE INDEX deliveries_account ON deliveries (account, id);
CREATE INDEX deliveries_finished ON deliveries (finished) WHERE finished > 0;

-- +goose Down
DROP TABLE deliveries;
DROP TABLE webhook_endpoints;
