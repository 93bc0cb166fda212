-- What a signed-in reader read: `block` and `share` (percent of the text) are as far as they came,
-- `finished` is 1 since they first came to its end.
CREATE TABLE readings (
    person_id BIGINT NOT NULL,
    story_id BIGINT NOT NULL,
    block TEXT NOT NULL,
    share SMALLINT NOT NULL,
    finished SMALLINT NOT NULL,
    read_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, story_id)
);
CREATE INDEX readings_in_time ON readings (person_id, read_at, story_id);
CREATE INDEX readings_by_story ON readings (story_id);

-- Who wishes that nothing is kept of what they read.
CREATE TABLE unkept_readings (
    person_id BIGINT PRIMARY KEY
);
