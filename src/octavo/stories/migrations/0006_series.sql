-- Stories in an order of somebody's own. `version` grows with every change; a writer names the one it has read.
CREATE TABLE series (
    id BIGINT PRIMARY KEY,
    owner_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    slug TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX series_by_owner ON series (owner_id, id);

-- A story is in one series at most.
CREATE TABLE series_parts (
    story_id BIGINT PRIMARY KEY,
    series_id BIGINT NOT NULL,
    place INTEGER NOT NULL
);
CREATE INDEX series_parts_in_order ON series_parts (series_id, place);
