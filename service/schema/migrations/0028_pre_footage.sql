-- ── Recorders: where the recordings of cameras lie ──────────────────────────────────────────

CREATE TABLE recorder (
    recorder_id uuid PRIMARY KEY,
    area_code text NOT NULL REFERENCES area,
    lineage text[] NOT NULL,
    name text NOT NULL,
    -- How it is asked, without its token.
    address jsonb NOT NULL,
    token_sealed bytea,
    retention_days smallint NOT NULL CHECK (retention_days BETWEEN 1 AND 3650)
);
CREATE INDEX recorder_lineage ON recorder USING gin (lineage);

CREATE TABLE recording (
    camera_id uuid PRIMARY KEY REFERENCES camera,
    recorder_id uuid NOT NULL REFERENCES recorder,
    channel text NOT NULL,
    retention_days smallint CHECK (retention_days BETWEEN 1 AND 3650)
);
CREATE INDEX recording_recorder ON recording (recorder_id);

-- ── Footage requests of citizens ────────────────────────────────────────────────────────────

CREATE TABLE footage_request (
    footage_id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    -- SHA-256 of the code by which its state may be read.
    receipt_digest bytea NOT NULL UNIQUE,
    applicant_id uuid REFERENCES account,
    area_code text NOT NULL,
    scope text[] NOT NULL,
    lane text NOT NULL,
    category text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    site_id uuid,
    lat float8 NOT NULL,
    lon float8 NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    relationship text NOT NULL,
    at_risk text,
    minors boolean NOT NULL,
    -- Who applies, how he is reached, and what he wrote; gone when it was closed for long enough.
    person_sealed bytea,
    identity_sealed bytea,
    identity_index bytea,
    identity_how text,
    identity_at timestamptz,
    filed_at timestamptz NOT NULL,
    filed_by text,
    state_at timestamptz NOT NULL,
    due_at timestamptz,
    late_at timestamptz,
    moved_by text NOT NULL,
    -- The first of its cameras to write over what is asked for.
    overwrite_at timestamptz,
    decided_by uuid,
    decided_at timestamptz,
    refusal text,
    channel text,
    channel_number text,
    slot_at timestamptz,
    slot_place text,
    undertaking_at timestamptz,
    outcome text,
    result_sealed bytea,
    satisfaction smallint CHECK (satisfaction BETWEEN 1 AND 5),
    ended_at timestamptz,
    forgotten_at timestamptz,
    CHECK (from_at < until_at AND until_at <= from_at + interval '3 hours'),
    CHECK ((identity_at IS NULL) = (identity_how IS NULL))
);
CREATE INDEX footage_request_queue ON footage_request USING gin (scope) WHERE ended_at IS NULL;
CREATE INDEX footage_request_scope ON footage_request USING gin (scope);
CREATE INDEX footage_request_applicant ON footage_request (applicant_id, filed_at);
CREATE INDEX footage_request_identity ON footage_request (identity_index)
    WHERE identity_index IS NOT NULL;
CREATE INDEX footage_request_ended ON footage_request (ended_at) WHERE forgotten_at IS NULL;

CREATE TABLE footage_camera (
    footage_id uuid NOT NULL REFERENCES footage_request,
    camera_id uuid NOT NULL REFERENCES camera,
    name text NOT NULL,
    managing_unit text NOT NULL,
    unit_category text NOT NULL,
    away_m real NOT NULL,
    overwrite_at timestamptz,
    hold_state text NOT NULL CHECK (hold_state IN ('asked', 'placed', 'failed', 'released')),
    hold_trouble text,
    hold_tries smallint NOT NULL DEFAULT 0,
    hold_at timestamptz,
    decision text CHECK (decision IN ('approved', 'narrowed', 'refused')),
    refusal text,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    PRIMARY KEY (footage_id, camera_id),
    CHECK ((decision = 'refused') IS NOT DISTINCT FROM (refusal IS NOT NULL) OR decision IS NULL)
);

-- What was done, when and by whom; never altered. No word that somebody wrote stands here.
CREATE TABLE footage_event (
    entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    footage_id uuid NOT NULL REFERENCES footage_request,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    who text NOT NULL,
    body jsonb NOT NULL
);
CREATE INDEX footage_event_request ON footage_event (footage_id, entry_id);
CREATE TRIGGER footage_event_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON footage_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What citizen and office wrote to each other about a request.
CREATE TABLE footage_message (
    message_id uuid PRIMARY KEY,
    footage_id uuid NOT NULL REFERENCES footage_request,
    at timestamptz NOT NULL,
    by_office boolean NOT NULL,
    who text NOT NULL,
    text_sealed bytea NOT NULL
);
CREATE INDEX footage_message_request ON footage_message (footage_id, message_id);

