-- ── Lost and found: things that were handed in ──────────────────────────────────────────────

CREATE TABLE found_thing (
    thing_id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    area_code text NOT NULL REFERENCES area,
    scope text[] NOT NULL,
    state text NOT NULL CHECK (state IN ('kept', 'matched', 'returned', 'to_state')),
    category text NOT NULL,
    colours text[] NOT NULL,
    place_name text NOT NULL,
    lat float8 NOT NULL,
    lon float8 NOT NULL,
    found_at timestamptz NOT NULL,
    -- On which shelf.
    kept_at text NOT NULL,
    -- What it looks like and what lies in it, and who brought it: a name may be among it.
    words_sealed bytea,
    finder_sealed bytea,
    entered_at timestamptz NOT NULL,
    entered_by text NOT NULL,
    -- The public notice, from which the year runs (Civil Code, articles 315 and 318).
    announced_at timestamptz,
    due_at timestamptz,
    late_at timestamptz,
    footage_id uuid REFERENCES footage_request,
    matched_at timestamptz,
    matched_by text,
    -- Who received it, by which paper, and how it was signed.
    receipt_sealed bytea,
    ended_at timestamptz,
    ended_by text,
    how text CHECK (how IN ('to_state', 'auctioned', 'destroyed')),
    forgotten_at timestamptz,
    CHECK ((announced_at IS NULL) = (due_at IS NULL)),
    CHECK ((ended_at IS NULL) = (state IN ('kept', 'matched'))),
    CHECK ((state = 'to_state') = (how IS NOT NULL)),
    CHECK (state <> 'matched' OR footage_id IS NOT NULL)
);
CREATE INDEX found_thing_scope ON found_thing USING gin (scope);
CREATE INDEX found_thing_ended ON found_thing (ended_at) WHERE forgotten_at IS NULL;
CREATE INDEX found_thing_footage ON found_thing (footage_id) WHERE footage_id IS NOT NULL;

CREATE TABLE found_photo (
    thing_id uuid PRIMARY KEY REFERENCES found_thing,
    sha256 text NOT NULL,
    jpeg bytea NOT NULL
);

ALTER TABLE found_thing ENABLE ROW LEVEL SECURITY;
ALTER TABLE found_photo ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON found_thing TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON found_photo TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY asked ON found_thing TO watchbell_service USING (scope && (SELECT asks()));
CREATE POLICY asked ON found_photo TO watchbell_service USING (EXISTS (
    SELECT FROM found_thing f WHERE f.thing_id = found_photo.thing_id));
