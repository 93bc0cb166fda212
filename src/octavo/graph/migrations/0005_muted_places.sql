-- Publications of which somebody wishes to be shown nothing.
CREATE TABLE muted_publications (
    person_id BIGINT NOT NULL,
    publication_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (person_id, publication_id)
);
CREATE INDEX muted_publications_by_place ON muted_publications (publication_id);
CREATE INDEX avoided_by_person ON avoided (person_id, since);
