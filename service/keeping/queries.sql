-- part: hold
hold_id, incident_id, scope, owner_id, owner, reason, placed_at, until, remind_at, reminded_at,
    released_at, released_by

-- part: policy
policy_id, area_code, from_at, made_at, made_by, rules, sites

-- name: add_policy
INSERT INTO keeping_policy (policy_id, area_code, from_at, made_at, made_by, rules, sites)
VALUES ($1, $2, $3, $4, $5, $6, $7)
RETURNING {policy};

-- name: begun_policies
-- Of each area the newest that has begun.
SELECT DISTINCT ON (area_code) {policy}
FROM keeping_policy WHERE from_at <= $1
ORDER BY area_code, from_at DESC, made_at DESC, policy_id DESC;

-- name: policies_of
SELECT {policy} FROM keeping_policy
WHERE area_code = $1 ORDER BY from_at DESC, made_at DESC LIMIT $2;

-- name: place_hold
INSERT INTO hold (hold_id, incident_id, scope, owner_id, owner, reason, placed_at, until, remind_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
RETURNING {hold};

-- name: hold_locked
SELECT {hold} FROM hold WHERE hold_id = $1 FOR UPDATE;

-- name: lengthen_hold
UPDATE hold SET until = $2, remind_at = $3, reminded_at = NULL WHERE hold_id = $1 RETURNING {hold};

-- name: release_hold
UPDATE hold SET released_at = $2, released_by = $3 WHERE hold_id = $1 RETURNING {hold};

-- name: reminded
-- The guard lets one reminder through, and none for what was lengthened or released meanwhile.
UPDATE hold SET reminded_at = $2
WHERE hold_id = $1 AND remind_at <= $2 AND until > $2 AND reminded_at IS NULL
    AND released_at IS NULL
RETURNING {hold};

-- name: holds_of
SELECT {hold} FROM hold WHERE incident_id = $1 ORDER BY placed_at LIMIT $2;

-- name: holds_within
SELECT {hold} FROM hold
WHERE scope && $1::text[] AND released_at IS NULL AND until > $2
ORDER BY until LIMIT $3;

-- name: held
SELECT DISTINCT incident_id FROM hold WHERE released_at IS NULL AND until > $1;

-- name: prove
INSERT INTO deletion
    (deletion_id, at, kind, policies, areas, count, oldest_at, newest_at, digests, incidents)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: deletions
SELECT deletion_id, at, kind, policies, areas, count, oldest_at, newest_at, digests, incidents
FROM deletion
WHERE areas && $1::text[] AND ($2::text IS NULL OR kind = $2)
    AND (at < $3 OR (at = $3 AND deletion_id < $4))
ORDER BY at DESC, deletion_id DESC LIMIT $5;

-- name: searched
SELECT after FROM keeping_search;

-- name: search_on
INSERT INTO keeping_search (after) VALUES ($1)
ON CONFLICT (one) DO UPDATE SET after = excluded.after;
