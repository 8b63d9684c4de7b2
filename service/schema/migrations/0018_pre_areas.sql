-- Who asks sees the rows of his marks, and nobody else's. Marks are what the door has found: area
-- codes; `up:` before the codes in and above them, whose values hold there; `site:`, `unit:` and
-- `me:` before an id. Whoever has not said who asks has none, and sees nothing.
--
-- watchbell_service asks for people and boxes, watchbell_system for errands that serve all areas.
-- The migrator makes both; neither owns anything or may bypass a policy. Row-level security is not
-- forced upon the owner: he could take it away, and his backups must hold all rows.

CREATE FUNCTION asks() RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('watchbell.asks', true), '')::text[] $$;

-- Whether somebody asks who may have to do with what lies in no area of his: a unit that was sent
-- next door, or a site's contact or box. Desks, who read most rows, are spared the question.
CREATE FUNCTION asks_beyond() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT EXISTS (SELECT FROM unnest(asks()) AS mark WHERE mark ~ '^(unit|site):') $$;

-- What an account may ask for at an instant.
CREATE FUNCTION marks_of(account uuid, at timestamp with time zone) RETURNS text[]
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
    RETURN ARRAY(
        SELECT g.area_code FROM role_grant g
        WHERE g.account_id = account AND (g.until_at IS NULL OR g.until_at > at)
            AND g.role NOT IN ('school_contact', 'patrol_officer', 'citizen')
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

-- The functions below look past the policies of what they read, as their owner does: a policy that
-- asked another policy would ask in a circle.

CREATE FUNCTION area_in(code text) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.area a WHERE a.area_code = code AND a.lineage && public.asks());
END $$;

CREATE FUNCTION some_area_in(codes text[]) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.area a WHERE a.area_code = ANY (codes) AND a.lineage && public.asks());
END $$;

CREATE FUNCTION site_in(site uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.site s WHERE s.site_id = site AND s.lineage && public.asks());
END $$;

CREATE FUNCTION unit_in(unit uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.unit u WHERE u.unit_id = unit AND u.lineage && public.asks());
END $$;

-- Somebody with a role where the asker has one, or above it: to him one may hand over.
CREATE FUNCTION account_near(account uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.role_grant g JOIN public.area a USING (area_code)
        WHERE g.account_id = account
            AND (a.lineage && public.asks() OR 'up:' || g.area_code = ANY (public.asks())));
END $$;

-- An incident of another area: the asker's unit was asked for it, or one of his site was merged
-- into it.
CREATE FUNCTION incident_reached(incident uuid) RETURNS boolean
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

CREATE INDEX incident_merged ON incident (merged_into) WHERE merged_into IS NOT NULL;

CREATE FUNCTION incident_in(incident uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.incident i
        WHERE i.incident_id = incident
            AND (i.scope && public.asks() OR 'site:' || i.site_id = ANY (public.asks()))
    ) OR (public.asks_beyond() AND public.incident_reached(incident));
END $$;

-- Volatile: it is to see an incident that the same statement has opened.
CREATE FUNCTION incident_written(incident uuid) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    AS $$
BEGIN
    RETURN public.incident_in(incident);
END $$;

CREATE FUNCTION task_in(task uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.task t
        WHERE t.task_id = task
            AND ('unit:' || t.unit_id = ANY (public.asks()) OR public.incident_in(t.incident_id)));
END $$;

CREATE FUNCTION device_in(device uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.device d
        WHERE d.device_id = device
            AND ('site:' || d.site_id = ANY (public.asks()) OR public.site_in(d.site_id)));
END $$;

-- Rows that carry their areas.
CREATE POLICY asked ON incident TO watchbell_service USING (
    scope && (SELECT asks()) OR (SELECT asks_beyond()) AND (
        'site:' || site_id = ANY ((SELECT asks())::text[]) OR incident_reached(incident_id)));
CREATE POLICY asked ON alarm TO watchbell_service USING (
    scope && (SELECT asks()) OR (SELECT asks_beyond()) AND (
        'site:' || site_id = ANY ((SELECT asks())::text[]) OR incident_reached(incident_id)));
CREATE POLICY asked ON fault TO watchbell_service USING (
    scope && (SELECT asks())
    OR (SELECT asks_beyond()) AND 'site:' || site_id = ANY ((SELECT asks())::text[]));
CREATE POLICY asked ON handover TO watchbell_service USING (scope && (SELECT asks()));
CREATE POLICY asked ON camera_import TO watchbell_service USING (
    'me:' || account_id = ANY ((SELECT asks())::text[]) OR some_area_in(areas));
CREATE POLICY asked ON event FOR SELECT TO watchbell_service USING (scope && (SELECT asks()));
CREATE POLICY asked ON site TO watchbell_service USING (
    lineage && (SELECT asks()) OR 'site:' || site_id = ANY ((SELECT asks())::text[]));
CREATE POLICY asked ON unit TO watchbell_service USING (
    lineage && (SELECT asks()) OR 'unit:' || unit_id = ANY ((SELECT asks())::text[]));
CREATE POLICY asked ON "position" TO watchbell_service USING (
    lineage && (SELECT asks()) OR 'unit:' || unit_id = ANY ((SELECT asks())::text[]));
