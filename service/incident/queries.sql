-- part: whole
incident_id, number, source, kind, technical, silent, test, priority, state, area_code, site_id,
    title, jsonb_build_object('lat', lat, 'lon', lon, 'crs', 'WGS-84') AS place, note, alarms,
    latched,
    CASE WHEN commander_id IS NULL THEN NULL ELSE jsonb_build_object('account_id', commander_id,
        'name', commander_name, 'area_code', commander_area) END AS commander,
    eta_at, desk_at, desk_reason, merged_into, disposition, opened_at, changed_at, closed_at,
    closed_by, scope, plan, points, drill_units

-- name: open_incidents
-- The first press of a site opens; one that comes at the same moment finds no row and joins. Sites
-- are taken in one order, so that two who open many never wait for each other.
WITH asked AS (
    SELECT incident_id, source, kind, technical, silent, test, drill_units, priority, area_code,
        scope, site_id, title, lat, lon, plan, points, note, alarms, entries
    FROM jsonb_to_recordset($1) AS r(
        incident_id uuid, source text, kind text, technical boolean, silent boolean, test boolean,
        drill_units uuid[], priority smallint, area_code text, scope text[], site_id uuid,
        title text, lat float8, lon float8, plan jsonb, points jsonb, note text, alarms integer,
        entries jsonb)
), opened AS (
    INSERT INTO incident
        (incident_id, source, kind, technical, silent, test, drill_units, priority, state,
         area_code, scope, site_id, title, lat, lon, plan, points, note, alarms, latched,
         opened_at, changed_at)
    SELECT incident_id, source, kind, technical, silent, test, drill_units, priority, 'active',
        area_code, scope, site_id, title, lat, lon, plan, points, note, alarms, alarms, $2, $2
    FROM asked ORDER BY site_id
    ON CONFLICT (site_id, test, technical)
        WHERE state NOT IN ('closed', 'cancelled') AND site_id IS NOT NULL
        DO NOTHING
    RETURNING incident_id, number, source, kind, technical, silent, test, priority, state,
        area_code, site_id, title, lat, lon, note, alarms, latched, commander_id, commander_name,
        commander_area, eta_at, desk_at, desk_reason, merged_into, disposition, opened_at,
        changed_at, closed_at, closed_by, scope, plan, points, drill_units
), told AS (
    INSERT INTO timeline (incident_id, at, kind, who, body)
    SELECT o.incident_id, $2, e.kind, e.who, e.body
    FROM opened o JOIN asked a USING (incident_id),
        ROWS FROM (jsonb_to_recordset(a.entries) AS (kind text, who text, body jsonb))
            WITH ORDINALITY AS e(kind, who, body, place)
    ORDER BY o.incident_id, e.place
)
SELECT {whole} FROM opened;

-- name: open_of_site
SELECT {whole}
FROM incident
WHERE site_id = $1 AND test = $2 AND technical = $3 AND state NOT IN ('closed', 'cancelled')
FOR UPDATE;

-- name: join_incident
UPDATE incident
SET alarms = alarms + 1, latched = latched + 1, priority = $2, silent = silent OR $3,
    kind = $4, changed_at = $5
WHERE incident_id = $1
RETURNING {whole};

-- name: write
INSERT INTO timeline (incident_id, at, kind, who, body)
SELECT incident_id, $1, kind, who, body
FROM jsonb_to_recordset($2) AS e(incident_id uuid, kind text, who text, body jsonb);

-- name: whole
SELECT {whole} FROM incident WHERE incident_id = $1;

-- name: whole_locked
SELECT {whole} FROM incident WHERE incident_id = $1 FOR UPDATE;

-- name: wholes
SELECT {whole} FROM incident WHERE incident_id = ANY($1::uuid[]);

-- name: still_open
SELECT incident_id
FROM incident
WHERE incident_id = ANY($1::uuid[]) AND state NOT IN ('closed', 'cancelled')
ORDER BY incident_id
FOR SHARE;

-- name: open_within
SELECT {whole}
FROM incident
WHERE scope && $1::text[] AND state NOT IN ('closed', 'cancelled')
ORDER BY opened_at
LIMIT $2;

-- name: open_ids_within
SELECT incident_id FROM incident
WHERE scope && $1::text[] AND state NOT IN ('closed', 'cancelled');

-- name: ended_within
-- `IS TRUE` as with `sought`.
SELECT {whole}
FROM incident
WHERE (scope && $1::text[]) IS TRUE AND state IN ('closed', 'cancelled') AND opened_at < $2
ORDER BY opened_at DESC
LIMIT $3;

