-- Times are microseconds UTC, ids Snowflakes.

-- Calls with an Idempotency-Key: `status` is null until the call is finished. `answer` is compressed by zlib.
CREATE TABLE replays (
    person_id BIGINT NOT NULL,
    idempotency_key TEXT NOT NULL,
    method TEXT NOT NULL,
    digest BLOB NOT NULL,
    begun_at BIGINT NOT NULL,
    status INTEGER,
    said TEXT,
    answer BLOB,
    PRIMARY KEY (person_id, idempotency_key)
);
CREATE INDEX replays_by_age ON replays (begun_at);
