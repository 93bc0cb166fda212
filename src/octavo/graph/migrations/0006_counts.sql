-- What `claps` was before the last change: the sums change by the difference.
ALTER TABLE claps ADD COLUMN was SMALLINT NOT NULL DEFAULT 0;

-- Sums over rows that count, changed in the transaction that changes the rows; of each several parts (`part`),
-- so that those who act at once seldom change the same one. `kind`: CLAPS (then `target` is a story's id in
-- digits), or as in follows.
CREATE TABLE counted (
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    part SMALLINT NOT NULL,
    people BIGINT NOT NULL,
    claps BIGINT NOT NULL,
    PRIMARY KEY (kind, target, part)
);
INSERT INTO counted (kind, target, part, people, claps)
SELECT kind, target, 0, COUNT(*), 0 FROM follows WHERE counts = 1 GROUP BY kind, target;
INSERT INTO counted (kind, target, part, people, claps)
SELECT 'CLAPS', CAST(story_id AS TEXT), 0, COUNT(*), SUM(claps) FROM claps WHERE counts = 1 GROUP BY story_id;
