-- All that is listed, in parts, is counted and read along these without the rows' long texts.
CREATE INDEX published_listed ON published (story_id, updated_at) WHERE listed = 1;
CREATE INDEX published_authors ON published (author_id, updated_at) WHERE listed = 1;
