-- What came from another service over a message system and could not be handled at once: it waits here for
-- its next attempt, or dead for an operator, with the later ones of its aggregate behind it. Times are
-- microseconds UTC.
CREATE TABLE octavo_arrivals (
    consumer TEXT NOT NULL,
    source TEXT NOT NULL,
    number BIGINT NOT NULL,
    aggregate TEXT NOT NULL,
    type TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    payload TEXT NOT NULL,
    trace TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at BIGINT NOT NULL,
    dead SMALLINT NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (consumer, source, number)
);
CREATE INDEX octavo_arrivals_by_aggregate ON octavo_arrivals (consumer, source, aggregate, number);

-- Up to which number a consumer has handled the events of a source, or has them in octavo_arrivals.
CREATE TABLE octavo_reached (
    consumer TEXT NOT NULL,
    source TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (consumer, source)
);
