-- The access register becomes a chain. Each row has its number, the hash of the row before it and
-- its own, all given by the database at the moment of writing, whoever writes.

CREATE TABLE look_head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    number bigint NOT NULL,
    digest bytea NOT NULL
);
INSERT INTO look_head (number, digest) VALUES (0, decode(repeat('00', 32), 'hex'));

CREATE TABLE look_anchor (
    number bigint NOT NULL,
    cut boolean NOT NULL,
    digest bytea NOT NULL,
    at timestamptz NOT NULL,
    key text NOT NULL,
    signature text NOT NULL,
    PRIMARY KEY (number, cut)
);
CREATE TRIGGER look_anchor_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON look_anchor
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE look
    ALTER COLUMN account_id DROP NOT NULL,
    ADD COLUMN kind text NOT NULL DEFAULT 'picture',
    ADD COLUMN scope text[] NOT NULL DEFAULT '{}',
    ADD COLUMN number bigint,
    ADD COLUMN before bytea,
    ADD COLUMN digest bytea;

-- How many bytes, then the bytes: no two registers have the same text.
CREATE FUNCTION look_field(said text) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN coalesce(octet_length(convert_to(said, 'UTF8')) || ':' || said, '-') || ',';

CREATE FUNCTION look_content(one look) RETURNS bytea LANGUAGE sql STABLE
    RETURN sha256(convert_to(
        look_field('look 1') || look_field((one).look_id::text)
        || look_field(to_char((one).at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        || look_field((one).kind) || look_field((one).account_id::text)
        || look_field((one).person) || look_field((one).work_unit) || look_field((one).reason)
        || look_field((one).content) || look_field((one).incident_id::text)
        || look_field(array_to_string((one).scope, ' ')),
        'UTF8'));

CREATE FUNCTION look_digest(number bigint, before bytea, content bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    RETURN sha256(convert_to(
        look_field(number::text) || look_field(encode(before, 'hex'))
        || look_field(encode(content, 'hex')), 'UTF8'));

-- The head is locked until the writer has committed or died, so that there is one chain without a
-- gap. A row that is there already, because a writer was cut off from hearing so, is not written
-- again.
CREATE FUNCTION look_chained() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
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

-- What was written before there was a chain is taken into it in the order of time.
DROP TRIGGER look_is_kept ON look;
UPDATE look l SET kind = CASE
        WHEN l.content LIKE 'live view of %' THEN 'live_view'
        WHEN l.content LIKE 'replay from %' THEN 'replay'
        WHEN l.content LIKE 'portrait of %' THEN 'portrait'
        ELSE 'picture'
    END;
UPDATE look l SET scope = i.scope FROM incident i WHERE i.incident_id = l.incident_id;
DO $$
DECLARE
    head look_head;
    one look;
BEGIN
    SELECT * INTO STRICT head FROM look_head;
    FOR one IN SELECT * FROM look ORDER BY at, look_id LOOP
        one.number := head.number + 1;
        one.before := head.digest;
        head.digest := look_digest(one.number, one.before, look_content(one));
        head.number := one.number;
        UPDATE look l SET number = one.number, before = one.before, digest = head.digest
        WHERE l.look_id = one.look_id;
    END LOOP;
    UPDATE look_head SET number = head.number, digest = head.digest;
END $$;

-- What stands is altered by nobody. It goes behind a signed anchor that says what stood at the cut,
-- and was older than three years when that was signed.
CREATE FUNCTION look_guarded() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM look_anchor a
        WHERE a.cut AND a.number >= OLD.number AND a.at > OLD.at + interval '1096 days'
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

-- The one way by which rows go, also for whoever has no right to delete.
CREATE FUNCTION look_forget(until bigint, most integer) RETURNS bigint LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    DELETE FROM look WHERE look_id IN (
        SELECT l.look_id FROM look l WHERE l.number <= until ORDER BY l.number LIMIT most
    );
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

ALTER TABLE look
    ALTER COLUMN number SET NOT NULL,
    ALTER COLUMN before SET NOT NULL,
    ALTER COLUMN digest SET NOT NULL;
CREATE INDEX look_anchor_cut ON look_anchor (number) WHERE cut;
CREATE UNIQUE INDEX look_number ON look (number);
CREATE INDEX look_at ON look (at);
CREATE INDEX look_reason ON look (reason, number);
CREATE INDEX look_scope ON look USING gin (scope);

CREATE TRIGGER look_is_chained BEFORE INSERT ON look
    FOR EACH ROW EXECUTE FUNCTION look_chained();
CREATE TRIGGER look_is_kept BEFORE UPDATE OR TRUNCATE ON look
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER look_goes_when_due BEFORE DELETE ON look
    FOR EACH ROW EXECUTE FUNCTION look_guarded();
CREATE TRIGGER look_head_is_kept BEFORE DELETE OR TRUNCATE ON look_head
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'watchbell_service') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON look, look_anchor FROM watchbell_service;
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON look_head FROM watchbell_service;
    END IF;
END $$;
