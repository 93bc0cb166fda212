-- Ids are Snowflakes, times microseconds UTC.

-- A group: what was done with one subject until it was read. `read_at`: 0 while it is not; so long all of a kind
-- and subject comes into this one.
CREATE TABLE notices (
    notice_id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    read_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX notices_open ON notices (person_id, kind, subject_id) WHERE read_at = 0;
CREATE INDEX notices_in_time ON notices (person_id, last_at, notice_id);
CREATE INDEX notices_old ON notices (last_at);

-- What was done: told once, in whichever group. `item_id`: the response or highlight; 0 where there is none.
CREATE TABLE acts (
    person_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    actor_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    notice_id BIGINT NOT NULL,
    acted_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, kind, subject_id, actor_id, item_id)
);
CREATE INDEX acts_of_notice ON acts (notice_id, acted_at);
CREATE INDEX acts_of_actor ON acts (actor_id, person_id);
CREATE INDEX acts_of_item ON acts (item_id);
CREATE INDEX acts_of_subject ON acts (subject_id);

-- What a person does not want to be told.
CREATE TABLE silenced (
    person_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (person_id, kind)
);
