-- ── Masked films of recordings, viewings of them, copies for authorities ────────────────────

CREATE TABLE footage_masking (
    masking_id uuid PRIMARY KEY,
    footage_id uuid NOT NULL REFERENCES footage_request,
    camera_id uuid NOT NULL REFERENCES camera,
    camera text NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    -- All outside of it is solid.
    region jsonb,
    state text NOT NULL CHECK (
        state IN ('asked', 'made', 'refused', 'failed', 'confirmed', 'rejected', 'deleted')),
    -- Why there is no film: a code, and what is particular to it.
    trouble text,
    why text,
    asked_by text NOT NULL,
    asked_id uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    made_at timestamptz,
    -- Method, versions, hashes of originals and of the film; they stay when the film is deleted.
    film jsonb,
    -- Who has looked at which strips; only who has seen all may decide.
    strips_by uuid,
    strips_seen integer[] NOT NULL DEFAULT '{}',
    decided_by text,
    decided_id uuid,
    decided_at timestamptz,
    CHECK (from_at < until_at),
    CHECK ((film IS NOT NULL) = (made_at IS NOT NULL))
);
CREATE INDEX footage_masking_request ON footage_masking (footage_id);

CREATE TABLE footage_viewing (
    viewing_id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    footage_id uuid NOT NULL REFERENCES footage_request,
    place text NOT NULL,
    begins_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    officer_id uuid NOT NULL,
    officer text NOT NULL,
    -- The one screen on which it is shown.
    session_id uuid NOT NULL,
    needs_second boolean NOT NULL,
    second_id uuid,
    second text,
    second_at timestamptz,
    -- Which text was signed, its SHA-256, and by whom.
    undertaking text NOT NULL,
    undertaking_digest text NOT NULL,
    signed_sealed bytea NOT NULL,
    signed_at timestamptz NOT NULL,
    ended_at timestamptz,
    CHECK (begins_at < until_at)
);
CREATE INDEX footage_viewing_request ON footage_viewing (footage_id);

CREATE TABLE footage_copy (
    copy_id uuid PRIMARY KEY,
    masking_id uuid NOT NULL REFERENCES footage_masking,
    footage_id uuid NOT NULL REFERENCES footage_request,
    organ text NOT NULL,
    basis text NOT NULL,
    document text NOT NULL,
    officer_id uuid NOT NULL,
    officer text NOT NULL,
    asked_at timestamptz NOT NULL,
    second_id uuid,
    second text,
    given_at timestamptz,
    sha256 text NOT NULL,
    CHECK (second_id IS DISTINCT FROM officer_id)
);
CREATE INDEX footage_copy_request ON footage_copy (footage_id);

ALTER TABLE footage_masking ENABLE ROW LEVEL SECURITY;
ALTER TABLE footage_viewing ENABLE ROW LEVEL SECURITY;
ALTER TABLE footage_copy ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON footage_masking TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON footage_viewing TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON footage_copy TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY asked ON footage_masking TO watchbell_service USING (footage_at_desk(footage_id));
CREATE POLICY asked ON footage_viewing TO watchbell_service USING (footage_at_desk(footage_id));
CREATE POLICY asked ON footage_copy TO watchbell_service USING (footage_at_desk(footage_id));
