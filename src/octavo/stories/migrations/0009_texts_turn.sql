-- What the store of texts and this database agree on, changed every minute: a copy of the database does not
-- know what came after it. `next` is written before the store has it, `present` after.
CREATE TABLE texts_turn (
    one SMALLINT PRIMARY KEY,
    present TEXT NOT NULL,
    next TEXT NOT NULL
);
