-- name: add_recorder
INSERT INTO recorder
    (recorder_id, area_code, lineage, name, address, token_sealed, retention_days)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: count_recorders
SELECT count(*) FROM recorder WHERE area_code = $1;

-- name: recorder_lineage
SELECT lineage FROM recorder WHERE recorder_id = $1;

-- name: recorders_within
SELECT recorder_id, name, area_code, address->>'type' AS kind, retention_days,
    (SELECT count(*) FROM recording WHERE recording.recorder_id = recorder.recorder_id) AS cameras
FROM recorder WHERE lineage && $1::text[]
ORDER BY name, recorder_id LIMIT $2;

-- name: set_recording
INSERT INTO recording (camera_id, recorder_id, channel, retention_days, clock_ahead_s)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (camera_id) DO UPDATE SET recorder_id = excluded.recorder_id,
    channel = excluded.channel, retention_days = excluded.retention_days,
    clock_ahead_s = excluded.clock_ahead_s;

-- name: recordings_of
SELECT recording.camera_id, recorder_id, recording.channel,
    coalesce(recording.retention_days, recorder.retention_days) AS retention_days,
    recorder.address, recorder.token_sealed, clock_ahead_s AS ahead_s
FROM recording JOIN recorder USING (recorder_id)
WHERE recording.camera_id = ANY($1::uuid[]);

-- part: copy
copy_id, hold, camera_id, begins_at, ends_at, sha256, size_bytes, suffix,
    stored_at IS NOT NULL AS stored

-- name: add_copy
-- Brought twice it is one: an earlier try may have died half-way.
INSERT INTO recording_copy
    (copy_id, hold, camera_id, begins_at, ends_at, sha256, size_bytes, suffix, noted_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (hold, sha256) DO UPDATE SET noted_at = excluded.noted_at
RETURNING {copy};

-- name: note_stored
UPDATE recording_copy SET stored_at = $2 WHERE copy_id = $1;

-- name: copies_of_hold
SELECT {copy} FROM recording_copy WHERE hold = $1 ORDER BY begins_at, copy_id;

-- name: copies_of_camera
-- The same file may be kept for several holds: any of them will do.
SELECT DISTINCT ON (begins_at, sha256) {copy} FROM recording_copy
WHERE camera_id = $1 AND begins_at < $3 AND ends_at > $2 AND stored_at IS NOT NULL
ORDER BY begins_at, sha256, copy_id LIMIT $4;

-- name: forget_copies
DELETE FROM recording_copy WHERE hold = $1;