-- IS TRUE keeps the index of areas out of a plan that reads a piece of the map.
CREATE POLICY asked ON camera TO watchbell_service USING ((lineage && (SELECT asks())) IS TRUE);
CREATE POLICY asked ON snapshot TO watchbell_service USING (
    scope && (SELECT asks()) OR incident_in(incident_id));
-- A box shows what was issued for its area or one above.
CREATE POLICY asked ON bulletin TO watchbell_service
    USING (scope && (SELECT asks()) OR 'up:' || area_code = ANY ((SELECT asks())::text[]))
    WITH CHECK (scope && (SELECT asks()));

-- Rows of something that has its areas.
CREATE POLICY asked ON bulletin_portrait TO watchbell_service USING (EXISTS (
    SELECT FROM bulletin b WHERE b.bulletin_id = bulletin_portrait.bulletin_id));
CREATE POLICY asked ON camera_turn TO watchbell_service USING (EXISTS (
    SELECT FROM camera c WHERE c.camera_id = camera_turn.camera_id));
CREATE POLICY asked ON device TO watchbell_service USING (
    'site:' || site_id = ANY ((SELECT asks())::text[]) OR site_in(site_id));
CREATE POLICY asked ON test_plan TO watchbell_service USING (
    'site:' || site_id = ANY ((SELECT asks())::text[]) OR site_in(site_id));
CREATE POLICY asked ON device_code TO watchbell_service USING (device_in(device_id));
CREATE POLICY asked ON device_refusal TO watchbell_service USING (device_in(device_id));
CREATE POLICY asked ON key_keeper TO watchbell_service USING (device_in(device_id));
CREATE POLICY asked ON duty TO watchbell_service USING (
    'unit:' || unit_id = ANY ((SELECT asks())::text[]) OR unit_in(unit_id));
CREATE POLICY asked ON fix TO watchbell_service USING (
    'unit:' || unit_id = ANY ((SELECT asks())::text[]) OR unit_in(unit_id));
CREATE POLICY asked ON member TO watchbell_service USING (
    'me:' || account_id = ANY ((SELECT asks())::text[])
    OR 'unit:' || unit_id = ANY ((SELECT asks())::text[]) OR unit_in(unit_id));
CREATE POLICY asked ON timeline TO watchbell_service
    USING (incident_in(incident_id)) WITH CHECK (incident_written(incident_id));
CREATE POLICY asked ON message TO watchbell_service USING (incident_in(incident_id));
CREATE POLICY asked ON need TO watchbell_service USING (incident_in(incident_id));
CREATE POLICY asked ON task TO watchbell_service USING (
    'unit:' || unit_id = ANY ((SELECT asks())::text[]) OR incident_in(incident_id));
CREATE POLICY asked ON delivery TO watchbell_service USING (
    'me:' || account_id = ANY ((SELECT asks())::text[]) OR task_in(task_id)
    OR account_near(account_id));

-- People.
CREATE POLICY asked ON account TO watchbell_service USING (
    'me:' || account_id = ANY ((SELECT asks())::text[]) OR account_near(account_id));
CREATE POLICY asked ON role_grant TO watchbell_service USING (
    'me:' || account_id = ANY ((SELECT asks())::text[])
    OR 'up:' || area_code = ANY ((SELECT asks())::text[]) OR area_in(area_code));
CREATE POLICY asked ON session TO watchbell_service USING (
    'me:' || account_id = ANY ((SELECT asks())::text[]) OR account_near(account_id));
CREATE POLICY asked ON phone TO watchbell_service USING (
    'me:' || account_id = ANY ((SELECT asks())::text[]) OR account_near(account_id));
CREATE POLICY asked ON look FOR SELECT TO watchbell_service USING (
    scope && (SELECT asks()) OR 'me:' || account_id = ANY ((SELECT asks())::text[]));
-- What vouches for the register is everybody's to keep.
CREATE POLICY asked ON look_anchor FOR SELECT TO watchbell_service
    USING ((SELECT asks()) IS NOT NULL);

-- What areas are called and the values that hold in them are no secret: a unit that is sent next
-- door goes by the values that hold there. They are written where they hold.
CREATE POLICY asked ON area TO watchbell_service
    USING ((SELECT asks()) IS NOT NULL) WITH CHECK (lineage && (SELECT asks()));
CREATE POLICY asked ON policy TO watchbell_service
    USING ((SELECT asks()) IS NOT NULL) WITH CHECK (area_in(area_code));
CREATE POLICY asked ON response_plan TO watchbell_service
    USING ('up:' || area_code = ANY ((SELECT asks())::text[]) OR area_in(area_code))
    WITH CHECK (area_in(area_code));

-- What is promised and told belongs to no area while it waits; whoever asks may add to it.
CREATE POLICY asked ON job TO watchbell_service USING ((SELECT asks()) IS NOT NULL);
CREATE POLICY asked ON outbox FOR INSERT TO watchbell_service
    WITH CHECK ((SELECT asks()) IS NOT NULL);

DO $$
DECLARE
    named text;
BEGIN
    FOR named IN
        SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format(
            'CREATE POLICY system ON %I TO watchbell_system USING (true) WITH CHECK (true)', named);
    END LOOP;
END $$;
