-- The address at which a long text stands in a store of texts; NULL: it stands in the row.
ALTER TABLE revisions ADD COLUMN body_at TEXT;
ALTER TABLE published ADD COLUMN html_at TEXT;
CREATE INDEX revisions_elsewhere ON revisions (body_at) WHERE body_at IS NOT NULL;
CREATE INDEX published_elsewhere ON published (html_at) WHERE html_at IS NOT NULL;

-- Texts in the store that no row names and none may name again: they are deleted there once `due` has come.
-- The line stays a while after that, so that a writer who slept still finds it.
CREATE TABLE texts_let_go (
    address TEXT PRIMARY KEY,
    due BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE INDEX texts_to_delete ON texts_let_go (due) WHERE deleted_at IS NULL;
