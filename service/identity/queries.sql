-- name: add_account
INSERT INTO account
    (account_id, name, display, password_hash, phone_sealed, phone_index, demo, created_at,
    password_once)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (name) DO NOTHING
RETURNING account_id;

-- name: add_grants
INSERT INTO role_grant
    (grant_id, account_id, role, area_code, site_id, until_at, agreement, mapped)
SELECT grant_id, $1, role, area_code, site_id, until_at, agreement, mapped
FROM jsonb_to_recordset($2) AS r(grant_id uuid, role text, area_code text, site_id uuid,
    until_at timestamptz, agreement text, mapped boolean);

-- name: officers
SELECT a.name, a.account_id, g.area_code
FROM account a JOIN role_grant g USING (account_id)
WHERE a.name = ANY($1) AND a.closed_at IS NULL AND g.role = 'patrol_officer'
ORDER BY a.name, g.area_code;

-- name: account_by_name
SELECT account_id, password_hash, demo FROM account WHERE name = $1 AND closed_at IS NULL;

-- name: account_by_id
SELECT a.account_id, a.name, a.password_hash, a.demo, a.password_once,
    EXISTS (SELECT FROM factor f WHERE f.account_id = a.account_id) AS has_factor,
    coalesce(
        (SELECT array_agg(DISTINCT g.role) FROM role_grant g
        WHERE g.account_id = a.account_id AND (g.until_at IS NULL OR g.until_at > $2)),
        '{}'
    ) AS roles
FROM account a WHERE a.account_id = $1 AND a.closed_at IS NULL;

-- name: set_password
UPDATE account SET password_hash = $2, password_once = $3 WHERE account_id = $1;

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
    (session_id, account_id, refresh_hash, rotated_at, started_at, expires_at, device, address)
VALUES ($1, $2, $3, $4, $4, $5, $6, $7);

-- name: is_known_at
-- Whether this account was opened from this address not long ago.
SELECT EXISTS (
    SELECT FROM session s JOIN account a USING (account_id)
    WHERE a.name = $1 AND s.address = $2 AND s.started_at > $3
);

-- name: sessions_of
SELECT session_id, device, address, started_at, rotated_at AS seen_at
FROM session WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2
ORDER BY rotated_at DESC, session_id;

-- name: session_by_id
SELECT session_id, account_id, refresh_hash, refresh_hash_before, rotated_at, expires_at, ended_at
FROM session WHERE session_id = $1 FOR UPDATE;

-- name: kept_until
SELECT expires_at FROM session
WHERE session_id = $1 AND refresh_hash = $2 AND ended_at IS NULL AND expires_at > $3;

-- name: rotate_session
UPDATE session
SET refresh_hash = $2, refresh_hash_before = refresh_hash, rotated_at = $3, expires_at = $4
WHERE session_id = $1;

-- name: end_session
UPDATE session SET ended_at = $2 WHERE session_id = $1 AND ended_at IS NULL RETURNING session_id;

-- name: end_sessions
-- All of an account but one.
UPDATE session SET ended_at = $2
WHERE account_id = $1 AND ended_at IS NULL AND session_id IS DISTINCT FROM $3
RETURNING session_id;

-- name: end_oldest_sessions
-- So many of an account are open at most.
UPDATE session SET ended_at = $2
WHERE session_id IN (
    SELECT session_id FROM session
    WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2
    ORDER BY rotated_at DESC, session_id OFFSET $3
)
RETURNING session_id;

-- name: who
-- A grant that ends takes the streams with it that were opened by it.
SELECT a.account_id, s.session_id, a.name, a.display,
    least($3::timestamptz, min(g.until_at)) AS until, marks_of(a.account_id, $2) AS marks,
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

-- name: holders
-- As `who`, of many, as far as one role needs to know.
SELECT s.session_id, s.account_id
FROM session s JOIN account a USING (account_id)
WHERE s.session_id = ANY($1::uuid[]) AND s.ended_at IS NULL AND s.expires_at > $3
    AND a.closed_at IS NULL
    AND EXISTS (
        SELECT FROM role_grant g
        WHERE g.account_id = s.account_id AND g.role = $2
            AND (g.until_at IS NULL OR g.until_at > $3)
    );

-- name: session_until
-- Of an open session, when the first of its roles ends; nothing where it is over, or all of them.
SELECT min(coalesce(g.until_at, $3))
FROM session s
JOIN account a USING (account_id)
JOIN role_grant g ON g.account_id = a.account_id AND (g.until_at IS NULL OR g.until_at > $2)
WHERE s.session_id = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND a.closed_at IS NULL;

-- name: own_account
SELECT account_id, name, display, phone_sealed, demo, created_at, closed_at
FROM account WHERE account_id = $1;

