-- part: whole
r.footage_id, r.number, r.applicant_id, r.area_code, r.scope, r.lane, r.category, r.state,
    r.version, r.site_id, r.lat, r.lon, r.from_at, r.until_at, r.relationship, r.at_risk, r.minors,
    r.person_sealed, r.identity_sealed, r.identity_how, r.identity_at, r.filed_at, r.state_at,
    r.due_at, r.late_at, r.moved_by, r.overwrite_at, r.decided_by, r.refusal, r.channel,
    r.channel_number, r.slot_at, r.slot_place, r.undertaking_at, r.outcome, r.result_sealed,
    r.satisfaction, r.ended_at, r.unconfirmed + r.unconfirmed_sightings AS unconfirmed

-- part: counts
c.cameras, c.held, c.not_held

-- part: counted
LEFT JOIN LATERAL (
        SELECT count(*) AS cameras, count(*) FILTER (WHERE hold_state = 'placed') AS held,
            count(*) FILTER (WHERE hold_state = 'failed') AS not_held
        FROM footage_camera
        WHERE footage_camera.footage_id = r.footage_id AND restricted_at IS NULL
    ) AS c ON true

-- part: camera
c.camera_id, c.name, c.managing_unit, c.unit_category, c.away_m::float8 AS away_m, c.overwrite_at,
    c.hold_state, c.hold_trouble, c.hold_tries, c.hold_at, c.held_by_copy, c.decision, c.refusal,
    c.from_at, c.until_at, c.left_out, c.restricted_at, c.round, coalesce(c.held_from_at, r.from_at) AS held_from_at,
    coalesce(c.held_until_at, r.until_at) AS held_until_at

-- name: file
-- All that a filing writes about itself goes in one round trip.
WITH filed AS (
    INSERT INTO footage_request AS r
        (footage_id, receipt_digest, applicant_id, area_code, scope, lane, category, state,
         site_id, lat, lon, from_at, until_at, relationship, at_risk, minors, person_sealed,
         filed_at, filed_by, state_at, due_at, moved_by, overwrite_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $18, $20, $21, $22)
    RETURNING {whole}, r.unconfirmed_sightings
), cameras AS (
    INSERT INTO footage_camera
        (footage_id, camera_id, name, managing_unit, unit_category, away_m, overwrite_at,
         hold_state, hold_trouble, from_at, until_at)
    SELECT filed.footage_id, r.camera_id, r.name, r.managing_unit, r.unit_category, r.away_m,
        r.overwrite_at, r.hold_state, r.hold_trouble, filed.from_at, filed.until_at
    FROM filed, jsonb_to_recordset($23) AS r(camera_id uuid, name text, managing_unit text,
        unit_category text, away_m real, overwrite_at timestamptz, hold_state text,
        hold_trouble text)
    RETURNING hold_state
), lines AS (
    INSERT INTO footage_event (footage_id, at, kind, who, body)
    SELECT filed.footage_id, filed.filed_at, kind, who, body
    FROM filed, jsonb_to_recordset($24) AS r(kind text, who text, body jsonb)
)
SELECT {whole}, {counts} FROM filed AS r, (
    SELECT count(*) AS cameras, 0::bigint AS held,
        count(*) FILTER (WHERE hold_state = 'failed') AS not_held
    FROM cameras
) AS c;

-- name: write
INSERT INTO footage_event (footage_id, at, kind, who, body)
SELECT $1, $2, kind, who, body
FROM jsonb_to_recordset($3) AS r(kind text, who text, body jsonb);

-- name: by_id
SELECT {whole}, {counts} FROM footage_request AS r {counted} WHERE r.footage_id = $1;

-- name: by_id_locked
SELECT {whole}, {counts} FROM footage_request AS r {counted} WHERE r.footage_id = $1 FOR UPDATE OF r;

-- name: by_receipt
SELECT {whole}, {counts} FROM footage_request AS r {counted} WHERE r.receipt_digest = $1;

-- name: queue
-- An emergency first, then what is late, then what is due or written over first.
SELECT {whole}, {counts} FROM footage_request AS r {counted}
WHERE r.scope && $1::text[] AND r.ended_at IS NULL
ORDER BY r.lane <> 'emergency', r.late_at IS NULL, least(r.due_at, r.overwrite_at), r.number
LIMIT $2;

-- name: ended
SELECT {whole}, {counts} FROM footage_request AS r {counted}
WHERE r.scope && $1::text[] AND r.ended_at IS NOT NULL AND r.number < $3
ORDER BY r.number DESC
LIMIT $2;

