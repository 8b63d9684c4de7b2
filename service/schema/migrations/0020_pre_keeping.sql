-- How long what is kept, by whose word; what is held back; and what proves that the rest is gone.

CREATE TABLE keeping_policy (
    policy_id uuid PRIMARY KEY,
    area_code text NOT NULL REFERENCES area,
    from_at timestamptz NOT NULL,
    made_at timestamptz NOT NULL,
    made_by text NOT NULL,
    rules jsonb NOT NULL,
    sites uuid[] NOT NULL
);
CREATE INDEX keeping_policy_area ON keeping_policy (area_code, from_at);
CREATE TRIGGER keeping_policy_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON keeping_policy
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What areas had set before goes on to hold.
INSERT INTO keeping_policy (policy_id, area_code, from_at, made_at, made_by, rules, sites)
SELECT gen_random_uuid(), area_code, from_at, from_at, 'policy',
    jsonb_strip_nulls(jsonb_build_object(
        'pictures', CASE WHEN body ? 'pictures_kept_s' THEN jsonb_build_object(
            'floor_days', (body ->> 'pictures_kept_s')::float8 / 86400,
            'ceiling_days', greatest(90, (body ->> 'pictures_kept_s')::float8 / 86400)) END,
        'tracks', CASE WHEN body ? 'fixes_kept_s' THEN jsonb_build_object(
            'floor_days', (body ->> 'fixes_kept_s')::float8 / 86400,
            'ceiling_days', (body ->> 'fixes_kept_s')::float8 / 86400) END)),
    '{}'
FROM policy WHERE body ?| ARRAY['pictures_kept_s', 'fixes_kept_s'];

CREATE TABLE hold (
    hold_id uuid PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incident,
    scope text[] NOT NULL,
    owner_id uuid NOT NULL,
    owner text NOT NULL,
    reason text NOT NULL,
    placed_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    remind_at timestamptz NOT NULL,
    reminded_at timestamptz,
    released_at timestamptz,
    released_by text,
    CHECK (until > placed_at AND remind_at <= until)
);
CREATE INDEX hold_incident ON hold (incident_id);
CREATE INDEX hold_standing ON hold (until) WHERE released_at IS NULL;

CREATE TABLE deletion (
    deletion_id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    policies uuid[] NOT NULL,
    areas text[] NOT NULL,
    count bigint NOT NULL,
    oldest_at timestamptz,
    newest_at timestamptz,
    digests text[] NOT NULL,
    incidents uuid[] NOT NULL
);
CREATE INDEX deletion_at ON deletion (at);
CREATE TRIGGER deletion_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON deletion
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How far the blob store has been searched for what nobody knows of.
CREATE TABLE keeping_search (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    after text NOT NULL
);
INSERT INTO keeping_search (after) VALUES ('');

-- Words that people wrote go some time after an incident; that it was, and what was done, stays.
ALTER TABLE incident ADD COLUMN forgotten_at timestamptz;
CREATE INDEX incident_closed ON incident (closed_at) WHERE forgotten_at IS NULL;

CREATE FUNCTION timeline_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
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
DROP TRIGGER timeline_is_kept ON timeline;
CREATE TRIGGER timeline_is_kept BEFORE DELETE OR TRUNCATE ON timeline
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER timeline_only_forgets BEFORE UPDATE ON timeline
    FOR EACH ROW EXECUTE FUNCTION timeline_guarded();

-- The one way by which words go, also for whoever has no right to alter a line.
CREATE FUNCTION timeline_forget(incidents uuid[]) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE timeline SET body = body - 'note'
    WHERE incident_id = ANY (incidents) AND body ? 'note';
END $$;

ALTER TABLE keeping_policy ENABLE ROW LEVEL SECURITY;
ALTER TABLE hold ENABLE ROW LEVEL SECURITY;
ALTER TABLE deletion ENABLE ROW LEVEL SECURITY;
ALTER TABLE keeping_search ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON keeping_policy TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON hold TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON deletion TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON keeping_search TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY asked ON keeping_policy TO watchbell_service
    USING ((SELECT asks()) IS NOT NULL) WITH CHECK (area_in(area_code));
CREATE POLICY asked ON hold TO watchbell_service USING (scope && (SELECT asks()));
CREATE POLICY asked ON deletion FOR SELECT TO watchbell_service USING (some_area_in(areas));
