-- Times are microseconds UTC, ids Snowflakes; 0 is no id.

-- What people reported; `decision_id` is 0 while it is open. kind: 1 a story, 2 a person.
CREATE TABLE reports (
    id BIGINT PRIMARY KEY,
    kind SMALLINT NOT NULL,
    subject_id BIGINT NOT NULL,
    concerned_id BIGINT NOT NULL,
    reporter_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    words TEXT NOT NULL,
    reported_at BIGINT NOT NULL,
    decision_id BIGINT NOT NULL
);
CREATE UNIQUE INDEX reports_once ON reports (reporter_id, kind, subject_id, decision_id);
CREATE INDEX reports_by_subject ON reports (decision_id, kind, subject_id, reported_at);
CREATE INDEX reports_by_day ON reports (reporter_id, reported_at);
CREATE INDEX reports_by_concerned ON reports (concerned_id);

CREATE TABLE decisions (
    id BIGINT PRIMARY KEY,
    kind SMALLINT NOT NULL,
    subject_id BIGINT NOT NULL,
    concerned_id BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    statement TEXT NOT NULL,
    reports BIGINT NOT NULL,
    decided_at BIGINT NOT NULL,
    decided_by BIGINT NOT NULL
);
CREATE INDEX decisions_by_concerned ON decisions (concerned_id, id DESC);
CREATE INDEX decisions_by_decider ON decisions (decided_by);

-- What was done with power over others.
CREATE TABLE log (
    id BIGINT PRIMARY KEY,
    act TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    story_id BIGINT NOT NULL,
    publication_id BIGINT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX log_by_actor ON log (by_id);
CREATE INDEX log_by_person ON log (person_id);
