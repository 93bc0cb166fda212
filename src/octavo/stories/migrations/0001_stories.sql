-- Times are microseconds UTC, ids Snowflakes, JSON is text.

-- One row per story from its first draft to its erasure. `turn` grows with every write of the row:
-- a writer names the one it has read, and loses where another came between.
CREATE TABLE stories (
    id BIGINT PRIMARY KEY,
    author_id BIGINT NOT NULL,
    status TEXT NOT NULL,
    status_before TEXT NOT NULL,
    turn BIGINT NOT NULL,
    version INTEGER NOT NULL,
    revision_id BIGINT NOT NULL,
    published_revision_id BIGINT,
    published_digest TEXT NOT NULL,
    slug TEXT NOT NULL,
    share_key TEXT,
    created_at BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    scheduled_for BIGINT,
    published_at BIGINT,
    deleted_at BIGINT,
    deleted_by BIGINT
);
CREATE UNIQUE INDEX stories_by_share_key ON stories (share_key) WHERE share_key IS NOT NULL;
CREATE INDEX stories_on_the_desk ON stories (author_id, saved_at DESC, id DESC);
CREATE INDEX stories_by_author_and_status ON stories (author_id, status);
CREATE INDEX stories_to_go_out ON stories (scheduled_for, id) WHERE status = 'SCHEDULED';
CREATE INDEX stories_to_erase ON stories (deleted_at, id) WHERE status = 'DELETED';

-- What was written. The newest state of a story is the revision that its row names. A sealed one is
-- never written again: readers saw it, or somebody may want back just this.
CREATE TABLE revisions (
    id BIGINT PRIMARY KEY,
    story_id BIGINT NOT NULL,
    saved_by BIGINT NOT NULL,
    began_at BIGINT NOT NULL,
    sealed INTEGER NOT NULL,
    published INTEGER NOT NULL,
    title TEXT NOT NULL,
    subtitle TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    opening TEXT NOT NULL,
    tags TEXT NOT NULL,
    cover TEXT,
    canonical_url TEXT NOT NULL,
    visibility TEXT NOT NULL,
    language TEXT NOT NULL,
    wished_slug TEXT NOT NULL,
    words INTEGER NOT NULL,
    reading_minutes INTEGER NOT NULL,
    digest TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX revisions_by_story ON revisions (story_id, id DESC);

-- What readers see, ready to be sent. The row stays while a story is taken back or its author is
-- suspended, so that its address can say so; `listed` then is 0, as it is for unlisted stories.
CREATE TABLE published (
    story_id BIGINT PRIMARY KEY,
    author_id BIGINT NOT NULL,
    revision_id BIGINT NOT NULL,
    withdrawn INTEGER NOT NULL,
    hidden INTEGER NOT NULL,
    listed INTEGER NOT NULL,
    title TEXT NOT NULL,
    subtitle TEXT NOT NULL,
    slug TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    cover TEXT,
    tags TEXT NOT NULL,
    visibility TEXT NOT NULL,
    language TEXT NOT NULL,
    words INTEGER NOT NULL,
    reading_minutes INTEGER NOT NULL,
    published_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    canonical_url TEXT NOT NULL,
    renderer TEXT NOT NULL,
    teaser TEXT NOT NULL,
    html TEXT NOT NULL
);
CREATE INDEX published_newest ON published (published_at DESC, story_id DESC) WHERE listed = 1;
CREATE INDEX published_by_author ON published (author_id, published_at DESC, story_id DESC);

CREATE TABLE story_tags (
    story_id BIGINT NOT NULL,
    tag TEXT NOT NULL,
    author_id BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    listed INTEGER NOT NULL,
    PRIMARY KEY (story_id, tag)
);
CREATE INDEX story_tags_newest ON story_tags (tag, published_at DESC, story_id DESC) WHERE listed = 1;
CREATE INDEX story_tags_by_author ON story_tags (author_id);

-- Every last part of an address that a story of this author ever had, the present one included.
CREATE TABLE slugs (
    author_id BIGINT NOT NULL,
    slug TEXT NOT NULL,
    story_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (author_id, slug, story_id)
);
CREATE INDEX slugs_by_story ON slugs (story_id);

-- Paths at which imported stories stood on their old site.
CREATE TABLE old_paths (
    path TEXT PRIMARY KEY,
    story_id BIGINT NOT NULL
);
CREATE INDEX old_paths_by_story ON old_paths (story_id);

-- Where a story came from: `offered` is the digest of what its source said, `taken` of the revision
-- that was made of it.
CREATE TABLE imports (
    source TEXT PRIMARY KEY,
    story_id BIGINT NOT NULL,
    offered TEXT NOT NULL,
    taken TEXT NOT NULL
);
CREATE INDEX imports_by_story ON imports (story_id);

-- Authors whose stories are hidden for now: a read-only copy fed by the events of accounts.
CREATE TABLE suspended_authors (
    author_id BIGINT PRIMARY KEY,
    since BIGINT NOT NULL
);
