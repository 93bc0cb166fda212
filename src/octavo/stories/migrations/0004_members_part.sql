-- Part of the text, below its members' line, is for members only; `teaser` has what stands above it.
ALTER TABLE published ADD COLUMN members_part INTEGER NOT NULL DEFAULT 0;
