-- Times are microseconds UTC, ids Snowflakes.

-- What changed and is not in the index yet: ids alone. `turn` grows with each note.
CREATE TABLE waiting_stories (
    story_id BIGINT PRIMARY KEY,
    turn BIGINT NOT NULL
);
CREATE TABLE waiting_people (
    person_id BIGINT PRIMARY KEY,
    turn BIGINT NOT NULL
);

-- One row: the mark of the present index, which its folder bears too, and when it is to be made anew;
-- `wishes` counts who asked for that.
CREATE TABLE index_state (
    id BIGINT PRIMARY KEY,
    mark TEXT NOT NULL,
    turn BIGINT NOT NULL,
    built_at BIGINT,
    due_at BIGINT,
    wishes BIGINT NOT NULL
);
INSERT INTO index_state (id, mark, turn, built_at, due_at, wishes) VALUES (1, '', 0, NULL, NULL, 0);
