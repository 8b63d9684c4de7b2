-- name: say
-- Events wait here unnumbered until somebody reads them (carry_outbox): a number given now would
-- be passed by others that commit earlier. A job already waiting for the same thing is kept and
-- made due the sooner of the two.
WITH said AS (
    INSERT INTO outbox (topic, scope, at, body)
    SELECT topic, scope, at, body
    FROM jsonb_to_recordset($1) AS r(topic text, scope text[], at timestamptz, body jsonb)
)
INSERT INTO job (kind, lane, key, args, due_at, made_at)
SELECT kind, lane, key, args, due_at, $3
FROM jsonb_to_recordset($2) AS r(kind text, lane text, key text, args jsonb, due_at timestamptz)
ON CONFLICT (kind, key) WHERE state = 'waiting'
DO UPDATE SET due_at = least(job.due_at, excluded.due_at);

-- name: live_since
-- Number what is committed, then read on from where the reader stands: one round trip.
SELECT seq, scope, topic, at, body, mine FROM live_since($1, $2);

-- name: live_head
SELECT seq FROM event_head;

-- name: live_page
SELECT seq, scope, topic, at, body
FROM event
WHERE seq > $1 AND seq <= $2 AND scope && $3::text[]
ORDER BY seq
LIMIT $4;

-- name: beat
INSERT INTO carrier (carrier, lanes, redis_away, started_at, seen_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (carrier) DO UPDATE
SET lanes = excluded.lanes, redis_away = excluded.redis_away, seen_at = excluded.seen_at;

-- name: rest
DELETE FROM carrier WHERE carrier = $1;

-- name: carriers
SELECT carrier, lanes, redis_away, started_at, seen_at
FROM carrier WHERE seen_at > $1 ORDER BY carrier;

-- name: waiting
SELECT lane, state, count(*) AS jobs,
    greatest(0, extract(epoch FROM $1 - min(due_at)))::float8 AS overdue_s
FROM job WHERE state IN ('waiting', 'running', 'failed')
GROUP BY lane, state;

-- name: given_up
SELECT kind, count(*) AS jobs, (array_agg(trouble ORDER BY settled_at DESC))[1] AS trouble
FROM job WHERE state = 'failed'
GROUP BY kind ORDER BY kind;

-- name: ring
SELECT pg_notify(channel, '') FROM unnest($1::text[]) AS channel;

-- name: sealed_otherwise
-- What another key has sealed; `:words:` are names that the code puts in (resealing.py).
SELECT :key: AS row_id, :column: AS sealed FROM :table:
WHERE :key: > $1 AND substr(:column:, 1, length($2::bytea)) <> $2
ORDER BY :key: LIMIT $3;

-- name: seal_anew
UPDATE :table: SET :column: = $3 WHERE :key: = $1 AND :column: = $2;

-- name: seal_anew_found
UPDATE :table: SET :column: = $3, :index: = $4 WHERE :key: = $1 AND :column: = $2;

-- name: sealed_by
SELECT substr(:column:, 1, $1) AS head, count(*) AS rows FROM :table:
WHERE :column: IS NOT NULL GROUP BY 1 ORDER BY 1;

-- name: add_key
INSERT INTO seal_key (key_id, added_at) VALUES ($1, $2) ON CONFLICT (key_id) DO NOTHING;

-- name: key
SELECT key_id, added_at, closes_at, sealed_anew, done_at FROM seal_key WHERE key_id = $1;

-- name: let_close
UPDATE seal_key SET closes_at = $2, done_at = NULL WHERE key_id = $1;

-- name: count_sealed
INSERT INTO seal_key (key_id, added_at, closes_at, sealed_anew, done_at)
VALUES ($1, $3, $3, $2, CASE WHEN $4 THEN $3::timestamptz END)
ON CONFLICT (key_id) DO UPDATE SET sealed_anew = seal_key.sealed_anew + excluded.sealed_anew,
    done_at = CASE WHEN $4 THEN $3 ELSE seal_key.done_at END;

-- name: forget_key
DELETE FROM seal_key WHERE key_id = $1 RETURNING key_id;
