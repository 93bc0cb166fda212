-- Times are microseconds UTC, ids Snowflakes, JSON is text. No secret is stored: it is made from the
-- site's key, the webhook's id and `secret_version`.

CREATE TABLE webhooks (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    reach TEXT NOT NULL,
    publication_id BIGINT,
    kinds TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    stopped TEXT NOT NULL,
    stopped_at BIGINT,
    failing_since BIGINT,
    secret_version INTEGER NOT NULL,
    former_until BIGINT
);
CREATE INDEX webhooks_by_person ON webhooks (person_id, id DESC);
CREATE INDEX webhooks_by_reach ON webhooks (reach, publication_id, person_id);

-- What is to be told to one webhook. `source` and `number` are those of the event, so that the same event
-- is told once; what was asked for by hand has none.
CREATE TABLE deliveries (
    id BIGINT PRIMARY KEY,
    webhook_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    about_id BIGINT,
    source TEXT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    next_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    asked_at BIGINT
);
CREATE UNIQUE INDEX deliveries_by_event ON deliveries (webhook_id, source, number) WHERE source <> '';
CREATE INDEX deliveries_by_webhook ON deliveries (webhook_id, id DESC);
CREATE INDEX deliveries_waiting ON deliveries (webhook_id, next_at, id) WHERE state = 'WAITING';
CREATE INDEX deliveries_by_person ON deliveries (person_id, asked_at);
CREATE INDEX deliveries_about ON deliveries (about_id);
CREATE INDEX deliveries_by_age ON deliveries (created_at) WHERE state <> 'WAITING';

CREATE TABLE delivery_attempts (
    delivery_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    at BIGINT NOT NULL,
    status INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,
    answer TEXT NOT NULL,
    problem TEXT NOT NULL,
    PRIMARY KEY (delivery_id, number)
);

-- What others were last told of a story: a read-only copy fed by the events of stories.
CREATE TABLE told_stories (
    story_id BIGINT PRIMARY KEY,
    author_id BIGINT NOT NULL,
    publication_id BIGINT,
    shown INTEGER NOT NULL,
    listed INTEGER NOT NULL
);
CREATE INDEX told_stories_by_author ON told_stories (author_id);
