-- ── Drills: who announced one, whether silent presses belong to it, and that it turned real ──

ALTER TABLE test_plan
    ADD COLUMN declared_name text NOT NULL DEFAULT '',
    -- A silent press in a window is real unless the window says that such are part of it.
    ADD COLUMN silent boolean NOT NULL DEFAULT false,
    ADD COLUMN real_at timestamptz,
    ADD COLUMN real_by text;
CREATE INDEX test_plan_end ON test_plan (ends_at) WHERE withdrawn_at IS NULL;
