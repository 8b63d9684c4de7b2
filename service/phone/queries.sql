-- part: shown
p.phone_id, p.platform, p.model, p.app_version, p.gateway, p.allows, p.canary, p.seen_at,
    (SELECT max(d.accepted_at) FROM delivery d WHERE d.phone_id = p.phone_id) AS accepted_at,
    (SELECT max(d.received_at) FROM delivery d WHERE d.phone_id = p.phone_id) AS received_at,
    p.retired_at, p.retired_why

-- name: take_over
-- One address is one phone's: who had it before signed in on a phone that is another's by now.
UPDATE phone SET retired_at = $4, retired_why = 'moved'
WHERE gateway = $1 AND address_digest = ANY($2::bytea[]) AND phone_id <> $3 AND retired_at IS NULL;

-- name: keep_phone
-- A phone says who it is at each start. Another officer's is not his to change.
INSERT INTO phone
    (phone_id, account_id, platform, model, app_version, gateway, address_sealed, address_digest,
     address_at, allows, canary, made_at, seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $9, $9)
ON CONFLICT (phone_id) DO UPDATE SET
    platform = excluded.platform, model = excluded.model, app_version = excluded.app_version,
    gateway = excluded.gateway, address_sealed = excluded.address_sealed,
    address_digest = excluded.address_digest, address_at = excluded.address_at,
    allows = excluded.allows, canary = excluded.canary, seen_at = excluded.seen_at, retired_at = NULL, retired_why = NULL
WHERE phone.account_id = excluded.account_id
RETURNING phone_id;

-- name: phone
SELECT {shown} FROM phone p WHERE p.phone_id = $1 AND p.account_id = $2;

-- name: phones_of
SELECT p.account_id, {shown} FROM phone p
WHERE p.account_id = ANY($1::uuid[]) AND (p.retired_at IS NULL OR p.retired_why = 'dead')
ORDER BY p.retired_at NULLS FIRST, p.seen_at DESC, p.phone_id;

-- name: living
SELECT count(*) FROM phone WHERE account_id = $1 AND retired_at IS NULL AND phone_id <> $2;

-- name: addressed
SELECT phone_id, account_id, address_sealed, address_at FROM phone
WHERE account_id = ANY($1::uuid[]) AND retired_at IS NULL AND address_sealed IS NOT NULL
ORDER BY seen_at DESC, phone_id;

-- name: addressed_one
SELECT phone_id, account_id, address_sealed, address_at FROM phone
WHERE phone_id = $1 AND retired_at IS NULL AND address_sealed IS NOT NULL;

-- name: retire
UPDATE phone SET retired_at = $3, retired_why = $4
WHERE phone_id = $1 AND account_id = $2 AND retired_at IS NULL
RETURNING phone_id;

-- name: brake
-- What died lately, and how many there were.
SELECT
    coalesce(array_agg(retired_at) FILTER (WHERE retired_why = 'dead' AND retired_at > $2), '{}')
        AS retired,
    count(*) FILTER (WHERE retired_at IS NULL OR (retired_why = 'dead' AND retired_at > $2))::int
        AS known
FROM phone WHERE gateway = $1;

-- name: add_delivery
INSERT INTO delivery
    (delivery_id, task_id, account_id, phone_id, channel, attempt, at, outcome)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued')
ON CONFLICT (delivery_id) DO NOTHING;

-- name: answered
UPDATE delivery SET outcome = $2, reason = $3, gateway_id = $4,
    accepted_at = CASE WHEN $2 = 'accepted' THEN coalesce(accepted_at, $5) ELSE accepted_at END
WHERE delivery_id = $1;

-- name: delivered
-- Said by a gateway, which may be late and may say it twice.
UPDATE delivery SET delivered_at = coalesce(delivered_at, $3)
WHERE channel = $1 AND gateway_id = $2;

-- name: received
-- Said by the phone: the first time counts. What was seen has arrived.
UPDATE delivery SET received_at = coalesce(received_at, $2),
    seen_at = CASE WHEN $3 THEN coalesce(seen_at, $2) ELSE seen_at END
