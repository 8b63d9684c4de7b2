-- Nearest neighbours among points on the Earth, by index.
CREATE EXTENSION IF NOT EXISTS cube;

-- ── What was said, and what was promised ────────────────────────────────────────────────────

-- Events wait here from their commit until somebody reads them; then they get their number.
CREATE TABLE outbox (
    outbox_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    scope text[] NOT NULL,
    at timestamptz NOT NULL,
    body jsonb NOT NULL
);

CREATE TABLE event (
    seq bigint PRIMARY KEY,
    topic text NOT NULL,
    scope text[] NOT NULL,
    at timestamptz NOT NULL,
    body jsonb NOT NULL
);
CREATE INDEX event_at ON event (at);

CREATE TABLE event_head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq bigint NOT NULL
);
INSERT INTO event_head (seq) VALUES (0);

-- Number what is committed, then answer what comes after `after`; `mine` was numbered just now.
-- The lock on event_head makes numbers follow commits: nothing smaller can appear once a number
-- has been seen.
CREATE FUNCTION live_since(after bigint, most int)
RETURNS TABLE (seq bigint, scope text[], topic text, at timestamptz, body jsonb, mine boolean)
LANGUAGE plpgsql AS $$
DECLARE
    head bigint;
    moved bigint;
BEGIN
    IF EXISTS (SELECT FROM outbox) THEN
        SELECT h.seq INTO head FROM event_head h FOR UPDATE;
        WITH taken AS (
            DELETE FROM outbox
            WHERE outbox_id IN (SELECT o.outbox_id FROM outbox o ORDER BY o.outbox_id LIMIT 1000)
            RETURNING *
        )
        INSERT INTO event (seq, topic, scope, at, body)
        SELECT head + row_number() OVER (ORDER BY t.outbox_id), t.topic, t.scope, t.at, t.body
        FROM taken t;
        GET DIAGNOSTICS moved = ROW_COUNT;
        UPDATE event_head h SET seq = head + moved;
    END IF;
    RETURN QUERY
        SELECT e.seq, e.scope, e.topic, e.at, e.body, coalesce(e.seq > head, false)
        FROM event e WHERE e.seq > after ORDER BY e.seq LIMIT most;
END $$;

CREATE TABLE job (
    job_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    lane text NOT NULL,
    key text NOT NULL,
    args jsonb NOT NULL,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    due_at timestamptz NOT NULL,
    made_at timestamptz NOT NULL,
    attempt int NOT NULL DEFAULT 0,
    lease_until timestamptz,
    carrier text,
    settled_at timestamptz,
    trouble text
);
CREATE UNIQUE INDEX job_waiting ON job (kind, key) WHERE state = 'waiting';
CREATE INDEX job_due ON job (lane, due_at) WHERE state = 'waiting';
CREATE UNIQUE INDEX job_running ON job (kind, key) WHERE state = 'running';
CREATE INDEX job_lease ON job (lease_until) WHERE state = 'running';
CREATE INDEX job_settled ON job (settled_at) WHERE state IN ('done', 'failed');

-- Who carries jobs, when last seen, and whether it carries all lanes because Redis is away.
CREATE TABLE carrier (
    carrier text PRIMARY KEY,
    lanes text[] NOT NULL,
    redis_away boolean NOT NULL,
    started_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL
);

-- ── Who looked ──────────────────────────────────────────────────────────────────────────────

CREATE TABLE look (
    look_id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    account_id uuid NOT NULL,
    person text NOT NULL,
    work_unit text NOT NULL,
    reason text NOT NULL,
    content text NOT NULL,
    incident_id uuid
);

-- Registers and timelines are written once.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER look_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON look
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ── Command centres, people ─────────────────────────────────────────────────────────────────

CREATE TABLE area (
    area_code text PRIMARY KEY CHECK (area_code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12})$'),
    parent_code text REFERENCES area,
    name text NOT NULL,
    level text NOT NULL,
    lineage text[] NOT NULL
);
CREATE INDEX area_lineage ON area USING gin (lineage);

