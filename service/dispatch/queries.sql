-- part: need
need_id, incident_id, number, root, role, point_name,
    jsonb_build_object('lat', lat, 'lon', lon) AS place, skills, state, tier, opened_at, next_at,
    exhausted, desk_at, holder

-- part: task
task_id, need_id, incident_id, unit_id, call_sign, state, tier, by_hand, distance_m, eta_s,
    eta_source, reasons, channel, offered_at, received_at, answered_at, en_route_at, on_scene_at,
    ended_at, lost_at, reason

-- part: at_once
next_at = CASE WHEN next_at = $2::timestamptz
    THEN $2::timestamptz - interval '1 microsecond' ELSE $2::timestamptz END

-- name: add_needs
INSERT INTO need
    (need_id, incident_id, number, root, role, point_name, lat, lon, skills, state, tier,
     opened_at, next_at, exhausted, desk_at)
SELECT need_id, incident_id, number, root, role, point_name, lat, lon, skills, 'open', tier,
    opened_at, next_at, exhausted, desk_at
FROM jsonb_to_recordset($1)
    AS r(need_id uuid, incident_id uuid, number smallint, root text, role text, point_name text,
         lat double precision, lon double precision, skills text[], tier smallint,
         opened_at timestamptz, next_at timestamptz, exhausted boolean, desk_at timestamptz)
ON CONFLICT (incident_id, number) DO NOTHING
RETURNING need_id;

-- name: needs_of
SELECT {need} FROM need WHERE incident_id = $1 ORDER BY number;

-- name: needs_of_all
SELECT {need} FROM need WHERE incident_id = ANY($1::uuid[]);

-- name: needs_due
SELECT {need}
FROM need
WHERE root = ANY($1::text[]) AND state <> 'ended' AND next_at <= $2
ORDER BY next_at, need_id
LIMIT $3;

-- name: need_locked
SELECT {need} FROM need WHERE need_id = $1 FOR UPDATE;

-- name: step_needs
-- Only needs that nobody has touched since they were read: a round that was overtaken does nothing.
UPDATE need n
SET tier = r.tier, exhausted = r.exhausted, next_at = r.next_at,
    desk_at = coalesce(n.desk_at, r.desk_at)
FROM jsonb_to_recordset($1) AS r(need_id uuid, seen_at timestamptz, state text, tier smallint,
    exhausted boolean, next_at timestamptz, desk_at timestamptz)
WHERE n.need_id = r.need_id AND n.state = r.state AND n.next_at = r.seen_at
RETURNING n.need_id;

-- name: next_due
SELECT root, min(next_at) AS next_at
FROM need WHERE root = ANY($1::text[]) AND state <> 'ended'
GROUP BY root;

-- name: look_again
-- Never the very instant that stood there: a round that has read it must see that it was overtaken.
UPDATE need SET {at_once} WHERE need_id = ANY($1::uuid[]) AND state <> 'ended';

-- name: wake_exhausted
-- A unit has become free: those for whom nobody was left are looked at again.
UPDATE need SET next_at = $2
WHERE root = $1 AND state = 'open' AND exhausted AND next_at > $2
RETURNING need_id;

-- name: hold_need
-- The guard makes the first to accept the only one.
UPDATE need SET state = 'held', holder = $2, next_at = $3, exhausted = false
WHERE need_id = $1 AND state = 'open'
RETURNING need_id;

-- name: open_need
UPDATE need SET state = 'open', holder = NULL, next_at = $2, desk_at = NULL, opened_at = $2
WHERE need_id = $1 AND state = 'held';

-- name: start_anew
-- A dispatcher asks for an open need: it is looked at at once, and the desk is told anew if that
-- comes to nothing.
UPDATE need SET {at_once}, desk_at = NULL, opened_at = $2
WHERE need_id = $1 AND state = 'open';

-- name: start_over
UPDATE need SET tier = 0, exhausted = false, {at_once}, opened_at = $2, desk_at = NULL
WHERE incident_id = $1 AND state = 'open';

-- name: end_need
UPDATE need SET state = 'ended' WHERE need_id = $1 AND state <> 'ended';

-- name: end_needs_of
UPDATE need SET state = 'ended' WHERE incident_id = $1 AND state <> 'ended';

-- name: tasks_of_needs
SELECT {task} FROM task WHERE need_id = ANY($1::uuid[]) ORDER BY offered_at, task_id;

-- name: tasks_of_incident
SELECT {task} FROM task WHERE incident_id = $1 ORDER BY offered_at, task_id;

-- name: active_of_incidents
-- What rings or is in hand for these incidents, by id, a page at a time.
SELECT {task}
FROM task
WHERE incident_id = ANY($1::uuid[]) AND task_id > $2
    AND state IN ('offered', 'received', 'accepted', 'en_route', 'on_scene')
ORDER BY task_id
LIMIT $3;

-- name: active_of_unit
SELECT {task}
FROM task
WHERE unit_id = $1 AND state IN ('offered', 'received', 'accepted', 'en_route', 'on_scene')
ORDER BY offered_at, task_id;

-- name: task_by_id
SELECT {task} FROM task WHERE task_id = $1;

