-- Times are microseconds UTC, ids Snowflakes. The bytes lie in files, named by their SHA-256 (`digest`).

CREATE TABLE images (
    id BIGINT PRIMARY KEY,
    owner_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    placeholder TEXT NOT NULL,
    color TEXT NOT NULL,
    animated INTEGER NOT NULL,
    transparent INTEGER NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX images_by_owner_and_digest ON images (owner_id, digest);
CREATE INDEX images_by_owner ON images (owner_id, id DESC);
CREATE INDEX images_by_digest ON images (digest);

-- Which published story shows which image: a read-only copy fed by the events of stories.
CREATE TABLE image_uses (
    image_id BIGINT NOT NULL,
    story_id TEXT NOT NULL,
    PRIMARY KEY (image_id, story_id)
);
CREATE INDEX image_uses_by_story ON image_uses (story_id);