-- name: own
SELECT {whole}, {counts} FROM footage_request AS r {counted}
WHERE r.applicant_id = $1 ORDER BY r.filed_at DESC, r.number DESC LIMIT $2;

-- name: lost
-- What people say that they have lost, as long as it is known, the latest first.
SELECT {whole}, {counts} FROM footage_request AS r {counted}
WHERE r.category = 'lost_property' AND r.scope && $1::text[] AND r.person_sealed IS NOT NULL
    AND r.until_at >= $2 AND r.from_at <= $3
ORDER BY r.until_at DESC, r.number DESC LIMIT $4;

-- name: count_open
SELECT count(*) FROM footage_request WHERE applicant_id = $1 AND ended_at IS NULL;

-- name: still_open
SELECT footage_id FROM footage_request WHERE footage_id = ANY($1::uuid[]) AND ended_at IS NULL;

-- name: forgotten
SELECT footage_id FROM footage_request
WHERE footage_id = ANY($1::uuid[]) AND forgotten_at IS NOT NULL;

-- name: lock_applicant
-- Whoever files waits for himself: so his open requests can be counted.
SELECT pg_advisory_xact_lock(hashtextextended('footage ' || $1::uuid::text, 0));

-- name: cameras_of
SELECT {camera} FROM footage_camera AS c JOIN footage_request AS r USING (footage_id)
WHERE c.footage_id = $1 ORDER BY c.away_m, c.camera_id;

-- name: add_cameras
-- What is added while it is decided is decided with all others: until then nobody looks.
INSERT INTO footage_camera
    (footage_id, camera_id, name, managing_unit, unit_category, away_m, overwrite_at, hold_state,
     hold_trouble, from_at, until_at, held_from_at, held_until_at, round)
SELECT $1, a.camera_id, a.name, a.managing_unit, a.unit_category, a.away_m, a.overwrite_at,
    a.hold_state, a.hold_trouble, a.from_at, a.until_at, a.from_at, a.until_at, $3
FROM jsonb_to_recordset($2) AS a(camera_id uuid, name text, managing_unit text, unit_category text,
    away_m real, overwrite_at timestamptz, hold_state text, hold_trouble text,
    from_at timestamptz, until_at timestamptz);

-- name: running_cameras
SELECT DISTINCT c.camera_id FROM footage_camera AS c JOIN footage_request AS r USING (footage_id)
WHERE r.ended_at IS NULL AND c.restricted_at IS NULL;

-- name: running_with
SELECT DISTINCT r.footage_id FROM footage_camera AS c JOIN footage_request AS r USING (footage_id)
WHERE r.ended_at IS NULL AND c.restricted_at IS NULL AND c.camera_id = ANY($1::uuid[])
ORDER BY r.footage_id;

-- name: restrict
-- What was decided of it is gone with it. One that is held is let go of afterwards, by its recorder.
WITH gone AS (
    UPDATE footage_camera SET restricted_at = $3, left_out = true, decision = NULL, refusal = NULL,
        hold_state = CASE WHEN hold_state = 'placed' THEN 'placed' ELSE 'released' END
    WHERE footage_id = $1 AND camera_id = ANY($2::uuid[]) AND restricted_at IS NULL
    RETURNING camera_id
), counted AS (
    UPDATE footage_request SET overwrite_at = (
        SELECT min(overwrite_at) FROM footage_camera
        WHERE footage_id = $1 AND restricted_at IS NULL AND camera_id <> ALL($2::uuid[]))
    WHERE footage_id = $1
)
SELECT camera_id FROM gone;

-- name: end_consents
-- Of a question of which no camera is left there is nothing to answer, and nothing stands.
UPDATE footage_consent AS q SET state = 'ended', link_digest = NULL
FROM (
    SELECT managing_unit, round FROM footage_camera WHERE footage_id = $1
    GROUP BY managing_unit, round
    HAVING bool_and(left_out) AND bool_or(restricted_at IS NOT NULL)
) AS none
WHERE q.footage_id = $1 AND q.state IN ('asked', 'granted')
    AND q.managing_unit = none.managing_unit AND q.round = none.round
RETURNING q.managing_unit;

-- name: add_version
-- Whoever has read the request before reads it anew.
UPDATE footage_request SET version = version + 1, moved_by = $2,
    overwrite_at = least(overwrite_at, $3)
WHERE footage_id = $1;

-- name: events_of
SELECT entry_id, at, kind, who, body FROM footage_event
WHERE footage_id = $1 AND entry_id > $2 ORDER BY entry_id LIMIT $3;

-- name: note_hold
UPDATE footage_camera
SET hold_state = $3, hold_trouble = $4, hold_at = $5, hold_tries = hold_tries + 1,
    held_by_copy = $6
