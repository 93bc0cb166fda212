-- Ways in through other sites (OpenID Connect): `subject` names the person at the issuer.

CREATE TABLE identities (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX identities_by_subject ON identities (issuer, subject);
CREATE INDEX identities_by_person ON identities (person_id, id);