-- name: own_grants
SELECT role, area_code, site_id, until_at FROM role_grant
WHERE account_id = $1 ORDER BY role, area_code, grant_id LIMIT $2;

-- name: own_sessions
SELECT started_at, rotated_at AS used_at, expires_at, ended_at FROM session
WHERE account_id = $1 ORDER BY started_at DESC, session_id LIMIT $2;

-- name: own_security
-- Where another did it, his address and device are his own.
SELECT e.at, e.kind, b.display AS by, e.detail -> 'roles' AS roles,
    CASE WHEN b.account_id IS NULL THEN e.address END AS address,
    CASE WHEN b.account_id IS NULL THEN e.device END AS device
FROM security_event e
LEFT JOIN account b ON b.account_id = e.by_account_id AND b.account_id <> e.account_id
WHERE e.account_id = $1 ORDER BY e.event_id DESC LIMIT $2;

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

-- name: start_sign_in
INSERT INTO sign_in (sign_in_id, account_id, secret_hash, step, expires_at)
VALUES ($1, $2, $3, $4, $5);

-- name: sign_in_by_id
SELECT sign_in_id, account_id, secret_hash, step, tries, factor_sealed, expires_at
FROM sign_in WHERE sign_in_id = $1 FOR UPDATE;

-- name: count_try
UPDATE sign_in SET tries = tries + 1 WHERE sign_in_id = $1;

-- name: keep_factor
UPDATE sign_in SET factor_sealed = $2 WHERE sign_in_id = $1;

-- name: end_sign_in
DELETE FROM sign_in WHERE sign_in_id = $1;

-- name: forget_sign_ins
DELETE FROM sign_in WHERE expires_at < $1;

-- name: end_sign_ins
DELETE FROM sign_in WHERE account_id = $1;

-- name: add_factor
INSERT INTO factor (account_id, secret_sealed, last_step, enrolled_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id) DO NOTHING
RETURNING account_id;

-- name: factor_of
SELECT secret_sealed, last_step, enrolled_at FROM factor WHERE account_id = $1;

-- name: use_step
-- The guard takes each code once: of two at one moment the second finds no row.
UPDATE factor SET last_step = $2 WHERE account_id = $1 AND last_step < $2 RETURNING account_id;

-- name: drop_factor
DELETE FROM factor WHERE account_id = $1;

-- name: add_recovery_codes
INSERT INTO recovery_code (code_hash, account_id) SELECT unnest($2::bytea[]), $1;

-- name: use_recovery_code
DELETE FROM recovery_code WHERE account_id = $1 AND code_hash = $2 RETURNING account_id;

-- name: drop_recovery_codes
DELETE FROM recovery_code WHERE account_id = $1;

-- name: recovery_codes_left
SELECT count(*) FROM recovery_code WHERE account_id = $1;

-- name: take_brake
-- One more try is counted before it is judged: many at one moment are not one. No row comes back
-- while the brake holds. What is older than $4 is forgotten; $3 are the waits after each try.
INSERT INTO brake AS b (brake_key, failures, last_at, free_at)
VALUES ($1, 1, $2::timestamptz,
    $2::timestamptz + make_interval(secs => ($3::float8[])[1]))
ON CONFLICT (brake_key) DO UPDATE SET
    failures = CASE WHEN b.last_at < $4 THEN 1 ELSE b.failures + 1 END,
    last_at = $2::timestamptz,
    free_at = $2::timestamptz + make_interval(secs => ($3::float8[])[
        CASE WHEN b.last_at < $4 THEN 1 ELSE least(b.failures + 1, cardinality($3::float8[])) END])
WHERE b.free_at <= $2::timestamptz
RETURNING free_at;

-- name: brake_free_at
SELECT free_at FROM brake WHERE brake_key = $1 AND free_at > $2;

-- name: free_brake
DELETE FROM brake WHERE brake_key = $1;

-- name: forget_brakes
DELETE FROM brake WHERE last_at < $1;

-- name: note_security
-- It belongs to the areas in which the account holds a role, or held one.
INSERT INTO security_event
    (event_id, at, kind, account_id, by_account_id, areas, address, device, detail)
SELECT $1, $2, $3, $4, $5,
    coalesce((SELECT array_agg(DISTINCT area_code) FROM role_grant WHERE account_id = $4), '{}'),
    $6, $7, $8;

-- part: account
a.account_id, a.name, a.display, a.demo, a.closed_at, a.password_once, a.phone_sealed,
    EXISTS (SELECT FROM factor f WHERE f.account_id = a.account_id) AS has_factor,
    coalesce(
        (SELECT jsonb_agg(jsonb_build_object('grant_id', g.grant_id, 'role', g.role,
            'area_code', g.area_code, 'site_id', g.site_id, 'until_at', g.until_at,
            'agreement', g.agreement) ORDER BY g.grant_id)
        FROM role_grant g WHERE g.account_id = a.account_id),
        '[]'
    ) AS roles