WHERE footage_id = $1 AND camera_id = $2;

-- name: advance
-- The version is the guard: who was overtaken writes nothing. What is not said stays as it was.
UPDATE footage_request AS r SET
    state = $3, version = version + 1, lane = $4, state_at = $5, due_at = $6, late_at = NULL,
    moved_by = $7, ended_at = $8,
    refusal = CASE WHEN $9 THEN NULL ELSE coalesce(f.refusal, r.refusal) END,
    decided_by = coalesce(f.decided_by, r.decided_by),
    decided_at = CASE WHEN f.decided_by IS NULL THEN r.decided_at ELSE $5 END,
    channel = coalesce(f.channel, r.channel),
    channel_number = coalesce(f.channel_number, r.channel_number),
    at_risk = coalesce(f.at_risk, r.at_risk),
    minors = r.minors OR coalesce(f.at_risk = 'minor', false),
    slot_at = coalesce(f.slot_at, r.slot_at), slot_place = coalesce(f.slot_place, r.slot_place),
    undertaking_at = coalesce(f.undertaking_at, r.undertaking_at),
    outcome = coalesce(f.outcome, r.outcome),
    result_sealed = coalesce($11, r.result_sealed)
FROM jsonb_to_record($10) AS f(refusal text, decided_by uuid, channel text, channel_number text,
    at_risk text, slot_at timestamptz, slot_place text, undertaking_at timestamptz, outcome text)
WHERE r.footage_id = $1 AND r.version = $2
RETURNING r.footage_id;

-- name: set_identity
UPDATE footage_request
SET identity_sealed = $2, identity_index = $3, identity_how = $4, identity_at = $5
WHERE footage_id = $1;

-- name: set_late
-- The guard lets one reminder through.
UPDATE footage_request SET late_at = $2
WHERE footage_id = $1 AND late_at IS NULL AND due_at <= $2
RETURNING footage_id;

-- name: set_unconfirmed
UPDATE footage_request SET unconfirmed = coalesce($2, unconfirmed),
    unconfirmed_sightings = coalesce($3, unconfirmed_sightings)
WHERE footage_id = $1;

-- name: set_satisfaction
UPDATE footage_request SET satisfaction = $2 WHERE footage_id = $1;

-- name: add_message
INSERT INTO footage_message (message_id, footage_id, at, by_office, who, text_sealed)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: messages_of
SELECT message_id, at, by_office, who, text_sealed FROM footage_message
WHERE footage_id = $1 ORDER BY message_id LIMIT $2;

-- name: count_messages
SELECT count(*) FROM footage_message WHERE footage_id = $1;

-- part: consent
consent_id, footage_id, managing_unit, round, state, asked_at, due_at, late_at, how, answered_at,
    answered_by, second_at, second_by, second_id, asked_by, written_due_at, written_at, link_until,
    link_used_at

-- name: ask_units
-- A unit that has answered is not asked again, unless it has taken its word back.
INSERT INTO footage_consent
    (consent_id, footage_id, managing_unit, round, state, asked_at, asked_by, due_at)
SELECT consent_id, $1, managing_unit, round, 'asked', $5, $6, $7
FROM unnest($2::uuid[], $3::text[], $4::smallint[]) AS u(consent_id, managing_unit, round)
ON CONFLICT (footage_id, managing_unit, round) DO UPDATE
SET state = 'asked', asked_at = $5, asked_by = $6, due_at = $7, late_at = NULL, how = NULL,
    answered_at = NULL, answered_by = NULL, second_at = NULL, second_by = NULL, second_id = NULL,
    written_due_at = NULL, written_at = NULL, link_digest = NULL, link_until = NULL,
    link_used_at = NULL
WHERE footage_consent.state IN ('withdrawn', 'refused', 'ended');

-- name: consents_of
SELECT {consent} FROM footage_consent WHERE footage_id = $1 ORDER BY managing_unit, round;

-- name: consent_locked
SELECT {consent} FROM footage_consent WHERE consent_id = $1 FOR UPDATE;

-- name: by_link
SELECT {consent} FROM footage_consent WHERE link_digest = $1 FOR UPDATE;

-- name: set_link
UPDATE footage_consent SET link_digest = $2, link_until = $3, link_used_at = NULL
WHERE consent_id = $1;

-- name: use_link
UPDATE footage_consent SET link_used_at = $2 WHERE consent_id = $1;

-- name: answer
UPDATE footage_consent
SET state = $2, how = $3, answered_at = $4, answered_by = $5, written_due_at = $6
WHERE consent_id = $1;

-- name: set_written
UPDATE footage_consent SET written_at = $2 WHERE consent_id = $1;