WHERE delivery_id = $1
RETURNING task_id, account_id, phone_id;

-- name: deliveries_of
SELECT task_id, account_id, phone_id, channel, attempt, at, outcome, reason, accepted_at,
    delivered_at, received_at, seen_at
FROM delivery WHERE task_id = ANY($1::uuid[])
ORDER BY at, channel, delivery_id;

-- name: rung_for
-- The phones that a gateway may have rung for a task, and the highest ring of each. One that has
-- changed hands since is not told.
SELECT p.phone_id, p.account_id, p.address_sealed, p.address_at, max(d.attempt)::int AS version
FROM delivery d
JOIN phone p ON p.phone_id = d.phone_id AND p.account_id = d.account_id AND p.gateway = d.channel
WHERE d.task_id = $1 AND d.outcome IN ('queued', 'accepted', 'unknown')
    AND p.retired_at IS NULL AND p.address_sealed IS NOT NULL
GROUP BY p.phone_id
ORDER BY p.phone_id
LIMIT $2;

-- name: canaries
-- Of each gateway the phone at the centre that was not rung for the longest time, if that is long.
SELECT phone_id, account_id, address_sealed, address_at FROM (
    SELECT DISTINCT ON (p.gateway) p.*, last.at
    FROM phone p
    LEFT JOIN LATERAL (
        SELECT max(d.at) AS at FROM delivery d WHERE d.phone_id = p.phone_id AND d.task_id IS NULL
    ) last ON true
    WHERE p.canary AND p.retired_at IS NULL AND p.address_sealed IS NOT NULL
        AND p.gateway = ANY($1::text[])
    ORDER BY p.gateway, last.at NULLS FIRST, p.phone_id
) longest
WHERE at IS NULL OR at <= $2
ORDER BY gateway;

-- name: standings
SELECT g.gateway, canary.at AS rung_at, canary.received_at, late.attempts, late.taken, late.doubted
FROM unnest($1::text[]) g (gateway)
LEFT JOIN LATERAL (
    SELECT d.at, d.received_at
    FROM delivery d JOIN phone p USING (phone_id)
    WHERE d.channel = g.gateway AND d.task_id IS NULL AND p.canary AND p.retired_at IS NULL
        AND d.at > $2
    ORDER BY d.at DESC
    LIMIT 1
) canary ON true
CROSS JOIN LATERAL (
    SELECT count(*)::int AS attempts,
        count(*) FILTER (WHERE d.outcome IN ('accepted', 'unknown'))::int AS taken,
        count(DISTINCT d.phone_id) FILTER (
            WHERE d.outcome = 'token_dead' AND p.retired_at IS NULL AND p.address_at <= d.at
        )::int AS doubted
    FROM delivery d LEFT JOIN phone p USING (phone_id)
    WHERE d.channel = g.gateway AND d.outcome <> 'queued' AND d.at > $3
) late
ORDER BY g.gateway;

-- name: rung_by
-- Which phone a message of a gateway was for.
SELECT d.phone_id, d.account_id, d.at, p.address_at
FROM delivery d JOIN phone p USING (phone_id)
WHERE d.channel = $1 AND d.gateway_id = $2 AND p.retired_at IS NULL;

-- name: own_phones
SELECT platform, model, app_version, gateway, allows, made_at, seen_at, retired_at, retired_why
FROM phone WHERE account_id = $1 ORDER BY seen_at DESC, phone_id LIMIT $2;

-- name: own_rings
SELECT at, channel, attempt, outcome, accepted_at, received_at, seen_at
FROM delivery WHERE account_id = $1 ORDER BY at DESC, delivery_id LIMIT $2;

-- name: erase_phones
UPDATE phone SET retired_at = coalesce(retired_at, $2),
    retired_why = coalesce(retired_why, 'signed_out'), model = '', label = '', app_version = '',
    address_sealed = NULL, address_digest = NULL, allows = '{}'
WHERE account_id = $1;
