-- Stories that are translations of each other share a group.
CREATE TABLE translations (
    story_id BIGINT PRIMARY KEY,
    group_id BIGINT NOT NULL
);
CREATE INDEX translations_by_group ON translations (group_id, story_id);

-- An author says that a story of theirs translates another's; that one's author has not answered yet.
CREATE TABLE translation_offers (
    story_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    offered_at BIGINT NOT NULL,
    PRIMARY KEY (story_id, other_id)
);
CREATE INDEX translation_offers_to ON translation_offers (other_id);
