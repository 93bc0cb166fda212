-- Access tokens. `scopes` are words with spaces between them; `last_used_on` is the day of the last use.

CREATE TABLE access_tokens (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_on BIGINT
);
CREATE UNIQUE INDEX access_tokens_by_token ON access_tokens (token_hash);
CREATE INDEX access_tokens_by_person ON access_tokens (person_id, id DESC);
CREATE INDEX access_tokens_by_end ON access_tokens (expires_at);
