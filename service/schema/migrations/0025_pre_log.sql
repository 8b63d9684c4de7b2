-- An event of security goes when it is older than half a year, and only where a proof says so.
CREATE FUNCTION security_event_guarded() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
DROP TRIGGER security_event_is_kept ON security_event;
CREATE TRIGGER security_event_is_kept BEFORE UPDATE OR TRUNCATE ON security_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER security_event_goes_when_due BEFORE DELETE ON security_event
    FOR EACH ROW EXECUTE FUNCTION security_event_guarded();
CREATE INDEX security_event_at ON security_event (at);
CREATE INDEX deletion_security ON deletion (newest_at) WHERE kind = 'security_log';