-- A managing unit's yes or no to exactly these cameras and minutes (Decree 799, article 21).
CREATE TABLE footage_consent (
    consent_id uuid PRIMARY KEY,
    footage_id uuid NOT NULL REFERENCES footage_request,
    managing_unit text NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn')),
    asked_at timestamptz NOT NULL,
    asked_by text NOT NULL,
    due_at timestamptz NOT NULL,
    late_at timestamptz,
    how text CHECK (how IN ('account', 'link', 'oral', 'writing')),
    answered_at timestamptz,
    answered_by text,
    answered_id uuid,
    -- Minors: a second person of the office agrees.
    second_at timestamptz,
    second_by text,
    second_id uuid,
    -- What was said by mouth is given in writing by then.
    written_due_at timestamptz,
    written_at timestamptz,
    -- SHA-256 of the one link that is out, good until then and once.
    link_digest bytea UNIQUE,
    link_until timestamptz,
    UNIQUE (footage_id, managing_unit)
);
CREATE INDEX footage_consent_unit ON footage_consent (managing_unit, asked_at);

-- Which accounts answer for a managing unit of an area.
CREATE TABLE footage_unit (
    unit_id uuid PRIMARY KEY,
    area_code text NOT NULL REFERENCES area,
    lineage text[] NOT NULL,
    managing_unit text NOT NULL,
    accounts uuid[] NOT NULL,
    UNIQUE (area_code, managing_unit)
);
CREATE INDEX footage_unit_lineage ON footage_unit USING gin (lineage);

-- A code that was sent to a telephone, to sign in by as a citizen.
CREATE TABLE phone_code (
    code_id uuid PRIMARY KEY,
    number_sealed bytea NOT NULL,
    number_index bytea NOT NULL,
    code_digest bytea NOT NULL,
    sent_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    tries smallint NOT NULL DEFAULT 0
);
CREATE INDEX phone_code_number ON phone_code (number_index, sent_at);

CREATE FUNCTION footage_in(footage uuid) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.footage_request r
        WHERE r.footage_id = footage
            AND (r.scope && public.asks() OR 'me:' || r.applicant_id = ANY (public.asks())));
END $$;

ALTER TABLE recorder ENABLE ROW LEVEL SECURITY;
ALTER TABLE recording ENABLE ROW LEVEL SECURITY;
ALTER TABLE footage_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE footage_camera ENABLE ROW LEVEL SECURITY;
ALTER TABLE footage_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE footage_message ENABLE ROW LEVEL SECURITY;
ALTER TABLE footage_consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE footage_unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE phone_code ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON recorder TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON recording TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON footage_request TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON footage_camera TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON footage_event TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON footage_message TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON footage_consent TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON footage_unit TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON phone_code TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY asked ON recorder TO watchbell_service USING (lineage && (SELECT asks()));
CREATE POLICY asked ON recording TO watchbell_service USING (EXISTS (
    SELECT FROM camera c WHERE c.camera_id = recording.camera_id));
CREATE POLICY asked ON footage_request TO watchbell_service USING (
    scope && (SELECT asks()) OR 'me:' || applicant_id = ANY ((SELECT asks())::text[]));
CREATE POLICY asked ON footage_camera TO watchbell_service USING (footage_in(footage_id));
CREATE POLICY asked ON footage_event TO watchbell_service USING (footage_in(footage_id));
CREATE POLICY asked ON footage_message TO watchbell_service USING (footage_in(footage_id));
CREATE POLICY asked ON footage_consent TO watchbell_service USING (footage_in(footage_id));
CREATE POLICY asked ON footage_unit TO watchbell_service USING (
    lineage && (SELECT asks()) OR EXISTS (
        SELECT FROM unnest(accounts) AS account
        WHERE 'me:' || account = ANY ((SELECT asks())::text[])));

-- Who answers for a managing unit sees the questions that it was asked, and no row of an area.
CREATE OR REPLACE FUNCTION marks_of(account uuid, at timestamp with time zone) RETURNS text[]
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
