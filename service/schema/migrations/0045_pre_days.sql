-- Positions of each day lie in a table of their own: what is over is found without a search, and
-- its room is given back at once. The table is cut in the second half of this upgrade, when no
-- process runs any more that names rows by where they lie; until then these find nothing to do.

-- A table for each of these days (UTC) that has none. What came before its table did is moved
-- into it. As the owner, since the service's roles own nothing.
CREATE FUNCTION fix_days_make(first_on date, last_on date) RETURNS integer LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s'
    SET timezone = 'UTC' AS $$
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

-- The tables of days that ended before an instant go, but those in which something is kept still.
CREATE FUNCTION fix_days_drop(before timestamptz) RETURNS integer LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s'
    SET timezone = 'UTC' AS $$
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
END $$;

REVOKE EXECUTE ON FUNCTION fix_days_make(date, date), fix_days_drop(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fix_days_make(date, date), fix_days_drop(timestamptz)
    TO watchbell_system;