-- name: set_second
UPDATE footage_consent SET second_at = $2, second_by = $3, second_id = $4 WHERE consent_id = $1;

-- name: set_silent
-- Each is said once: silence to the question, and a word that was never written.
UPDATE footage_consent SET late_at = $2
WHERE footage_id = $1 AND late_at IS NULL AND (
    state = 'asked' AND due_at <= $2
    OR state = 'granted' AND written_due_at <= $2 AND written_at IS NULL)
RETURNING managing_unit;

-- name: next_silence
SELECT min(CASE WHEN state = 'asked' THEN due_at ELSE written_due_at END) FROM footage_consent
WHERE footage_id = $1 AND late_at IS NULL AND (
    state = 'asked' AND due_at > $2
    OR state = 'granted' AND written_due_at > $2 AND written_at IS NULL);

-- name: set_unit
INSERT INTO footage_unit (unit_id, area_code, lineage, managing_unit, accounts)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (area_code, managing_unit) DO UPDATE SET accounts = excluded.accounts;

-- name: questions_to
SELECT {consent} FROM footage_consent
WHERE EXISTS (
    SELECT FROM footage_unit u JOIN footage_request r ON r.footage_id = footage_consent.footage_id
    WHERE u.managing_unit = footage_consent.managing_unit AND $1 = ANY (u.accounts)
        AND u.area_code = ANY (r.scope)
)
ORDER BY asked_at DESC, consent_id LIMIT $2;

-- name: answers_for
SELECT EXISTS (
    SELECT FROM footage_unit u JOIN footage_request r ON r.footage_id = $2
    WHERE u.managing_unit = $3 AND $1 = ANY (u.accounts) AND u.area_code = ANY (r.scope)
);

-- name: narrow
-- Which cameras a question is about, and from when to when; all others are left out of it.
UPDATE footage_camera AS c SET left_out = d.camera_id IS NULL OR c.restricted_at IS NOT NULL,
    from_at = coalesce(d.from_at, c.from_at), until_at = coalesce(d.until_at, c.until_at)
FROM footage_camera AS o LEFT JOIN jsonb_to_recordset($2) AS d(camera_id uuid,
    from_at timestamptz, until_at timestamptz) ON d.camera_id = o.camera_id
WHERE o.footage_id = $1 AND c.footage_id = $1 AND c.camera_id = o.camera_id;

-- name: decide
UPDATE footage_camera AS c SET decision = d.decision, refusal = d.refusal,
    from_at = coalesce(d.from_at, c.from_at), until_at = coalesce(d.until_at, c.until_at)
FROM jsonb_to_recordset($2) AS d(camera_id uuid, decision text, refusal text,
    from_at timestamptz, until_at timestamptz)
WHERE c.footage_id = $1 AND c.camera_id = d.camera_id;

-- name: texted_version
SELECT texted_version FROM footage_request WHERE footage_id = $1;

-- name: set_texted
UPDATE footage_request SET texted_version = greatest(texted_version, $2) WHERE footage_id = $1;

-- name: add_file
INSERT INTO footage_file (file_id, footage_id, kind, at, sha256, size_bytes, image_sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: count_files
SELECT count(*) FROM footage_file WHERE footage_id = $1;

-- name: files_of
SELECT file_id, footage_id, kind, at, sha256, size_bytes, purged_at, NULL::bytea AS image_sealed
FROM footage_file WHERE footage_id = $1 ORDER BY file_id;

-- name: file_of
SELECT file_id, footage_id, kind, at, sha256, size_bytes, purged_at, image_sealed
FROM footage_file WHERE footage_id = $1 AND file_id = $2;

-- name: purge_files
UPDATE footage_file SET image_sealed = NULL, purged_at = $2
WHERE footage_id = $1 AND image_sealed IS NOT NULL;

-- name: forget
WITH over AS (
    SELECT footage_id, ended_at FROM footage_request
    WHERE ended_at < $2 AND forgotten_at IS NULL AND area_code = ANY($1::text[])
    ORDER BY ended_at LIMIT $4 FOR UPDATE SKIP LOCKED
), words AS (
    DELETE FROM footage_message USING over WHERE footage_message.footage_id = over.footage_id
), units AS (
    UPDATE footage_consent SET answered_by = NULL, second_by = NULL
    FROM over WHERE footage_consent.footage_id = over.footage_id
)
UPDATE footage_request SET person_sealed = NULL, identity_sealed = NULL, identity_index = NULL,
    result_sealed = NULL, channel_number = NULL, slot_place = NULL, forgotten_at = $3
FROM over WHERE footage_request.footage_id = over.footage_id
RETURNING over.ended_at;
