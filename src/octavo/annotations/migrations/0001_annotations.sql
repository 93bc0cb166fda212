-- Times are microseconds UTC, ids Snowflakes; 0 is no id.

-- Notes on drafts. `thread_id` is the note that this answers. Without words it was taken away, and stays
-- for its answers.
CREATE TABLE notes (
    id BIGINT PRIMARY KEY,
    story_id BIGINT NOT NULL,
    block_id TEXT NOT NULL,
    thread_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    quote TEXT NOT NULL,
    text TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    edited SMALLINT NOT NULL,
    settled SMALLINT NOT NULL
);
CREATE INDEX notes_by_story ON notes (story_id, id);
CREATE INDEX notes_by_thread ON notes (thread_id);
CREATE INDEX notes_by_author ON notes (author_id);
