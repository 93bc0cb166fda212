-- What the story was called when it was decided about: it may not be there to be asked any more.
ALTER TABLE decisions ADD COLUMN title TEXT NOT NULL DEFAULT '';
