-- What readers marked in published stories. `start_at`, `end_at`: UTF-16 units of the block's text. `fate`: FOUND,
-- MOVED or LOST, in the revision in which it was looked for last. `counts`: 0 while its reader is suspended.
CREATE TABLE highlights (
    highlight_id BIGINT PRIMARY KEY,
    story_id BIGINT NOT NULL,
    reader_id BIGINT NOT NULL,
    block_id TEXT NOT NULL,
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    quote TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    note TEXT NOT NULL,
    public SMALLINT NOT NULL,
    fate TEXT NOT NULL,
    revision_id BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    counts SMALLINT NOT NULL
);
CREATE INDEX highlights_of_story ON highlights (story_id, highlight_id);
CREATE INDEX highlights_of_reader ON highlights (reader_id, highlight_id);
CREATE INDEX highlights_of_reader_here ON highlights (reader_id, story_id, highlight_id);

CREATE TABLE quiet (
    person_id BIGINT PRIMARY KEY
);
