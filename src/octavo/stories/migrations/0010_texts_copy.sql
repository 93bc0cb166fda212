-- How far texts were moved between rows and a store by `octavo copy`; no row: never. `state`: INTO, a copy into
-- the store, in which rows keep theirs; TABLE, they stand in the store; OUT, a copy into the rows; ROWS, they
-- stand in the rows, and none is put into the store any more. `place` is the store's address.
CREATE TABLE texts_copy (
    one SMALLINT PRIMARY KEY,
    state TEXT NOT NULL,
    place TEXT NOT NULL
);
