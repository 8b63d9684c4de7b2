-- name: add_area
INSERT INTO area (area_code, parent_code, name, level, lineage)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (area_code) DO NOTHING
RETURNING area_code;

-- name: lineage
SELECT lineage FROM area WHERE area_code = $1;

-- name: areas_within
SELECT area_code, parent_code, name, level, lineage
FROM area WHERE lineage && $1::text[]
ORDER BY area_code;

-- name: names
SELECT area_code, name FROM area WHERE area_code = ANY($1::text[]);

-- name: policies
-- The newest that holds in each area of a lineage.
SELECT DISTINCT ON (area_code) area_code, body
FROM policy WHERE area_code = ANY($1::text[]) AND from_at <= $2
ORDER BY area_code, from_at DESC;

-- name: lineages
SELECT lineage FROM area;

-- name: set_policy
INSERT INTO policy (area_code, from_at, body) VALUES ($1, $2, $3)
ON CONFLICT (area_code, from_at) DO UPDATE SET body = excluded.body;
