-- What changed and is not in the index yet, as in 0001: a publication's name or address.
CREATE TABLE waiting_publications (
    publication_id BIGINT PRIMARY KEY,
    turn BIGINT NOT NULL
);