-- name: busy_units
SELECT DISTINCT unit_id
FROM task
WHERE state IN ('offered', 'received', 'accepted', 'en_route', 'on_scene')
    AND task_id <> ALL($1::uuid[]);

-- name: add_tasks
-- A unit that somebody else has asked in the meantime is left out: no unit rings for two.
INSERT INTO task
    (task_id, need_id, incident_id, unit_id, call_sign, state, tier, by_hand, distance_m, eta_s,
     eta_source, reasons, channel, offered_at)
SELECT task_id, need_id, incident_id, unit_id, call_sign, 'offered', tier, by_hand, distance_m,
    eta_s, eta_source, reasons, 0, offered_at
FROM jsonb_to_recordset($1)
    AS r(task_id uuid, need_id uuid, incident_id uuid, unit_id uuid, call_sign text,
         tier smallint, by_hand boolean, distance_m real, eta_s real, eta_source text,
         reasons text[], offered_at timestamptz)
WHERE by_hand OR NOT EXISTS (
    SELECT FROM task held
    WHERE held.unit_id = r.unit_id
        AND held.state IN ('offered', 'received', 'accepted', 'en_route', 'on_scene'))
ON CONFLICT (unit_id)
    WHERE state IN ('offered', 'received', 'accepted', 'en_route', 'on_scene') AND NOT by_hand
    DO NOTHING
RETURNING {task};

-- name: set_channels
UPDATE task t SET channel = r.channel
FROM jsonb_to_recordset($1) AS r(task_id uuid, channel smallint)
WHERE t.task_id = r.task_id AND t.channel < r.channel AND t.received_at IS NULL
RETURNING t.task_id, t.channel;

-- name: end_rings
UPDATE task SET state = $2, ended_at = $3
WHERE task_id = ANY($1::uuid[]) AND state IN ('offered', 'received')
RETURNING {task};

-- name: end_rings_of_need
UPDATE task SET state = $2, ended_at = $3, reason = $4
WHERE need_id = $1 AND state IN ('offered', 'received')
RETURNING {task};

-- name: end_tasks_of_incident
UPDATE task
SET state = CASE WHEN state = 'on_scene' THEN 'cleared' ELSE 'withdrawn' END,
    ended_at = $2, reason = $3
WHERE incident_id = $1
    AND state IN ('offered', 'received', 'accepted', 'en_route', 'on_scene')
RETURNING {task};

-- name: end_rings_of_unit
UPDATE task SET state = 'withdrawn', ended_at = $2, reason = $3
WHERE unit_id = $1 AND state IN ('offered', 'received')
RETURNING {task};

-- name: move_task
-- The guard makes a lost race visible: no row comes back.
UPDATE task
SET state = $3,
    received_at = CASE WHEN $3 IN ('received', 'accepted', 'declined')
        THEN coalesce(received_at, $4) ELSE received_at END,
    answered_at = CASE WHEN $3 IN ('accepted', 'declined')
        THEN coalesce(answered_at, $4) ELSE answered_at END,
    en_route_at = CASE WHEN $3 = 'en_route' THEN $4 ELSE en_route_at END,
    on_scene_at = CASE WHEN $3 = 'on_scene' THEN $4 ELSE on_scene_at END,
    ended_at = CASE WHEN $3 IN ('cleared', 'declined', 'withdrawn') THEN $4 ELSE ended_at END,
    eta_s = coalesce($5, eta_s),
    reason = coalesce(nullif($6, ''), reason),
    lost_at = CASE WHEN $3 IN ('cleared', 'declined', 'withdrawn') THEN lost_at ELSE NULL END
WHERE task_id = $1 AND state = $2
RETURNING {task};

-- name: set_lost
UPDATE task SET lost_at = $2
WHERE task_id = $1 AND (lost_at IS NULL) <> ($2::timestamptz IS NULL)
    AND state IN ('accepted', 'en_route', 'on_scene')
RETURNING {task};

-- name: add_message
INSERT INTO message (message_id, incident_id, at, account_id, who, unit_id, text)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (message_id) DO NOTHING
RETURNING message_id, incident_id, at, who, unit_id, text;

-- name: message_count
SELECT count(*) FROM message WHERE incident_id = $1;

-- name: message_of
SELECT message_id, incident_id, at, who, unit_id, text
FROM message WHERE message_id = $1 AND incident_id = $2 AND account_id = $3;

-- name: messages_of
SELECT message_id, incident_id, at, who, unit_id, text
FROM message WHERE incident_id = $1
ORDER BY number;

-- name: forget_messages
DELETE FROM message WHERE incident_id = ANY($1::uuid[]);

-- name: own_tasks
SELECT t.incident_id, t.call_sign, t.state, t.reason, t.offered_at, t.received_at, t.answered_at,
    t.en_route_at, t.on_scene_at, t.ended_at
FROM jsonb_to_recordset($1) AS span(unit_id uuid, from_at timestamptz, until_at timestamptz)
JOIN task t ON t.unit_id = span.unit_id AND t.offered_at BETWEEN span.from_at AND span.until_at
ORDER BY t.offered_at DESC, t.task_id LIMIT $2;

-- name: own_messages
SELECT incident_id, at, text FROM message
WHERE account_id = $1 ORDER BY number DESC LIMIT $2;