-- name: ended_in_few
SELECT {whole}
FROM incident
WHERE incident_id IN (
    SELECT newest.incident_id
    FROM unnest($1::text[]) AS few(code) CROSS JOIN LATERAL (
        SELECT incident_id, opened_at
        FROM incident
        WHERE area_code = few.code AND state IN ('closed', 'cancelled') AND opened_at < $2
        ORDER BY opened_at DESC
        LIMIT $3
    ) AS newest
    ORDER BY newest.opened_at DESC
    LIMIT $3)
ORDER BY opened_at DESC;

-- name: at_site
-- What is open and what has just ended, each by its own index.
SELECT {whole}
FROM incident
WHERE incident_id IN (
    SELECT incident_id FROM incident
    WHERE site_id = $1 AND state NOT IN ('closed', 'cancelled')
    UNION ALL
    SELECT incident_id FROM incident WHERE site_id = $1 AND closed_at > $2)
ORDER BY opened_at DESC
LIMIT $3;

-- part: fits
-- As one value that no index knows and that the planner takes for a coin: a plan for any values is
-- made after five questions, and guesses so few rows where it can weigh them that it sorts them all.
CASE WHEN ($4::text IS NULL OR sought LIKE lower($4) OR number = $5 OR area_code = ANY($6::text[])
        OR site_id = ANY($7::uuid[]))
    AND opened_at >= $8 AND opened_at < $9
    AND ($10::text IS NULL OR kind = $10)
    AND ($11 = 'any' OR disposition = $11 OR state = $11)
    AND ($12::text IS NULL OR scope @> ARRAY[$12])
    AND ($13::boolean IS NULL OR (state IN ('closed', 'cancelled')) = $13)
    AND ($14 OR NOT test)
    AND number >= $15 AND number < $2 THEN true ELSE false END

-- name: sought
-- The newest first, by the index of numbers; a number itself, or what is at an area or an address,
-- is found beside the words. `IS TRUE` keeps the index of areas out: nearly all rows are in many.
SELECT {whole}
FROM incident
WHERE number >= $15 AND number < $2 AND (scope && $1::text[]) IS TRUE AND {fits}
ORDER BY number DESC
LIMIT $3;

-- name: sought_in_few
-- The newest of each area by its own index, and of these the newest.
SELECT {whole}
FROM incident
WHERE incident_id IN (
    SELECT newest.incident_id
    FROM unnest($1::text[]) AS few(code) CROSS JOIN LATERAL (
        SELECT incident_id, number
        FROM incident
        WHERE area_code = few.code AND number >= $15 AND number < $2 AND {fits}
        ORDER BY number DESC
        LIMIT $3
    ) AS newest
    ORDER BY newest.number DESC
    LIMIT $3)
ORDER BY number DESC;

-- name: sought_in_period
-- All of the period by the index of its beginnings; `+ 0` keeps the index of numbers out, which
-- would be walked from today down to the period.
SELECT {whole}
FROM incident
WHERE opened_at >= $8 AND opened_at < $9 AND (scope && $1::text[]) IS TRUE AND {fits}
ORDER BY number + 0 DESC
LIMIT $3;

-- name: note_shown
-- The first screen alone is noted.
UPDATE incident SET shown_at = $2 WHERE incident_id = $1 AND shown_at IS NULL RETURNING incident_id;

-- name: is_real_at
SELECT EXISTS (
    SELECT FROM incident
    WHERE site_id = $1 AND NOT test AND NOT technical AND state NOT IN ('closed', 'cancelled')
);

-- name: make_real
UPDATE incident SET test = false, drill_units = array[]::uuid[], changed_at = $2
WHERE incident_id = $1 AND state NOT IN ('closed', 'cancelled')
RETURNING {whole};

-- name: timeline
SELECT entry_id, at, kind, who, body
FROM timeline WHERE incident_id = $1 AND entry_id > $2
ORDER BY entry_id
LIMIT $3;

-- name: set_command
UPDATE incident
SET commander_id = $2, commander_name = $3, commander_area = $4, changed_at = $5,
    desk_at = NULL, desk_reason = NULL
WHERE incident_id = $1
RETURNING {whole};

-- name: set_area
UPDATE incident SET area_code = $2, scope = $3, changed_at = $4
WHERE incident_id = $1
RETURNING {whole};

-- name: set_priority
UPDATE incident SET priority = $2, changed_at = $3 WHERE incident_id = $1 RETURNING {whole};

-- name: end_incident
UPDATE incident
SET state = $2, disposition = $3, merged_into = $4, closed_at = $5, closed_by = $6,
    changed_at = $5, eta_at = NULL, desk_at = NULL, desk_reason = NULL, latched = $7
WHERE incident_id = $1
RETURNING {whole};

-- name: reopen
UPDATE incident
SET state = 'reopened', disposition = NULL, closed_at = NULL, closed_by = NULL, changed_at = $2
WHERE incident_id = $1
RETURNING {whole};

