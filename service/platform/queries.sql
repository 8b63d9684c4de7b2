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
SELECT seq, scope, topic, at, body FROM live_since($1, $2);

-- name: live_head
SELECT seq FROM event_head;

-- name: live_page
SELECT seq, scope, topic, at, body
FROM event
WHERE seq > $1 AND seq <= $2 AND scope && $3::text[]
ORDER BY seq
LIMIT $4;
