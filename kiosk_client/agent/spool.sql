-- name: make
-- seq is the order of pressing. touch_id makes a touch that is told twice one press.
CREATE TABLE press (
    seq INTEGER PRIMARY KEY,
    press_id TEXT NOT NULL UNIQUE,
    touch_id TEXT UNIQUE,
    sealed TEXT NOT NULL,
    silent INTEGER NOT NULL,
    state TEXT NOT NULL,
    answer TEXT
);
-- name: make_index
CREATE INDEX press_waiting ON press (seq) WHERE answer IS NULL;
-- name: make_last
-- The last seq and the last press_id that were given: they outlive the rows.
CREATE TABLE last (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, press_id TEXT);
-- name: begin_last
INSERT INTO last (one, seq, press_id) VALUES (1, 0, NULL);

-- name: read_last
SELECT seq, nullif(press_id, '') FROM last WHERE one = 1;
-- name: save_last
UPDATE last SET seq = ?, press_id = max(?, coalesce(press_id, '')) WHERE one = 1;

-- name: put
INSERT INTO press (seq, press_id, touch_id, sealed, silent, state) VALUES (?, ?, ?, ?, ?, 'waiting');
-- name: find
SELECT sealed, state FROM press WHERE press_id = ?;
-- name: find_same
SELECT sealed, state FROM press WHERE press_id = ? OR touch_id = ?;
-- name: find_waiting
SELECT sealed, state FROM press WHERE answer IS NULL ORDER BY seq;
-- name: find_shown
-- A silent press is never shown.
SELECT sealed, state FROM press WHERE silent = 0 ORDER BY seq DESC LIMIT 1;
-- name: count_waiting
SELECT count(*) FROM press WHERE answer IS NULL;

-- name: settle
UPDATE press SET answer = ?, state = ? WHERE press_id = ? AND answer IS NULL;
-- name: move
UPDATE press SET state = ? WHERE press_id = ? AND answer IS NOT NULL AND state <> ?;
-- name: forget_reset
DELETE FROM press WHERE answer IS NOT NULL AND state = 'reset';
-- name: forget_old
-- What was answered long ago and never reset is the centre's to remember.
DELETE FROM press WHERE answer IS NOT NULL AND seq <= ?;

-- name: read_all
SELECT press_id, silent, state, sealed, answer FROM press;
