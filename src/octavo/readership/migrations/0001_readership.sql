-- Days are counted from 1970-01-01 in UTC, ids are Snowflakes, times microseconds UTC.

-- What readers are told apart by on one day; deleted when it is over.
CREATE TABLE salts (
    day BIGINT PRIMARY KEY,
    salt TEXT NOT NULL
);

-- Who has been counted for what on one day, as keyed hashes; deleted when it is over.
CREATE TABLE seen (
    day BIGINT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (day, mark)
);

CREATE TABLE totals (
    story_id BIGINT PRIMARY KEY,
    author_id BIGINT NOT NULL,
    views BIGINT NOT NULL,
    reads BIGINT NOT NULL
);
CREATE INDEX totals_by_author ON totals (author_id);

CREATE TABLE days (
    story_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    views BIGINT NOT NULL,
    reads BIGINT NOT NULL,
    PRIMARY KEY (story_id, day)
);

-- Where views came from. `host` '': from nowhere that is known; '*': from hosts beyond the first fifty.
CREATE TABLE sources (
    story_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    host TEXT NOT NULL,
    views BIGINT NOT NULL,
    PRIMARY KEY (story_id, day, host)
);
CREATE INDEX sources_by_day ON sources (day);

-- Stories that are gone for good: what was counted meanwhile must not bring them back.
CREATE TABLE gone (
    story_id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL
);
