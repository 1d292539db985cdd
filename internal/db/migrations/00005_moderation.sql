-- +goose Up

-- What the content policy said no to, or had a remark on.
CREATE TABLE moderation_records (
    id         bigint NOT NULL PRIMARY KEY,
    account    bigint NOT NULL REFERENCES accounts (id),
    -- 0 for requests, which never became one.
    generation bigint NOT NULL DEFAULT 0,
    stage      text   NOT NULL,
    -- Who judged: the policy file or the endpoint.
    source     text   NOT NULL,
    category   text   NOT NULL,
    rule       text   NOT NULL DEFAULT '',
    field      text   NOT NULL DEFAULT '',
    excerpt    text   NOT NULL DEFAULT '',
    verdict    text   NOT NULL,
    created    bigint NOT NULL,
    CHECK (stage IN ('input', 'output')),
    CHECK (source IN ('policy', 'endpoint')),
    CHECK (verdict IN ('refuse', 'note', 'unjudged'))
);
CREATE INDEX moderation_records_account ON moderation_records (account, id);
CREATE INDEX moderation_records_created ON moderation_records (created);

-- +goose Down
DROP TABLE moderation_records;
