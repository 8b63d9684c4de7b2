-- name: keepers
SELECT device_id, person FROM key_keeper WHERE device_id = ANY($1::uuid[]);

-- name: set_keeper
INSERT INTO key_keeper (device_id, person, set_by, set_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (device_id)
DO UPDATE SET person = excluded.person, set_by = excluded.set_by, set_at = excluded.set_at;

-- name: drop_keeper
DELETE FROM key_keeper WHERE device_id = $1;
