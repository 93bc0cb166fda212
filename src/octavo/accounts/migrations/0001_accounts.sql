-- Times are microseconds UTC, ids Snowflakes, JSON is text.

CREATE TABLE people (
    id BIGINT PRIMARY KEY,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    bio TEXT NOT NULL,
    picture_id TEXT NOT NULL,
    links TEXT NOT NULL,
    -- Confirmed: whoever signs in by it has shown that they read it, or the operator vouches for them.
    email TEXT,
    -- Not confirmed: good for nothing but to be confirmed.
    new_email TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    source TEXT,
    joined_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    suspended_at BIGINT,
    suspension_reason TEXT NOT NULL
);
CREATE UNIQUE INDEX people_by_handle ON people (handle);
CREATE UNIQUE INDEX people_by_email ON people (email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX people_by_source ON people (source) WHERE source IS NOT NULL;
CREATE INDEX people_by_new_email ON people (new_email) WHERE new_email <> '';
CREATE INDEX people_with_power ON people (role) WHERE role = 'OWNER';

-- Every handle that anybody ever had; a row is never given to somebody else.
CREATE TABLE handles (
    handle TEXT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    taken_at BIGINT NOT NULL
);
CREATE INDEX handles_by_person ON handles (person_id, taken_at);

CREATE TABLE sessions (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    token_hash TEXT NOT NULL,
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sessions_by_token ON sessions (token_hash);
CREATE INDEX sessions_by_person ON sessions (person_id, last_used_at DESC, id DESC);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- One-time links. `grounds` says who stands behind one: the mailbox it was sent to, a moderator's
-- invitation, the operator, or the owner's first start.
CREATE TABLE one_time_links (
    id BIGINT PRIMARY KEY,
    token_hash TEXT NOT NULL,
    purpose TEXT NOT NULL,
    grounds TEXT NOT NULL,
    person_id BIGINT,
    email TEXT NOT NULL,
    then_path TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    used_at BIGINT
);
CREATE UNIQUE INDEX one_time_links_by_token ON one_time_links (token_hash);
CREATE INDEX one_time_links_by_email ON one_time_links (email) WHERE used_at IS NULL;
CREATE INDEX one_time_links_by_person ON one_time_links (person_id) WHERE used_at IS NULL;
CREATE INDEX one_time_links_by_end ON one_time_links (expires_at);

-- Letters asked for. Their links are made when they are sent, so that no row ever holds a token.
CREATE TABLE mails (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    person_id BIGINT,
    then_path TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    tried_at BIGINT,
    sent_at BIGINT,
    problem TEXT NOT NULL
);
CREATE INDEX mails_by_age ON mails (created_at);
CREATE INDEX mails_by_trial ON mails (tried_at) WHERE tried_at IS NOT NULL;

-- `full_at` is when the bucket will have filled up again (the generic cell rate algorithm).
CREATE TABLE attempts (
    bucket TEXT PRIMARY KEY,
    full_at BIGINT NOT NULL
);
CREATE INDEX attempts_by_end ON attempts (full_at);

CREATE TABLE spent_challenges (
    digest TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX spent_challenges_by_end ON spent_challenges (expires_at);
