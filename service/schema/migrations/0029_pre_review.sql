-- ── The reviewer's desk: who has a request, its recordings, what was looked for and found ───

-- Who has a request for review, and when he was last seen at it.
CREATE TABLE review_desk (
    footage_id uuid PRIMARY KEY REFERENCES footage_request,
    account_id uuid NOT NULL REFERENCES account,
    display text NOT NULL,
    taken_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL
);

-- The recording of one camera of a request, as it was brought to the desk.
CREATE TABLE review_recording (
    footage_id uuid NOT NULL,
    camera_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('known', 'asked', 'ready', 'failed')),
    -- How far its recorder's clock is ahead of the true time, as a person has seen it.
    ahead_s real,
    ahead_by text,
    parts jsonb NOT NULL DEFAULT '[]',
    gaps jsonb NOT NULL DEFAULT '[]',
    trouble text,
    brought_at timestamptz,
    PRIMARY KEY (footage_id, camera_id),
    FOREIGN KEY (footage_id, camera_id) REFERENCES footage_camera
);

-- What was looked for in a recording. `kept` is how far it has come: another worker goes on there.
CREATE TABLE review_task (
    review_id uuid PRIMARY KEY,
    footage_id uuid NOT NULL,
    camera_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('moment', 'timeline', 'ribbon')),
    asked jsonb NOT NULL,
    asked_by uuid NOT NULL REFERENCES account,
    asked_name text NOT NULL,
    asked_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'working', 'done', 'failed', 'cancelled')),
    done real NOT NULL DEFAULT 0 CHECK (done BETWEEN 0 AND 1),
    kept jsonb,
    answer jsonb,
    trouble text,
    began_at timestamptz,
    ended_at timestamptz,
    FOREIGN KEY (footage_id, camera_id) REFERENCES footage_camera
);
CREATE INDEX review_task_request ON review_task (footage_id, asked_at);
CREATE INDEX review_task_open ON review_task (asked_by) WHERE ended_at IS NULL;

-- What a person has found. Where the law asks, a second one confirms it before it is a result.
CREATE TABLE review_finding (
    finding_id uuid PRIMARY KEY,
    footage_id uuid NOT NULL,
    camera_id uuid NOT NULL,
    kind text NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    region jsonb,
    words_sealed bytea,
    review_id uuid REFERENCES review_task ON DELETE SET NULL,
    marked_by uuid NOT NULL REFERENCES account,
    marked_name text NOT NULL,
    marked_at timestamptz NOT NULL,
    -- Why a second person is needed; none where the law asks for none.
    second text CHECK (second IN ('minors', 'school', 'class_one')),
    confirmed_by uuid REFERENCES account,
    confirmed_name text,
    confirmed_at timestamptz,
    taken_back_at timestamptz,
    taken_back_name text,
    CHECK (from_at <= until_at),
    CHECK (confirmed_by IS DISTINCT FROM marked_by OR confirmed_by IS NULL),
    FOREIGN KEY (footage_id, camera_id) REFERENCES footage_camera
);
CREATE INDEX review_finding_request ON review_finding (footage_id, marked_at);

-- So many findings wait for a second person: until then there is no result.
ALTER TABLE footage_request ADD COLUMN unconfirmed smallint NOT NULL DEFAULT 0;

CREATE FUNCTION footage_at_desk(footage uuid) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.footage_request r
        WHERE r.footage_id = footage AND r.scope && public.asks());
END $$;

ALTER TABLE review_desk ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_recording ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_task ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_finding ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON review_desk TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON review_recording TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON review_task TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON review_finding TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY asked ON review_desk TO watchbell_service USING (footage_at_desk(footage_id));
CREATE POLICY asked ON review_recording TO watchbell_service USING (footage_at_desk(footage_id));
CREATE POLICY asked ON review_task TO watchbell_service USING (footage_at_desk(footage_id));
CREATE POLICY asked ON review_finding TO watchbell_service USING (footage_at_desk(footage_id));
