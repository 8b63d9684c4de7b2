-- ── Review plans go on from findings, second people, and cameras that come later ─────────────

-- A sighting is somebody's word as a finding is: where the law asks for it another confirms it.
ALTER TABLE review_sighting
    ADD COLUMN noted_id uuid,
    ADD COLUMN second text CHECK (second IN ('minors', 'school', 'class_one')),
    ADD COLUMN confirmed_by uuid,
    ADD COLUMN confirmed_name text,
    ADD COLUMN confirmed_at timestamptz;

-- The first round is what was filed. What is held of a camera: where it is not said, the whole time
-- of the request.
ALTER TABLE footage_camera
    ADD COLUMN round smallint NOT NULL DEFAULT 1 CHECK (round >= 1),
    ADD COLUMN held_from_at timestamptz,
    ADD COLUMN held_until_at timestamptz,
    ADD CHECK ((held_from_at IS NULL) = (held_until_at IS NULL)),
    ADD CHECK (held_until_at IS NULL
        OR (held_from_at < held_until_at AND held_until_at <= held_from_at + interval '3 hours'));

-- A managing unit has said yes to exactly these cameras: of later ones it is asked by itself.
ALTER TABLE footage_consent ADD COLUMN round smallint NOT NULL DEFAULT 1 CHECK (round >= 1);
ALTER TABLE footage_consent DROP CONSTRAINT footage_consent_footage_id_managing_unit_key;
ALTER TABLE footage_consent ADD UNIQUE (footage_id, managing_unit, round);

-- Which sector a unit looks through, while it has a task of the search: goes when either ends.
CREATE TABLE search_sector (
    search_id uuid NOT NULL REFERENCES search,
    unit_id uuid NOT NULL REFERENCES unit,
    call_sign text NOT NULL,
    lat float8 NOT NULL,
    lon float8 NOT NULL,
    from_deg real NOT NULL,
    until_deg real NOT NULL,
    far_m real NOT NULL,
    share real NOT NULL,
    toward_deg real,
    streets text[] NOT NULL,
    seen_at timestamptz NOT NULL,
    shared_at timestamptz NOT NULL,
    PRIMARY KEY (search_id, unit_id)
);
ALTER TABLE search_sector ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON search_sector TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY asked ON search_sector TO watchbell_service USING (EXISTS (
    SELECT FROM search s WHERE s.search_id = search_sector.search_id));
