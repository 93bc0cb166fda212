-- Passkeys: `credential_id` and `public_key` in base64url, `uses` the authenticator's own counter.

CREATE TABLE passkeys (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL,
    credential_id TEXT NOT NULL,
    public_key TEXT NOT NULL,
    name TEXT NOT NULL,
    uses BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE UNIQUE INDEX passkeys_by_credential ON passkeys (credential_id);
CREATE INDEX passkeys_by_person ON passkeys (person_id, id);
