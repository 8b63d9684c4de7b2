-- ── Missing children, on the screens of boxes ───────────────────────────────────────────────

CREATE TABLE bulletin (
    bulletin_id uuid PRIMARY KEY,
    area_code text NOT NULL REFERENCES area,
    -- Its area and every centre above: who may see it, and which boxes show it.
    scope text[] NOT NULL,
    zh jsonb NOT NULL,
    en jsonb,
    seen_at timestamptz NOT NULL,
    phone text NOT NULL,
    until timestamptz NOT NULL,
    -- Without a guardian's consent there is no bulletin; who gave it is sealed.
    guardian_sealed bytea NOT NULL,
    relation text NOT NULL,
    consent_how text NOT NULL,
    consent_at timestamptz NOT NULL,
    issued_at timestamptz NOT NULL,
    issued_by text NOT NULL,
    state text NOT NULL,
    ending text,
    ended_at timestamptz,
    ended_by text,
    CHECK (until > issued_at AND until <= issued_at + interval '72 hours'),
    CHECK ((state = 'current') = (ended_at IS NULL))
);
CREATE INDEX bulletin_current ON bulletin (area_code) WHERE state = 'current';
CREATE INDEX bulletin_scope ON bulletin USING gin (scope);

-- Apart from it, so that the picture can go the moment the bulletin ends.
CREATE TABLE bulletin_portrait (
    bulletin_id uuid PRIMARY KEY REFERENCES bulletin,
    sha256 text NOT NULL,
    jpeg bytea NOT NULL
);
