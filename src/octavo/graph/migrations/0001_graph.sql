-- Ids are Snowflakes, times microseconds UTC. `counts` is 0 while the person is suspended.

-- `target`: the id of a person or publication in base58, or the name of a tag. `followed_id`: the person
-- followed, 0 where it is none.
CREATE TABLE follows (
    person_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    followed_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    counts SMALLINT NOT NULL,
    PRIMARY KEY (person_id, kind, target)
);
CREATE INDEX follows_by_target ON follows (kind, target, counts, since, person_id);
CREATE INDEX follows_by_person ON follows (person_id, since);
CREATE INDEX follows_by_followed ON follows (followed_id);

-- `how`: MUTED or BLOCKED.
CREATE TABLE avoided (
    person_id BIGINT NOT NULL,
    how TEXT NOT NULL,
    avoided_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (person_id, how, avoided_id)
);
CREATE INDEX avoided_by_other ON avoided (avoided_id, how, person_id);

-- One reader's claps for one story, 1 to 50.
CREATE TABLE claps (
    story_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    claps SMALLINT NOT NULL,
    at BIGINT NOT NULL,
    counts SMALLINT NOT NULL,
    PRIMARY KEY (story_id, person_id)
);
CREATE INDEX claps_counted ON claps (story_id, counts, claps);
CREATE INDEX claps_by_person ON claps (person_id, at);

CREATE TABLE suspended (
    person_id BIGINT PRIMARY KEY
);
