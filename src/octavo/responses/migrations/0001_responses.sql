-- Ids are Snowflakes, times microseconds UTC.

-- `path`: the ids of the responses above it and its own in base58, which sorts as the numbers do: its order is
-- that of the conversation. `parent_id`: 0 where it answers the story. `owner_id`: the story's author. `state`:
-- SHOWN, HELD, HIDDEN or REMOVED; of one that is removed person, body and words are gone. `counts`: 0 while its
-- author is suspended. `edited_at`: 0 where it never was.
CREATE TABLE responses (
    response_id BIGINT PRIMARY KEY,
    story_id BIGINT NOT NULL,
    parent_id BIGINT NOT NULL,
    path TEXT NOT NULL,
    depth SMALLINT NOT NULL,
    person_id BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    edited_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    counts SMALLINT NOT NULL
);
CREATE INDEX responses_talk ON responses (story_id, path);
CREATE INDEX responses_in_time ON responses (story_id, response_id);
CREATE INDEX responses_of_person ON responses (person_id, response_id);
CREATE INDEX responses_held ON responses (owner_id, state, response_id);
CREATE INDEX responses_answers ON responses (parent_id);

-- Who may respond; a story that is not here is open to everybody.
CREATE TABLE response_rules (
    story_id BIGINT PRIMARY KEY,
    rule TEXT NOT NULL
);

CREATE TABLE response_claps (
    response_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    claps SMALLINT NOT NULL,
    counts SMALLINT NOT NULL,
    PRIMARY KEY (response_id, person_id)
);
CREATE INDEX response_claps_by_person ON response_claps (person_id);

CREATE TABLE silenced (
    person_id BIGINT PRIMARY KEY
);
