-- What a person keeps to read later. `note`: their own words about it, or ''.
CREATE TABLE saved (
    person_id BIGINT NOT NULL,
    story_id BIGINT NOT NULL,
    note TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, story_id)
);
CREATE INDEX saved_in_time ON saved (person_id, added_at, story_id);
CREATE INDEX saved_by_story ON saved (story_id);
