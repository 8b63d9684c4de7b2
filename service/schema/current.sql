-- The schema that the migrations make. Written by `./dev spec`; not to be edited.

SET check_function_bodies = false;

CREATE EXTENSION IF NOT EXISTS cube WITH SCHEMA public;

CREATE FUNCTION public.account_near(account uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.role_grant g JOIN public.area a USING (area_code)
        WHERE g.account_id = account
            AND (a.lineage && public.asks() OR 'up:' || g.area_code = ANY (public.asks())));
END $$;

CREATE FUNCTION public.area_in(code text) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.area a WHERE a.area_code = code AND a.lineage && public.asks());
END $$;

CREATE FUNCTION public.asks() RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('watchbell.asks', true), '')::text[] $$;

CREATE FUNCTION public.asks_beyond() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT EXISTS (SELECT FROM unnest(asks()) AS mark WHERE mark ~ '^(unit|site):') $$;

CREATE FUNCTION public.device_in(device uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.device d
        WHERE d.device_id = device
            AND ('site:' || d.site_id = ANY (public.asks()) OR public.site_in(d.site_id)));
END $$;

CREATE FUNCTION public.fix_days_drop(before timestamp with time zone) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET lock_timeout TO '5s'
    SET "TimeZone" TO 'UTC'
    AS $_$
DECLARE
    name text;
    full_still boolean;
    dropped integer := 0;
BEGIN
    FOR name IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'public.fix'::regclass AND c.relname ~ '^fix_[0-9]{8}$'
            AND (to_date(substr(c.relname, 5), 'YYYYMMDD') + 1)::timestamptz <= before
        ORDER BY c.relname
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO full_still;
        CONTINUE WHEN full_still;
        -- In this order, as whoever writes a position takes them.
        LOCK TABLE ONLY fix IN ACCESS EXCLUSIVE MODE;
        EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', name);
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO full_still;
        CONTINUE WHEN full_still;
        EXECUTE format('DROP TABLE %I', name);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $_$;

CREATE FUNCTION public.fix_days_make(first_on date, last_on date) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET lock_timeout TO '5s'
    SET "TimeZone" TO 'UTC'
    AS $$
DECLARE
    day date;
    name text;
    made integer := 0;
