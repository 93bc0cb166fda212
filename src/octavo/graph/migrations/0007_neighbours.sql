-- Which making of the graph elsewhere, where one is set, has the acts of this database: all that happened before
-- is in it, what happened since is told to it. No row: it is to be made anew. Times are microseconds UTC.
CREATE TABLE neighbours_made (
    epoch TEXT PRIMARY KEY NOT NULL,
    made_at BIGINT NOT NULL
);
