-- Which response a line of the log is about; 0 is none. In reports and decisions kind 3 is a response.
ALTER TABLE log ADD COLUMN response_id BIGINT NOT NULL DEFAULT 0;
