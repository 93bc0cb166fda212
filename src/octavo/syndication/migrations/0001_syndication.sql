-- Times are microseconds UTC, ids Snowflakes.

-- Feeds that only their owner's readers know the address of: `digest` is the SHA-256 of the token in it.
CREATE TABLE private_feeds (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    opened_at BIGINT
);
CREATE UNIQUE INDEX private_feeds_by_digest ON private_feeds (digest);
CREATE INDEX private_feeds_by_person ON private_feeds (person_id, id DESC);
