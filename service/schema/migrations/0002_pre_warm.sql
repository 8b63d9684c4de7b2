-- ── Warm cameras ────────────────────────────────────────────────────────────────────────────

-- Who keeps rings, and where it answers. One that was not seen for some seconds is dead.
CREATE TABLE warm_keeper (
    keeper text PRIMARY KEY,
    address text NOT NULL,
    room int NOT NULL,
    seen_at timestamptz NOT NULL
);

-- Whose ring a camera's is.
CREATE TABLE warm_camera (
    camera_id uuid PRIMARY KEY,
    keeper text NOT NULL
);
CREATE INDEX warm_camera_keeper ON warm_camera (keeper);

-- Which cameras should be warm, for what (a site, an incident), how much it matters (the lowest
-- most) and until when.
CREATE TABLE warm_wish (
    reason uuid NOT NULL,
    camera_id uuid NOT NULL,
    importance int NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (reason, camera_id)
);