-- name: take_in
UPDATE incident SET alarms = alarms + $2, latched = latched + $3, priority = $4, changed_at = $5
WHERE incident_id = $1
RETURNING {whole};

-- name: set_progress
UPDATE incident SET state = $2, eta_at = $3, changed_at = $4
WHERE incident_id = $1 AND state NOT IN ('closed', 'cancelled')
    AND (state <> $2 OR eta_at IS DISTINCT FROM $3)
RETURNING {whole};

-- name: set_desk
UPDATE incident SET desk_at = $2, desk_reason = $3, changed_at = coalesce($2, changed_at)
WHERE incident_id = $1 AND state NOT IN ('closed', 'cancelled')
    AND (desk_at IS NULL) <> ($2::timestamptz IS NULL)
RETURNING {whole};

-- name: unlatch
UPDATE incident SET latched = latched - 1, changed_at = $2 WHERE incident_id = $1 RETURNING {whole};

-- name: touch
UPDATE incident SET changed_at = $2 WHERE incident_id = $1 RETURNING {whole};

-- name: plans_for
SELECT plan_id, area_code, site_class, kind, body, from_at
FROM response_plan WHERE area_code = ANY($1::text[]) AND from_at <= $2;

-- name: plans_within
SELECT plan_id, area_code, site_class, kind, body, from_at
FROM response_plan
WHERE area_code = ANY($1::text[])
ORDER BY area_code, kind, site_class, from_at DESC
LIMIT 1000;

-- name: add_plan
INSERT INTO response_plan (plan_id, area_code, site_class, kind, body, from_at, set_by)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- part: handed
handover_id, incidents, scope, from_id, from_name, to_id, to_name, note, state, offered_at, ended_at,
    ended_by, answer

-- name: commanded_locked
-- In one order everywhere, so that two who hand over to each other do not wait in a circle.
SELECT {whole}
FROM incident
WHERE commander_id = $1 AND state NOT IN ('closed', 'cancelled')
    AND ($2::uuid[] IS NULL OR incident_id = ANY($2::uuid[]))
ORDER BY incident_id
LIMIT $3
FOR UPDATE;

-- name: commanded
SELECT {whole}
FROM incident
WHERE commander_id = $1 AND state NOT IN ('closed', 'cancelled')
    AND ($2::uuid[] IS NULL OR incident_id = ANY($2::uuid[]))
ORDER BY incident_id
LIMIT $3;

-- name: add_handover
INSERT INTO handover
    (handover_id, incidents, scope, from_id, from_name, to_id, to_name, note, state, offered_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'offered', $9)
ON CONFLICT (from_id) WHERE state = 'offered' DO NOTHING
RETURNING {handed};

-- name: handover_locked
SELECT {handed} FROM handover WHERE handover_id = $1 FOR UPDATE;

-- name: handovers_within
SELECT {handed}
FROM handover
WHERE state = 'offered' AND (scope && $1::text[] OR from_id = $2)
ORDER BY offered_at
LIMIT $3;

-- name: end_handover
UPDATE handover SET state = $2, ended_at = $3, ended_by = $4, answer = $5
WHERE handover_id = $1
RETURNING {handed};

-- name: open_ids
SELECT incident_id FROM incident WHERE state NOT IN ('closed', 'cancelled');

-- name: with_merged
-- These, and all that were merged into them.
WITH RECURSIVE whole (incident_id) AS (
    SELECT unnest($1::uuid[])
    UNION
    SELECT i.incident_id FROM incident i JOIN whole w ON i.merged_into = w.incident_id
)
SELECT incident_id FROM whole;

-- name: opened_since
SELECT incident_id FROM incident WHERE opened_at >= $1;

-- name: ids_at_sites
SELECT incident_id FROM incident WHERE site_id = ANY($1::uuid[]) AND opened_at >= $2;

-- name: forget_words
-- What people wrote; a title of one that no key has reported may be a person's name.
UPDATE incident
SET note = '', title = CASE WHEN site_id IS NULL THEN '' ELSE title END, forgotten_at = $3
WHERE incident_id IN (
    SELECT incident_id FROM incident
    WHERE forgotten_at IS NULL AND closed_at < $2 AND scope[1] = ANY($1::text[])
        AND state IN ('closed', 'cancelled') AND incident_id <> ALL($4::uuid[])
    ORDER BY closed_at LIMIT $5
)
RETURNING incident_id, closed_at;

-- name: forget_lines
SELECT timeline_forget($1);

-- name: forget_handovers
UPDATE handover SET note = '', answer = ''
WHERE incidents && $1::uuid[] AND ended_at IS NOT NULL;
