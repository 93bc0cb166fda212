-- What a page was made of, such as Markdown, for the next edit.
ALTER TABLE pages ADD COLUMN source TEXT NOT NULL DEFAULT '';
