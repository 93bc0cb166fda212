-- Lists that people made. `public`: 1 where everybody may see it.
CREATE TABLE lists (
    id BIGINT PRIMARY KEY,
    owner_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    public SMALLINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX lists_by_owner ON lists (owner_id, changed_at, id);

-- The stories of a list, by `place`; `note`: its owner's own words about one, or ''.
CREATE TABLE listed (
    list_id BIGINT NOT NULL,
    story_id BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    note TEXT NOT NULL,
    place INTEGER NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (list_id, story_id)
);
CREATE INDEX listed_in_order ON listed (list_id, place, story_id);
CREATE INDEX listed_by_owner ON listed (owner_id, story_id);
CREATE INDEX listed_by_story ON listed (story_id);
