-- The publication in which the story stands, whose editors let through what is held; 0: with its author.
ALTER TABLE responses ADD COLUMN publication_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX responses_held_in ON responses (publication_id, state, response_id);
