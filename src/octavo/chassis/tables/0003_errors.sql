-- Exceptions that nobody expected, by where they come from: in the first database of each process that has
-- any. Times are microseconds UTC.
CREATE TABLE octavo_errors (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    doing TEXT NOT NULL,
    message TEXT NOT NULL,
    stack TEXT NOT NULL,
    trace TEXT NOT NULL,
    occurred BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    first_release TEXT NOT NULL,
    last_release TEXT NOT NULL,
    settled_at BIGINT,
    settled_release TEXT NOT NULL,
    again SMALLINT NOT NULL
);

-- How many in which hour, of the last day.
CREATE TABLE octavo_error_hours (
    id TEXT NOT NULL,
    hour BIGINT NOT NULL,
    occurred BIGINT NOT NULL,
    PRIMARY KEY (id, hour)
);

-- What ran here and since when, so that it is known which of two releases is the newer one.
CREATE TABLE octavo_releases (
    release TEXT PRIMARY KEY NOT NULL,
    since BIGINT NOT NULL
);

-- How many exceptions were in groups that had to give way to others.
CREATE TABLE octavo_errors_dropped (
    release TEXT PRIMARY KEY NOT NULL,
    occurred BIGINT NOT NULL
);
