-- ── Holds by copy: what a recorder that cannot hold back has given before it wrote over it ─────

CREATE TABLE recording_copy (
    copy_id uuid PRIMARY KEY,
    -- The name of the hold that it stands for.
    hold text NOT NULL,
    camera_id uuid NOT NULL REFERENCES camera,
    begins_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    sha256 text NOT NULL,
    size_bytes bigint NOT NULL,
    suffix text NOT NULL,
    noted_at timestamptz NOT NULL,
    -- When all its bytes were in the store.
    stored_at timestamptz,
    UNIQUE (hold, sha256)
);
CREATE INDEX recording_copy_camera ON recording_copy (camera_id, begins_at);

ALTER TABLE recording_copy ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON recording_copy TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY asked ON recording_copy TO watchbell_service USING (EXISTS (
    SELECT FROM camera c WHERE c.camera_id = recording_copy.camera_id));

-- Whether a hold is a copy of ours instead of the recorder's own.
ALTER TABLE footage_camera ADD COLUMN held_by_copy boolean NOT NULL DEFAULT false;