-- name: accounts_found
SELECT {account}
FROM account a
WHERE a.name > $3 AND (a.name LIKE $2 OR a.display LIKE $2) AND EXISTS (
    SELECT FROM role_grant g WHERE g.account_id = a.account_id AND g.area_code = ANY($1::text[])
)
ORDER BY a.name
LIMIT $4;

-- name: account_row
SELECT {account}
FROM account a WHERE a.account_id = $1;

-- name: lock_account
-- Whoever gives or takes roles does so one after the other.
SELECT account_id FROM account WHERE account_id = $1 FOR NO KEY UPDATE;

-- name: end_grants
UPDATE role_grant SET until_at = $3
WHERE account_id = $1 AND area_code = ANY($2::text[]) AND (until_at IS NULL OR until_at > $3);

-- name: close_account
UPDATE account SET closed_at = $2 WHERE account_id = $1 AND closed_at IS NULL;

-- name: open_account
UPDATE account SET closed_at = NULL WHERE account_id = $1;

-- name: security_events
SELECT e.event_id, e.at, e.kind, e.account_id, a.name, b.name AS by_name, e.address, e.device,
    e.detail
FROM security_event e
LEFT JOIN account a ON a.account_id = e.account_id
LEFT JOIN account b ON b.account_id = e.by_account_id
WHERE (e.areas && $1::text[] OR ($2 AND e.areas = '{}'))
    AND ($3::uuid IS NULL OR e.account_id = $3) AND ($4::uuid IS NULL OR e.event_id < $4)
    AND ($5::text IS NULL OR a.name LIKE $5 OR a.display LIKE $5)
ORDER BY e.event_id DESC
LIMIT $6;

-- name: start_sign_on
INSERT INTO sign_on (ticket_hash, expires_at) VALUES ($1, $2);

-- name: take_sign_on
DELETE FROM sign_on WHERE ticket_hash = $1 AND expires_at > $2 RETURNING ticket_hash;

-- name: forget_sign_ons
DELETE FROM sign_on WHERE expires_at < $1;

-- name: linked
SELECT account_id FROM account_link WHERE issuer = $1 AND subject = $2;

-- name: link
INSERT INTO account_link (issuer, subject, account_id, linked_at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
RETURNING account_id;

-- name: unlink
DELETE FROM account_link WHERE account_id = $1;

-- name: is_name_taken
SELECT EXISTS (SELECT FROM account WHERE name = $1);

-- name: mapped_roles
SELECT role, area_code, site_id, until_at, agreement FROM role_grant
WHERE account_id = $1 AND mapped AND (until_at IS NULL OR until_at > $2)
ORDER BY area_code, role;

-- name: end_mapped_grants
UPDATE role_grant SET until_at = $2
WHERE account_id = $1 AND mapped AND (until_at IS NULL OR until_at > $2);

-- name: outlived_events
SELECT event_id, at FROM security_event WHERE at < $1 ORDER BY at LIMIT $2;

-- name: forget_security_events
DELETE FROM security_event WHERE event_id = ANY($1::uuid[]);

-- name: add_phone_code
INSERT INTO phone_code (code_id, number_sealed, number_index, code_digest, sent_at, until_at)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: phone_code
-- The newest alone is good.
SELECT code_id, code_digest, tries, until_at FROM phone_code
WHERE number_index = ANY($1::bytea[]) AND until_at > $2
ORDER BY sent_at DESC, code_id DESC LIMIT 1 FOR UPDATE;

-- name: try_phone_code
UPDATE phone_code SET tries = tries + 1 WHERE code_id = $1;

-- name: forget_phone_codes_of
DELETE FROM phone_code WHERE number_index = ANY($1::bytea[]);

-- name: forget_phone_codes
DELETE FROM phone_code WHERE until_at < $1;

-- name: lock_number
-- Two phones that show one number at the same moment make one account.
SELECT pg_advisory_xact_lock(hashtextextended('citizen ' || encode($1::bytea, 'hex'), 0));

-- name: citizen_by_number
-- An account with any other role is never opened by a code.
SELECT a.account_id FROM account a
WHERE a.phone_index = ANY($1::bytea[]) AND a.closed_at IS NULL
    AND EXISTS (SELECT FROM role_grant g
        WHERE g.account_id = a.account_id AND g.role = 'citizen')
    AND NOT EXISTS (SELECT FROM role_grant g
        WHERE g.account_id = a.account_id AND g.role <> 'citizen')
ORDER BY a.created_at LIMIT 1;
