-- ── The register of cameras ─────────────────────────────────────────────────────────────────

ALTER TABLE camera
    -- The number of GB/T 28181: it names a camera across platforms, and in files.
    ADD COLUMN gb_id text UNIQUE CHECK (gb_id ~ '^[0-9]{20}$'),
    ADD COLUMN tilt_deg real NOT NULL DEFAULT 0,
    ADD COLUMN capture_location text NOT NULL DEFAULT 'other',
    ADD COLUMN point_class smallint CHECK (point_class BETWEEN 1 AND 3),
    ADD COLUMN unit_category text NOT NULL DEFAULT 'government',
    ADD COLUMN network_zone text NOT NULL DEFAULT 'police_video',
    -- For how many days its recorder keeps footage, where that is known.
    ADD COLUMN footage_days smallint CHECK (footage_days BETWEEN 1 AND 3650),
    -- A camera on a vehicle has the places along its route and no place of its own.
    ADD COLUMN route jsonb,
    ALTER COLUMN lat DROP NOT NULL,
    ALTER COLUMN lon DROP NOT NULL,
    ALTER COLUMN spot DROP NOT NULL,
    ADD CONSTRAINT camera_stands
        CHECK ((spot IS NULL) = (route IS NOT NULL) AND (spot IS NULL) = (kind = 'vehicle')),
    ADD COLUMN onvif_url text,
    -- Where a gateway of GB/T 28181 has its pictures; the gateway's own secret is sealed beside it.
    ADD COLUMN gateway jsonb,
    ADD COLUMN gateway_secret_sealed bytea,
    ADD COLUMN presets jsonb NOT NULL DEFAULT '[]',
    -- What was wrong when it was asked last, and by how much its own clock was ahead.
    ADD COLUMN trouble text,
    ADD COLUMN clock_ahead_ms bigint,
    ADD COLUMN changed_at timestamptz,
    -- What a search looks through. Reading all of it is quicker than it sounds (236,000 cameras:
    -- 60 ms), whatever the alphabet, and costs a picture that is written nothing.
    ADD COLUMN sought text NOT NULL
        GENERATED ALWAYS AS (lower(name || ' ' || managing_unit || ' ' || coalesce(gb_id, ''))) STORED;

-- The map counts cameras by this index alone, as long as their pages are known to be visible.
CREATE INDEX camera_map ON camera (lat, lon) INCLUDE (silent_since, camera_id, lineage);
ALTER TABLE camera SET (autovacuum_vacuum_scale_factor = 0.005);

-- A camera that was turned for an incident, where it stood, to which it is turned back, and where
-- it stands by the preset, once that was seen.
CREATE TABLE camera_turn (
    camera_id uuid PRIMARY KEY,
    incident_id uuid NOT NULL,
    preset text NOT NULL,
    stand jsonb NOT NULL,
    aim jsonb,
    turned_at timestamptz NOT NULL,
    back_at timestamptz NOT NULL
);

-- A file of cameras that is read in: all of it, or nothing.
CREATE TABLE camera_import (
    import_id uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    person text NOT NULL,
    -- In which areas, and below them, whoever sent it may change cameras.
    areas text[] NOT NULL,
    format text NOT NULL CHECK (format IN ('csv', 'geojson')),
    -- Of rows that name none themselves; NULL where all of them must.
    crs text,
    -- In what it turned out to be written.
    encoding text,
    blob_key text,
    state text NOT NULL CHECK (state IN ('arriving', 'waiting', 'reading', 'done', 'refused')),
    rows_read int NOT NULL DEFAULT 0,
    added int NOT NULL DEFAULT 0,
    updated int NOT NULL DEFAULT 0,
    faults_found int NOT NULL DEFAULT 0,
    faults jsonb NOT NULL DEFAULT '[]',
    asked_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX camera_import_asked ON camera_import (asked_at DESC);

-- ── Pictures: why this camera, and what its clock says ──────────────────────────────────────

ALTER TABLE snapshot
    ADD COLUMN street text,
    ADD COLUMN street_en text,
    ADD COLUMN on_foot boolean,
    ADD COLUMN preset text,
    ADD COLUMN clock_ahead_ms bigint;
-- The newest picture of a camera, whatever it was taken for: one that gives it again is frozen.
CREATE INDEX snapshot_camera ON snapshot (camera_id, captured_at) WHERE blob_key IS NOT NULL;