BEGIN
    IF last_on - first_on > 366 THEN
        RAISE EXCEPTION 'more than a year of days at once';
    END IF;
    IF (SELECT relkind FROM pg_class WHERE oid = 'public.fix'::regclass) <> 'p' THEN
        RETURN 0;
    END IF;
    FOR day IN SELECT generate_series(first_on, last_on, '1 day')::date LOOP
        name := 'fix_' || to_char(day, 'YYYYMMDD');
        CONTINUE WHEN to_regclass('public.' || name) IS NOT NULL;
        LOCK TABLE fix_rest IN ACCESS EXCLUSIVE MODE;
        EXECUTE format('CREATE TABLE %I (LIKE fix INCLUDING ALL)', name);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY system ON %I TO watchbell_system USING (true) WITH CHECK (true)', name);
        EXECUTE format(
            'WITH moved AS (DELETE FROM fix_rest WHERE at >= %L AND at < %L'
            ' RETURNING unit_id, at, lat, lon, accuracy_m)'
            ' INSERT INTO %I (unit_id, at, lat, lon, accuracy_m)'
            ' SELECT unit_id, at, lat, lon, accuracy_m FROM moved',
            day::timestamptz, (day + 1)::timestamptz, name);
        EXECUTE format(
            'ALTER TABLE fix ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            name, day::timestamptz, (day + 1)::timestamptz);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;

CREATE FUNCTION public.flat(lat double precision, lon double precision) RETURNS point
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN point(lon, degrees(ln(tan(radians(((45)::double precision + (lat / (2)::double precision)))))));

CREATE FUNCTION public.flat_around(lat double precision, lon double precision, metres double precision) RETURNS box
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN box(circle(public.flat(lat, lon), degrees(((((1.43)::double precision * metres) / (6371008.8)::double precision) / cos(radians(lat))))));

CREATE FUNCTION public.footage_at_desk(footage uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.footage_request r
        WHERE r.footage_id = footage AND r.scope && public.asks());
END $$;

CREATE FUNCTION public.footage_in(footage uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.footage_request r
        WHERE r.footage_id = footage
            AND (r.scope && public.asks() OR 'me:' || r.applicant_id = ANY (public.asks())));
END $$;

CREATE FUNCTION public.incident_in(incident uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.incident i
        WHERE i.incident_id = incident
            AND (i.scope && public.asks() OR 'site:' || i.site_id = ANY (public.asks()))
    ) OR (public.asks_beyond() AND public.incident_reached(incident));
END $$;

CREATE FUNCTION public.incident_reached(incident uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.task t
        WHERE t.incident_id = incident AND 'unit:' || t.unit_id = ANY (public.asks())
    ) OR EXISTS (
        WITH RECURSIVE taken_in AS (
            SELECT i.incident_id, i.site_id FROM public.incident i WHERE i.merged_into = incident
            UNION
            SELECT i.incident_id, i.site_id
            FROM public.incident i JOIN taken_in t ON i.merged_into = t.incident_id
        )
        SELECT FROM taken_in t WHERE 'site:' || t.site_id = ANY (public.asks()));
END $$;

CREATE FUNCTION public.incident_written(incident uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    AS $$
BEGIN
    RETURN public.incident_in(incident);
END $$;

CREATE FUNCTION public.live_since(after bigint, most integer) RETURNS TABLE(seq bigint, scope text[], topic text, at timestamp with time zone, body jsonb, mine boolean)
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.look_chained() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    head record;
BEGIN
    SELECT * INTO STRICT head FROM look_head FOR UPDATE;
    IF EXISTS (SELECT FROM look l WHERE l.look_id = NEW.look_id) THEN
        RETURN NULL;
    END IF;
    NEW.number := head.number + 1;
    NEW.before := head.digest;
    NEW.digest := look_digest(NEW.number, NEW.before, look_content(NEW));
    UPDATE look_head SET number = NEW.number, digest = NEW.digest;
    RETURN NEW;
END $$;

CREATE FUNCTION public.look_field(said text) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN (COALESCE(((octet_length(convert_to(said, 'UTF8'::name)) || ':'::text) || said), '-'::text) || ','::text);

CREATE TABLE public.look (
    look_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    account_id uuid,
    person text NOT NULL,
    work_unit text NOT NULL,
    reason text NOT NULL,
    content text NOT NULL,
    incident_id uuid,
    kind text DEFAULT 'picture'::text NOT NULL,
    scope text[] DEFAULT '{}'::text[] NOT NULL,
    number bigint NOT NULL,
    before bytea NOT NULL,
    digest bytea NOT NULL
);

CREATE FUNCTION public.look_content(one public.look) RETURNS bytea
    LANGUAGE sql STABLE
    RETURN sha256(convert_to(((((((((((public.look_field('look 1'::text) || public.look_field(((one).look_id)::text)) || public.look_field(to_char(((one).at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'::text))) || public.look_field((one).kind)) || public.look_field(((one).account_id)::text)) || public.look_field((one).person)) || public.look_field((one).work_unit)) || public.look_field((one).reason)) || public.look_field((one).content)) || public.look_field(((one).incident_id)::text)) || public.look_field(array_to_string((one).scope, ' '::text))), 'UTF8'::name));

CREATE FUNCTION public.look_digest(number bigint, before bytea, content bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    RETURN sha256(convert_to(((public.look_field((number)::text) || public.look_field(encode(before, 'hex'::text))) || public.look_field(encode(content, 'hex'::text))), 'UTF8'::name));

CREATE FUNCTION public.look_forget(until bigint, most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    gone bigint;
BEGIN
    DELETE FROM look WHERE look_id IN (
        SELECT l.look_id FROM look l WHERE l.number <= until ORDER BY l.number LIMIT most
    );
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

CREATE FUNCTION public.look_guarded() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM look_anchor a
        WHERE a.cut AND a.number >= OLD.number AND a.at > OLD.at + interval '1096 days'
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION public.marks_of(account uuid, at timestamp with time zone) RETURNS text[]
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
    RETURN ARRAY(
        SELECT g.area_code FROM role_grant g
        WHERE g.account_id = account AND (g.until_at IS NULL OR g.until_at > at)
            AND g.role NOT IN ('school_contact', 'patrol_officer', 'citizen', 'managing_unit')
        UNION
        SELECT 'up:' || unnest(a.lineage) FROM role_grant g JOIN area a USING (area_code)
        WHERE g.account_id = account AND (g.until_at IS NULL OR g.until_at > at)
        UNION
        SELECT 'site:' || g.site_id FROM role_grant g
        WHERE g.account_id = account AND (g.until_at IS NULL OR g.until_at > at)
            AND g.site_id IS NOT NULL
        UNION
        SELECT 'unit:' || m.unit_id FROM member m
        WHERE m.account_id = account AND EXISTS (
            SELECT FROM role_grant g
            WHERE g.account_id = account AND (g.until_at IS NULL OR g.until_at > at)
                AND g.role = 'patrol_officer')
        UNION
        SELECT 'me:' || account
    );
END $$;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION public.security_event_guarded() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM deletion d
        WHERE d.kind = 'security_log' AND OLD.at BETWEEN d.oldest_at AND d.newest_at
            AND d.at > OLD.at + interval '183 days'
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION public.site_in(site uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.site s WHERE s.site_id = site AND s.lineage && public.asks());
END $$;

CREATE FUNCTION public.some_area_in(codes text[]) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.area a WHERE a.area_code = ANY (codes) AND a.lineage && public.asks());
END $$;

CREATE FUNCTION public.task_in(task uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.task t
        WHERE t.task_id = task
            AND ('unit:' || t.unit_id = ANY (public.asks()) OR public.incident_in(t.incident_id)));
END $$;

CREATE FUNCTION public.timeline_forget(incidents uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    UPDATE timeline SET body = body - 'note'
    WHERE incident_id = ANY (incidents) AND body ? 'note';
END $$;

CREATE FUNCTION public.timeline_guarded() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF (NEW.entry_id, NEW.incident_id, NEW.at, NEW.kind, NEW.who, NEW.body)
        = (OLD.entry_id, OLD.incident_id, OLD.at, OLD.kind, OLD.who, OLD.body - 'note')
        AND EXISTS (
            SELECT FROM incident i
            WHERE i.incident_id = OLD.incident_id AND i.forgotten_at IS NOT NULL
        ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION public.unit_in(unit uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.unit u WHERE u.unit_id = unit AND u.lineage && public.asks());
END $$;

CREATE TABLE public.account (
    account_id uuid NOT NULL,
    name text NOT NULL,
    display text NOT NULL,
    password_hash text NOT NULL,
    phone_sealed bytea,
    demo boolean NOT NULL,
    closed_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    phone_index bytea,
    password_once boolean DEFAULT false NOT NULL
);

CREATE TABLE public.account_link (
    issuer text NOT NULL,
    subject text NOT NULL,
    account_id uuid NOT NULL,
    linked_at timestamp with time zone NOT NULL
);

CREATE TABLE public.alarm (
    alarm_id uuid NOT NULL,
    press_id uuid NOT NULL,
    device_id uuid NOT NULL,
    site_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    scope text[] NOT NULL,
    kind text NOT NULL,
    silent boolean NOT NULL,
    test boolean NOT NULL,
    room text,
    note text NOT NULL,
    pressed_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    clock_off_s double precision,
    state text NOT NULL,
    disposition text,
    reset_at timestamp with time zone,
    reset_by text,
    CONSTRAINT alarm_state_check CHECK ((state = ANY (ARRAY['latched'::text, 'reset'::text])))
);

CREATE TABLE public.area (
    area_code text NOT NULL,
    parent_code text,
    name text NOT NULL,
    level text NOT NULL,
    lineage text[] NOT NULL,
    CONSTRAINT area_area_code_check CHECK ((area_code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12})$'::text))
);

CREATE TABLE public.brake (
    brake_key bytea NOT NULL,
    failures integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    free_at timestamp with time zone NOT NULL
);

CREATE TABLE public.bulletin (
    bulletin_id uuid NOT NULL,
    area_code text NOT NULL,
    scope text[] NOT NULL,
    zh jsonb NOT NULL,
    en jsonb,
    seen_at timestamp with time zone NOT NULL,
    phone text NOT NULL,
    until timestamp with time zone NOT NULL,
    guardian_sealed bytea NOT NULL,
    relation text NOT NULL,
    consent_how text NOT NULL,
    consent_at timestamp with time zone NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    issued_by text NOT NULL,
    state text NOT NULL,
    ending text,
    ended_at timestamp with time zone,
    ended_by text,
    CONSTRAINT bulletin_check CHECK (((until > issued_at) AND (until <= (issued_at + '72:00:00'::interval)))),
    CONSTRAINT bulletin_check1 CHECK (((state = 'current'::text) = (ended_at IS NULL)))
);

CREATE TABLE public.bulletin_portrait (
    bulletin_id uuid NOT NULL,
    sha256 text NOT NULL,
    jpeg bytea NOT NULL
);

CREATE TABLE public.camera (
    camera_id uuid NOT NULL,
    name text NOT NULL,
    area_code text NOT NULL,
    lineage text[] NOT NULL,
    kind text NOT NULL,
    capture_class text NOT NULL,
    managing_unit text NOT NULL,
    lat double precision,
    lon double precision,
    spot public.cube,
    height_m real NOT NULL,
    bearing_deg real NOT NULL,
    spread_deg real NOT NULL,
    range_m real NOT NULL,
    snapshot_url text,
    rtsp_url text,
    username text,
    password_sealed bytea,
    answered_at timestamp with time zone,
    silent_since timestamp with time zone,
    gb_id text,
    tilt_deg real DEFAULT 0 NOT NULL,
    capture_location text DEFAULT 'other'::text NOT NULL,
    point_class smallint,
    unit_category text DEFAULT 'government'::text NOT NULL,
    network_zone text DEFAULT 'police_video'::text NOT NULL,
    footage_days smallint,
    route jsonb,
    onvif_url text,
    gateway jsonb,
    gateway_secret_sealed bytea,
    presets jsonb DEFAULT '[]'::jsonb NOT NULL,
    trouble text,
    clock_ahead_ms bigint,
    changed_at timestamp with time zone,
    sought text GENERATED ALWAYS AS (lower(((((name || ' '::text) || managing_unit) || ' '::text) || COALESCE(gb_id, ''::text)))) STORED NOT NULL,
    ways text[],
    has_username boolean DEFAULT false NOT NULL,
    ways_sealed bytea,
    restricted_vicinity boolean DEFAULT false NOT NULL,
    sign_present boolean,
    in_use_on date,
    filed_on date,
    CONSTRAINT camera_footage_days_check CHECK (((footage_days >= 1) AND (footage_days <= 3650))),
    CONSTRAINT camera_gb_id_check CHECK ((gb_id ~ '^[0-9]{20}$'::text)),
    CONSTRAINT camera_point_class_check CHECK (((point_class >= 1) AND (point_class <= 3))),
    CONSTRAINT camera_stands CHECK ((((spot IS NULL) = (route IS NOT NULL)) AND ((spot IS NULL) = (kind = 'vehicle'::text))))
)
WITH (autovacuum_vacuum_scale_factor='0.005');

CREATE TABLE public.camera_import (
    import_id uuid NOT NULL,
    account_id uuid NOT NULL,
    person text NOT NULL,
    areas text[] NOT NULL,
    format text NOT NULL,
    crs text,
    encoding text,
    blob_key text,
    state text NOT NULL,
    rows_read integer DEFAULT 0 NOT NULL,
    added integer DEFAULT 0 NOT NULL,
    updated integer DEFAULT 0 NOT NULL,
    faults_found integer DEFAULT 0 NOT NULL,
    faults jsonb DEFAULT '[]'::jsonb NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT camera_import_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'geojson'::text]))),
    CONSTRAINT camera_import_state_check CHECK ((state = ANY (ARRAY['arriving'::text, 'waiting'::text, 'reading'::text, 'done'::text, 'refused'::text])))
);

CREATE TABLE public.camera_turn (
    camera_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    preset text NOT NULL,
    stand jsonb NOT NULL,
    aim jsonb,
    turned_at timestamp with time zone NOT NULL,
    back_at timestamp with time zone NOT NULL
);

CREATE TABLE public.carrier (
    carrier text NOT NULL,
    lanes text[] NOT NULL,
    redis_away boolean NOT NULL,
    started_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

CREATE TABLE public.consent (
    consent_id uuid NOT NULL,
    account_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    given_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    how text NOT NULL,
    CONSTRAINT consent_how_check CHECK ((how = ANY (ARRAY['page'::text, 'app'::text, 'paper'::text])))
);

CREATE TABLE public.data_request (
    request_id uuid NOT NULL,
    account_id uuid NOT NULL,
    display text NOT NULL,
    kind text NOT NULL,
    text text NOT NULL,
    areas text[] NOT NULL,
    scope text[] NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    reason text,
    answer text NOT NULL,
    remaining jsonb NOT NULL,
    answered_at timestamp with time zone,
    answered_by uuid,
    CONSTRAINT data_request_check CHECK (((state = 'open'::text) = (answered_at IS NULL))),
    CONSTRAINT data_request_check1 CHECK (((state = 'refused'::text) = (reason IS NOT NULL))),
    CONSTRAINT data_request_kind_check CHECK ((kind = ANY (ARRAY['correct'::text, 'delete'::text, 'restrict'::text, 'explain'::text]))),
    CONSTRAINT data_request_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'refused'::text])))
);

CREATE TABLE public.deletion (
    deletion_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    policies uuid[] NOT NULL,
    areas text[] NOT NULL,
    count bigint NOT NULL,
    oldest_at timestamp with time zone,
    newest_at timestamp with time zone,
    digests text[] NOT NULL,
    incidents uuid[] NOT NULL
);

CREATE TABLE public.delivery (
    delivery_id uuid NOT NULL,
    task_id uuid,
    channel text NOT NULL,
    at timestamp with time zone NOT NULL,
    outcome text NOT NULL,
    account_id uuid,
    phone_id uuid,
    attempt smallint DEFAULT 1 NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    gateway_id text DEFAULT ''::text NOT NULL,
    accepted_at timestamp with time zone,
    delivered_at timestamp with time zone,
    received_at timestamp with time zone,
    seen_at timestamp with time zone
);

CREATE TABLE public.device (
    device_id uuid NOT NULL,
    site_id uuid NOT NULL,
    room text,
    kind text NOT NULL,
    label text NOT NULL,
    state text NOT NULL,
    algorithm text,
    public_key bytea,
    secret_sealed bytea,
    model text,
    version text,
    replaces uuid,
    enrolled_at timestamp with time zone,
    seen_at timestamp with time zone,
    started_at timestamp with time zone,
    spooled integer,
    power text,
    battery_pct smallint,
    faults text[] DEFAULT '{}'::text[] NOT NULL,
    self_test jsonb,
    CONSTRAINT device_state_check CHECK ((state = ANY (ARRAY['invited'::text, 'active'::text, 'revoked'::text, 'replaced'::text])))
);

CREATE TABLE public.device_code (
    code_hash bytea NOT NULL,
    device_id uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

CREATE TABLE public.device_refusal (
    device_id uuid NOT NULL,
    code text NOT NULL,
    count integer NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL
);

CREATE TABLE public.duty (
    duty_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    account_id uuid NOT NULL,
    on_at timestamp with time zone NOT NULL,
    off_at timestamp with time zone
);

CREATE TABLE public.event (
    seq bigint NOT NULL,
    topic text NOT NULL,
    scope text[] NOT NULL,
    at timestamp with time zone NOT NULL,
    body jsonb NOT NULL
);

CREATE TABLE public.event_head (
    one boolean DEFAULT true NOT NULL,
    seq bigint NOT NULL,
    CONSTRAINT event_head_one_check CHECK (one)
);

CREATE TABLE public.factor (
    account_id uuid NOT NULL,
    secret_sealed bytea NOT NULL,
    last_step bigint NOT NULL,
    enrolled_at timestamp with time zone NOT NULL
);

CREATE TABLE public.fault (
    fault_id uuid NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    subject text NOT NULL,
    site_id uuid,
    scope text[] NOT NULL,
    detail text NOT NULL,
    count integer NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    cleared_at timestamp with time zone,
    cleared_by text
);

CREATE TABLE public.fix (
    unit_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    accuracy_m real
)
PARTITION BY RANGE (at);

CREATE TABLE public.fix_rest (
    unit_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    accuracy_m real
);

CREATE TABLE public.footage_camera (
    footage_id uuid NOT NULL,
    camera_id uuid NOT NULL,
    name text NOT NULL,
    managing_unit text NOT NULL,
    unit_category text NOT NULL,
    away_m real NOT NULL,
    overwrite_at timestamp with time zone,
    hold_state text NOT NULL,
    hold_trouble text,
    hold_tries smallint DEFAULT 0 NOT NULL,
    hold_at timestamp with time zone,
    decision text,
    refusal text,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    left_out boolean DEFAULT false NOT NULL,
    held_by_copy boolean DEFAULT false NOT NULL,
    round smallint DEFAULT 1 NOT NULL,
    held_from_at timestamp with time zone,
    held_until_at timestamp with time zone,
    restricted_at timestamp with time zone,
    CONSTRAINT footage_camera_check CHECK (((NOT ((decision = 'refused'::text) IS DISTINCT FROM (refusal IS NOT NULL))) OR (decision IS NULL))),
    CONSTRAINT footage_camera_check1 CHECK (((held_from_at IS NULL) = (held_until_at IS NULL))),
    CONSTRAINT footage_camera_check2 CHECK (((held_until_at IS NULL) OR ((held_from_at < held_until_at) AND (held_until_at <= (held_from_at + '03:00:00'::interval))))),
    CONSTRAINT footage_camera_check3 CHECK (((restricted_at IS NULL) OR left_out)),
    CONSTRAINT footage_camera_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'narrowed'::text, 'refused'::text]))),
    CONSTRAINT footage_camera_hold_state_check CHECK ((hold_state = ANY (ARRAY['asked'::text, 'placed'::text, 'failed'::text, 'released'::text]))),
    CONSTRAINT footage_camera_round_check CHECK ((round >= 1))
);

CREATE TABLE public.footage_consent (
    consent_id uuid NOT NULL,
    footage_id uuid NOT NULL,
    managing_unit text NOT NULL,
    state text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    asked_by text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    late_at timestamp with time zone,
    how text,
    answered_at timestamp with time zone,
    answered_by text,
    answered_id uuid,
    second_at timestamp with time zone,
    second_by text,
    second_id uuid,
    written_due_at timestamp with time zone,
    written_at timestamp with time zone,
    link_digest bytea,
    link_until timestamp with time zone,
    link_used_at timestamp with time zone,
    round smallint DEFAULT 1 NOT NULL,
    CONSTRAINT footage_consent_how_check CHECK ((how = ANY (ARRAY['account'::text, 'link'::text, 'oral'::text, 'writing'::text]))),
    CONSTRAINT footage_consent_round_check CHECK ((round >= 1)),
    CONSTRAINT footage_consent_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'granted'::text, 'refused'::text, 'withdrawn'::text, 'ended'::text])))
);

CREATE TABLE public.footage_copy (
    copy_id uuid NOT NULL,
    masking_id uuid NOT NULL,
    footage_id uuid NOT NULL,
    organ text NOT NULL,
    basis text NOT NULL,
    document text NOT NULL,
    officer_id uuid NOT NULL,
    officer text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    second_id uuid,
    second text,
    given_at timestamp with time zone,
    sha256 text NOT NULL,
    CONSTRAINT footage_copy_check CHECK ((second_id IS DISTINCT FROM officer_id))
);

CREATE TABLE public.footage_event (
    entry_id bigint NOT NULL,
    footage_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    who text NOT NULL,
    body jsonb NOT NULL
);

ALTER TABLE public.footage_event ALTER COLUMN entry_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.footage_event_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.footage_file (
    file_id uuid NOT NULL,
    footage_id uuid NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    sha256 text NOT NULL,
    size_bytes integer NOT NULL,
    image_sealed bytea,
    purged_at timestamp with time zone,
    CONSTRAINT footage_file_check CHECK (((image_sealed IS NULL) = (purged_at IS NOT NULL))),
    CONSTRAINT footage_file_kind_check CHECK ((kind = ANY (ARRAY['photo'::text, 'paper'::text])))
);

CREATE TABLE public.footage_masking (
    masking_id uuid NOT NULL,
    footage_id uuid NOT NULL,
    camera_id uuid NOT NULL,
    camera text NOT NULL,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    region jsonb,
    state text NOT NULL,
    trouble text,
    why text,
    asked_by text NOT NULL,
    asked_id uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone,
    film jsonb,
    strips_by uuid,
    strips_seen integer[] DEFAULT '{}'::integer[] NOT NULL,
    decided_by text,
    decided_id uuid,
    decided_at timestamp with time zone,
    CONSTRAINT footage_masking_check CHECK ((from_at < until_at)),
    CONSTRAINT footage_masking_check1 CHECK (((film IS NOT NULL) = (made_at IS NOT NULL))),
    CONSTRAINT footage_masking_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'made'::text, 'refused'::text, 'failed'::text, 'confirmed'::text, 'rejected'::text, 'deleted'::text])))
);

CREATE TABLE public.footage_message (
    message_id uuid NOT NULL,
    footage_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_office boolean NOT NULL,
    who text NOT NULL,
    text_sealed bytea NOT NULL
);

CREATE TABLE public.footage_request (
    footage_id uuid NOT NULL,
    number bigint NOT NULL,
    receipt_digest bytea NOT NULL,
    applicant_id uuid,
    area_code text NOT NULL,
    scope text[] NOT NULL,
    lane text NOT NULL,
    category text NOT NULL,
    state text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    site_id uuid,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    relationship text NOT NULL,
    at_risk text,
    minors boolean NOT NULL,
    person_sealed bytea,
    identity_sealed bytea,
    identity_index bytea,
    identity_how text,
    identity_at timestamp with time zone,
    filed_at timestamp with time zone NOT NULL,
    filed_by text,
    state_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    late_at timestamp with time zone,
    moved_by text NOT NULL,
    overwrite_at timestamp with time zone,
    decided_by uuid,
    decided_at timestamp with time zone,
    refusal text,
    channel text,
    channel_number text,
    slot_at timestamp with time zone,
    slot_place text,
    undertaking_at timestamp with time zone,
    outcome text,
    result_sealed bytea,
    satisfaction smallint,
    ended_at timestamp with time zone,
    forgotten_at timestamp with time zone,
    unconfirmed smallint DEFAULT 0 NOT NULL,
    texted_version integer DEFAULT 0 NOT NULL,
    unconfirmed_sightings smallint DEFAULT 0 NOT NULL,
    CONSTRAINT footage_request_check CHECK (((from_at < until_at) AND (until_at <= (from_at + '03:00:00'::interval)))),
    CONSTRAINT footage_request_check1 CHECK (((identity_at IS NULL) = (identity_how IS NULL))),
    CONSTRAINT footage_request_satisfaction_check CHECK (((satisfaction >= 1) AND (satisfaction <= 5)))
);

ALTER TABLE public.footage_request ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.footage_request_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.footage_unit (
    unit_id uuid NOT NULL,
    area_code text NOT NULL,
    lineage text[] NOT NULL,
    managing_unit text NOT NULL,
    accounts uuid[] NOT NULL
);

CREATE TABLE public.footage_viewing (
    viewing_id uuid NOT NULL,
    number bigint NOT NULL,
    footage_id uuid NOT NULL,
    place text NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    officer_id uuid NOT NULL,
    officer text NOT NULL,
    session_id uuid NOT NULL,
    needs_second boolean NOT NULL,
    second_id uuid,
    second text,
    second_at timestamp with time zone,
    undertaking text NOT NULL,
    undertaking_digest text NOT NULL,
    signed_sealed bytea NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT footage_viewing_check CHECK ((begins_at < until_at))
);

ALTER TABLE public.footage_viewing ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.footage_viewing_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.found_photo (
    thing_id uuid NOT NULL,
    sha256 text NOT NULL,
    jpeg bytea NOT NULL
);

CREATE TABLE public.found_thing (
    thing_id uuid NOT NULL,
    number bigint NOT NULL,
    area_code text NOT NULL,
    scope text[] NOT NULL,
    state text NOT NULL,
    category text NOT NULL,
    colours text[] NOT NULL,
    place_name text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    found_at timestamp with time zone NOT NULL,
    kept_at text NOT NULL,
    words_sealed bytea,
    finder_sealed bytea,
    entered_at timestamp with time zone NOT NULL,
    entered_by text NOT NULL,
    announced_at timestamp with time zone,
    due_at timestamp with time zone,
    late_at timestamp with time zone,
    footage_id uuid,
    matched_at timestamp with time zone,
    matched_by text,
    receipt_sealed bytea,
    ended_at timestamp with time zone,
    ended_by text,
    how text,
    forgotten_at timestamp with time zone,
    not_of uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    CONSTRAINT found_thing_check CHECK (((announced_at IS NULL) = (due_at IS NULL))),
    CONSTRAINT found_thing_check1 CHECK (((ended_at IS NULL) = (state = ANY (ARRAY['kept'::text, 'matched'::text])))),
    CONSTRAINT found_thing_check2 CHECK (((state = 'to_state'::text) = (how IS NOT NULL))),
    CONSTRAINT found_thing_check3 CHECK (((state <> 'matched'::text) OR (footage_id IS NOT NULL))),
    CONSTRAINT found_thing_how_check CHECK ((how = ANY (ARRAY['to_state'::text, 'auctioned'::text, 'destroyed'::text]))),
    CONSTRAINT found_thing_state_check CHECK ((state = ANY (ARRAY['kept'::text, 'matched'::text, 'returned'::text, 'to_state'::text])))
);

ALTER TABLE public.found_thing ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.found_thing_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.handover (
    handover_id uuid NOT NULL,
    incidents uuid[] NOT NULL,
    scope text[] NOT NULL,
    from_id uuid NOT NULL,
    from_name text NOT NULL,
    to_id uuid NOT NULL,
    to_name text NOT NULL,
    note text NOT NULL,
    state text NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_by text,
    answer text DEFAULT ''::text NOT NULL,
    CONSTRAINT handover_state_check CHECK ((state = ANY (ARRAY['offered'::text, 'accepted'::text, 'declined'::text, 'withdrawn'::text])))
);

CREATE TABLE public.hold (
    hold_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    scope text[] NOT NULL,
    owner_id uuid NOT NULL,
    owner text NOT NULL,
    reason text NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    remind_at timestamp with time zone NOT NULL,
    reminded_at timestamp with time zone,
    released_at timestamp with time zone,
    released_by text,
    CONSTRAINT hold_check CHECK (((until > placed_at) AND (remind_at <= until)))
);

CREATE TABLE public.incident (
    incident_id uuid NOT NULL,
    number bigint NOT NULL,
    source text NOT NULL,
    kind text NOT NULL,
    technical boolean NOT NULL,
    silent boolean NOT NULL,
    test boolean NOT NULL,
    drill_units uuid[] NOT NULL,
    priority smallint NOT NULL,
    state text NOT NULL,
    area_code text NOT NULL,
    scope text[] NOT NULL,
    site_id uuid,
    title text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    plan jsonb NOT NULL,
    points jsonb NOT NULL,
    note text NOT NULL,
    alarms integer NOT NULL,
    latched integer NOT NULL,
    commander_id uuid,
    commander_name text,
    commander_area text,
    eta_at timestamp with time zone,
    desk_at timestamp with time zone,
    desk_reason text,
    merged_into uuid,
    disposition text,
    opened_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    closed_by text,
    sought text GENERATED ALWAYS AS (lower(((title || ' '::text) || note))) STORED NOT NULL,
    shown_at timestamp with time zone,
    forgotten_at timestamp with time zone,
    CONSTRAINT incident_latched_check CHECK ((latched >= 0)),
    CONSTRAINT incident_priority_check CHECK (((priority >= 1) AND (priority <= 4)))
);
ALTER TABLE ONLY public.incident ALTER COLUMN area_code SET (n_distinct=1000);

ALTER TABLE public.incident ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.incident_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.job (
    job_id bigint NOT NULL,
    kind text NOT NULL,
    lane text NOT NULL,
    key text NOT NULL,
    args jsonb NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    lease_until timestamp with time zone,
    carrier text,
    settled_at timestamp with time zone,
    trouble text,
    CONSTRAINT job_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
);

ALTER TABLE public.job ALTER COLUMN job_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.job_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.keeping_policy (
    policy_id uuid NOT NULL,
    area_code text NOT NULL,
    from_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by text NOT NULL,
    rules jsonb NOT NULL,
    sites uuid[] NOT NULL
);

CREATE TABLE public.keeping_search (
    one boolean DEFAULT true NOT NULL,
    after text NOT NULL,
    CONSTRAINT keeping_search_one_check CHECK (one)
);

CREATE TABLE public.key_keeper (
    device_id uuid NOT NULL,
    person text NOT NULL,
    set_by uuid NOT NULL,
    set_at timestamp with time zone NOT NULL
);

CREATE TABLE public.look_anchor (
    number bigint NOT NULL,
    cut boolean NOT NULL,
    digest bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    key text NOT NULL,
    signature text NOT NULL
);

CREATE TABLE public.look_head (
    one boolean DEFAULT true NOT NULL,
    number bigint NOT NULL,
    digest bytea NOT NULL,
    CONSTRAINT look_head_one_check CHECK (one)
);

CREATE TABLE public.member (
    account_id uuid NOT NULL,
    unit_id uuid NOT NULL
);

CREATE TABLE public.message (
    message_id uuid NOT NULL,
    number bigint NOT NULL,
    incident_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    account_id uuid NOT NULL,
    who text NOT NULL,
    unit_id uuid,
    text text NOT NULL,
    CONSTRAINT message_text_check CHECK (((length(text) >= 1) AND (length(text) <= 500)))
);

ALTER TABLE public.message ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.message_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.need (
    need_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    number smallint NOT NULL,
    root text NOT NULL,
    role text NOT NULL,
    point_name text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    skills text[] NOT NULL,
    state text NOT NULL,
    tier smallint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    next_at timestamp with time zone NOT NULL,
    exhausted boolean NOT NULL,
    desk_at timestamp with time zone,
    holder uuid,
    CONSTRAINT need_state_check CHECK ((state = ANY (ARRAY['open'::text, 'held'::text, 'ended'::text])))
);

CREATE TABLE public.notice (
    notice_id uuid NOT NULL,
    kind text NOT NULL,
    area_code text,
    zh text NOT NULL,
    en text NOT NULL,
    from_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by uuid,
    CONSTRAINT notice_kind_check CHECK ((kind = ANY (ARRAY['officer'::text, 'contact'::text, 'desk'::text])))
);

CREATE TABLE public.outbox (
    outbox_id bigint NOT NULL,
    topic text NOT NULL,
    scope text[] NOT NULL,
    at timestamp with time zone NOT NULL,
    body jsonb NOT NULL
);

ALTER TABLE public.outbox ALTER COLUMN outbox_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outbox_outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.phone (
    phone_id uuid NOT NULL,
    account_id uuid NOT NULL,
    platform text NOT NULL,
    model text NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    label text DEFAULT ''::text NOT NULL,
    app_version text DEFAULT ''::text NOT NULL,
    made_at timestamp with time zone,
    gateway text DEFAULT 'none'::text NOT NULL,
    address_sealed bytea,
    address_digest bytea,
    address_at timestamp with time zone,
    allows jsonb DEFAULT '{}'::jsonb NOT NULL,
    canary boolean DEFAULT false NOT NULL,
    retired_at timestamp with time zone,
    retired_why text
);

CREATE TABLE public.phone_code (
    code_id uuid NOT NULL,
    number_sealed bytea NOT NULL,
    number_index bytea NOT NULL,
    code_digest bytea NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    tries smallint DEFAULT 0 NOT NULL
);

CREATE TABLE public.policy (
    area_code text NOT NULL,
    from_at timestamp with time zone NOT NULL,
    body jsonb NOT NULL
);

CREATE TABLE public."position" (
    unit_id uuid NOT NULL,
    lineage text[] NOT NULL,
    duty_since timestamp with time zone NOT NULL,
    duty_by uuid NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    fix_at timestamp with time zone,
    lat double precision,
    lon double precision,
    spot public.cube,
    accuracy_m real,
    received_at timestamp with time zone
);

CREATE TABLE public.recorder (
    recorder_id uuid NOT NULL,
    area_code text NOT NULL,
    lineage text[] NOT NULL,
    name text NOT NULL,
    address jsonb NOT NULL,
    token_sealed bytea,
    retention_days smallint NOT NULL,
    CONSTRAINT recorder_retention_days_check CHECK (((retention_days >= 1) AND (retention_days <= 3650)))
);

CREATE TABLE public.recording (
    camera_id uuid NOT NULL,
    recorder_id uuid NOT NULL,
    channel text NOT NULL,
    retention_days smallint,
    clock_ahead_s double precision DEFAULT 0 NOT NULL,
    CONSTRAINT recording_retention_days_check CHECK (((retention_days >= 1) AND (retention_days <= 3650)))
);

CREATE TABLE public.recording_copy (
    copy_id uuid NOT NULL,
    hold text NOT NULL,
    camera_id uuid NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    sha256 text NOT NULL,
    size_bytes bigint NOT NULL,
    suffix text NOT NULL,
    noted_at timestamp with time zone NOT NULL,
    stored_at timestamp with time zone
);

CREATE TABLE public.recovery_code (
    code_hash bytea NOT NULL,
    account_id uuid NOT NULL
);

CREATE TABLE public.response_plan (
    plan_id uuid NOT NULL,
    area_code text NOT NULL,
    site_class smallint,
    kind text,
    body jsonb NOT NULL,
    from_at timestamp with time zone NOT NULL,
    set_by uuid NOT NULL,
    CONSTRAINT response_plan_site_class_check CHECK (((site_class >= 1) AND (site_class <= 3)))
);

CREATE TABLE public.review_answer (
    footage_id uuid NOT NULL,
    said_at timestamp with time zone NOT NULL,
    there boolean NOT NULL,
    noted_at timestamp with time zone NOT NULL,
    noted_by text NOT NULL
);

CREATE TABLE public.review_desk (
    footage_id uuid NOT NULL,
    account_id uuid NOT NULL,
    display text NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

CREATE TABLE public.review_finding (
    finding_id uuid NOT NULL,
    footage_id uuid NOT NULL,
    camera_id uuid NOT NULL,
    kind text NOT NULL,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    region jsonb,
    words_sealed bytea,
    review_id uuid,
    marked_by uuid NOT NULL,
    marked_name text NOT NULL,
    marked_at timestamp with time zone NOT NULL,
    second text,
    confirmed_by uuid,
    confirmed_name text,
    confirmed_at timestamp with time zone,
    taken_back_at timestamp with time zone,
    taken_back_name text,
    CONSTRAINT review_finding_check CHECK ((from_at <= until_at)),
    CONSTRAINT review_finding_check1 CHECK (((confirmed_by IS DISTINCT FROM marked_by) OR (confirmed_by IS NULL))),
    CONSTRAINT review_finding_second_check CHECK ((second = ANY (ARRAY['minors'::text, 'school'::text, 'class_one'::text])))
);

CREATE TABLE public.review_plan (
    footage_id uuid NOT NULL,
    going text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    noted_at timestamp with time zone NOT NULL,
    noted_by text NOT NULL,
    CONSTRAINT review_plan_check CHECK ((from_at <= until_at))
);

CREATE TABLE public.review_recording (
    footage_id uuid NOT NULL,
    camera_id uuid NOT NULL,
    state text NOT NULL,
    ahead_s real,
    ahead_by text,
    parts jsonb DEFAULT '[]'::jsonb NOT NULL,
    gaps jsonb DEFAULT '[]'::jsonb NOT NULL,
    trouble text,
    brought_at timestamp with time zone,
    CONSTRAINT review_recording_state_check CHECK ((state = ANY (ARRAY['known'::text, 'asked'::text, 'ready'::text, 'failed'::text])))
);

CREATE TABLE public.review_sighting (
    sighting_id uuid NOT NULL,
    footage_id uuid NOT NULL,
    camera_id uuid NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    going text,
    noted_at timestamp with time zone NOT NULL,
    noted_by text NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by text,
    noted_id uuid,
    second text,
    confirmed_by uuid,
    confirmed_name text,
    confirmed_at timestamp with time zone,
    CONSTRAINT review_sighting_second_check CHECK ((second = ANY (ARRAY['minors'::text, 'school'::text, 'class_one'::text])))
);

CREATE TABLE public.review_task (
    review_id uuid NOT NULL,
    footage_id uuid NOT NULL,
    camera_id uuid NOT NULL,
    kind text NOT NULL,
    asked jsonb NOT NULL,
    asked_by uuid NOT NULL,
    asked_name text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    done real DEFAULT 0 NOT NULL,
    kept jsonb,
    answer jsonb,
    trouble text,
    began_at timestamp with time zone,
    ended_at timestamp with time zone,
    CONSTRAINT review_task_done_check CHECK (((done >= (0)::double precision) AND (done <= (1)::double precision))),
    CONSTRAINT review_task_kind_check CHECK ((kind = ANY (ARRAY['moment'::text, 'timeline'::text, 'ribbon'::text]))),
    CONSTRAINT review_task_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'working'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);

CREATE TABLE public.review_watched (
    watched_id uuid NOT NULL,
    footage_id uuid NOT NULL,
    camera_id uuid NOT NULL,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    noted_at timestamp with time zone NOT NULL,
    noted_by text NOT NULL,
    CONSTRAINT review_watched_check CHECK ((from_at <= until_at))
);

CREATE TABLE public.role_grant (
    grant_id uuid NOT NULL,
    account_id uuid NOT NULL,
    role text NOT NULL,
    area_code text NOT NULL,
    until_at timestamp with time zone,
    site_id uuid,
    agreement text,
    mapped boolean DEFAULT false NOT NULL,
    CONSTRAINT role_grant_agreement CHECK ((((role = 'contractor'::text) = (agreement IS NOT NULL)) AND ((agreement IS NULL) OR (until_at IS NOT NULL)))),
    CONSTRAINT role_grant_site CHECK (((role = 'school_contact'::text) = (site_id IS NOT NULL)))
);

CREATE TABLE public.schema_migration (
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone NOT NULL
);

CREATE TABLE public.seal_key (
    key_id text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    closes_at timestamp with time zone,
    sealed_anew bigint DEFAULT 0 NOT NULL,
    done_at timestamp with time zone,
    CONSTRAINT seal_key_key_id_check CHECK ((key_id ~ '^[0-9a-f]{8}$'::text))
);

CREATE TABLE public.search (
    search_id uuid NOT NULL,
    footage_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    number bigint NOT NULL,
    area_code text NOT NULL,
    scope text[] NOT NULL,
    at_risk text NOT NULL,
    health_risk boolean NOT NULL,
    going text NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    words_sealed bytea,
    started_at timestamp with time zone NOT NULL,
    review_at timestamp with time zone,
    reviewed_at timestamp with time zone,
    reviewed_by text,
    desk_110_at timestamp with time zone,
    desk_110_by text,
    desk_110_number text,
    published_at timestamp with time zone,
    published_by text,
    taken_down_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_by text,
    ending text,
    forgotten_at timestamp with time zone,
    CONSTRAINT search_check CHECK (((ended_at IS NULL) = (ending IS NULL))),
    CONSTRAINT search_check1 CHECK (((ended_at IS NULL) = (review_at IS NOT NULL))),
    CONSTRAINT search_ending_check CHECK ((ending = ANY (ARRAY['found'::text, 'not_at_risk'::text, 'handed_over'::text, 'given_up'::text]))),
    CONSTRAINT search_going_check CHECK ((going = ANY (ARRAY['walk'::text, 'bicycle'::text, 'e_bike'::text, 'car'::text])))
);

CREATE TABLE public.search_bulletin (
    search_id uuid NOT NULL,
    bulletin_id uuid NOT NULL,
    released_by text NOT NULL,
    released_id uuid NOT NULL,
    released_at timestamp with time zone NOT NULL
);

CREATE TABLE public.search_sector (
    search_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    call_sign text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    from_deg real NOT NULL,
    until_deg real NOT NULL,
    far_m real NOT NULL,
    share real NOT NULL,
    toward_deg real,
    streets text[] NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    shared_at timestamp with time zone NOT NULL
);

CREATE TABLE public.security_event (
    event_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    account_id uuid,
    by_account_id uuid,
    areas text[] NOT NULL,
    address text NOT NULL,
    device text NOT NULL,
    detail jsonb NOT NULL
);

CREATE TABLE public.session (
    session_id uuid NOT NULL,
    account_id uuid NOT NULL,
    refresh_hash bytea NOT NULL,
    refresh_hash_before bytea,
    rotated_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    device text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL
);

CREATE TABLE public.sign_in (
    sign_in_id uuid NOT NULL,
    account_id uuid NOT NULL,
    secret_hash bytea NOT NULL,
    step text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    factor_sealed bytea,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT sign_in_step_check CHECK ((step = ANY (ARRAY['code'::text, 'password'::text, 'enrol'::text])))
);

CREATE TABLE public.sign_on (
    ticket_hash bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE public.site (
    site_id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    site_class smallint NOT NULL,
    area_code text NOT NULL,
    lineage text[] NOT NULL,
    address text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    points jsonb NOT NULL,
    rooms text[] NOT NULL,
    CONSTRAINT site_site_class_check CHECK (((site_class >= 1) AND (site_class <= 3)))
);

CREATE TABLE public.snapshot (
    snapshot_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    camera_id uuid NOT NULL,
    camera_name text NOT NULL,
    scope text[] NOT NULL,
    about_at timestamp with time zone NOT NULL,
    rank smallint NOT NULL,
    reason text NOT NULL,
    distance_m real NOT NULL,
    state text NOT NULL,
    planned_at timestamp with time zone NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    trouble text,
    captured_at timestamp with time zone,
    stored_at timestamp with time zone,
    lag_ms bigint,
    source text,
    sha256 text,
    size_bytes integer,
    width integer,
    height integer,
    blob_key text,
    want text DEFAULT 'first'::text NOT NULL,
    moment_ms integer DEFAULT 0 NOT NULL,
    marks text[] DEFAULT '{}'::text[] NOT NULL,
    camera_at timestamp with time zone,
    forgotten_at timestamp with time zone,
    street text,
    street_en text,
    on_foot boolean,
    preset text,
    clock_ahead_ms bigint,
    CONSTRAINT snapshot_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'stored'::text, 'failed'::text]))),
    CONSTRAINT snapshot_want_check CHECK ((want = ANY (ARRAY['first'::text, 'nearest'::text, 'newest'::text, 'at'::text])))
);