CREATE TABLE policy (
    area_code text NOT NULL REFERENCES area,
    from_at timestamptz NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (area_code, from_at)
);

CREATE TABLE account (
    account_id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    display text NOT NULL,
    password_hash text NOT NULL,
    phone_sealed bytea,
    demo boolean NOT NULL,
    closed_at timestamptz,
    created_at timestamptz NOT NULL
);

CREATE TABLE role_grant (
    grant_id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    role text NOT NULL,
    area_code text NOT NULL REFERENCES area,
    until_at timestamptz
);
CREATE INDEX role_grant_account ON role_grant (account_id);

CREATE TABLE session (
    session_id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    refresh_hash bytea NOT NULL,
    refresh_hash_before bytea,
    rotated_at timestamptz NOT NULL,
    started_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX session_account ON session (account_id) WHERE ended_at IS NULL;

-- ── Sites, rooms, keys ──────────────────────────────────────────────────────────────────────

CREATE TABLE site (
    site_id uuid PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL,
    site_class smallint NOT NULL CHECK (site_class BETWEEN 1 AND 3),
    area_code text NOT NULL REFERENCES area,
    lineage text[] NOT NULL,
    address text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    points jsonb NOT NULL,
    rooms text[] NOT NULL
);
CREATE INDEX site_lineage ON site USING gin (lineage);

CREATE TABLE device (
    device_id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES site,
    room text,
    kind text NOT NULL,
    label text NOT NULL,
    state text NOT NULL CHECK (state IN ('invited', 'active', 'revoked', 'replaced')),
    algorithm text,
    public_key bytea,
    secret_sealed bytea,
    model text,
    version text,
    replaces uuid REFERENCES device,
    enrolled_at timestamptz,
    seen_at timestamptz,
    started_at timestamptz,
    spooled int,
    power text,
    battery_pct smallint
);
CREATE INDEX device_site ON device (site_id);
CREATE INDEX device_seen ON device (seen_at) WHERE state = 'active';

CREATE TABLE device_code (
    code_hash bytea PRIMARY KEY,
    device_id uuid NOT NULL REFERENCES device,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);

-- Requests in the name of a device that were refused: shown as tampering of its site.
CREATE TABLE device_refusal (
    device_id uuid NOT NULL REFERENCES device,
    code text NOT NULL,
    count int NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (device_id, code)
);

CREATE TABLE test_plan (
    plan_id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES site,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
    unit_ids uuid[] NOT NULL,
    note text NOT NULL,
    declared_by uuid NOT NULL,
    declared_at timestamptz NOT NULL,
    withdrawn_at timestamptz
);
CREATE INDEX test_plan_site ON test_plan (site_id, ends_at);

-- ── Cameras and what they saw ───────────────────────────────────────────────────────────────

CREATE TABLE camera (
    camera_id uuid PRIMARY KEY,
    name text NOT NULL,
    area_code text NOT NULL REFERENCES area,
    lineage text[] NOT NULL,
    kind text NOT NULL,
    capture_class text NOT NULL,
    managing_unit text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    spot cube NOT NULL,
    height_m real NOT NULL,
    bearing_deg real NOT NULL,
    spread_deg real NOT NULL,
    range_m real NOT NULL,
    snapshot_url text,
    rtsp_url text,
    username text,
    password_sealed bytea,
    answered_at timestamptz,
    silent_since timestamptz
);
CREATE INDEX camera_spot ON camera USING gist (spot);
CREATE INDEX camera_lineage ON camera USING gin (lineage);

CREATE TABLE snapshot (
    snapshot_id uuid PRIMARY KEY,
    incident_id uuid NOT NULL,
    camera_id uuid NOT NULL REFERENCES camera,
    camera_name text NOT NULL,
    scope text[] NOT NULL,
    about_at timestamptz NOT NULL,
    rank smallint NOT NULL,
    reason text NOT NULL,
    distance_m real NOT NULL,
    state text NOT NULL CHECK (state IN ('planned', 'stored', 'failed')),
    planned_at timestamptz NOT NULL,
    attempt int NOT NULL DEFAULT 0,
    trouble text,
    captured_at timestamptz,
    stored_at timestamptz,
    lag_ms int,
    source text,
    sha256 text,
    size_bytes int,
    width int,
    height int,
    blob_key text
);
CREATE INDEX snapshot_incident ON snapshot (incident_id, rank);

-- ── Patrols ─────────────────────────────────────────────────────────────────────────────────

CREATE TABLE unit (
    unit_id uuid PRIMARY KEY,
    call_sign text NOT NULL,
    unit_class text NOT NULL,
    mode text NOT NULL,
    skills text[] NOT NULL,
    area_code text NOT NULL REFERENCES area,
    lineage text[] NOT NULL
);
CREATE INDEX unit_lineage ON unit USING gin (lineage);

CREATE TABLE member (
    account_id uuid PRIMARY KEY REFERENCES account,
    unit_id uuid NOT NULL REFERENCES unit
);
CREATE INDEX member_unit ON member (unit_id);

CREATE TABLE phone (
    phone_id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    platform text NOT NULL,
    model text NOT NULL,
    seen_at timestamptz NOT NULL
);
CREATE INDEX phone_account ON phone (account_id);

-- A row stands here while the unit is on duty, and only then.
CREATE TABLE position (
    unit_id uuid PRIMARY KEY REFERENCES unit,
    lineage text[] NOT NULL,
    duty_since timestamptz NOT NULL,
    duty_by uuid NOT NULL,
    seen_at timestamptz NOT NULL,
    fix_at timestamptz,
    lat double precision,
    lon double precision,
    spot cube,
    accuracy_m real,
    received_at timestamptz
);
CREATE INDEX position_spot ON position USING gist (spot);
CREATE INDEX position_received ON position (received_at);

CREATE TABLE fix (
    unit_id uuid NOT NULL REFERENCES unit,
    at timestamptz NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    accuracy_m real,
    PRIMARY KEY (unit_id, at)
);

CREATE TABLE duty (
    duty_id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES unit,
    account_id uuid NOT NULL REFERENCES account,
    on_at timestamptz NOT NULL,
    off_at timestamptz
);
CREATE INDEX duty_unit ON duty (unit_id, on_at);

-- ── Alarms and incidents ────────────────────────────────────────────────────────────────────

CREATE TABLE response_plan (
    plan_id uuid PRIMARY KEY,
    area_code text NOT NULL REFERENCES area,
    site_class smallint CHECK (site_class BETWEEN 1 AND 3),
    kind text,
    body jsonb NOT NULL,
    from_at timestamptz NOT NULL,
    set_by uuid NOT NULL
);
CREATE INDEX response_plan_area ON response_plan (area_code);

CREATE TABLE incident (
    incident_id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    source text NOT NULL,
    kind text NOT NULL,
    technical boolean NOT NULL,
    silent boolean NOT NULL,
    test boolean NOT NULL,
    drill_units uuid[] NOT NULL,
    priority smallint NOT NULL CHECK (priority BETWEEN 1 AND 4),
    state text NOT NULL,
    area_code text NOT NULL,  -- No foreign key: every press of a county would lock the same row.
    scope text[] NOT NULL,
    site_id uuid REFERENCES site,
    title text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    plan jsonb NOT NULL,
    points jsonb NOT NULL,
    note text NOT NULL,
    alarms int NOT NULL,
    latched int NOT NULL CHECK (latched >= 0),
    commander_id uuid,
    commander_name text,
    commander_area text,
    eta_at timestamptz,
    desk_at timestamptz,
    desk_reason text,
    merged_into uuid REFERENCES incident,
    disposition text,
    opened_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    closed_at timestamptz,
    closed_by text
);
-- One open incident of a site: presses join it. Tests never mix with what is real.
CREATE UNIQUE INDEX incident_open_of_site ON incident (site_id, test, technical)
    WHERE state NOT IN ('closed', 'cancelled') AND site_id IS NOT NULL;
CREATE INDEX incident_open ON incident (opened_at) WHERE state NOT IN ('closed', 'cancelled');
CREATE INDEX incident_opened ON incident (opened_at);
CREATE INDEX incident_scope ON incident USING gin (scope);

CREATE TABLE timeline (
    entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incident,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    who text NOT NULL,
    body jsonb NOT NULL
);
CREATE INDEX timeline_incident ON timeline (incident_id, entry_id);
CREATE TRIGGER timeline_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON timeline
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE alarm (
    alarm_id uuid PRIMARY KEY,
    press_id uuid NOT NULL,
    device_id uuid NOT NULL REFERENCES device,
    site_id uuid NOT NULL REFERENCES site,
    incident_id uuid NOT NULL REFERENCES incident,
    scope text[] NOT NULL,
    kind text NOT NULL,
    silent boolean NOT NULL,
    test boolean NOT NULL,
    room text,
    note text NOT NULL,
    pressed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    clock_off_s double precision,
    state text NOT NULL CHECK (state IN ('latched', 'reset')),
    disposition text,
    reset_at timestamptz,
    reset_by text,
    UNIQUE (site_id, press_id)
);
CREATE INDEX alarm_incident ON alarm (incident_id);
CREATE INDEX alarm_device ON alarm (device_id, received_at);
CREATE INDEX alarm_latched ON alarm (received_at) WHERE state = 'latched';

-- ── Dispatch ────────────────────────────────────────────────────────────────────────────────

-- What an incident needs: one unit at one point.
CREATE TABLE need (
    need_id uuid PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incident,
    number smallint NOT NULL,
    root text NOT NULL,  -- The topmost area: units are shared out within it, round by round.
    role text NOT NULL,
    point_name text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    skills text[] NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'held', 'ended')),
    tier smallint NOT NULL,
    opened_at timestamptz NOT NULL,
    next_at timestamptz NOT NULL,
    exhausted boolean NOT NULL,
    desk_at timestamptz,
    holder uuid,
    UNIQUE (incident_id, number)
);
CREATE INDEX need_due ON need (root, next_at) WHERE state <> 'ended';

