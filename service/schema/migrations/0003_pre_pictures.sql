-- A camera gives several pictures of one incident: what was asked for, what is wrong with it, and
-- what the camera's own clock said.
ALTER TABLE snapshot
    ADD COLUMN want text NOT NULL DEFAULT 'first'
        CHECK (want IN ('first', 'nearest', 'newest', 'at')),
    ADD COLUMN moment_ms integer NOT NULL DEFAULT 0,
    ADD COLUMN marks text[] NOT NULL DEFAULT '{}',
    ADD COLUMN camera_at timestamptz,
    -- Carriers may have been away for a month: 31 bits of milliseconds are 25 days.
    ALTER COLUMN lag_ms TYPE bigint,
    ADD COLUMN forgotten_at timestamptz;

-- What is to be forgotten, the oldest first.
CREATE INDEX snapshot_kept ON snapshot (planned_at) WHERE blob_key IS NOT NULL;
