-- name: add_account
INSERT INTO account
    (account_id, name, display, password_hash, phone_sealed, phone_index, demo, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (name) DO NOTHING
RETURNING account_id;

-- name: add_grants
INSERT INTO role_grant (grant_id, account_id, role, area_code, site_id, until_at, agreement)
SELECT grant_id, $1, role, area_code, site_id, until_at, agreement
FROM jsonb_to_recordset($2) AS r(grant_id uuid, role text, area_code text, site_id uuid,
    until_at timestamptz, agreement text);

-- name: officers
SELECT a.name, a.account_id, g.area_code
FROM account a JOIN role_grant g USING (account_id)
WHERE a.name = ANY($1) AND a.closed_at IS NULL AND g.role = 'patrol_officer'
ORDER BY a.name, g.area_code;

-- name: account_by_name
SELECT account_id, password_hash, demo FROM account WHERE name = $1 AND closed_at IS NULL;

-- name: phone_of
SELECT phone_sealed FROM account WHERE account_id = $1 AND closed_at IS NULL;

-- name: by_number
SELECT account_id, display FROM account
WHERE phone_index = ANY($1::bytea[]) AND closed_at IS NULL
ORDER BY display, account_id LIMIT 20;

-- name: areas_of
SELECT DISTINCT g.area_code FROM role_grant g JOIN account a USING (account_id)
WHERE g.account_id = $1 AND a.closed_at IS NULL ORDER BY g.area_code;

-- name: reachable
SELECT account_id, display, phone_sealed IS NOT NULL AS has_number
FROM account WHERE account_id = ANY($1::uuid[]) AND closed_at IS NULL
ORDER BY display, account_id;

-- name: desk_people
-- Who may sit at a desk of each of these scopes; a scope is an area with all above it.
SELECT a.account_id, a.display
FROM account a
WHERE a.closed_at IS NULL AND NOT EXISTS (
    SELECT FROM jsonb_array_elements($1) AS scope
    WHERE NOT EXISTS (
        SELECT FROM role_grant g
        WHERE g.account_id = a.account_id AND g.role = ANY($2::text[]) AND scope.value ? g.area_code
            AND (g.until_at IS NULL OR g.until_at > $3)
    )
)
ORDER BY a.display, a.account_id
LIMIT $4;

-- name: start_session
INSERT INTO session
    (session_id, account_id, refresh_hash, rotated_at, started_at, expires_at)
VALUES ($1, $2, $3, $4, $4, $5);

-- name: session_by_id
SELECT session_id, account_id, refresh_hash, refresh_hash_before, rotated_at, expires_at, ended_at
FROM session WHERE session_id = $1 FOR UPDATE;

-- name: rotate_session
UPDATE session
SET refresh_hash = $2, refresh_hash_before = refresh_hash, rotated_at = $3, expires_at = $4
WHERE session_id = $1;

-- name: end_session
UPDATE session SET ended_at = $2 WHERE session_id = $1 AND ended_at IS NULL;

-- name: who
SELECT a.account_id, s.session_id, a.name, a.display, $3::timestamptz AS until,
    marks_of(a.account_id, $2) AS marks,
    coalesce(
        jsonb_agg(jsonb_build_object('role', g.role, 'area_code', g.area_code,
            'site_id', g.site_id))
            FILTER (WHERE g.grant_id IS NOT NULL),
        '[]'
    ) AS grants
FROM session s
JOIN account a USING (account_id)
LEFT JOIN role_grant g
    ON g.account_id = a.account_id AND (g.until_at IS NULL OR g.until_at > $2)
WHERE s.session_id = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND a.closed_at IS NULL
GROUP BY a.account_id, s.session_id;

-- name: accounts_counted
SELECT count(*) FROM account;

-- name: own_account
SELECT account_id, name, display, phone_sealed, demo, created_at, closed_at
FROM account WHERE account_id = $1;

-- name: own_grants
SELECT role, area_code, site_id, until_at FROM role_grant
WHERE account_id = $1 ORDER BY role, area_code, grant_id LIMIT $2;

-- name: own_sessions
SELECT started_at, rotated_at AS used_at, expires_at, ended_at FROM session
WHERE account_id = $1 ORDER BY started_at DESC, session_id LIMIT $2;

-- name: held
SELECT DISTINCT role, area_code FROM role_grant WHERE account_id = $1 ORDER BY role, area_code;

-- name: correct
UPDATE account SET display = coalesce($2, display),
    phone_sealed = CASE WHEN $3 THEN $4 ELSE phone_sealed END,
    phone_index = CASE WHEN $3 THEN $5 ELSE phone_index END
WHERE account_id = $1 AND closed_at IS NULL;

-- name: erase
UPDATE account SET name = $2, display = $3, password_hash = '', phone_sealed = NULL,
    phone_index = NULL, closed_at = coalesce(closed_at, $4)
WHERE account_id = $1;

-- name: end_sessions_of
UPDATE session SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL;