-- One unit asked to meet one need.
CREATE TABLE task (
    task_id uuid PRIMARY KEY,
    need_id uuid NOT NULL REFERENCES need,
    incident_id uuid NOT NULL REFERENCES incident,
    unit_id uuid NOT NULL REFERENCES unit,
    call_sign text NOT NULL,
    state text NOT NULL,
    tier smallint NOT NULL,
    by_hand boolean NOT NULL,
    distance_m real,
    eta_s real,
    eta_source text NOT NULL,
    reasons text[] NOT NULL,
    channel smallint NOT NULL,
    offered_at timestamptz NOT NULL,
    received_at timestamptz,
    answered_at timestamptz,
    en_route_at timestamptz,
    on_scene_at timestamptz,
    ended_at timestamptz,
    lost_at timestamptz,
    reason text
);
-- No unit rings for two incidents or holds two, unless a dispatcher says so.
CREATE UNIQUE INDEX task_one_of_unit ON task (unit_id)
    WHERE state IN ('offered', 'received', 'accepted', 'en_route', 'on_scene') AND NOT by_hand;
CREATE INDEX task_active ON task (unit_id)
    WHERE state IN ('offered', 'received', 'accepted', 'en_route', 'on_scene');
CREATE INDEX task_need ON task (need_id);
CREATE INDEX task_incident ON task (incident_id);

CREATE TABLE delivery (
    delivery_id uuid PRIMARY KEY,
    task_id uuid NOT NULL REFERENCES task,
    channel text NOT NULL,
    at timestamptz NOT NULL,
    outcome text NOT NULL
);
CREATE INDEX delivery_task ON delivery (task_id);

-- ── Faults ──────────────────────────────────────────────────────────────────────────────────

CREATE TABLE fault (
    fault_id uuid PRIMARY KEY,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    subject text NOT NULL,
    site_id uuid,
    scope text[] NOT NULL,
    detail text NOT NULL,
    count int NOT NULL,
    opened_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    cleared_at timestamptz,
    cleared_by text
);
CREATE UNIQUE INDEX fault_open ON fault (kind, subject_id) WHERE cleared_at IS NULL;
CREATE INDEX fault_scope ON fault USING gin (scope);