CREATE TABLE public.task (
    task_id uuid NOT NULL,
    need_id uuid NOT NULL,
    incident_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    call_sign text NOT NULL,
    state text NOT NULL,
    tier smallint NOT NULL,
    by_hand boolean NOT NULL,
    distance_m real,
    eta_s real,
    eta_source text NOT NULL,
    reasons text[] NOT NULL,
    channel smallint NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone,
    answered_at timestamp with time zone,
    en_route_at timestamp with time zone,
    on_scene_at timestamp with time zone,
    ended_at timestamp with time zone,
    lost_at timestamp with time zone,
    reason text
);

CREATE TABLE public.test_plan (
    plan_id uuid NOT NULL,
    site_id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    unit_ids uuid[] NOT NULL,
    note text NOT NULL,
    declared_by uuid NOT NULL,
    declared_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    declared_name text DEFAULT ''::text NOT NULL,
    silent boolean DEFAULT false NOT NULL,
    real_at timestamp with time zone,
    real_by text,
    CONSTRAINT test_plan_check CHECK ((ends_at > starts_at))
);

CREATE TABLE public.timeline (
    entry_id bigint NOT NULL,
    incident_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    who text NOT NULL,
    body jsonb NOT NULL
);

ALTER TABLE public.timeline ALTER COLUMN entry_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.timeline_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.unit (
    unit_id uuid NOT NULL,
    call_sign text NOT NULL,
    unit_class text NOT NULL,
    mode text NOT NULL,
    skills text[] NOT NULL,
    area_code text NOT NULL,
    lineage text[] NOT NULL
);

