-- Leaving: who asked to be erased, and when that will be; exports; what happened to accounts.

ALTER TABLE people ADD COLUMN erased_at BIGINT;
CREATE INDEX people_to_erase ON people (erased_at) WHERE erased_at IS NOT NULL;

-- Handles of people who are gone are never given to anybody else: `digest` is a keyed hash of one.
CREATE TABLE spent_handles (
    digest TEXT PRIMARY KEY
);

-- A try to sign in as nobody has no person, and is swept: it is written so that it takes as long as others.
CREATE TABLE happenings (
    id BIGINT PRIMARY KEY,
    person_id BIGINT,
    kind TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    device TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX happenings_by_person ON happenings (person_id, id DESC);
CREATE INDEX happenings_by_age ON happenings (happened_at);

-- The files lie in the folder of exports, named by their ids.
CREATE TABLE exports (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    status TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    until BIGINT,
    bytes BIGINT NOT NULL
);
CREATE INDEX exports_by_person ON exports (person_id, id DESC);
CREATE INDEX exports_to_pack ON exports (id) WHERE status = 'PACKING';
CREATE INDEX exports_by_end ON exports (until) WHERE until IS NOT NULL;
