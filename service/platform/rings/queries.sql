-- name: beat
INSERT INTO warm_keeper (keeper, address, room, seen_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (keeper) DO UPDATE
SET address = excluded.address, room = excluded.room, seen_at = excluded.seen_at;

-- name: rooms
SELECT keeper, room FROM warm_keeper WHERE seen_at > $1;

-- name: wanted
SELECT camera_id FROM warm_wish WHERE until > $1
GROUP BY camera_id
ORDER BY min(importance), camera_id
LIMIT $2;

-- name: held
SELECT camera_id, keeper FROM warm_camera;

-- name: claim
-- The guard: what another took in the meantime stays his while he lives.
INSERT INTO warm_camera (camera_id, keeper)
SELECT camera_id, $1 FROM unnest($2::uuid[]) AS camera_id ORDER BY camera_id
ON CONFLICT (camera_id) DO UPDATE SET keeper = excluded.keeper
WHERE NOT EXISTS (
    SELECT FROM warm_keeper k WHERE k.keeper = warm_camera.keeper AND k.seen_at > $3
);

-- name: release
DELETE FROM warm_camera WHERE keeper = $1 AND camera_id = ANY($2::uuid[]);

-- name: rest
WITH gone AS (DELETE FROM warm_keeper WHERE keeper = $1)
DELETE FROM warm_camera WHERE keeper = $1;

-- name: forget
-- What was wished for a time that is over, and who died long ago with what nobody wants any more.
WITH over AS (DELETE FROM warm_wish WHERE until < $1),
gone AS (DELETE FROM warm_keeper WHERE seen_at < $2 RETURNING keeper)
DELETE FROM warm_camera WHERE keeper IN (SELECT keeper FROM gone);

-- name: address_of
SELECT k.address FROM warm_camera r JOIN warm_keeper k USING (keeper)
WHERE r.camera_id = $1 AND k.seen_at > $2;

-- name: wish
-- All that is wished for one reason: what was wished for it before and is not any more goes.
WITH wished AS (
    INSERT INTO warm_wish (reason, camera_id, importance, until)
    SELECT $1, w.camera_id, w.importance, $4
    FROM unnest($2::uuid[], $3::int[]) AS w(camera_id, importance)
    ON CONFLICT (reason, camera_id)
    DO UPDATE SET importance = excluded.importance, until = excluded.until
)
DELETE FROM warm_wish WHERE reason = $1 AND camera_id <> ALL($2::uuid[]);

-- name: counts
SELECT
    (SELECT count(*) FROM warm_camera r JOIN warm_keeper k USING (keeper) WHERE k.seen_at > $1) AS warm,
    (SELECT count(DISTINCT camera_id) FROM warm_wish WHERE until > $2) AS wished;
