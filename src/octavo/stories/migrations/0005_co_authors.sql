-- Who writes a story with its author, or was asked to: `consent` is INVITED, GIVEN or DECLINED. A row of
-- somebody who said no or left stays, so that they are not asked again at once.
CREATE TABLE co_authors (
    story_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    consent TEXT NOT NULL,
    invited_at BIGINT NOT NULL,
    answered_at BIGINT,
    PRIMARY KEY (story_id, person_id)
);
CREATE INDEX co_authors_by_person ON co_authors (person_id, consent);
