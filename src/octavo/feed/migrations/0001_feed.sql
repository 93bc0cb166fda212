-- Ids are Snowflakes, times microseconds UTC.

-- What is published, as the home page needs it. `others`: who wrote it with the author, ids in JSON.
-- `publication_id`: 0 where it is its author's own. `written_from`: see octavo.feed.entities.Listing.
-- `listed`: 0 while it is not to be seen.
CREATE TABLE listings (
    story_id BIGINT PRIMARY KEY,
    author_id BIGINT NOT NULL,
    others TEXT NOT NULL,
    publication_id BIGINT NOT NULL,
    tags TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    minutes INTEGER NOT NULL,
    written_from INTEGER NOT NULL,
    listed SMALLINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX listings_changed ON listings (changed_at);
CREATE INDEX listings_by_author ON listings (author_id, published_at);
CREATE INDEX listings_by_publication ON listings (publication_id, published_at);
CREATE INDEX listings_newest ON listings (listed, published_at);

-- `kind`: PERSON, PUBLICATION or TAG; `target`: its id in base58, or the tag's name. `followed_id`: the
-- person, 0 where it is none. `active`: 0 for a while after it ended, so that nothing old revives it.
CREATE TABLE followings (
    reader_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    followed_id BIGINT NOT NULL,
    active SMALLINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (reader_id, kind, target)
);
CREATE INDEX followings_by_target ON followings (kind, target, active, reader_id);
CREATE INDEX followings_by_followed ON followings (followed_id);
CREATE INDEX followings_changed ON followings (changed_at);

-- `visits`: thousandths, fading. `rate`: the class of visits for which the timeline was built, 0: none is.
-- `built_at`: 0 where it is to be built anew. `seen`: see octavo.feed.seen.
CREATE TABLE readers (
    reader_id BIGINT PRIMARY KEY,
    dials TEXT NOT NULL,
    visited_at BIGINT NOT NULL,
    visits BIGINT NOT NULL,
    rate INTEGER NOT NULL,
    built_at BIGINT NOT NULL,
    seen BLOB NOT NULL
);
CREATE INDEX readers_visited ON readers (visited_at);

CREATE TABLE timelines (
    reader_id BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    story_id BIGINT NOT NULL,
    PRIMARY KEY (reader_id, published_at, story_id)
);
CREATE INDEX timelines_by_story ON timelines (story_id);

-- Stories on their way to timelines: followers of the target up to `after_id` have it.
CREATE TABLE deliveries (
    story_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    after_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (story_id, kind, target)
);

CREATE TABLE interests (
    reader_id BIGINT NOT NULL,
    story_id BIGINT NOT NULL,
    clapped SMALLINT NOT NULL,
    kept SMALLINT NOT NULL,
    opened SMALLINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (reader_id, story_id)
);
CREATE INDEX interests_of_reader ON interests (reader_id, at);
CREATE INDEX interests_in_time ON interests (at);
CREATE INDEX interests_by_story ON interests (story_id);

CREATE TABLE hidden (
    reader_id BIGINT NOT NULL,
    story_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (reader_id, story_id)
);
CREATE INDEX hidden_in_time ON hidden (reader_id, at, story_id);

-- How strongly stories are liked just now, 1 to 1000.
CREATE TABLE liked (
    story_id BIGINT PRIMARY KEY,
    strength INTEGER NOT NULL
);

CREATE TABLE receipts (
    receipt_id BIGINT PRIMARY KEY,
    reader_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    record BLOB NOT NULL
);
CREATE INDEX receipts_in_time ON receipts (at, receipt_id);
CREATE INDEX receipts_of_reader ON receipts (reader_id);

-- One row: when the copies of what others own were made last (0: they are to be), how often `liked` was.
CREATE TABLE feed_state (
    id BIGINT PRIMARY KEY,
    built_at BIGINT NOT NULL,
    liked_turn BIGINT NOT NULL
);
INSERT INTO feed_state (id, built_at, liked_turn) VALUES (1, 0, 0);
