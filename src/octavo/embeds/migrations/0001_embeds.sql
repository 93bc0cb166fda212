-- Times are microseconds UTC, ids Snowflakes.

-- What pages said of themselves; `digest` is the SHA-256 of the address. `answer` is JSON.
CREATE TABLE told_pages (
    digest TEXT PRIMARY KEY,
    answer TEXT NOT NULL,
    kept_until BIGINT NOT NULL
);
CREATE INDEX told_pages_by_end ON told_pages (kept_until);

-- How many links a person had looked at since a moment.
CREATE TABLE link_askers (
    person_id BIGINT PRIMARY KEY,
    since BIGINT NOT NULL,
    times INTEGER NOT NULL
);
