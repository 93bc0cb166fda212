-- Times are microseconds UTC, ids Snowflakes, JSON is text.

-- `version` grows with every change: a writer names the one it has read, and loses where another came between.
CREATE TABLE publications (
    id BIGINT PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    accent TEXT NOT NULL,
    logo TEXT,
    navigation TEXT NOT NULL,
    sections TEXT NOT NULL,
    lead_story_id BIGINT,
    archived INTEGER NOT NULL,
    -- Archived by itself, as nobody was left who could act as owner.
    orphaned INTEGER NOT NULL,
    deleted_at BIGINT,
    version INTEGER NOT NULL,
    founded_at BIGINT NOT NULL
);
CREATE INDEX publications_by_name ON publications (name, id) WHERE deleted_at IS NULL;

-- Every first part of an address that a publication ever had, the present one included; never given again.
CREATE TABLE addresses (
    slug TEXT PRIMARY KEY,
    publication_id BIGINT NOT NULL
);
CREATE INDEX addresses_by_publication ON addresses (publication_id);

CREATE TABLE pages (
    id BIGINT PRIMARY KEY,
    publication_id BIGINT NOT NULL,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    renderer TEXT NOT NULL,
    saved_by BIGINT,
    saved_at BIGINT NOT NULL,
    UNIQUE (publication_id, slug)
);

CREATE TABLE memberships (
    publication_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    role TEXT NOT NULL,
    since BIGINT NOT NULL,
    suspended_since BIGINT,
    PRIMARY KEY (publication_id, person_id)
);
CREATE INDEX memberships_by_person ON memberships (person_id);

-- Who was asked and has not answered: a person, or whoever has the link of which `digest` is kept.
CREATE TABLE invitations (
    id BIGINT PRIMARY KEY,
    publication_id BIGINT NOT NULL,
    role TEXT NOT NULL,
    person_id BIGINT,
    email TEXT NOT NULL,
    digest TEXT,
    invited_by BIGINT NOT NULL,
    invited_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    hands_over INTEGER NOT NULL,
    UNIQUE (publication_id, person_id)
);
CREATE INDEX invitations_by_person ON invitations (person_id);
CREATE UNIQUE INDEX invitations_by_digest ON invitations (digest) WHERE digest IS NOT NULL;

-- `decision` is what was decided while it is carried out in the stories; `turn` grows with every write.
CREATE TABLE submissions (
    id BIGINT PRIMARY KEY,
    publication_id BIGINT NOT NULL,
    story_id BIGINT NOT NULL,
    writer_id BIGINT NOT NULL,
    stage TEXT NOT NULL,
    title TEXT NOT NULL,
    submitted_revision_id BIGINT NOT NULL,
    accepted_revision_id BIGINT,
    submitted_at BIGINT NOT NULL,
    decision TEXT NOT NULL,
    decided_by BIGINT,
    decided_at BIGINT,
    decided_version INTEGER NOT NULL,
    section_id BIGINT,
    turn BIGINT NOT NULL
);
CREATE INDEX submissions_of_publication ON submissions (publication_id, stage, id DESC);
CREATE INDEX submissions_of_writer ON submissions (writer_id, id DESC);
CREATE UNIQUE INDEX submissions_open ON submissions (story_id) WHERE stage = 'SUBMITTED';

CREATE TABLE notes (
    id BIGINT PRIMARY KEY,
    submission_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX notes_of_submission ON notes (submission_id, id);
