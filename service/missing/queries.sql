-- part: whole
s.search_id, s.footage_id, s.incident_id, s.number, s.area_code, s.scope, s.at_risk, s.health_risk,
    s.going, s.seen_at, s.lat, s.lon, s.words_sealed, s.started_at, s.review_at, s.reviewed_at,
    s.reviewed_by, s.desk_110_at, s.desk_110_by, s.desk_110_number, s.published_at, s.published_by,
    s.taken_down_at, s.ended_at, s.ended_by, s.ending,
    ARRAY(SELECT b.bulletin_id FROM search_bulletin b WHERE b.search_id = s.search_id
        ORDER BY b.released_at) AS bulletins

-- name: start
-- The index makes of two starts one.
INSERT INTO search
    (search_id, footage_id, incident_id, number, area_code, scope, at_risk, health_risk, going,
     seen_at, lat, lon, words_sealed, started_at, review_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: by_id
SELECT {whole} FROM search AS s WHERE s.search_id = $1;

-- name: by_id_locked
SELECT {whole} FROM search AS s WHERE s.search_id = $1 FOR UPDATE OF s;

-- name: going_on
SELECT {whole} FROM search AS s WHERE s.footage_id = $1 AND s.ended_at IS NULL FOR UPDATE OF s;

-- name: of_request
SELECT {whole} FROM search AS s WHERE s.footage_id = $1 ORDER BY s.started_at DESC LIMIT 1;

-- name: of_incidents
SELECT {whole} FROM search AS s WHERE s.incident_id = ANY($1::uuid[])
ORDER BY s.started_at DESC LIMIT 1;

-- name: within
-- Those that last, and for some days those that are over: their papers may still be owed.
SELECT {whole} FROM search AS s
WHERE s.scope && $1::text[] AND (s.ended_at IS NULL OR s.ended_at > $2)
ORDER BY s.ended_at IS NOT NULL, s.health_risk DESC, s.started_at LIMIT $3;

-- name: note
-- What is not said stays as it was.
UPDATE search AS s SET
    going = coalesce(f.going, s.going), health_risk = coalesce(f.health_risk, s.health_risk),
    seen_at = coalesce(f.seen_at, s.seen_at), review_at = coalesce(f.review_at, s.review_at),
    reviewed_at = coalesce(f.reviewed_at, s.reviewed_at),
    reviewed_by = coalesce(f.reviewed_by, s.reviewed_by),
    desk_110_at = coalesce(f.desk_110_at, s.desk_110_at),
    desk_110_by = coalesce(f.desk_110_by, s.desk_110_by),
    desk_110_number = coalesce(f.desk_110_number, s.desk_110_number),
    published_at = coalesce(f.published_at, s.published_at),
    published_by = coalesce(f.published_by, s.published_by),
    taken_down_at = coalesce(f.taken_down_at, s.taken_down_at)
FROM jsonb_to_record($2) AS f(going text, health_risk boolean, seen_at timestamptz,
    review_at timestamptz, reviewed_at timestamptz, reviewed_by text, desk_110_at timestamptz,
    desk_110_by text, desk_110_number text, published_at timestamptz, published_by text,
    taken_down_at timestamptz)
WHERE s.search_id = $1;

-- name: end
UPDATE search SET ended_at = $2, ended_by = $3, ending = $4, review_at = NULL
WHERE search_id = $1 AND ended_at IS NULL
RETURNING search_id;

-- name: add_bulletin
INSERT INTO search_bulletin (search_id, bulletin_id, released_by, released_id, released_at)
VALUES ($1, $2, $3, $4, $5);

-- name: sectors_of
SELECT unit_id, call_sign, lat, lon, from_deg::float8 AS from_deg, until_deg::float8 AS until_deg,
    far_m::float8 AS far_m, share::float8 AS share, toward_deg::float8 AS toward_deg, streets,
    seen_at, shared_at
FROM search_sector WHERE search_id = $1 ORDER BY share DESC, call_sign, unit_id;

-- name: drop_sectors
DELETE FROM search_sector WHERE search_id = $1;

-- name: share
INSERT INTO search_sector
    (search_id, unit_id, call_sign, lat, lon, from_deg, until_deg, far_m, share, toward_deg,
     streets, seen_at, shared_at)
SELECT $1, s.unit_id, s.call_sign, s.lat, s.lon, s.from_deg, s.until_deg, s.far_m, s.share,
    s.toward_deg, s.streets, s.seen_at, s.shared_at
FROM jsonb_to_recordset($2) AS s(unit_id uuid, call_sign text, lat float8, lon float8,
    from_deg real, until_deg real, far_m real, share real, toward_deg real, streets text[],
    seen_at timestamptz, shared_at timestamptz);

-- name: forget
WITH over AS (
    SELECT search_id, ended_at FROM search
    WHERE ended_at < $2 AND forgotten_at IS NULL AND area_code = ANY($1::text[])
    ORDER BY ended_at LIMIT $4 FOR UPDATE SKIP LOCKED
)
UPDATE search SET words_sealed = NULL, desk_110_number = NULL, health_risk = false,
    forgotten_at = $3
FROM over WHERE search.search_id = over.search_id
RETURNING over.ended_at;
