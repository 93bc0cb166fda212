-- The publication that a story was offered to or stands in, as its author and the editors have it.
ALTER TABLE stories ADD COLUMN publication_id BIGINT;
ALTER TABLE stories ADD COLUMN standing TEXT NOT NULL DEFAULT 'STANDING_UNSPECIFIED';
ALTER TABLE stories ADD COLUMN section_id BIGINT;
CREATE INDEX stories_of_publication ON stories (publication_id, saved_at DESC, id DESC)
    WHERE publication_id IS NOT NULL;

-- The publication that readers see it in.
ALTER TABLE published ADD COLUMN publication_id BIGINT;
ALTER TABLE published ADD COLUMN section_id BIGINT;
CREATE INDEX published_by_publication ON published (publication_id, published_at DESC, story_id DESC)
    WHERE publication_id IS NOT NULL;
CREATE INDEX published_by_section ON published (section_id, published_at DESC, story_id DESC)
    WHERE section_id IS NOT NULL;

-- Who is what in a publication: a read-only copy that publications keep current.
CREATE TABLE memberships (
    publication_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (publication_id, person_id)
);
CREATE INDEX memberships_by_person ON memberships (person_id);
