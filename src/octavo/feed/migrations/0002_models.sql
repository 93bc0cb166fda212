-- What was learned of all readers' doings, in parts of a megabyte; see octavo.feed.ranking.keeping.
-- `model_id`: when it was learned, in microseconds. `parts`: how many it has.
CREATE TABLE models (
    model_id BIGINT NOT NULL,
    part INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (model_id, part)
);
