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
INSERT INTO recording (camera_id, recorder_id, channel, retention_days) VALUES ($1, $2, $3, $4)
ON CONFLICT (camera_id) DO UPDATE SET recorder_id = excluded.recorder_id,
    channel = excluded.channel, retention_days = excluded.retention_days;

-- name: recordings_of
SELECT recording.camera_id, recorder_id, recording.channel,
    coalesce(recording.retention_days, recorder.retention_days) AS retention_days,
    recorder.address, recorder.token_sealed
FROM recording JOIN recorder USING (recorder_id)
WHERE recording.camera_id = ANY($1::uuid[]);