CREATE TABLE public.warm_camera (
    camera_id uuid NOT NULL,
    keeper text NOT NULL
);

CREATE TABLE public.warm_keeper (
    keeper text NOT NULL,
    address text NOT NULL,
    room integer NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

CREATE TABLE public.warm_wish (
    reason uuid NOT NULL,
    camera_id uuid NOT NULL,
    importance integer NOT NULL,
    until timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.fix ATTACH PARTITION public.fix_rest DEFAULT;

INSERT INTO public.event_head VALUES (true, 0);

INSERT INTO public.keeping_search VALUES (true, '');

INSERT INTO public.look_head VALUES (true, 0, '\x0000000000000000000000000000000000000000000000000000000000000000');

INSERT INTO public.notice VALUES ('018f0000-0001-7000-8000-000000000001', 'officer', NULL, '一、处理者：您所在辖区的公安机关（指挥中心）。
二、处理什么：您的账号、电话、手机型号；执勤期间的位置；任务与答复、消息；查看图像的记录。
三、目的：在有人报警时派出最近的警力，叫得到您，并留下可核查的记录。
四、位置：位置属于敏感个人信息，仅在您处于执勤状态时收集；下勤后停止收集，最新位置即被清除；轨迹按本辖区规定的天数保存后删除。下级、公众和学校看不到您的轨迹；查看轨迹会先写入查阅登记。
五、依据：履行法定职责，以及紧急情况下保护生命健康和财产安全所必需，无需您同意；因此这里请您确认的是“已知悉”，不是“同意”。
六、您的权利：在“我的信息”中查阅、复制、更正，或提出删除、限制、说明的申请；对拒绝的答复可以投诉或起诉。', '1. Who: the public security authority of your area (its command centre).
2. What: your account, telephone number, phone model; positions while on duty; tasks and answers, messages; what you looked at.
3. Why: to send the nearest unit when somebody calls for help, to be able to ring you, and to leave a record of it.
4. Positions are sensitive personal information. They are taken only while you are on duty; off duty nothing is taken and the last place is forgotten at once. Trails are kept for the days that your area sets, then deleted. The public and schools never see your trail; whoever looks at one is written into the access register first.
5. Ground: a duty set by law, and the protection of life, health and property in an emergency. Your consent is not needed: what you confirm here is that you have read this.
6. Your rights: under "My data" you may see, copy and correct it, or ask for deletion, restriction or an explanation; against a refusal you may complain or sue.', '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.notice VALUES ('018f0000-0002-7000-8000-000000000001', 'contact', NULL, '一、处理者：您学校所在辖区的公安机关（指挥中心）。
二、处理什么：您的姓名、账号和电话；您登记的按键保管人；您宣布的演练；登录记录。
三、目的：在学校报警时与您联系，保证按键可用。
四、依据：履行法定职责，以及紧急情况下保护生命健康和财产安全所必需。
五、谁能看到：本辖区指挥席和管理员。
六、您的权利：在“我的信息”中查阅、复制、更正，或提出删除、限制、说明的申请；对拒绝的答复可以投诉或起诉。', '1. Who: the public security authority of your school''s area (its command centre).
2. What: your name, account and telephone number; the key keepers that you name; drills that you announce; sign-ins.
3. Why: to reach you when the school raises an alarm, and to keep its keys in order.
4. Ground: a duty set by law, and the protection of life, health and property in an emergency.
5. Who sees it: desks and administrators of the area.
6. Your rights: under "My data" you may see, copy and correct it, or ask for deletion, restriction or an explanation; against a refusal you may complain or sue.', '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00', NULL);
INSERT INTO public.notice VALUES ('018f0000-0003-7000-8000-000000000001', 'desk', NULL, '一、处理者：您所在辖区的公安机关（指挥中心）。
二、处理什么：您的姓名、账号和电话；登录记录；您在警情中所做的操作和所写的内容；您查看图像、轨迹的记录。
三、目的：处置警情，并证明谁在何时做了什么、看了什么。
四、依据：履行法定职责；查阅登记由国务院令第799号规定，至少保存三年，任何人不得更改。
五、谁能看到：本辖区的管理员和监督人员；警情时间线由负责该警情的指挥席查看。
六、您的权利：在“我的信息”中查阅、复制、更正，或提出删除、限制、说明的申请；对拒绝的答复可以投诉或起诉。', '1. Who: the public security authority of your area (its command centre).
2. What: your name, account and telephone number; sign-ins; what you do and write in incidents; which pictures and trails you look at.
3. Why: to answer alarms, and to prove who did and saw what, and when.
4. Ground: a duty set by law; the access register is ordered by Decree 799, kept for three years at least, and altered by nobody.
5. Who sees it: administrators and inspectors of your area; timelines are read by the desks that lead the incident.
6. Your rights: under "My data" you may see, copy and correct it, or ask for deletion, restriction or an explanation; against a refusal you may complain or sue.', '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00', NULL);

ALTER TABLE ONLY public.account_link
    ADD CONSTRAINT account_link_pkey PRIMARY KEY (issuer, subject);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_name_key UNIQUE (name);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.alarm
    ADD CONSTRAINT alarm_pkey PRIMARY KEY (alarm_id);

ALTER TABLE ONLY public.alarm
    ADD CONSTRAINT alarm_site_id_press_id_key UNIQUE (site_id, press_id);

ALTER TABLE ONLY public.area
    ADD CONSTRAINT area_pkey PRIMARY KEY (area_code);

ALTER TABLE ONLY public.brake
    ADD CONSTRAINT brake_pkey PRIMARY KEY (brake_key);

ALTER TABLE ONLY public.bulletin
    ADD CONSTRAINT bulletin_pkey PRIMARY KEY (bulletin_id);

ALTER TABLE ONLY public.bulletin_portrait
    ADD CONSTRAINT bulletin_portrait_pkey PRIMARY KEY (bulletin_id);

ALTER TABLE ONLY public.camera
    ADD CONSTRAINT camera_gb_id_key UNIQUE (gb_id);

ALTER TABLE ONLY public.camera_import
    ADD CONSTRAINT camera_import_pkey PRIMARY KEY (import_id);

ALTER TABLE ONLY public.camera
    ADD CONSTRAINT camera_pkey PRIMARY KEY (camera_id);

ALTER TABLE ONLY public.camera_turn
    ADD CONSTRAINT camera_turn_pkey PRIMARY KEY (camera_id);

ALTER TABLE ONLY public.carrier
    ADD CONSTRAINT carrier_pkey PRIMARY KEY (carrier);

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_pkey PRIMARY KEY (consent_id);

ALTER TABLE ONLY public.data_request
    ADD CONSTRAINT data_request_pkey PRIMARY KEY (request_id);

ALTER TABLE ONLY public.deletion
    ADD CONSTRAINT deletion_pkey PRIMARY KEY (deletion_id);

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (delivery_id);

ALTER TABLE ONLY public.device_code
    ADD CONSTRAINT device_code_pkey PRIMARY KEY (code_hash);

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_pkey PRIMARY KEY (device_id);

ALTER TABLE ONLY public.device_refusal
    ADD CONSTRAINT device_refusal_pkey PRIMARY KEY (device_id, code);

ALTER TABLE ONLY public.duty
    ADD CONSTRAINT duty_pkey PRIMARY KEY (duty_id);

ALTER TABLE ONLY public.event_head
    ADD CONSTRAINT event_head_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.factor
    ADD CONSTRAINT factor_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.fault
    ADD CONSTRAINT fault_pkey PRIMARY KEY (fault_id);

ALTER TABLE ONLY public.fix
    ADD CONSTRAINT fix_pkey PRIMARY KEY (unit_id, at);

ALTER TABLE ONLY public.fix_rest
    ADD CONSTRAINT fix_rest_pkey PRIMARY KEY (unit_id, at);

ALTER TABLE ONLY public.footage_camera
    ADD CONSTRAINT footage_camera_pkey PRIMARY KEY (footage_id, camera_id);

ALTER TABLE ONLY public.footage_consent
    ADD CONSTRAINT footage_consent_footage_id_managing_unit_round_key UNIQUE (footage_id, managing_unit, round);

ALTER TABLE ONLY public.footage_consent
    ADD CONSTRAINT footage_consent_link_digest_key UNIQUE (link_digest);

ALTER TABLE ONLY public.footage_consent
    ADD CONSTRAINT footage_consent_pkey PRIMARY KEY (consent_id);

ALTER TABLE ONLY public.footage_copy
    ADD CONSTRAINT footage_copy_pkey PRIMARY KEY (copy_id);

ALTER TABLE ONLY public.footage_event
    ADD CONSTRAINT footage_event_pkey PRIMARY KEY (entry_id);

ALTER TABLE ONLY public.footage_file
    ADD CONSTRAINT footage_file_pkey PRIMARY KEY (file_id);

ALTER TABLE ONLY public.footage_masking
    ADD CONSTRAINT footage_masking_pkey PRIMARY KEY (masking_id);

ALTER TABLE ONLY public.footage_message
    ADD CONSTRAINT footage_message_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY public.footage_request
    ADD CONSTRAINT footage_request_number_key UNIQUE (number);

ALTER TABLE ONLY public.footage_request
    ADD CONSTRAINT footage_request_pkey PRIMARY KEY (footage_id);

ALTER TABLE ONLY public.footage_request
    ADD CONSTRAINT footage_request_receipt_digest_key UNIQUE (receipt_digest);

ALTER TABLE ONLY public.footage_unit
    ADD CONSTRAINT footage_unit_area_code_managing_unit_key UNIQUE (area_code, managing_unit);

ALTER TABLE ONLY public.footage_unit
    ADD CONSTRAINT footage_unit_pkey PRIMARY KEY (unit_id);

ALTER TABLE ONLY public.footage_viewing
    ADD CONSTRAINT footage_viewing_number_key UNIQUE (number);

ALTER TABLE ONLY public.footage_viewing
    ADD CONSTRAINT footage_viewing_pkey PRIMARY KEY (viewing_id);

ALTER TABLE ONLY public.found_photo
    ADD CONSTRAINT found_photo_pkey PRIMARY KEY (thing_id);

ALTER TABLE ONLY public.found_thing
    ADD CONSTRAINT found_thing_number_key UNIQUE (number);

ALTER TABLE ONLY public.found_thing
    ADD CONSTRAINT found_thing_pkey PRIMARY KEY (thing_id);

ALTER TABLE ONLY public.handover
    ADD CONSTRAINT handover_pkey PRIMARY KEY (handover_id);

ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_pkey PRIMARY KEY (hold_id);

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_number_key UNIQUE (number);

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_pkey PRIMARY KEY (incident_id);

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (job_id);

ALTER TABLE ONLY public.keeping_policy
    ADD CONSTRAINT keeping_policy_pkey PRIMARY KEY (policy_id);

ALTER TABLE ONLY public.keeping_search
    ADD CONSTRAINT keeping_search_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.key_keeper
    ADD CONSTRAINT key_keeper_pkey PRIMARY KEY (device_id);

ALTER TABLE ONLY public.look_anchor
    ADD CONSTRAINT look_anchor_pkey PRIMARY KEY (number, cut);

ALTER TABLE ONLY public.look_head
    ADD CONSTRAINT look_head_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.look
    ADD CONSTRAINT look_pkey PRIMARY KEY (look_id);

ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY public.need
    ADD CONSTRAINT need_incident_id_number_key UNIQUE (incident_id, number);

ALTER TABLE ONLY public.need
    ADD CONSTRAINT need_pkey PRIMARY KEY (need_id);

ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (notice_id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (outbox_id);

ALTER TABLE ONLY public.phone_code
    ADD CONSTRAINT phone_code_pkey PRIMARY KEY (code_id);

ALTER TABLE ONLY public.phone
    ADD CONSTRAINT phone_pkey PRIMARY KEY (phone_id);

ALTER TABLE ONLY public.policy
    ADD CONSTRAINT policy_pkey PRIMARY KEY (area_code, from_at);

ALTER TABLE ONLY public."position"
    ADD CONSTRAINT position_pkey PRIMARY KEY (unit_id);

ALTER TABLE ONLY public.recorder
    ADD CONSTRAINT recorder_pkey PRIMARY KEY (recorder_id);

ALTER TABLE ONLY public.recording_copy
    ADD CONSTRAINT recording_copy_hold_sha256_key UNIQUE (hold, sha256);

ALTER TABLE ONLY public.recording_copy
    ADD CONSTRAINT recording_copy_pkey PRIMARY KEY (copy_id);

ALTER TABLE ONLY public.recording
    ADD CONSTRAINT recording_pkey PRIMARY KEY (camera_id);

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (code_hash);

ALTER TABLE ONLY public.response_plan
    ADD CONSTRAINT response_plan_pkey PRIMARY KEY (plan_id);

ALTER TABLE ONLY public.review_answer
    ADD CONSTRAINT review_answer_pkey PRIMARY KEY (footage_id, said_at);

ALTER TABLE ONLY public.review_desk
    ADD CONSTRAINT review_desk_pkey PRIMARY KEY (footage_id);

ALTER TABLE ONLY public.review_finding
    ADD CONSTRAINT review_finding_pkey PRIMARY KEY (finding_id);

ALTER TABLE ONLY public.review_plan
    ADD CONSTRAINT review_plan_pkey PRIMARY KEY (footage_id);

ALTER TABLE ONLY public.review_recording
    ADD CONSTRAINT review_recording_pkey PRIMARY KEY (footage_id, camera_id);

ALTER TABLE ONLY public.review_sighting
    ADD CONSTRAINT review_sighting_pkey PRIMARY KEY (sighting_id);

ALTER TABLE ONLY public.review_task
    ADD CONSTRAINT review_task_pkey PRIMARY KEY (review_id);

ALTER TABLE ONLY public.review_watched
    ADD CONSTRAINT review_watched_pkey PRIMARY KEY (watched_id);

ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_pkey PRIMARY KEY (grant_id);

ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.seal_key
    ADD CONSTRAINT seal_key_pkey PRIMARY KEY (key_id);

ALTER TABLE ONLY public.search_bulletin
    ADD CONSTRAINT search_bulletin_pkey PRIMARY KEY (bulletin_id);

ALTER TABLE ONLY public.search
    ADD CONSTRAINT search_incident_id_key UNIQUE (incident_id);

ALTER TABLE ONLY public.search
    ADD CONSTRAINT search_pkey PRIMARY KEY (search_id);

ALTER TABLE ONLY public.search_sector
    ADD CONSTRAINT search_sector_pkey PRIMARY KEY (search_id, unit_id);

ALTER TABLE ONLY public.security_event
    ADD CONSTRAINT security_event_pkey PRIMARY KEY (event_id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (session_id);

ALTER TABLE ONLY public.sign_in
    ADD CONSTRAINT sign_in_pkey PRIMARY KEY (sign_in_id);

ALTER TABLE ONLY public.sign_on
    ADD CONSTRAINT sign_on_pkey PRIMARY KEY (ticket_hash);

ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_pkey PRIMARY KEY (site_id);

ALTER TABLE ONLY public.snapshot
    ADD CONSTRAINT snapshot_pkey PRIMARY KEY (snapshot_id);

ALTER TABLE ONLY public.task
    ADD CONSTRAINT task_pkey PRIMARY KEY (task_id);

ALTER TABLE ONLY public.test_plan
    ADD CONSTRAINT test_plan_pkey PRIMARY KEY (plan_id);

ALTER TABLE ONLY public.timeline
    ADD CONSTRAINT timeline_pkey PRIMARY KEY (entry_id);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (unit_id);

ALTER TABLE ONLY public.warm_camera
    ADD CONSTRAINT warm_camera_pkey PRIMARY KEY (camera_id);

ALTER TABLE ONLY public.warm_keeper
    ADD CONSTRAINT warm_keeper_pkey PRIMARY KEY (keeper);

ALTER TABLE ONLY public.warm_wish
    ADD CONSTRAINT warm_wish_pkey PRIMARY KEY (reason, camera_id);

CREATE INDEX account_link_account ON public.account_link USING btree (account_id);

CREATE INDEX account_phone ON public.account USING btree (phone_index) WHERE (phone_index IS NOT NULL);

CREATE INDEX alarm_device ON public.alarm USING btree (device_id, received_at);

CREATE INDEX alarm_incident ON public.alarm USING btree (incident_id);

CREATE INDEX alarm_latched ON public.alarm USING btree (received_at) WHERE (state = 'latched'::text);

CREATE INDEX alarm_site ON public.alarm USING btree (site_id, received_at);

CREATE INDEX area_lineage ON public.area USING gin (lineage);

CREATE INDEX brake_last ON public.brake USING btree (last_at);

CREATE INDEX bulletin_current ON public.bulletin USING btree (area_code) WHERE (state = 'current'::text);

CREATE INDEX bulletin_scope ON public.bulletin USING gin (scope);

CREATE INDEX camera_flat ON public.camera USING gist (public.flat(lat, lon));

CREATE INDEX camera_import_asked ON public.camera_import USING btree (asked_at DESC);

CREATE INDEX camera_lineage ON public.camera USING gin (lineage);

CREATE INDEX camera_map ON public.camera USING btree (lat, lon) INCLUDE (silent_since, camera_id, lineage);

CREATE INDEX camera_reach ON public.camera USING gist (public.flat_around(lat, lon, (range_m)::double precision));

CREATE INDEX consent_account ON public.consent USING btree (account_id, given_at);

CREATE UNIQUE INDEX consent_standing ON public.consent USING btree (account_id, notice_id) WHERE (withdrawn_at IS NULL);

CREATE INDEX data_request_account ON public.data_request USING btree (account_id, asked_at);

CREATE INDEX data_request_scope ON public.data_request USING gin (scope);

CREATE INDEX deletion_at ON public.deletion USING btree (at);

CREATE INDEX deletion_security ON public.deletion USING btree (newest_at) WHERE (kind = 'security_log'::text);

CREATE INDEX delivery_account ON public.delivery USING btree (account_id, at DESC);

CREATE INDEX delivery_at ON public.delivery USING btree (at);

CREATE INDEX delivery_gateway_id ON public.delivery USING btree (channel, gateway_id) WHERE (gateway_id <> ''::text);

CREATE INDEX delivery_phone ON public.delivery USING btree (phone_id, at DESC);

CREATE INDEX delivery_task ON public.delivery USING btree (task_id);

CREATE INDEX device_faulty ON public.device USING btree (device_id) WHERE ((state = 'active'::text) AND ((faults <> '{}'::text[]) OR (self_test @> '{"good": false}'::jsonb)));

CREATE INDEX device_seen ON public.device USING btree (seen_at) WHERE (state = 'active'::text);

CREATE INDEX device_site ON public.device USING btree (site_id);

CREATE INDEX duty_account ON public.duty USING btree (account_id, on_at);

CREATE INDEX duty_unit ON public.duty USING btree (unit_id, on_at);

CREATE INDEX event_at ON public.event USING btree (at);

CREATE UNIQUE INDEX fault_open ON public.fault USING btree (kind, subject_id) WHERE (cleared_at IS NULL);

CREATE INDEX fault_scope ON public.fault USING gin (scope);

CREATE INDEX fault_site ON public.fault USING btree (site_id) WHERE (cleared_at IS NULL);

CREATE INDEX footage_consent_unit ON public.footage_consent USING btree (managing_unit, asked_at);

CREATE INDEX footage_copy_request ON public.footage_copy USING btree (footage_id);

CREATE INDEX footage_event_request ON public.footage_event USING btree (footage_id, entry_id);

CREATE INDEX footage_file_request ON public.footage_file USING btree (footage_id, file_id);

CREATE INDEX footage_masking_request ON public.footage_masking USING btree (footage_id);

CREATE INDEX footage_message_request ON public.footage_message USING btree (footage_id, message_id);

CREATE INDEX footage_request_applicant ON public.footage_request USING btree (applicant_id, filed_at);

CREATE INDEX footage_request_ended ON public.footage_request USING btree (ended_at) WHERE (forgotten_at IS NULL);

CREATE INDEX footage_request_identity ON public.footage_request USING btree (identity_index) WHERE (identity_index IS NOT NULL);

CREATE INDEX footage_request_queue ON public.footage_request USING gin (scope) WHERE (ended_at IS NULL);

CREATE INDEX footage_request_scope ON public.footage_request USING gin (scope);

CREATE INDEX footage_unit_lineage ON public.footage_unit USING gin (lineage);

CREATE INDEX footage_viewing_request ON public.footage_viewing USING btree (footage_id);

CREATE INDEX found_thing_ended ON public.found_thing USING btree (ended_at) WHERE (forgotten_at IS NULL);

CREATE INDEX found_thing_footage ON public.found_thing USING btree (footage_id) WHERE (footage_id IS NOT NULL);

CREATE INDEX found_thing_scope ON public.found_thing USING gin (scope);

CREATE UNIQUE INDEX handover_offered ON public.handover USING btree (from_id) WHERE (state = 'offered'::text);

CREATE INDEX hold_incident ON public.hold USING btree (incident_id);

CREATE INDEX hold_standing ON public.hold USING btree (until) WHERE (released_at IS NULL);

CREATE INDEX incident_area ON public.incident USING btree (area_code, number DESC);

CREATE INDEX incident_closed ON public.incident USING btree (closed_at) WHERE (forgotten_at IS NULL);

CREATE INDEX incident_ended ON public.incident USING btree (area_code, opened_at) WHERE (state = ANY (ARRAY['closed'::text, 'cancelled'::text]));

CREATE INDEX incident_ended_at_site ON public.incident USING btree (site_id, closed_at) WHERE (closed_at IS NOT NULL);

CREATE INDEX incident_merged ON public.incident USING btree (merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX incident_open ON public.incident USING btree (opened_at) WHERE (state <> ALL (ARRAY['closed'::text, 'cancelled'::text]));

CREATE UNIQUE INDEX incident_open_of_site ON public.incident USING btree (site_id, test, technical) WHERE ((state <> ALL (ARRAY['closed'::text, 'cancelled'::text])) AND (site_id IS NOT NULL));

CREATE INDEX incident_opened ON public.incident USING btree (opened_at);

CREATE INDEX incident_scope ON public.incident USING gin (scope);

CREATE INDEX incident_site ON public.incident USING btree (site_id, opened_at) WHERE (site_id IS NOT NULL);

CREATE INDEX job_due ON public.job USING btree (lane, due_at) WHERE (state = 'waiting'::text);

CREATE INDEX job_lease ON public.job USING btree (lease_until) WHERE (state = 'running'::text);

CREATE UNIQUE INDEX job_running ON public.job USING btree (kind, key) WHERE (state = 'running'::text);

CREATE INDEX job_settled ON public.job USING btree (settled_at) WHERE (state = ANY (ARRAY['done'::text, 'failed'::text]));

CREATE UNIQUE INDEX job_waiting ON public.job USING btree (kind, key) WHERE (state = 'waiting'::text);

CREATE INDEX keeping_policy_area ON public.keeping_policy USING btree (area_code, from_at);

CREATE INDEX look_account ON public.look USING btree (account_id, number);

CREATE INDEX look_anchor_cut ON public.look_anchor USING btree (number) WHERE cut;

CREATE INDEX look_at ON public.look USING btree (at);

CREATE UNIQUE INDEX look_number ON public.look USING btree (number);

CREATE INDEX look_reason ON public.look USING btree (reason, number);

CREATE INDEX look_scope ON public.look USING gin (scope);

CREATE INDEX member_unit ON public.member USING btree (unit_id);

CREATE INDEX message_account ON public.message USING btree (account_id, number);

CREATE INDEX message_incident ON public.message USING btree (incident_id, number);

CREATE INDEX need_due ON public.need USING btree (root, next_at) WHERE (state <> 'ended'::text);

CREATE INDEX notice_of_area ON public.notice USING btree (area_code, kind, from_at);

CREATE INDEX phone_account ON public.phone USING btree (account_id);

CREATE UNIQUE INDEX phone_address ON public.phone USING btree (gateway, address_digest) WHERE (retired_at IS NULL);

CREATE INDEX phone_code_number ON public.phone_code USING btree (number_index, sent_at);

CREATE INDEX phone_retired ON public.phone USING btree (gateway, retired_at) WHERE (retired_at IS NOT NULL);

CREATE INDEX position_flat ON public."position" USING gist (public.flat(lat, lon));

CREATE INDEX position_received ON public."position" USING btree (received_at);

CREATE INDEX recorder_lineage ON public.recorder USING gin (lineage);

CREATE INDEX recording_copy_camera ON public.recording_copy USING btree (camera_id, begins_at);

CREATE INDEX recording_recorder ON public.recording USING btree (recorder_id);

CREATE INDEX recovery_code_account ON public.recovery_code USING btree (account_id);

CREATE INDEX response_plan_area ON public.response_plan USING btree (area_code);

CREATE INDEX review_finding_request ON public.review_finding USING btree (footage_id, marked_at);

CREATE INDEX review_sighting_request ON public.review_sighting USING btree (footage_id, seen_at);

CREATE INDEX review_task_open ON public.review_task USING btree (asked_by) WHERE (ended_at IS NULL);

CREATE INDEX review_task_request ON public.review_task USING btree (footage_id, asked_at);

CREATE INDEX review_watched_request ON public.review_watched USING btree (footage_id, watched_id);

CREATE INDEX role_grant_account ON public.role_grant USING btree (account_id);

CREATE INDEX search_bulletin_search ON public.search_bulletin USING btree (search_id);

CREATE INDEX search_ended ON public.search USING btree (ended_at) WHERE (forgotten_at IS NULL);

CREATE UNIQUE INDEX search_one ON public.search USING btree (footage_id) WHERE (ended_at IS NULL);

CREATE INDEX search_open ON public.search USING gin (scope) WHERE (ended_at IS NULL);

CREATE INDEX security_event_account ON public.security_event USING btree (account_id, event_id);

CREATE INDEX security_event_areas ON public.security_event USING gin (areas);

CREATE INDEX security_event_at ON public.security_event USING btree (at);

CREATE INDEX session_account ON public.session USING btree (account_id) WHERE (ended_at IS NULL);

CREATE INDEX session_known ON public.session USING btree (account_id, address, started_at);

CREATE INDEX sign_in_expires ON public.sign_in USING btree (expires_at);

CREATE INDEX sign_on_expires ON public.sign_on USING btree (expires_at);

CREATE INDEX site_lineage ON public.site USING gin (lineage);

CREATE INDEX snapshot_camera ON public.snapshot USING btree (camera_id, captured_at) WHERE (blob_key IS NOT NULL);

CREATE INDEX snapshot_incident ON public.snapshot USING btree (incident_id, rank);

CREATE INDEX snapshot_kept ON public.snapshot USING btree (planned_at) WHERE (blob_key IS NOT NULL);

CREATE INDEX task_active ON public.task USING btree (unit_id) WHERE (state = ANY (ARRAY['offered'::text, 'received'::text, 'accepted'::text, 'en_route'::text, 'on_scene'::text]));

CREATE INDEX task_incident ON public.task USING btree (incident_id);

CREATE INDEX task_need ON public.task USING btree (need_id);

CREATE UNIQUE INDEX task_one_of_unit ON public.task USING btree (unit_id) WHERE ((state = ANY (ARRAY['offered'::text, 'received'::text, 'accepted'::text, 'en_route'::text, 'on_scene'::text])) AND (NOT by_hand));

CREATE INDEX task_unit ON public.task USING btree (unit_id, offered_at);

CREATE INDEX test_plan_end ON public.test_plan USING btree (ends_at) WHERE (withdrawn_at IS NULL);

CREATE INDEX test_plan_site ON public.test_plan USING btree (site_id, ends_at);

CREATE INDEX timeline_incident ON public.timeline USING btree (incident_id, entry_id);

CREATE INDEX unit_lineage ON public.unit USING gin (lineage);

CREATE INDEX warm_camera_keeper ON public.warm_camera USING btree (keeper);

ALTER INDEX public.fix_pkey ATTACH PARTITION public.fix_rest_pkey;

CREATE TRIGGER deletion_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.deletion FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER footage_event_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.footage_event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER keeping_policy_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.keeping_policy FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER look_anchor_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.look_anchor FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER look_goes_when_due BEFORE DELETE ON public.look FOR EACH ROW EXECUTE FUNCTION public.look_guarded();

CREATE TRIGGER look_head_is_kept BEFORE DELETE OR TRUNCATE ON public.look_head FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER look_is_chained BEFORE INSERT ON public.look FOR EACH ROW EXECUTE FUNCTION public.look_chained();

CREATE TRIGGER look_is_kept BEFORE UPDATE OR TRUNCATE ON public.look FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER notice_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.notice FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER security_event_goes_when_due BEFORE DELETE ON public.security_event FOR EACH ROW EXECUTE FUNCTION public.security_event_guarded();

CREATE TRIGGER security_event_is_kept BEFORE UPDATE OR TRUNCATE ON public.security_event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER timeline_is_kept BEFORE DELETE OR TRUNCATE ON public.timeline FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER timeline_only_forgets BEFORE UPDATE ON public.timeline FOR EACH ROW EXECUTE FUNCTION public.timeline_guarded();

ALTER TABLE ONLY public.account_link
    ADD CONSTRAINT account_link_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.alarm
    ADD CONSTRAINT alarm_device_id_fkey FOREIGN KEY (device_id) REFERENCES public.device(device_id);

ALTER TABLE ONLY public.alarm
    ADD CONSTRAINT alarm_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(incident_id);

ALTER TABLE ONLY public.alarm
    ADD CONSTRAINT alarm_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(site_id);

ALTER TABLE ONLY public.area
    ADD CONSTRAINT area_parent_code_fkey FOREIGN KEY (parent_code) REFERENCES public.area(area_code);

ALTER TABLE ONLY public.bulletin
    ADD CONSTRAINT bulletin_area_code_fkey FOREIGN KEY (area_code) REFERENCES public.area(area_code);

ALTER TABLE ONLY public.bulletin_portrait
    ADD CONSTRAINT bulletin_portrait_bulletin_id_fkey FOREIGN KEY (bulletin_id) REFERENCES public.bulletin(bulletin_id);

ALTER TABLE ONLY public.camera
    ADD CONSTRAINT camera_area_code_fkey FOREIGN KEY (area_code) REFERENCES public.area(area_code);

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES public.notice(notice_id);

ALTER TABLE ONLY public.data_request
    ADD CONSTRAINT data_request_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_task_id_fkey FOREIGN KEY (task_id) REFERENCES public.task(task_id);

ALTER TABLE ONLY public.device_code
    ADD CONSTRAINT device_code_device_id_fkey FOREIGN KEY (device_id) REFERENCES public.device(device_id);

ALTER TABLE ONLY public.device_refusal
    ADD CONSTRAINT device_refusal_device_id_fkey FOREIGN KEY (device_id) REFERENCES public.device(device_id);

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_replaces_fkey FOREIGN KEY (replaces) REFERENCES public.device(device_id);

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(site_id);

ALTER TABLE ONLY public.duty
    ADD CONSTRAINT duty_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.duty
    ADD CONSTRAINT duty_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.factor
    ADD CONSTRAINT factor_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE public.fix
    ADD CONSTRAINT fix_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.footage_camera
    ADD CONSTRAINT footage_camera_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id);

ALTER TABLE ONLY public.footage_camera
    ADD CONSTRAINT footage_camera_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.footage_consent
    ADD CONSTRAINT footage_consent_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.footage_copy
    ADD CONSTRAINT footage_copy_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.footage_copy
    ADD CONSTRAINT footage_copy_masking_id_fkey FOREIGN KEY (masking_id) REFERENCES public.footage_masking(masking_id);

ALTER TABLE ONLY public.footage_event
    ADD CONSTRAINT footage_event_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.footage_file
    ADD CONSTRAINT footage_file_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.footage_masking
    ADD CONSTRAINT footage_masking_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id);

ALTER TABLE ONLY public.footage_masking
    ADD CONSTRAINT footage_masking_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.footage_message
    ADD CONSTRAINT footage_message_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.footage_request
    ADD CONSTRAINT footage_request_applicant_id_fkey FOREIGN KEY (applicant_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.footage_unit
    ADD CONSTRAINT footage_unit_area_code_fkey FOREIGN KEY (area_code) REFERENCES public.area(area_code);

ALTER TABLE ONLY public.footage_viewing
    ADD CONSTRAINT footage_viewing_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.found_photo
    ADD CONSTRAINT found_photo_thing_id_fkey FOREIGN KEY (thing_id) REFERENCES public.found_thing(thing_id);

ALTER TABLE ONLY public.found_thing
    ADD CONSTRAINT found_thing_area_code_fkey FOREIGN KEY (area_code) REFERENCES public.area(area_code);

ALTER TABLE ONLY public.found_thing
    ADD CONSTRAINT found_thing_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(incident_id);

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES public.incident(incident_id);

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(site_id);

ALTER TABLE ONLY public.keeping_policy
    ADD CONSTRAINT keeping_policy_area_code_fkey FOREIGN KEY (area_code) REFERENCES public.area(area_code);

ALTER TABLE ONLY public.key_keeper
    ADD CONSTRAINT key_keeper_device_id_fkey FOREIGN KEY (device_id) REFERENCES public.device(device_id);

ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(incident_id);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.need
    ADD CONSTRAINT need_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(incident_id);

ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_area_code_fkey FOREIGN KEY (area_code) REFERENCES public.area(area_code);

ALTER TABLE ONLY public.phone
    ADD CONSTRAINT phone_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.policy
    ADD CONSTRAINT policy_area_code_fkey FOREIGN KEY (area_code) REFERENCES public.area(area_code);

ALTER TABLE ONLY public."position"
    ADD CONSTRAINT position_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.recorder
    ADD CONSTRAINT recorder_area_code_fkey FOREIGN KEY (area_code) REFERENCES public.area(area_code);

ALTER TABLE ONLY public.recording
    ADD CONSTRAINT recording_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id);

ALTER TABLE ONLY public.recording_copy
    ADD CONSTRAINT recording_copy_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id);

ALTER TABLE ONLY public.recording
    ADD CONSTRAINT recording_recorder_id_fkey FOREIGN KEY (recorder_id) REFERENCES public.recorder(recorder_id);

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.response_plan
    ADD CONSTRAINT response_plan_area_code_fkey FOREIGN KEY (area_code) REFERENCES public.area(area_code);

ALTER TABLE ONLY public.review_answer
    ADD CONSTRAINT review_answer_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.review_desk
    ADD CONSTRAINT review_desk_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.review_desk
    ADD CONSTRAINT review_desk_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.review_finding
    ADD CONSTRAINT review_finding_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.review_finding
    ADD CONSTRAINT review_finding_footage_id_camera_id_fkey FOREIGN KEY (footage_id, camera_id) REFERENCES public.footage_camera(footage_id, camera_id);

ALTER TABLE ONLY public.review_finding
    ADD CONSTRAINT review_finding_marked_by_fkey FOREIGN KEY (marked_by) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.review_finding
    ADD CONSTRAINT review_finding_review_id_fkey FOREIGN KEY (review_id) REFERENCES public.review_task(review_id) ON DELETE SET NULL;

ALTER TABLE ONLY public.review_plan
    ADD CONSTRAINT review_plan_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.review_recording
    ADD CONSTRAINT review_recording_footage_id_camera_id_fkey FOREIGN KEY (footage_id, camera_id) REFERENCES public.footage_camera(footage_id, camera_id);

ALTER TABLE ONLY public.review_sighting
    ADD CONSTRAINT review_sighting_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id);

ALTER TABLE ONLY public.review_sighting
    ADD CONSTRAINT review_sighting_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.review_task
    ADD CONSTRAINT review_task_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.review_task
    ADD CONSTRAINT review_task_footage_id_camera_id_fkey FOREIGN KEY (footage_id, camera_id) REFERENCES public.footage_camera(footage_id, camera_id);

ALTER TABLE ONLY public.review_watched
    ADD CONSTRAINT review_watched_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id);

ALTER TABLE ONLY public.review_watched
    ADD CONSTRAINT review_watched_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_area_code_fkey FOREIGN KEY (area_code) REFERENCES public.area(area_code);

ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(site_id);

ALTER TABLE ONLY public.search_bulletin
    ADD CONSTRAINT search_bulletin_bulletin_id_fkey FOREIGN KEY (bulletin_id) REFERENCES public.bulletin(bulletin_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.search_bulletin
    ADD CONSTRAINT search_bulletin_search_id_fkey FOREIGN KEY (search_id) REFERENCES public.search(search_id);

ALTER TABLE ONLY public.search
    ADD CONSTRAINT search_footage_id_fkey FOREIGN KEY (footage_id) REFERENCES public.footage_request(footage_id);

ALTER TABLE ONLY public.search
    ADD CONSTRAINT search_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(incident_id);

ALTER TABLE ONLY public.search_sector
    ADD CONSTRAINT search_sector_search_id_fkey FOREIGN KEY (search_id) REFERENCES public.search(search_id);

ALTER TABLE ONLY public.search_sector
    ADD CONSTRAINT search_sector_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.sign_in
    ADD CONSTRAINT sign_in_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_area_code_fkey FOREIGN KEY (area_code) REFERENCES public.area(area_code);

ALTER TABLE ONLY public.snapshot
    ADD CONSTRAINT snapshot_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id);

ALTER TABLE ONLY public.task
    ADD CONSTRAINT task_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(incident_id);

ALTER TABLE ONLY public.task
    ADD CONSTRAINT task_need_id_fkey FOREIGN KEY (need_id) REFERENCES public.need(need_id);

ALTER TABLE ONLY public.task
    ADD CONSTRAINT task_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.test_plan
    ADD CONSTRAINT test_plan_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(site_id);

ALTER TABLE ONLY public.timeline
    ADD CONSTRAINT timeline_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(incident_id);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_area_code_fkey FOREIGN KEY (area_code) REFERENCES public.area(area_code);

ALTER TABLE public.account ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.account_link ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.alarm ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.area ENABLE ROW LEVEL SECURITY;

CREATE POLICY asked ON public.account TO watchbell_service USING (((('me:'::text || account_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.account_near(account_id)));

CREATE POLICY asked ON public.alarm TO watchbell_service USING (((scope && ( SELECT public.asks() AS asks)) OR (( SELECT public.asks_beyond() AS asks_beyond) AND ((('site:'::text || site_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.incident_reached(incident_id)))));

CREATE POLICY asked ON public.area TO watchbell_service USING ((( SELECT public.asks() AS asks) IS NOT NULL)) WITH CHECK ((lineage && ( SELECT public.asks() AS asks)));

CREATE POLICY asked ON public.bulletin TO watchbell_service USING (((scope && ( SELECT public.asks() AS asks)) OR (('up:'::text || area_code) = ANY (( SELECT public.asks() AS asks)::text[])))) WITH CHECK ((scope && ( SELECT public.asks() AS asks)));

CREATE POLICY asked ON public.bulletin_portrait TO watchbell_service USING ((EXISTS ( SELECT
   FROM public.bulletin b
  WHERE (b.bulletin_id = bulletin_portrait.bulletin_id))));

CREATE POLICY asked ON public.camera TO watchbell_service USING (((lineage && ( SELECT public.asks() AS asks)) IS TRUE));

CREATE POLICY asked ON public.camera_import TO watchbell_service USING (((('me:'::text || account_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.some_area_in(areas)));

CREATE POLICY asked ON public.camera_turn TO watchbell_service USING ((EXISTS ( SELECT
   FROM public.camera c
  WHERE (c.camera_id = camera_turn.camera_id))));

CREATE POLICY asked ON public.consent TO watchbell_service USING ((('me:'::text || account_id) = ANY (( SELECT public.asks() AS asks)::text[])));

CREATE POLICY asked ON public.data_request TO watchbell_service USING (((('me:'::text || account_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR (scope && ( SELECT public.asks() AS asks))));

CREATE POLICY asked ON public.deletion FOR SELECT TO watchbell_service USING (public.some_area_in(areas));

CREATE POLICY asked ON public.delivery TO watchbell_service USING (((('me:'::text || account_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.task_in(task_id) OR public.account_near(account_id)));

CREATE POLICY asked ON public.device TO watchbell_service USING (((('site:'::text || site_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.site_in(site_id)));

CREATE POLICY asked ON public.device_code TO watchbell_service USING (public.device_in(device_id));

CREATE POLICY asked ON public.device_refusal TO watchbell_service USING (public.device_in(device_id));

CREATE POLICY asked ON public.duty TO watchbell_service USING (((('unit:'::text || unit_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.unit_in(unit_id)));

CREATE POLICY asked ON public.event FOR SELECT TO watchbell_service USING ((scope && ( SELECT public.asks() AS asks)));

CREATE POLICY asked ON public.fault TO watchbell_service USING (((scope && ( SELECT public.asks() AS asks)) OR (( SELECT public.asks_beyond() AS asks_beyond) AND (('site:'::text || site_id) = ANY (( SELECT public.asks() AS asks)::text[])))));

CREATE POLICY asked ON public.fix TO watchbell_service USING (((('unit:'::text || unit_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.unit_in(unit_id)));

CREATE POLICY asked ON public.footage_camera TO watchbell_service USING (public.footage_in(footage_id));

CREATE POLICY asked ON public.footage_consent TO watchbell_service USING (public.footage_in(footage_id));

CREATE POLICY asked ON public.footage_copy TO watchbell_service USING (public.footage_at_desk(footage_id));

CREATE POLICY asked ON public.footage_event TO watchbell_service USING (public.footage_in(footage_id));

CREATE POLICY asked ON public.footage_file TO watchbell_service USING (public.footage_in(footage_id));

CREATE POLICY asked ON public.footage_masking TO watchbell_service USING (public.footage_at_desk(footage_id));

CREATE POLICY asked ON public.footage_message TO watchbell_service USING (public.footage_in(footage_id));

CREATE POLICY asked ON public.footage_request TO watchbell_service USING (((scope && ( SELECT public.asks() AS asks)) OR (('me:'::text || applicant_id) = ANY (( SELECT public.asks() AS asks)::text[]))));

CREATE POLICY asked ON public.footage_unit TO watchbell_service USING (((lineage && ( SELECT public.asks() AS asks)) OR (EXISTS ( SELECT
   FROM unnest(footage_unit.accounts) account(account)
  WHERE (('me:'::text || account.account) = ANY (( SELECT public.asks() AS asks)::text[]))))));

CREATE POLICY asked ON public.footage_viewing TO watchbell_service USING (public.footage_at_desk(footage_id));

CREATE POLICY asked ON public.found_photo TO watchbell_service USING ((EXISTS ( SELECT
   FROM public.found_thing f
  WHERE (f.thing_id = found_photo.thing_id))));

CREATE POLICY asked ON public.found_thing TO watchbell_service USING ((scope && ( SELECT public.asks() AS asks)));

CREATE POLICY asked ON public.handover TO watchbell_service USING (((scope && ( SELECT public.asks() AS asks)) OR (('me:'::text || from_id) = ANY (( SELECT public.asks() AS asks)::text[]))));

CREATE POLICY asked ON public.hold TO watchbell_service USING ((scope && ( SELECT public.asks() AS asks)));

CREATE POLICY asked ON public.incident TO watchbell_service USING (((scope && ( SELECT public.asks() AS asks)) OR (( SELECT public.asks_beyond() AS asks_beyond) AND ((('site:'::text || site_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.incident_reached(incident_id)))));

CREATE POLICY asked ON public.job TO watchbell_service USING ((( SELECT public.asks() AS asks) IS NOT NULL));

CREATE POLICY asked ON public.keeping_policy TO watchbell_service USING ((( SELECT public.asks() AS asks) IS NOT NULL)) WITH CHECK (public.area_in(area_code));

CREATE POLICY asked ON public.key_keeper TO watchbell_service USING (public.device_in(device_id));

CREATE POLICY asked ON public.look FOR SELECT TO watchbell_service USING (((scope && ( SELECT public.asks() AS asks)) OR (('me:'::text || account_id) = ANY (( SELECT public.asks() AS asks)::text[]))));

CREATE POLICY asked ON public.look_anchor FOR SELECT TO watchbell_service USING ((( SELECT public.asks() AS asks) IS NOT NULL));

CREATE POLICY asked ON public.member TO watchbell_service USING (((('me:'::text || account_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR (('unit:'::text || unit_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.unit_in(unit_id)));

CREATE POLICY asked ON public.message TO watchbell_service USING (public.incident_in(incident_id));

CREATE POLICY asked ON public.need TO watchbell_service USING (public.incident_in(incident_id));

CREATE POLICY asked ON public.notice TO watchbell_service USING (true) WITH CHECK (public.area_in(area_code));

CREATE POLICY asked ON public.outbox FOR INSERT TO watchbell_service WITH CHECK ((( SELECT public.asks() AS asks) IS NOT NULL));

CREATE POLICY asked ON public.phone TO watchbell_service USING (((('me:'::text || account_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.account_near(account_id)));

CREATE POLICY asked ON public.policy TO watchbell_service USING ((( SELECT public.asks() AS asks) IS NOT NULL)) WITH CHECK (public.area_in(area_code));

CREATE POLICY asked ON public."position" TO watchbell_service USING (((lineage && ( SELECT public.asks() AS asks)) OR (('unit:'::text || unit_id) = ANY (( SELECT public.asks() AS asks)::text[]))));

CREATE POLICY asked ON public.recorder TO watchbell_service USING ((lineage && ( SELECT public.asks() AS asks)));

CREATE POLICY asked ON public.recording TO watchbell_service USING ((EXISTS ( SELECT
   FROM public.camera c
  WHERE (c.camera_id = recording.camera_id))));

CREATE POLICY asked ON public.recording_copy TO watchbell_service USING ((EXISTS ( SELECT
   FROM public.camera c
  WHERE (c.camera_id = recording_copy.camera_id))));

CREATE POLICY asked ON public.response_plan TO watchbell_service USING (((('up:'::text || area_code) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.area_in(area_code))) WITH CHECK (public.area_in(area_code));

CREATE POLICY asked ON public.review_answer TO watchbell_service USING ((EXISTS ( SELECT
   FROM public.footage_request r
  WHERE ((r.footage_id = review_answer.footage_id) AND (r.scope && ( SELECT public.asks() AS asks))))));

CREATE POLICY asked ON public.review_desk TO watchbell_service USING (public.footage_at_desk(footage_id));

CREATE POLICY asked ON public.review_finding TO watchbell_service USING (public.footage_at_desk(footage_id));

CREATE POLICY asked ON public.review_plan TO watchbell_service USING ((EXISTS ( SELECT
   FROM public.footage_request r
  WHERE ((r.footage_id = review_plan.footage_id) AND (r.scope && ( SELECT public.asks() AS asks))))));

CREATE POLICY asked ON public.review_recording TO watchbell_service USING (public.footage_at_desk(footage_id));

CREATE POLICY asked ON public.review_sighting TO watchbell_service USING ((EXISTS ( SELECT
   FROM public.footage_request r
  WHERE ((r.footage_id = review_sighting.footage_id) AND (r.scope && ( SELECT public.asks() AS asks))))));

CREATE POLICY asked ON public.review_task TO watchbell_service USING (public.footage_at_desk(footage_id));

CREATE POLICY asked ON public.review_watched TO watchbell_service USING ((EXISTS ( SELECT
   FROM public.footage_request r
  WHERE ((r.footage_id = review_watched.footage_id) AND (r.scope && ( SELECT public.asks() AS asks))))));

CREATE POLICY asked ON public.role_grant TO watchbell_service USING (((('me:'::text || account_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR (('up:'::text || area_code) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.area_in(area_code)));

CREATE POLICY asked ON public.search TO watchbell_service USING (((scope && ( SELECT public.asks() AS asks)) OR public.incident_in(incident_id)));

CREATE POLICY asked ON public.search_bulletin TO watchbell_service USING ((EXISTS ( SELECT
   FROM public.search s
  WHERE (s.search_id = search_bulletin.search_id))));

CREATE POLICY asked ON public.search_sector TO watchbell_service USING ((EXISTS ( SELECT
   FROM public.search s
  WHERE (s.search_id = search_sector.search_id))));

CREATE POLICY asked ON public.session TO watchbell_service USING (((('me:'::text || account_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.account_near(account_id)));

CREATE POLICY asked ON public.site TO watchbell_service USING (((lineage && ( SELECT public.asks() AS asks)) OR (('site:'::text || site_id) = ANY (( SELECT public.asks() AS asks)::text[]))));

CREATE POLICY asked ON public.snapshot TO watchbell_service USING (((scope && ( SELECT public.asks() AS asks)) OR public.incident_in(incident_id)));

CREATE POLICY asked ON public.task TO watchbell_service USING (((('unit:'::text || unit_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.incident_in(incident_id)));

CREATE POLICY asked ON public.test_plan TO watchbell_service USING (((('site:'::text || site_id) = ANY (( SELECT public.asks() AS asks)::text[])) OR public.site_in(site_id)));

CREATE POLICY asked ON public.timeline TO watchbell_service USING (public.incident_in(incident_id)) WITH CHECK (public.incident_written(incident_id));

CREATE POLICY asked ON public.unit TO watchbell_service USING (((lineage && ( SELECT public.asks() AS asks)) OR (('unit:'::text || unit_id) = ANY (( SELECT public.asks() AS asks)::text[]))));

ALTER TABLE public.brake ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bulletin ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bulletin_portrait ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.camera ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.camera_import ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.camera_turn ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.carrier ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.consent ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.data_request ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.deletion ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.delivery ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.device ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.device_code ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.device_refusal ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.duty ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.event ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.event_head ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.factor ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.fault ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.fix ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.fix_rest ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.footage_camera ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.footage_consent ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.footage_copy ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.footage_event ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.footage_file ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.footage_masking ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.footage_message ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.footage_request ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.footage_unit ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.footage_viewing ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.found_photo ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.found_thing ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.handover ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.hold ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.incident ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.job ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.keeping_policy ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.keeping_search ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.key_keeper ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.look ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.look_anchor ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.look_head ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.member ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.message ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.need ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notice ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.outbox ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.phone ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.phone_code ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.policy ENABLE ROW LEVEL SECURITY;

ALTER TABLE public."position" ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.recorder ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.recording ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.recording_copy ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.recovery_code ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.response_plan ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.review_answer ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.review_desk ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.review_finding ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.review_plan ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.review_recording ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.review_sighting ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.review_task ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.review_watched ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.role_grant ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.schema_migration ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.seal_key ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.search ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.search_bulletin ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.search_sector ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.security_event ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.session ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sign_in ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sign_on ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.site ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.snapshot ENABLE ROW LEVEL SECURITY;

CREATE POLICY system ON public.account TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.account_link TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.alarm TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.area TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.brake TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.bulletin TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.bulletin_portrait TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.camera TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.camera_import TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.camera_turn TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.carrier TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.consent TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.data_request TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.deletion TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.delivery TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.device TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.device_code TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.device_refusal TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.duty TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.event TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.event_head TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.factor TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.fault TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.fix TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.fix_rest TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.footage_camera TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.footage_consent TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.footage_copy TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.footage_event TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.footage_file TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.footage_masking TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.footage_message TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.footage_request TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.footage_unit TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.footage_viewing TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.found_photo TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.found_thing TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.handover TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.hold TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.incident TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.job TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.keeping_policy TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.keeping_search TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.key_keeper TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.look TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.look_anchor TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.look_head TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.member TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.message TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.need TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.notice TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.outbox TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.phone TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.phone_code TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.policy TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public."position" TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.recorder TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.recording TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.recording_copy TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.recovery_code TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.response_plan TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.review_answer TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.review_desk TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.review_finding TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.review_plan TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.review_recording TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.review_sighting TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.review_task TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.review_watched TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.role_grant TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.schema_migration TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.seal_key TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.search TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.search_bulletin TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.search_sector TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.security_event TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.session TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.sign_in TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.sign_on TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.site TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.snapshot TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.task TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.test_plan TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.timeline TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.unit TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.warm_camera TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.warm_keeper TO watchbell_system USING (true) WITH CHECK (true);

CREATE POLICY system ON public.warm_wish TO watchbell_system USING (true) WITH CHECK (true);

ALTER TABLE public.task ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.test_plan ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.timeline ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.unit ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.warm_camera ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.warm_keeper ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.warm_wish ENABLE ROW LEVEL SECURITY;
